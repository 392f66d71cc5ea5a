"""What was sent to a target in earlier runs, from their logs."""

from __future__ import annotations

from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.said import said_to
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Opened, RunStarted

HERE, THERE = "127.0.0.1:80", "127.0.0.1:81"


def a_run(*sent: bytes, target: str = HERE, heard_after: int | None = None) -> str:
    """A run that sends these, and hears something once so many of them are sent."""
    folder = runs.new_run_folder()
    writer = Writer.create(folder, RunStarted(0, 1, "1", 1, "test"))
    writer.event(Opened(1, 2, target, "none"))
    offset = 0
    for number, data in enumerate(sent):
        if number == heard_after:
            room = writer.room(1)
            assert room is not None
            room[:] = b"!"
            writer.received(1, 3, 0, 1)
        writer.sent(1, 3, offset, data)
        offset += len(data)
    writer.flush()
    writer.close()
    catalog = Catalog.open()
    catalog.refresh()
    catalog.close()
    return folder.name


def test_nothing_yet() -> None:
    assert said_to(HERE, 9) == []


def test_the_lines_as_they_were_sent_oldest_first() -> None:
    a_run(b"one\r\n", b"two\nlines\r\n")
    a_run(b"elsewhere\r\n", target=THERE)
    a_run(b"three\r\n")
    assert said_to(HERE, 9) == [b"one\r\n", b"two\nlines\r\n", b"three\r\n"]


def test_what_did_not_end_its_line_goes_on_in_the_next_record() -> None:
    a_run(b"GET", b" /\r\n", b"rest")
    assert said_to(HERE, 9) == [b"GET /\r\n", b"rest"]


def test_an_answer_between_ends_a_line() -> None:
    a_run(b"ab", b"cd\n", heard_after=1)
    assert said_to(HERE, 9) == [b"ab", b"cd\n"]


def test_the_last_ones_only() -> None:
    for number in range(4):
        a_run(b"%d\n" % number)
    assert said_to(HERE, 2) == [b"2\n", b"3\n"]


def test_a_file_is_no_line() -> None:
    a_run(b"x" * 9000, b"\n")
    assert said_to(HERE, 9) == []


def test_a_flood_is_no_line() -> None:
    a_run(*[b"x" * 999 + b"\n"] * 66)
    assert said_to(HERE, 9) == []


def test_a_run_that_is_gone_is_passed_over() -> None:
    gone = a_run(b"gone\n")
    a_run(b"here\n")
    assert runs.remove(gone)
    assert said_to(HERE, 9) == [b"here\n"]
