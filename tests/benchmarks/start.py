"""From exec to the connection, and from exec to the first full frame."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from tests.benchmarks.processes import TCPTUI, Sender, Terminal, data_folder
from tests.benchmarks.report import Floor, table

# What stands in the corners of a whole frame: the strip on top, the sidebar, the input line, the footer.
FIRST_FRAME = [b"tcptui", "›".encode(), b"F1"]


# The least that a Python program can take for each, to tell a slow machine from a slow program.
BARE_SOCKET = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])))"
BARE_TEXTUAL = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("a bare frame")
Bare().run()
"""


def measure(rounds: int) -> list[Floor]:
    """Time `rounds` of each, interleaved."""
    connected: dict[str, list[float]] = {"nc": [], "a bare Python socket": [], "tcptui": []}
    painted: dict[str, list[float]] = {"a bare Textual app": [], "tcptui": []}
    with Sender(0) as sender, data_folder() as (_, environment):
        port = str(sender.port)
        for _ in range(rounds):
            connected["nc"].append(accepted_after(["nc", "-d", "127.0.0.1", port], sender))
            bare = [sys.executable, "-c", BARE_SOCKET, port]
            connected["a bare Python socket"].append(accepted_after(bare, sender))
            with Terminal([sys.executable, "-c", BARE_TEXTUAL], environment) as terminal:
                painted["a bare Textual app"].append(terminal.wait_for([b"a bare frame"]) - terminal.started)
            with Terminal([TCPTUI, "127.0.0.1", port], environment) as terminal:
                painted["tcptui"].append(terminal.wait_for(FIRST_FRAME) - terminal.started)
                connected["tcptui"].append(sender.accepted() - terminal.started)
    print(table("connected after exec", "ms", connected, "nc", scale=1e3), end="\n\n")
    print(table("first full frame after exec", "ms", painted, "a bare Textual app", scale=1e3), end="\n\n")
    return [
        Floor("connected after exec", statistics.median(connected["tcptui"]) * 1e3, 80, unit="ms"),
        Floor("first paint", statistics.median(painted["tcptui"]) * 1e3, 300, unit="ms"),
    ]


def accepted_after(command: list[str], sender: Sender) -> float:
    """Seconds from just before fork and exec to the server's accept."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL):
        return sender.accepted() - began
