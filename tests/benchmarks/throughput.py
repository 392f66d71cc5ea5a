"""Receive and record: from the moment the sender is let go, on a connection that stands, until the file holds all."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.processes import TCPTUI, Sender, Terminal, data_folder
from tests.benchmarks.report import Floor, table
from tests.benchmarks.start import FIRST_FRAME

SIZE = 2_000_000_000
LOOK_EVERY = 0.005  # seconds: looking must not take the cores from what is measured
Held = Callable[[], int]


def measure(rounds: int) -> list[Floor]:
    """Time `rounds` of each program, interleaved."""
    speeds: dict[str, list[float]] = {}
    with Sender(SIZE, wait=True) as sender:
        for _ in range(rounds):
            for name, command in headless_programs().items():
                speeds.setdefault(name, []).append(SIZE / by_process(command, sender))
            speeds.setdefault("tcptui, workbench open", []).append(SIZE / by_workbench(sender))
    print(table(f"receive and record {SIZE / 1e9:g} GB", "GB/s", speeds, "nc", scale=1e-9), end="\n\n")
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    return [
        Floor("headless beside nc", medians["tcptui send"] / medians["nc"], 1.5, at_least=True, unit="x"),
        Floor(
            "workbench beside headless", medians["tcptui, workbench open"] / medians["tcptui send"], 0.85,
            at_least=True, unit="x",
        ),
    ]  # fmt: skip


def headless_programs() -> dict[str, list[str]]:
    """Commands by name; PORT and FILE are filled in."""
    return {
        "nc": ["sh", "-c", "exec nc -d 127.0.0.1 PORT > FILE"],
        "socat": ["socat", "-u", "TCP:127.0.0.1:PORT", "OPEN:FILE,creat,trunc"],
        "tcptui send": [TCPTUI, "send", "127.0.0.1", "PORT", "--json", "--timeout", "120"],
    }


def by_process(command: list[str], sender: Sender) -> float:
    """Seconds that a program without a screen takes."""
    with data_folder() as (folder, environment):
        filled = [w.replace("PORT", str(sender.port)).replace("FILE", str(folder / "received")) for w in command]
        with subprocess.Popen(filled, env=environment, stdout=subprocess.DEVNULL) as process:
            sender.accepted()
            began = sender.go()
            ended = when_held(lambda: size_in(folder), lambda: time.sleep(LOOK_EVERY))
            process.wait(60)
    return ended - began


def by_workbench(sender: Sender) -> float:
    """Seconds that the workbench takes, drawing all the while."""
    command = [TCPTUI, "127.0.0.1", str(sender.port)]
    with data_folder() as (folder, environment), Terminal(command, environment) as terminal:
        sender.accepted()
        terminal.wait_for(FIRST_FRAME)
        terminal.drain(0.5)
        began = sender.go()
        ended = when_held(lambda: size_in(folder), lambda: terminal.drain(LOOK_EVERY))
    return ended - began


def when_held(held: Held, between: Callable[[], object]) -> float:
    """The moment at which SIZE bytes are in the file."""
    give_up = time.monotonic() + 120
    while held() < SIZE:
        if time.monotonic() > give_up:
            raise TimeoutError(f"{held()} of {SIZE} bytes after two minutes")
        between()
    return time.monotonic()


def size_in(folder: Path) -> int:
    """The size of what is being received: the plain file, or the log of the one run."""
    return max((path.stat().st_size for path in (*folder.glob("received"), *folder.glob("runs/*/log"))), default=0)
