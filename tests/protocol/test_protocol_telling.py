"""Messages as they are told: their times, which answer belongs to which request, and what is under way."""

from __future__ import annotations

import pytest

from tcptui.protocol.events import Direction, Message
from tcptui.protocol.framing.exchange import Exchange
from tcptui.protocol.framing.table import parse_framing
from tcptui.protocol.framing.telling import Arriving, Standing, Telling

MS = 1_000_000
GET = b"GET / HTTP/1.1\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Tape:
    """Bytes at moments in milliseconds."""

    def __init__(self, framing: str, asks: Direction = "out") -> None:
        self.telling = Telling(7, Exchange(parse_framing(framing), asks), asks)
        self.messages: list[Message] = []

    def out(self, at: float, data: bytes) -> Tape:
        self.messages += self.telling.feed("out", int(at * MS), data)
        return self

    def into(self, at: float, data: bytes) -> Tape:
        self.messages += self.telling.feed("in", int(at * MS), data)
        return self

    @property
    def answers(self) -> list[tuple[int, float | None]]:
        """Of each answer its number and how many milliseconds after its request it began."""
        return [
            (one.number, None if one.after is None else round(one.after * 1000, 3))
            for one in self.messages
            if one.direction == "in"
        ]

    @property
    def standing(self) -> Standing:
        return self.telling.standing()


def test_an_answer_is_timed_from_its_requests_last_byte_to_its_own_first() -> None:
    tape = Tape("http").out(10, GET[:5]).out(20, GET[5:]).into(23, OK[:9]).into(40, OK[9:])
    request, answer = tape.messages
    assert (request.took, request.after) == (0.01, None)
    assert (answer.t, answer.took, answer.after) == (40 * MS, 0.017, 0.003)


def test_byte_by_byte_the_times_are_the_same() -> None:
    tape = Tape("http")
    for at, byte in enumerate(GET):
        tape.out(at, bytes((byte,)))
    for at, byte in enumerate(OK):
        tape.into(100 + at, bytes((byte,)))
    request, answer = tape.messages
    assert request.took == pytest.approx((len(GET) - 1) / 1000)
    assert answer.took == pytest.approx((len(OK) - 1) / 1000)
    assert answer.after == pytest.approx((100 - len(GET) + 1) / 1000)


def test_pipelined_answers_go_with_their_own_requests() -> None:
    tape = Tape("http").out(1, GET).out(2, GET).out(3, GET).into(10, OK).into(20, OK + OK[:5]).into(40, OK[5:])
    assert tape.answers == [(1, 9), (2, 18), (3, 17)]


def test_many_messages_in_one_read_are_numbered_and_timed_each() -> None:
    tape = Tape("http").out(1, GET * 3).into(5, OK * 3)
    assert [one.number for one in tape.messages] == [1, 2, 3, 1, 2, 3]
    assert tape.answers == [(1, 4), (2, 4), (3, 4)]


def test_an_answer_that_begins_before_its_request_has_ended_has_no_time() -> None:
    post = b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n"
    tape = Tape("http").out(1, post).into(2, b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n").out(3, b"hello")
    assert tape.answers == [(1, None)]
    tape.out(10, GET).into(14, OK)
    assert tape.answers[-1] == (2, 4)


def test_an_interim_answer_is_none() -> None:
    tape = Tape("http").out(1, GET).into(2, b"HTTP/1.1 100 Continue\r\n\r\n").into(9, OK)
    assert tape.answers == [(1, None), (2, 8)]


def test_of_several_lines_that_ask_for_one_answer_the_last_is_the_one() -> None:
    tape = Tape("line").out(1, b"one\n").out(5, b"two\n").into(7, b"answer\n").into(9, b"more\n")
    assert tape.answers == [(1, 2), (2, None)]


def test_a_line_that_goes_while_the_answer_arrives_is_not_answered_by_it() -> None:
    tape = Tape("line").out(1, b"one\n").into(4, b"ans").out(5, b"two\n").into(7, b"wer\n")
    assert tape.answers == [(1, 3)]


def test_on_a_connection_that_came_to_us_the_answers_are_ours() -> None:
    tape = Tape("http", asks="in").into(1, GET).out(4, OK)
    request, answer = tape.messages
    assert (request.direction, answer.direction, answer.after) == ("in", "out", 0.003)


def test_what_arrives_says_how_much_is_missing() -> None:
    tape = Tape("http").out(1, GET).into(2, b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    assert tape.standing == Standing((Arriving("in", 0, 42, 7, 2 * MS),), 1)
    tape.into(3, b"defghij")
    assert tape.standing == Standing((), 0)


ARRIVING = {
    "a request": ("http", "out", b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc", 7),
    "a message of ours": ("length:u16be", "out", b"\0\x0aabc", 7),
    "one that answers nothing": ("length:u16be", "in", b"\0\x01a\0\x0aabc", 7),
    "a netstring": ("netstring", "in", b"10:abc", 8),
    "a length that has not come": ("length:u16be", "in", b"\0", None),
    "a line": ("line", "out", b"abc", None),
}


@pytest.mark.parametrize(("framing", "direction", "data", "missing"), ARRIVING.values(), ids=ARRIVING.keys())
@pytest.mark.parametrize("asks", ["out", "in"])
def test_of_every_message_under_way_it_is_known(
    framing: str, direction: Direction, data: bytes, missing: int | None, asks: Direction
) -> None:
    tape = Tape(framing, asks=asks)
    ours = (direction == "out") == (asks == "out")
    tape = tape.out(1, data) if ours else tape.into(1, data)
    assert [(one.direction, one.missing) for one in tape.standing.arriving] == [("out" if ours else "in", missing)]


def test_what_is_owed_and_not_begun_is_awaited() -> None:
    assert Tape("http").out(1, GET + GET).standing == Standing((), 2)


def test_behind_a_broken_message_nothing_is_told_apart() -> None:
    tape = Tape("http").out(1, GET).into(2, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello")
    (arriving,) = tape.standing.arriving
    assert (arriving.lost, arriving.start, arriving.come) == (True, 47, 9)
    assert tape.messages[-1].problem


@pytest.mark.parametrize("framing", ["none", "auto"])
def test_without_a_framing_nothing_is_under_way(framing: str) -> None:
    assert Tape(framing).out(1, b"hello").into(2, b"world").standing == Standing()


def test_bytes_that_pass_unseen_count() -> None:
    tape = Tape("http").out(1, GET).into(2, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    tape.messages += tape.telling.skip("in", 5 * MS, 400)
    assert tape.standing.arriving[0].missing == 600
    tape.messages += tape.telling.skip("in", 9 * MS, 600)
    assert (tape.messages[-1].took, tape.messages[-1].after) == (0.007, 0.001)


def test_the_peers_fin_ends_what_it_is_to_end() -> None:
    tape = Tape("http").out(1, GET).into(2, b"HTTP/1.0 200 OK\r\n\r\nall").into(8, b" of it")
    tape.messages += tape.telling.peer_fin(9 * MS)
    answer = tape.messages[-1]
    assert (answer.complete, answer.took, answer.after) == (True, 0.007, 0.001)
    assert tape.standing == Standing()
