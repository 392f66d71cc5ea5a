"""The message view over a recording of a million messages: until its newest page is there, until all of them are known,
what a page costs anywhere, and the same bytes read again under another framing.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from tcptui.journal.messages import Decoding, MessageIndex
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Message, RunStarted
from tcptui.protocol.framing.table import parse_framing
from tcptui.ui.messageview.rows import columns, message_line
from tcptui.ui.messageview.window import Window
from tests.benchmarks.report import Floor

COUNT = 1_000_000
LINE = b"a line of text, as long as such lines are\n"
TOGETHER = 100
PAGE = 40
JUMPS = 200
STARTED = RunStarted(0, 1, "0", 2, "benchmark")


def measure(rounds: int) -> list[Floor]:
    """Write the recording once, and look at it."""
    writer = Writer.scratch(STARTED)
    write(writer)
    log = writer.log()
    newest, whole, page, jump = recorded(log)
    first, again = read_again(log)
    log.close()
    writer.close()
    print(f"{COUNT:,} messages: newest page after {newest * 1e3:.1f} ms, all known after {whole:.2f} s")
    print(f"a page anywhere {page * 1e3:.2f} ms, from a byte to its message {jump * 1e3:.2f} ms")
    print(f"under another framing: first page after {first * 1e3:.1f} ms, all after {again:.1f} s\n")
    return [
        Floor("newest page of 1,000,000 messages", newest * 1e3, 100, unit="ms"),
        Floor("a page anywhere in them", page * 1e3, 5, unit="ms"),
    ]


def write(writer: Writer) -> None:
    """A conversation of lines, a hundred to a read."""
    offset = number = 0
    for t in range(COUNT // TOGETHER):
        data = LINE * TOGETHER
        room = writer.room(len(data))
        if room is None:
            writer.flush()
            room = writer.room(len(data))
        assert room is not None
        room[:] = data
        writer.received(1, t, offset, len(data))
        for _ in range(TOGETHER):
            number += 1
            end = offset + len(LINE)
            writer.event(Message(1, t, "in", number, offset, end, "line", True, True, 0, text=LINE.decode().strip()))
            offset = end
        writer.flush()


def recorded(log: object) -> tuple[float, float, float, float]:
    """Seconds until the newest page and until all are known; for a page anywhere, and for a jump from a byte."""
    began = time.monotonic()
    index = MessageIndex(log, 1)  # type: ignore[arg-type]
    index.start()
    until(lambda: len(index.numbers) >= PAGE)
    window = Window(lambda: index.numbers, lambda _: 1)
    draw(index, window)
    newest = time.monotonic() - began
    until(lambda: index.share == 1)
    whole = time.monotonic() - began
    pages, jumps = [], []
    for _ in range(JUMPS):
        offset = random.randrange(COUNT * len(LINE))
        at, jumped = timed(lambda offset=offset: index.holding("in", offset))
        assert at is not None
        window.bring(at, PAGE // 3)
        pages.append(timed(lambda: draw(index, window))[1])
        jumps.append(jumped)
    index.stop()
    return newest, whole, statistics.median(pages), statistics.median(jumps)


def read_again(log: object) -> tuple[float, float]:
    """Seconds until the first page of the same bytes read anew is there, and until all of it is."""
    began = time.monotonic()
    decoding = Decoding(log, 1, parse_framing("fixed:42"), keep=STARTED)  # type: ignore[arg-type]
    assert decoding.found is not None
    index = MessageIndex(decoding.found, 1)
    index.start()
    decoding.start()
    until(lambda: len(index.numbers) >= PAGE)
    first = time.monotonic() - began
    until(lambda: decoding.caught_up and len(index.numbers) == COUNT)
    done = time.monotonic() - began
    index.stop()
    decoding.stop()
    return first, done


def draw(index: MessageIndex, window: Window) -> None:
    """What a frame of the view reads and lays out."""
    of = columns(100, COUNT, 9)
    for spot in window.shown(PAGE):
        message_line(index.message(spot.number), "+0.000", of, opened=False)


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """What it gives, and seconds."""
    began = time.monotonic()
    given = work()
    return given, time.monotonic() - began


def until(condition: Callable[[], object]) -> None:
    """Wait for it, looking often."""
    while not condition():
        time.sleep(0.0005)
