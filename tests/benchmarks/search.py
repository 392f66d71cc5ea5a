"""The search over a recording of 1 GB beside `grep -a -c`, and keys while it runs."""

from __future__ import annotations

import statistics
import subprocess
import threading
import time
from pathlib import Path

from tcptui.journal.log import Log
from tcptui.journal.search.matching import matcher
from tcptui.journal.search.query import Query
from tcptui.journal.search.search import BOTH, Search
from tests.benchmarks.keys import ENDLESS, LETTERS, one_key
from tests.benchmarks.processes import TCPTUI, Sender, Terminal, data_folder
from tests.benchmarks.report import Floor, percentile, table
from tests.benchmarks.start import FIRST_FRAME

SIZE = 1_000_000_000
QUERIES = {
    "text that is nowhere": Query("zzneedle"),
    "text in every line": Query("56789 012345"),
    "any case, nowhere": Query("zzNeedle", ignore_case=True),
    "a pattern, nowhere": Query(r"zzneedle\d+", "regex"),
}


def measure(rounds: int) -> list[Floor]:
    """Search `rounds` times each way, interleaved with grep; then type while a search goes on."""
    speeds: dict[str, dict[str, list[float]]] = {name: {"grep": [], "tcptui": []} for name in QUERIES}
    with Sender(SIZE) as sender, data_folder() as (folder, environment):
        command = [TCPTUI, "send", "127.0.0.1", str(sender.port), "--json", "--timeout", "120"]
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        (path,) = folder.glob("runs/*/log")
        for _ in range(rounds):
            for name, query in QUERIES.items():
                speeds[name]["grep"].append(SIZE / by_grep(path, query))
                speeds[name]["tcptui"].append(SIZE / by_us(path, query))
    floors = []
    for name, columns in speeds.items():
        print(table(f"search {SIZE / 1e9:g} GB for {name}", "GB/s", columns, "grep", scale=1e-9), end="\n\n")
        ratio = statistics.median(columns["tcptui"]) / statistics.median(columns["grep"])
        floors.append(Floor(f"search for {name}, beside grep", ratio, 0.2, at_least=True, unit="x"))
    return floors + keys_meanwhile(rounds)


def by_grep(path: Path, query: Query) -> float:
    """Seconds that grep takes to count the lines."""
    command = ["grep", "-a", "-c", *(["-i"] if query.ignore_case else [])]
    pattern = ["-P", query.text] if query.mode == "regex" else ["-F", query.text]
    began = time.monotonic()
    subprocess.run([*command, *pattern, str(path)], capture_output=True, check=False)  # into /dev/null it only looks
    return time.monotonic() - began


def by_us(path: Path, query: Query) -> float:
    """Seconds until every match is counted."""
    news = threading.Event()
    with Log.open(path) as log:
        began = time.monotonic()
        search = Search(log, 1, matcher(query), BOTH, news.set)
        search.start()
        while not search.state.done:
            assert search.state.problem is None, search.state.problem
            news.wait(1)
            news.clear()
        taken = time.monotonic() - began
        search.stop()
    return taken


def keys_meanwhile(rounds: int) -> list[Floor]:
    """From a key to its glyph while a search follows a flood."""
    times: list[float] = []
    with Sender(ENDLESS, wait=True) as sender:
        for _ in range(rounds):
            times += one_round(sender)
    half, most = percentile(times, 0.5) * 1e3, percentile(times, 0.99) * 1e3
    print(
        f"key to its glyph while a flood is searched\n  p50 {half:6.2f} ms  p99 {most:6.2f} ms  ({len(times)} keys)\n"
    )
    return [
        Floor("key, flood and search, p50", half, 6, unit="ms"),
        Floor("key, flood and search, p99", most, 30, unit="ms"),
    ]


def one_round(sender: Sender) -> list[float]:
    """Open the search on a flood, leave it open, and type into the input line."""
    with data_folder() as (_, environment), Terminal([TCPTUI, "127.0.0.1", str(sender.port)], environment) as terminal:
        sender.accepted()
        terminal.wait_for(FIRST_FRAME)
        sender.go()
        terminal.drain(0.3)
        terminal.write(b"\x1b")
        terminal.drain(0.3)
        terminal.write(b"/")
        terminal.wait_for([b"exact"])
        terminal.write(b"zzneedle")
        terminal.wait_for([b"looked through"])
        terminal.write(b"\t")
        terminal.drain(0.3)
        return [one_key(terminal, letter) for letter in LETTERS]
