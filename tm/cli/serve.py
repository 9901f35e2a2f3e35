"""Run the service: ``tm serve`` watches over one web server and one job worker."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from tm.config import Settings
from tm.errors import SettingsError

WEB_PROCESSES = 2
WEB_THREADS = 4


@click.group("db")
def db_command() -> None:
    """Look after the database."""


@db_command.command("upgrade")
def upgrade() -> None:
    """Bring the database to this program's version; may be run again at any time."""
    from tm.app import open_context
    from tm.storage import schema

    context = open_context(Settings.from_environment())
    schema.upgrade(context.db)
    click.echo(f"The database is at version {schema.head()}.")


@click.command("serve")
@click.option("--web-only", is_flag=True, help="No job worker here; run `tm worker` elsewhere.")
def serve_command(web_only: bool) -> None:
    """Run the pages, the API and one job worker on loopback until interrupted."""
    serve(Settings.from_environment(), web_only)


@click.command("worker")
def worker_command() -> None:
    """Run a job worker until interrupted; it ends after the batch it is at."""
    settings = Settings.from_environment()
    work(settings)


@click.command("demo")
def demo_command() -> None:
    """Serve the samples from a data directory that is thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="tm-demo-") as folder:
        settings = Settings.from_environment()
        settings = replace(
            settings, data_dir=Path(folder), database_url=f"sqlite:///{folder}/tm.sqlite"
        )
        from tm.app import open_context
        from tm.cli.samples import load
        from tm.storage import schema

        context = open_context(settings)
        schema.upgrade(context.db)
        load(context, once=True)
        context.db.engine.dispose()
        serve(settings, web_only=False)


def serve(settings: Settings, web_only: bool) -> None:
    """Run the web server, and unless ``web_only`` a job worker that is restarted when it dies."""
    _check_port(settings)
    from tm.app import create_app

    # The models are loaded and used once before the forks, so their memory is shared.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    application = create_app(settings)
    context = application.extensions["tm"]
    _warm_up(context)
    context.db.dispose()
    supervisor = os.getpid()
    children = {_fork(lambda: _serve_web(settings, application)): "web"}
    if not web_only:
        children[_fork(lambda: work(settings, supervisor))] = "worker"
    sys.exit(_watch(children, settings))


def work(settings: Settings, parent: int | None = None) -> None:
    """Take jobs until a signal asks to end, or the parent that was named is gone."""
    from tm.app import open_context
    from tm.jobs import work_until_signaled
    from tm.storage import schema

    context = open_context(settings)
    schema.check(context.db)
    work_until_signaled(context, parent)


def _watch(children: dict[int, str], settings: Settings) -> int:
    """Wait for the children; return the exit status when the web server has ended."""

    def forward(number: int, _frame: Any) -> None:
        for pid in children:
            os.kill(pid, signal.SIGTERM if number == signal.SIGINT else number)

    supervisor = os.getpid()
    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGINT, forward)
    status = 0
    while children:
        pid, wait_status = os.wait()
        role = children.pop(pid, None)
        code = os.waitstatus_to_exitcode(wait_status)
        if role == "web":
            status = max(code, 0)
            for other in children:
                os.kill(other, signal.SIGTERM)
        elif role == "worker" and code != 0 and "web" in children.values():
            click.echo("tm: the job worker ended unexpectedly; starting another.", err=True)
            children[_fork(lambda: work(settings, supervisor))] = "worker"
    return status


def _fork(role: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        role()
    except SystemExit as exit_:
        os._exit(exit_.code if isinstance(exit_.code, int) else 1)
    except BaseException:  # noqa: BLE001 -- the process ends here; its parent says so.
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _serve_web(settings: Settings, application: Any) -> None:
    from gunicorn.app.base import BaseApplication

    def ready(_arbiter: Any) -> None:
        click.echo(f"Translation memory is open at http://{settings.host}:{settings.port}/")

    options = {
        "bind": f"{_bracketed(settings.host)}:{settings.port}",
        "workers": WEB_PROCESSES,
        "threads": WEB_THREADS,
        "worker_class": "gthread",
        "preload_app": True,
        "loglevel": "warning",
        "timeout": 300,
        "graceful_timeout": 10,
        "control_socket_disable": True,
        "when_ready": ready,
        "post_fork": lambda _arbiter, _worker: _begin_work(application, settings),
    }

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types.
        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Server().run()


def _begin_work(application: Any, settings: Settings) -> None:
    """Set up what a web process has of its own: connections, and a thread for the index."""
    from threading import Event

    from tm.services import indexing

    context = application.extensions["tm"]
    context.db.dispose()
    indexing.follow(context, BuilderBeside(settings), Event())


class BuilderBeside:
    """Starts a process that builds the index, one at a time, when it is called."""

    def __init__(self, settings: Settings) -> None:
        self._environment = os.environ | {
            "TM_DATA_DIR": str(settings.data_dir),
            "TM_DATABASE_URL": settings.database_url,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self) -> None:
        if self._process is None or self._process.poll() is not None:
            # A server answers while it builds, so the builder steps back for it.
            command = ["nice", sys.executable, "-m", "tm", "index", "build"]
            self._process = subprocess.Popen(command, env=self._environment)  # noqa: S603


def _warm_up(context: Any) -> None:
    import gc

    from tm.model.people import LOCAL_USER
    from tm.services import indexing, lookup
    from tm.text import korean

    korean.warm_up()
    context.encoder.warm_up()
    indexing.open_index(context)
    lookup.warm_up(context, LOCAL_USER)
    gc.freeze()


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}); "
                f"is the service open already? Otherwise choose another: TM_PORT=8001."
            ) from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
