"""Opening a recording of 10 GB: until its last page can be read, and a jump to anywhere in it.

The file is sparse: its headers are real, and of each body the disk holds one line.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tcptui.journal.cuts import TEXT
from tcptui.journal.layout import HEADER, HEADER_SIZE, IN, MAGIC, Kind
from tcptui.journal.log import Log
from tcptui.journal.rows import Rows
from tests.benchmarks.processes import ROOT
from tests.benchmarks.report import Floor

SIZE = 10_000_000_000
RECORD = 256 << 10
LINE = b"a line of text\n"
JUMPS = 100


def measure(rounds: int) -> list[Floor]:
    """Open it `rounds` times, each in a process of its own and from the disk rather than from memory."""
    with tempfile.TemporaryDirectory(prefix="tcptui-benchmark-") as folder:
        path = Path(folder) / "log"
        write(path)
        first = one_opening(path)[0]
        opened, jumped = zip(*(one_opening(path) for _ in range(rounds)), strict=True)
    most = max(opened)
    print(f"open {SIZE / 1e9:g} GB: the first time {first:.2f} s, by its index {statistics.median(opened):.3f} s")
    print(f"jump in it: p50 of {JUMPS} {statistics.median(jumped):.2f} ms\n")
    return [
        Floor("open 10 GB and its last page", most, 0.5, unit="s"),
        Floor("jump in 10 GB", statistics.median(jumped), 5, unit="ms"),
    ]


def write(path: Path) -> None:
    """A log of one connection that received SIZE bytes."""
    with path.open("wb") as file:
        pos = offset = 0
        while pos < SIZE:
            file.seek(pos)
            back = HEADER_SIZE + RECORD if pos else 0
            file.write(HEADER.pack(MAGIC, Kind.DATA, IN, 1, offset, offset, RECORD, back) + LINE)
            pos, offset = pos + HEADER_SIZE + RECORD, offset + RECORD
        file.truncate(pos)


def one_opening(path: Path) -> tuple[float, float]:
    """Seconds until the last page is there, and the median milliseconds of a jump."""
    fd = os.open(path, os.O_RDONLY)
    os.fsync(fd)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)
    command = [sys.executable, "-m", "tests.benchmarks.opening", str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    opened, jumped = done.stdout.split()
    return float(opened), float(jumped)


def main(path: Path) -> None:
    began = time.monotonic()
    with Log.open(path) as log:
        rows = Rows(log, 1, TEXT)
        rows.last(40)
        opened = time.monotonic() - began
        jumps = []
        for _ in range(JUMPS):
            offset = random.randrange(SIZE // 2)
            began = time.monotonic()
            rows.at_time(offset) if random.random() < 0.5 else rows.at_offset("in", offset)
            jumps.append(time.monotonic() - began)
    print(opened, statistics.median(jumps) * 1e3)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
