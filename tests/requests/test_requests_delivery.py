"""How a composed message goes out, as transcripts: events in, commands out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.commands import Abort, Close, Detach, HalfClose, Send
from tcptui.protocol.events import Closed, LocalError, PeerRst, Received, Sent, Tick
from tcptui.requests.delivery import Deliver, Delivered, Delivery, cuts_every


class Play:
    """Gives a Deliver its first Tick; `took` says that the kernel took bytes."""

    def __init__(self, delivery):
        self.told = []
        self.script = Deliver(7, delivery, self.told.append)
        self.offset = 0
        assert self.script.deadline() == 0.0
        self.first = self.tick(100.0)

    def tick(self, now):
        return list(self.script.on(Tick(7, int(now * 1e9)), now))

    def took(self, size, now=100.0):
        event = Sent(7, int(now * 1e9), self.offset, size)
        self.offset += size
        return list(self.script.on(event, now))

    def ends_with(self, commands, *ending):
        assert commands == [*ending, Detach(7, self.script)]
        return self.told


def test_at_once_it_is_one_send_and_no_more():
    play = Play(Delivery(b"hello"))
    assert play.first == [Send(7, b"hello")]
    assert play.script.deadline() is None
    assert play.took(3) == []
    assert play.script.sent == 3
    assert play.ends_with(play.took(2)) == [Delivered(5, 5)]
    assert play.took(9) == []
    assert play.tick(200.0) == []


def test_pieces_follow_when_the_kernel_has_taken_the_one_before():
    play = Play(Delivery(b"abcdef", cuts=(2, 5)))
    assert play.first == [Send(7, b"ab")]
    assert play.took(1) == []
    assert play.took(1) == [Send(7, b"cde")]
    assert play.took(3) == [Send(7, b"f")]
    assert play.ends_with(play.took(1)) == [Delivered(6, 6)]


def test_a_pause_lies_between_two_pieces_and_not_behind_the_last():
    play = Play(Delivery(b"abc", cuts=cuts_every(3, 1), pause=0.5))
    assert play.took(1, 101.0) == []
    assert play.script.deadline() == 101.5
    assert play.tick(101.4) == []
    assert play.tick(101.5) == [Send(7, b"b")]
    play.took(1, 102.0)
    assert play.tick(102.5) == [Send(7, b"c")]
    assert play.ends_with(play.took(1, 103.0)) == [Delivered(3, 3)]


def test_bytes_of_someone_else_don_t_end_a_pause():
    play = Play(Delivery(b"ab", cuts=(1,), pause=1.0))
    play.took(1, 101.0)
    assert play.took(10, 101.1) == []
    assert play.script.deadline() == 102.0


@pytest.mark.parametrize(("ending", "command"), [("half-close", HalfClose(7)), ("close", Close(7)), ("rst", Abort(7))])
def test_the_ending_comes_when_all_before_it_is_taken(ending, command):
    play = Play(Delivery(b"abcd", ending=ending))
    assert play.took(3) == []
    assert play.ends_with(play.took(1), command) == [Delivered(4, 4)]


def test_an_ending_in_the_middle_of_the_last_copy_leaves_the_rest_unsent():
    play = Play(Delivery(b"abcd", cuts=(1, 3), times=2, ending="rst", end_at=2))
    assert play.first == [Send(7, b"a")]
    assert play.took(1) == [Send(7, b"bc")]
    assert play.took(2) == [Send(7, b"d")]
    assert play.took(1) == [Send(7, b"a")]
    assert play.took(1) == [Send(7, b"b")]
    assert play.ends_with(play.took(1), Abort(7)) == [Delivered(6, 6)]


def test_an_ending_before_the_first_byte_sends_nothing():
    play = Play(Delivery(b"abcd", ending="close", end_at=0))
    assert play.ends_with(play.first, Close(7)) == [Delivered(0, 0)]


def test_an_empty_message_is_nothing_to_wait_for():
    play = Play(Delivery(b"", times=3))
    assert play.ends_with(play.first) == [Delivered(0, 0)]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (LocalError(7, 0, None, None, "Nothing was sent."), "Nothing was sent."),
        (PeerRst(7, 0, 104, "ECONNRESET", "recv"), "the peer reset the connection"),
        (Closed(7, 0, "fin", "asked", 0, 3), "the connection was closed"),
    ],
)
def test_what_ends_the_connection_ends_the_delivery_and_says_how_far_it_came(event, reason):
    play = Play(Delivery(b"abcd", cuts=(2,), ending="half-close"))
    play.took(2)
    assert list(play.script.on(event, 100.0)) == [Detach(7, play.script)]
    assert play.told == [Delivered(2, 4, reason)]


def test_what_comes_in_changes_nothing():
    play = Play(Delivery(b"abcd"))
    assert list(play.script.on(Received(7, 0, 0, 4, b"abcd"), 100.0)) == []


@pytest.mark.parametrize("wrong", [{"times": 0}, {"pause": -1.0}, {"end_at": 5}, {"end_at": -1}])
def test_what_is_out_of_range_is_refused(wrong):
    with pytest.raises(ValueError, match="message"):
        Delivery(b"abcd", **wrong)


@given(st.binary(max_size=40), st.lists(st.integers(0, 45)), st.integers(1, 3), st.data())
def test_the_pieces_are_the_copies_whatever_the_cuts(data, cuts, times, draw):
    end_at = draw.draw(st.none() | st.integers(0, len(data)))
    delivery = Delivery(data, sorted(cuts), times=times, end_at=end_at)
    pieces = list(delivery.pieces())
    assert all(pieces)
    assert b"".join(pieces) == data * (times - 1) + data[:end_at]
    assert delivery.size == sum(map(len, pieces))


@given(st.integers(0, 50), st.integers(1, 60))
def test_cuts_every_so_many_bytes(size, step):
    pieces = list(Delivery(bytes(size), cuts_every(size, step)).pieces())
    assert all(len(piece) == step for piece in pieces[:-1])
    assert sum(map(len, pieces)) == size
