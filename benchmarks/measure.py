"""Times, processes and the table that the figures are printed in."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 3
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Times:
    """``cpu`` is the processor time of a call in milliseconds, round by round, ``wall`` of all."""

    cpu: list[float]
    wall: list[float]

    def wall_at(self, percent: int) -> float:
        return self.wall[min(len(self.wall) * percent // 100, len(self.wall) - 1)]


def timed(
    calls: Sequence[Callable[[], object]],
    *,
    rounds: int = ROUNDS,
    before: Callable[[], object] | None = None,
) -> Times:
    """Time calls one after the other; ``before`` is called before each round."""
    cpu, wall = [], []
    for _ in range(rounds):
        if before:
            before()
        begin = time.process_time()
        for call in calls:
            called = time.perf_counter()
            call()
            wall.append((time.perf_counter() - called) * 1000)
        cpu.append((time.process_time() - begin) * 1000 / len(calls))
    return Times(cpu, sorted(wall))


class Table:
    """Prints a line for each figure, and remembers which were worse than their target."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def section(self, where: str) -> None:
        """Say where the figures that follow were taken, and how busy the machine is."""
        print(f"\n{where}  [load {os.getloadavg()[0]:.1f}]")
        print(f"  {'':50} {'minimum':>9} {'median':>9} {'maximum':>9}", flush=True)

    def line(
        self,
        what: str,
        values: Iterable[float],
        unit: str,
        *,
        most: float | None = None,
        least: float | None = None,
    ) -> None:
        """Print a figure of one or several rounds; its median is held against the target."""
        known = sorted(values)
        median = statistics.median(known)
        good = (most is None or median <= most) and (least is None or median >= least)
        if most is None and least is None:
            target = ""
        else:
            bound = f"at most {most:g}" if most is not None else f"at least {least:g}"
            target = f"  target {bound}: {'reached' if good else 'MISSED'}"
        if not good:
            self.missed.append(what)
        figures = " ".join(f"{_short(value):>9}" for value in (known[0], median, known[-1]))
        print(f"  {what:50} {figures} {unit}{target}", flush=True)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process cost: seconds, and the most memory that it held, in MB."""

    wall: float
    cpu: float
    resident: float
    private: float
    output: str


def run(command: Sequence[str], environment: dict[str, str]) -> Ended:
    """Run a command to its end; its progress goes where this program's own does."""
    begin = time.perf_counter()
    private = 0.0
    with subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as process:
        while True:
            # What is left behind by a process that has ended says what it used.
            ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if ended is not None:
                break
            private = max(private, anonymous(process.pid))
            time.sleep(0.05)
        wall = time.perf_counter() - begin
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Ended(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, private, output)


def tm(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tm", *arguments]


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time that processes have used so far (proc(5))."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def descendants(pid: int) -> list[int]:
    """Return a process and all that it started, as far as they are alive."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found += map(int, children.read_text(encoding="ascii").split())
    return found


def private_beyond(suffix: str) -> float:
    """Return the private memory of this process in MB, without mapped files of that name."""
    total, counted = 0, True
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if "-" in name.split(" ")[0]:
            counted = not line.endswith(suffix)
        elif counted and name in ("Private_Clean", "Private_Dirty"):
            total += int(value.split()[0])
    return total / 1000


def anonymous(pid: int | str = "self") -> float:
    """Return the memory in MB that a process holds beside mapped files."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1000
    return 0.0
