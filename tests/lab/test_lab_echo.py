"""The echo server: the same bytes back, in order, with bounded memory and an orderly end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.lab.echo import Echo
from tcptui.lab.outflow import HIGH, LOW
from tests.lab.wire import CONN, Wire


@given(st.lists(st.binary(min_size=1, max_size=300)), st.sampled_from([None, 0]))
def test_the_same_bytes_come_back_for_any_cutting(pieces, takes):
    wire = Wire(Echo(CONN), takes)
    for piece in pieces:
        wire.receives(piece)
    wire.ends()
    wire.take(None)
    assert bytes(wire.sent) == b"".join(pieces)
    assert wire.fin


def test_nothing_is_sent_unasked():
    wire = Wire(Echo(CONN))
    wire.passes(1000)
    assert (wire.sent, wire.fin, wire.closed) == (b"", False, None)


def test_a_peer_that_does_not_read_is_read_no_further():
    wire = Wire(Echo(CONN), takes=0)
    while not wire.paused:
        wire.receives(bytes(100_000))
    assert HIGH <= wire.waiting < HIGH + 100_000
    wire.take(wire.waiting - LOW)
    assert wire.paused
    wire.take(1)
    assert not wire.paused
    wire.take(None)
    assert wire.waiting == 0


def test_half_close_what_is_left_goes_out_first():
    wire = Wire(Echo(CONN), takes=3)
    wire.receives(b"hello")
    wire.ends()
    assert (bytes(wire.sent), wire.fin) == (b"hel", False)
    wire.take(None)
    assert (bytes(wire.sent), wire.fin) == (b"hello", True)


def test_it_is_silent_while_a_person_answers():
    wire = Wire(Echo(CONN))
    wire.receives(b"one")
    wire.answered_by("person")
    wire.receives(b"two")
    wire.person_sends(b"by hand")
    wire.answered_by("script")
    wire.receives(b"three")
    assert bytes(wire.sent) == b"oneby handthree"


def test_a_person_who_takes_over_sees_what_comes():
    wire = Wire(Echo(CONN), takes=0)
    wire.receives(bytes(HIGH))
    assert wire.paused
    wire.answered_by("person")
    assert not wire.paused


def test_what_a_person_sent_does_not_count_as_waiting():
    wire = Wire(Echo(CONN))
    wire.answered_by("person")
    wire.person_sends(bytes(3 * HIGH))
    wire.answered_by("script")
    wire.take(0)
    wire.receives(bytes(LOW))
    assert not wire.paused
    wire.receives(bytes(LOW))
    assert wire.paused


@pytest.mark.parametrize("who", ["person", "script"])
def test_the_end_waits_for_the_person(who):
    wire = Wire(Echo(CONN))
    wire.answered_by("person")
    wire.ends()
    assert not wire.fin
    wire.answered_by(who)
    assert wire.fin == (who == "script")
