"""What was said before, said again: by answers, and at the times of then."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.events import Direction
from tcptui.requests.conditions import Amount, Happened, Messages
from tcptui.requests.model import CloseStep, Pause, SendHex, SendText, Step, Wait
from tcptui.requests.retelling import retold
from tcptui.requests.turns import Ended, Turn

MS = 1_000_000


def out(t: int, data: bytes) -> Turn:
    return Turn(t * MS, t * MS, "out", data)


def came(t: int, data: bytes) -> Turn:
    return Turn(t * MS, t * MS, "in", data)


def steps(*turns: Turn | Ended, framing: str = "line", by_answers: bool = True) -> tuple[Step, ...]:
    return retold(turns, 0, "again", "127.0.0.1:1", framing, by_answers=by_answers).steps


TALK = (
    came(5, b"220 hi\n"),
    out(1000, b"HELO\n"),
    came(1100, b"250 a\n250 b\n"),
    out(3000, b"QUIT\n"),
    came(3010, b"bye\n"),
)


def test_by_answers_as_many_messages_are_waited_for_as_came() -> None:
    assert steps(*TALK) == (
        Wait(Messages(1)), SendText("HELO\n"), Wait(Messages(2)), SendText("QUIT\n"), Wait(Messages(1)),
    )  # fmt: skip


def test_at_the_times_of_then_all_that_came_is_waited_for_at_the_end() -> None:
    assert steps(*TALK, by_answers=False) == (
        Pause(1.0), SendText("HELO\n"), Pause(2.0), SendText("QUIT\n"), Wait(Messages(4)),
    )  # fmt: skip


def test_where_no_framing_tells_messages_as_many_bytes_are_waited_for() -> None:
    assert steps(out(1, b"\x00\xff"), came(2, b"12"), came(3, b"345"), out(4, b"z"), framing="none") == (
        SendHex(b"\x00\xff"), Wait(Amount(5)), SendText("z"),
    )  # fmt: skip


def test_half_a_message_is_waited_for_where_it_is_whole() -> None:
    turns = (out(1, b"\0\1a"), came(2, b"\0\2b"), out(3, b"\0\1c"), came(4, b"d\0\1e"))
    assert steps(*turns, framing="length:u16be")[1:] == (SendHex(b"\0\1c"), Wait(Messages(2)))


def test_what_took_long_may_take_long_again() -> None:
    assert steps(out(1, b"a\n"), came(30_001, b"1\n"))[1] == Wait(Messages(1), 60.0)


def test_the_ending_is_as_it_was() -> None:
    fin: tuple[Direction, str] = ("in", "fin")
    assert steps(out(1, b"a\n"), Ended(9 * MS, *fin)) == (SendText("a\n"), Wait(Happened("peer-fin")))  # type: ignore[arg-type]
    assert steps(out(1, b"a\n"), Ended(9 * MS, "in", "rst"))[1:] == (Wait(Happened("peer-rst")),)
    assert steps(out(1, b"a\n"), came(2, b"1\n"), Ended(9 * MS, "out", "fin"))[1:] == (
        Wait(Messages(1)), CloseStep("fin"),
    )  # fmt: skip
    assert steps(out(1, b"a\n"), Ended(9 * MS, "out", "rst"), Ended(10 * MS, "in", "rst"))[1:] == (CloseStep("rst"),)


def test_a_half_close_is_one() -> None:
    turns = (out(1, b"a\n"), Ended(5 * MS, "out", "fin"), came(7, b"1\n"), Ended(9 * MS, "in", "fin"))
    assert steps(*turns) == (
        SendText("a\n"), CloseStep("half"), Wait(Messages(1)), Wait(Happened("peer-fin")),
    )  # fmt: skip
    assert steps(*turns, by_answers=False) == (
        Pause(0.001), SendText("a\n"), Pause(0.004), CloseStep("half"), Wait(Messages(1)), Wait(Happened("peer-fin")),
    )  # fmt: skip


def test_our_closing_waits_for_what_came_before_it() -> None:
    assert steps(out(1, b"a\n"), came(2, b"1\n"), Ended(9 * MS, "out", "fin"), by_answers=False) == (
        Pause(0.001), SendText("a\n"), Wait(Messages(1)), Pause(0.008), CloseStep("fin"),
    )  # fmt: skip


@given(st.lists(st.tuples(st.booleans(), st.binary(min_size=1, max_size=9)), max_size=12), st.booleans())
def test_all_that_we_sent_is_sent_again(said: list[tuple[bool, bytes]], by_answers: bool) -> None:
    turns = [out(at, data) if ours else came(at, data) for at, (ours, data) in enumerate(said)]
    sent = b""
    for one in steps(*turns, by_answers=by_answers):
        if isinstance(one, SendHex):
            sent += one.data
        elif isinstance(one, SendText):
            text = one.text.encode()
            sent += text if one.eol is None else text.replace(b"\n", one.eol.bytes)
    assert sent == b"".join(data for ours, data in said if ours)
