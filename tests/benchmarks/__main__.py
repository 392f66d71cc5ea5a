"""The one command: `python -m tests.benchmarks [PART…] [--rounds N]`."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable

from tests.benchmarks import framing, idle, keys, many, messages, opening, search, serving, start, throughput
from tests.benchmarks.processes import data_folder
from tests.benchmarks.report import Floor

PARTS: dict[str, Callable[[int], list[Floor]]] = {
    "throughput": throughput.measure,
    "keys": keys.measure,
    "start": lambda rounds: start.measure(3 * rounds),
    "many": many.measure,
    "idle": lambda _: idle.measure(),
    "search": search.measure,
    "open": opening.measure,
    "serving": serving.measure,
    "framing": framing.measure,
    "messages": messages.measure,
}


def main() -> int:
    """Measure, print, and say which floors hold; 1 if one does not."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], help="what to measure (everything)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of each, interleaved (7)")
    args = parser.parse_args()
    machine = f"{platform.system()} {platform.release()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}"
    print(f"{machine}, Python {platform.python_version()}, loopback\n", flush=True)
    with data_folder() as (_, environment):  # compiles the modules, as they are where tcptui is in use
        subprocess.run([sys.executable, "-c", "import tcptui.cli.send, tcptui.ui.app"], env=environment, check=True)
    floors = [floor for part in args.part or PARTS for floor in PARTS[part](args.rounds)]
    print("floors", *floors, sep="\n")
    return 0 if all(floor.kept for floor in floors) else 1


if __name__ == "__main__":
    sys.exit(main())
