"""The real components that tests need, and what happens when one is missing."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest


def missing(component: str, packages: str) -> None:
    """Skip loudly on a user's machine, fail where CI=true."""
    message = f"{component} is missing. On Debian: apt-get install {packages}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Cluster:
    """A throw-away PostgreSQL cluster, run by an unprivileged user, reached through a socket."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        # A short path: the name of a socket is limited to 107 bytes.
        self.folder = Path(mkdtemp(prefix="tm-pg-"))
        self._as_user: list[str] = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as_user = ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid)]
            self._as_user += ["--clear-groups", "--"]
        self.run("initdb", "-A", "trust", "-U", "tm", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def run(self, program: str, *arguments: str) -> None:
        command = [*self._as_user, str(self.programs / program), "-D", str(self.folder / "data")]
        subprocess.run([*command, *arguments], check=True, stdout=subprocess.DEVNULL, timeout=60)

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=60"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://tm@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        address = f"host={self.folder} user=tm dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start PostgreSQL for a while; skip or fail where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        missing("PostgreSQL", "postgresql")
    cluster = Cluster(found[-1].parent if found else Path(str(on_path)).parent)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)
