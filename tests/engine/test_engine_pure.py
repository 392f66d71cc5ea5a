"""The engine's pure parts: the race's order, the outbox, the timers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.engine.outbox import Outbox
from tcptui.engine.racing import ATTEMPT_DELAY, Race, interleave
from tcptui.engine.timers import Timers
from tcptui.protocol.events import Address

V6, V6B = Address("ipv6", "2001:db8::1", 80), Address("ipv6", "2001:db8::2", 80)
V4, V4B = Address("ipv4", "192.0.2.1", 80), Address("ipv4", "192.0.2.2", 80)


def test_families_take_turns_beginning_with_the_systems_choice() -> None:
    assert interleave([V6, V6B, V4, V4B]) == [V6, V4, V6B, V4B]
    assert interleave([V4, V4B, V6]) == [V4, V6, V4B]
    assert interleave([]) == []


def test_the_next_attempt_waits_unless_the_last_failed() -> None:
    race = Race([V6, V4, V4B])
    assert race.start(100.0) == (1, V6)
    assert race.next_at == 100.0 + ATTEMPT_DELAY
    race.failed()
    assert race.next_at == 0.0
    assert race.start(100.1) == (2, V4)
    assert race.next_at == 100.1 + ATTEMPT_DELAY
    race.start(101.0)
    assert race.next_at is None


@given(st.lists(st.binary(max_size=40), max_size=20), st.lists(st.integers(1, 30), min_size=1))
def test_the_outbox_gives_what_it_was_given(pieces: list[bytes], sizes: list[int]) -> None:
    outbox = Outbox()
    for piece in pieces:
        outbox.add(piece)
    assert outbox.pending == sum(map(len, pieces))
    out = b""
    for i in range(10_000):
        head = outbox.head()
        if not head:
            break
        size = min(len(head), sizes[i % len(sizes)])
        out += head[:size]
        outbox.taken(size)
    assert (out, outbox.pending) == (b"".join(pieces), 0)


def test_a_file_goes_out_between_bytes(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(bytes(range(256)) * 4000)
    outbox = Outbox()
    outbox.add(b"head")
    outbox.add_file(path)
    outbox.add(b"tail")
    out = b""
    while head := outbox.head():
        size = min(len(head), 70_001)
        out += head[:size]
        outbox.taken(size)
    assert out == b"head" + path.read_bytes() + b"tail"


def test_a_file_that_shrinks_is_told(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(bytes(1_000_000))
    outbox = Outbox()
    outbox.add_file(path)
    outbox.taken(len(outbox.head()))
    path.write_bytes(b"")
    with pytest.raises(OSError, match="became shorter while it was sent: 737856 bytes are missing"):
        outbox.head()
    assert outbox.drop() == 737856


@pytest.mark.parametrize("name", ["missing", "folder"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"No such file|no regular file"):
        Outbox().add_file(tmp_path / name)


def test_timers_run_in_order_once_and_not_when_cancelled() -> None:
    timers, ran = Timers(), list[str]()
    timers.at(2.0, lambda: ran.append("second"))
    timers.at(1.0, lambda: ran.append("first"))
    timers.at(1.5, lambda: ran.append("never")).cancel()
    timers.at(1.0, lambda: ran.append("first, set later"))
    assert timers.next() == 1.0
    timers.run_due(0.5)
    assert ran == []
    timers.run_due(5.0)
    assert ran == ["first", "first, set later", "second"]
    assert timers.next() is None


def test_a_timer_set_by_a_timer_waits_for_the_next_turn() -> None:
    timers, ran = Timers(), list[int]()

    def again() -> None:
        ran.append(1)
        timers.at(0.0, again)

    timers.at(0.0, again)
    timers.run_due(1.0)
    assert ran == [1]
