"""Many connections: a thousand that echo twice, and a thousand live ones on the screen."""

from __future__ import annotations

import contextlib
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.benchmarks.keys import LETTERS, one_key
from tests.benchmarks.manypeers import MESSAGES
from tests.benchmarks.processes import ROOT, TCPTUI, Terminal, cpu_seconds, data_folder
from tests.benchmarks.report import Floor, percentile, table

CONNECTIONS = 1000
CHATTER = 1.0
"""Words a second that each connection of the screen hears."""
WATCHED = 5.0
"""Seconds for which the screen's processor time is taken."""


def measure(rounds: int) -> list[Floor]:
    """Both, the echoes `rounds` times and interleaved."""
    return [*echoes(rounds), *on_screen()]


def echoes(rounds: int) -> list[Floor]:
    """`send --connections`, which records, judges and sums up, beside a client that only counts bytes."""
    seconds: dict[str, list[float]] = {"plain client": [], "tcptui send": []}
    with _peer("echo") as port:
        for _ in range(rounds):
            seconds["plain client"].append(_plain(port))
            seconds["tcptui send"].append(_ours(port))
    print(table(f"{CONNECTIONS} connections, two echoes each", "s", seconds, "plain client"), end="\n\n")
    ratio = statistics.median(seconds["tcptui send"]) / statistics.median(seconds["plain client"])
    return [Floor(f"{CONNECTIONS} connections beside a plain client", ratio, 20, unit="x")]


def _plain(port: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.manypeers", "client", str(port), str(CONNECTIONS)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _ours(port: int) -> float:
    """As it tells itself: from the first opening to the last verdict."""
    texts = [word for message in MESSAGES for word in ("--text", message.decode())]
    with data_folder() as (_, environment):
        command = [TCPTUI, "send", f"127.0.0.1:{port}", "--connections", str(CONNECTIONS), *texts]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    took = re.search(r" in ([\d.]+) (s|ms)$", done.stdout, re.MULTILINE)
    if took is None or not re.search(rf"done +{CONNECTIONS:,}$", done.stdout, re.MULTILINE):
        raise ValueError(f"not all were echoed: {done.stdout}")
    return float(took[1]) * (1 if took[2] == "s" else 1e-3)


def on_screen() -> list[Floor]:
    """Keys, and the processor time of the workbench, with a thousand connections that are idle and that chatter."""
    floors: list[Floor] = []
    print(f"a workbench with {CONNECTIONS} connections")
    for name, rate, most, p50 in (("idle", 0.0, 5, 5), ("chattering", CHATTER, 60, 12)):
        with _peer("chatter", str(rate)) if rate else _peer("echo") as port:
            share, keys = _watched(port)
        half, worst = percentile(keys, 0.5) * 1e3, percentile(keys, 0.99) * 1e3
        print(f"  {name:<32} {share:6.1f} % of a core   key p50 {half:6.2f} ms  p99 {worst:6.2f} ms")
        floors += [
            Floor(f"{CONNECTIONS} {name}, workbench's share", share, most, unit="%"),
            Floor(f"{CONNECTIONS} {name}, key p50", half, p50, unit="ms"),
        ]
    print()
    return floors


def _watched(port: int) -> tuple[float, list[float]]:
    with data_folder() as (_, environment):
        command = [TCPTUI, "127.0.0.1", str(port), "--connections", str(CONNECTIONS)]
        with Terminal(command, environment) as terminal:
            terminal.wait_for([b"1000 of 1000 open"], seconds=30)
            terminal.drain(2)
            before, began = cpu_seconds(terminal.pid), time.monotonic()
            terminal.drain(WATCHED)
            share = 100 * (cpu_seconds(terminal.pid) - before) / (time.monotonic() - began)
            return share, [one_key(terminal, letter) for letter in LETTERS]


@contextlib.contextmanager
def _peer(*words: str) -> Iterator[int]:
    """One of the plain servers, and its port."""
    command = [sys.executable, "-m", "tests.benchmarks.manypeers", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()
