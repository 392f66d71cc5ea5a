"""From exec to the connection, and from exec to the first full frame."""

from __future__ import annotations

import statistics
import subprocess
import time

from tests.benchmarks.processes import TCPTUI, Sender, Terminal, data_folder
from tests.benchmarks.report import Floor, table

# What stands in the corners of a whole frame: the strip on top, the sidebar, the input line, the footer.
FIRST_FRAME = [b"tcptui", "›".encode(), b"F1"]


def measure(rounds: int) -> list[Floor]:
    """Time `rounds` of each, interleaved."""
    connected: dict[str, list[float]] = {"nc": [], "tcptui": []}
    painted: dict[str, list[float]] = {"tcptui": []}
    with Sender(0) as sender, data_folder() as (_, environment):
        for _ in range(rounds):
            connected["nc"].append(accepted_after(["nc", "-d", "127.0.0.1", str(sender.port)], sender))
            with Terminal([TCPTUI, "127.0.0.1", str(sender.port)], environment) as terminal:
                painted["tcptui"].append(terminal.wait_for(FIRST_FRAME) - terminal.started)
                connected["tcptui"].append(sender.accepted() - terminal.started)
    print(table("connected after exec", "ms", connected, "nc", scale=1e3), end="\n\n")
    print(table("first full frame after exec", "ms", painted, "tcptui", scale=1e3), end="\n\n")
    return [
        Floor("connected after exec", statistics.median(connected["tcptui"]) * 1e3, 80, unit="ms"),
        Floor("first paint", statistics.median(painted["tcptui"]) * 1e3, 300, unit="ms"),
    ]


def accepted_after(command: list[str], sender: Sender) -> float:
    """Seconds from just before fork and exec to the server's accept."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL):
        return sender.accepted() - began
