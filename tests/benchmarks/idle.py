"""What a thousand connections cost that nobody uses: this process's CPU time while it does nothing but hold them."""

from __future__ import annotations

import resource
import socket
import subprocess
import sys
import threading
import time

from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.events import Connected
from tcptui.workbench import Workbench
from tests.benchmarks.processes import ROOT, data_folder
from tests.benchmarks.report import Floor

CONNECTIONS = 1000
SECONDS = 10.0


def measure() -> list[Floor]:
    """Hold the connections in a process of their own for ten seconds."""
    with data_folder() as (_, environment):
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.idle"], cwd=ROOT, env=environment, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
    share = float(done.stdout)
    print(f"{CONNECTIONS} idle connections for {SECONDS:g} s\n  {'tcptui':<32} {share:9.2f} % of a core\n")
    return [Floor(f"{CONNECTIONS} idle connections", share, 0.5, unit="%")]


def hold() -> None:
    """Open the connections, wait, and print the share of a core in percent."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # The listener never accepts: the kernel holds the other ends, at no cost to this process.
    with socket.create_server(("127.0.0.1", 0), backlog=CONNECTIONS) as listener, Workbench() as workbench:
        news = threading.Event()
        tap = workbench.tap(news.set)
        for _ in range(CONNECTIONS):
            workbench.open(Endpoint("tcp", *listener.getsockname()))
        standing = 0
        while standing < CONNECTIONS:
            news.wait(20)
            news.clear()
            standing += sum(isinstance(event, Connected) for event in tap.drain())
        time.sleep(1)
        before, began = time.process_time(), time.monotonic()
        time.sleep(SECONDS)
        print(100 * (time.process_time() - before) / (time.monotonic() - began))


if __name__ == "__main__":
    hold()
