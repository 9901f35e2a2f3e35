"""The service under HTTP: ``tm serve`` in processes of its own, and clients that keep it busy."""

import os
import selectors
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode
from urllib.request import urlopen

from benchmarks.measure import Times, cpu_seconds, descendants, tm
from tests.components import free_port
from tm.config import Settings

_PATIENCE_SECONDS = 120


@contextmanager
def served(settings: Settings) -> Iterator[tuple[int, int]]:
    """Run the web server on a data directory; give its port and the number of its process."""
    port = free_port()
    environment = {"TM_DATA_DIR": str(settings.data_dir), "TM_PORT": str(port)}
    with subprocess.Popen(
        tm("serve", "--web-only"), env=os.environ | environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(process, port)
            yield port, process.pid
        finally:
            process.terminate()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz"):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server did not open.")


class _Client:
    """One connection that asks again as soon as it is answered."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self._sent = 0.0
        self._received = b""

    def ask(self, request: bytes) -> None:
        self._received, self._sent = b"", time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> float | None:
        """Read what has come; return the milliseconds since the question once it is all."""
        self._received += self.socket.recv(1 << 20)
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return None
        if b" 200 " not in head[:20]:
            raise ConnectionError(self._received[:500].decode("utf-8", "replace"))
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
        return (time.perf_counter() - self._sent) * 1000 if len(body) == int(length) else None


def asked_by(
    clients: int, port: int, texts: Sequence[str], source: str, target: str
) -> list[float]:
    """Ask for the matches of each text; return how long the answers took, sorted."""
    requests = [_request(port, text, source, target) for text in reversed(texts)]
    took: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            client = _Client(port)
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask(requests.pop())
        while len(took) < len(texts):
            for key, _ in selector.select(_PATIENCE_SECONDS):
                client = key.data
                milliseconds = client.answered()
                if milliseconds is None:
                    continue
                took.append(milliseconds)
                if requests:
                    client.ask(requests.pop())
                else:
                    selector.unregister(client.socket)
                    client.socket.close()
    return sorted(took)


def under_load(
    settings: Settings, texts: Sequence[str], source: str, target: str, clients: int, rounds: int
) -> Times:
    """Return the processor time of a request over all processes of the server, and all waits."""
    with served(settings) as (port, pid):
        asked_by(clients, port, texts[:200], source, target)
        cpu, wall = [], []
        for _ in range(rounds):
            processes = descendants(pid)
            begin = cpu_seconds(processes)
            wall += asked_by(clients, port, texts, source, target)
            cpu.append((cpu_seconds(processes) - begin) * 1000 / len(texts))
    return Times(cpu, sorted(wall))


def _request(port: int, text: str, source: str, target: str) -> bytes:
    asked = urlencode({"text": text, "source": source, "target": target})
    return f"GET /api/v1/matches?{asked} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
