"""What a capture of a recorded run holds, packet by packet."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from tcptui.journal.layout import DamagedLogError
from tcptui.journal.log import Log
from tcptui.journal.pcapng import NoPacketsError, capture, openings
from tcptui.journal.writer import Writer
from tcptui.protocol.capture.reading import CaptureReader, Timed
from tcptui.protocol.capture.tcpip import Flag
from tcptui.protocol.events import (
    Accepted,
    Acked,
    Address,
    Closed,
    Connected,
    ConnectFailed,
    Connecting,
    Event,
    HalfClosed,
    Icmp,
    KernelSample,
    Listening,
    PeerFin,
    PeerRst,
    RunStarted,
)

HERE, THERE = Address("ipv4", "127.0.0.1", 40000), Address("ipv4", "127.0.0.1", 80)
WALL = 1_700_000_000_000_000_000
Step = Event | tuple[int, str, bytes]
"""An event, or (connection, direction, bytes)."""


def standing(conn: int = 1, local: Address = HERE, peer: Address = THERE) -> list[Step]:
    return [Connecting(conn, 0, peer, 1), Connected(conn, 0, peer, local, 1, 0.001)]


def log_of(steps: Iterable[Step]) -> Log:
    """A run in which these things happen, a microsecond apart."""
    writer = Writer.scratch(RunStarted(0, 1000, "9.9", WALL, "x"))
    offsets: dict[tuple[int, str], int] = {}
    t = 1000
    for step in steps:
        t += 1000
        if isinstance(step, Event):
            writer.event(replace(step, t=t))
            continue
        conn, direction, data = step
        offset = offsets.get((conn, direction), 0)
        offsets[conn, direction] = offset + len(data)
        if direction == "out":
            writer.sent(conn, t, offset, data)
        else:
            room = writer.room(len(data))
            assert room is not None
            room[:] = data
            writer.received(conn, t, offset, len(data))
    writer.flush()
    return writer.log()


def packets(*steps: Step, conn: int | None = None) -> list[Timed]:
    log = log_of(steps)
    return list(CaptureReader(io.BytesIO(b"".join(capture(log, openings(log, conn))))))


def told(found: list[Timed]) -> list[str]:
    """`> SYN 0:0+0`: the way, the bits, sequence number and acknowledgement from each side's first, bytes."""
    ours = next(one.segment.source for one in found)
    firsts = {"<": 2_000_000, ">": 1_000_000}
    lines = []
    for _, segment in found:
        way, back = (">", "<") if segment.source == ours else ("<", ">")
        bits = "|".join(flag.name or "" for flag in Flag if flag in segment.flags)
        ack = segment.ack - firsts[back] if Flag.ACK in segment.flags else 0
        lines.append(f"{way} {bits} {segment.seq - firsts[way]}:{ack}+{len(segment.data)}")
    return lines


def test_an_exchange_packet_by_packet() -> None:
    found = packets(
        *standing(), (1, "out", b"12345"), Acked(1, 0, 3), Acked(1, 0, 3), (1, "in", b"abc"), Acked(1, 0, 5),
        PeerFin(1, 0, 3), Closed(1, 0, "fin", "asked"),
    )  # fmt: skip
    assert told(found) == [
        "> SYN 0:0+0", "< SYN|ACK 0:1+0", "> ACK 1:1+0",
        "> PSH|ACK 1:1+5",
        "< ACK 1:4+0",
        "< PSH|ACK 1:4+3", "> ACK 6:4+0",
        "< ACK 4:6+0",
        "< FIN|ACK 4:6+0", "> ACK 6:5+0",
        "> FIN|ACK 6:5+0",
    ]  # fmt: skip
    assert [one.t - WALL for one in found] == [1000, 2000, 2000, 3000, 4000, 6000, 6000, 7000, 8000, 8000, 9000]


def test_long_bytes_are_cut_into_segments() -> None:
    data = bytes(5000)
    found = packets(*standing(), (1, "out", data), (1, "in", data))
    assert [len(one.segment.data) for one in found] == [0, 0, 0, 1460, 1460, 1460, 620, 1460, 1460, 1460, 620, 0]
    here, there = Address("ipv6", "::1", 1), Address("ipv6", "::1", 2)
    found = packets(*standing(1, here, there), (1, "out", data))
    assert [len(one.segment.data) for one in found] == [0, 0, 0, 1440, 1440, 1440, 680]


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        ((PeerRst(1, 0, 104, "ECONNRESET", "recv"), Closed(1, 0, "none", "failed")), "< RST|ACK 1:1+0"),
        ((Closed(1, 0, "rst", "asked"),), "> RST|ACK 1:1+0"),
        ((Closed(1, 0, "fin", "asked", unread=5),), "> RST|ACK 1:1+0"),
        ((Closed(1, 0, "fin", "asked", unread=0),), "> FIN|ACK 1:1+0"),
        ((HalfClosed(1, 0, 0), Closed(1, 0, "fin", "asked")), "> FIN|ACK 1:1+0"),
        ((HalfClosed(1, 0, 0), KernelSample(1, 0, b"\x05" + bytes(231), 0)), "< ACK 1:2+0"),
        ((KernelSample(1, 0, b"\x01" + bytes(231), 0),), "> ACK 1:1+0"),
        ((PeerFin(1, 0, 0), HalfClosed(1, 0, 0), Closed(1, 0, "none", "peer")), "> FIN|ACK 1:2+0"),
    ],
)
def test_ways_to_end(steps: tuple[Step, ...], last: str) -> None:
    assert told(packets(*standing(), *steps))[-1] == last


def test_a_refused_attempt_and_one_that_stands() -> None:
    v6 = Address("ipv6", "::1", 80)
    found = packets(
        Connecting(1, 0, v6, 1), ConnectFailed(1, 0, v6, 1, 111, "ECONNREFUSED", "error", "refused", None, 1),
        Connecting(1, 0, THERE, 2), Connected(1, 0, THERE, HERE, 2, 0.1), (1, "in", b"x"),
    )  # fmt: skip
    assert told(found[:1]) == ["> SYN 0:0+0"]
    assert (found[1].segment.flags, found[1].segment.ack) == (Flag.RST | Flag.ACK, 1_000_001)
    assert found[0].segment.source.host == "::1"
    assert told(found[2:]) == ["> SYN 0:0+0", "< SYN|ACK 0:1+0", "> ACK 1:1+0", "< PSH|ACK 1:1+1", "> ACK 1:2+0"]
    assert found[2].segment.source == HERE


@pytest.mark.parametrize("why", ["timeout", "lost-race", "cancelled", "error"])
def test_an_attempt_without_an_answer_is_a_syn(why: Any) -> None:
    failed = ConnectFailed(1, 0, THERE, 1, None, None, why, "No answer came in time.", Icmp(4, 3, 1, None), 4)
    assert told(packets(Connecting(1, 0, THERE, 1), failed)) == ["> SYN 0:0+0"]


def test_the_comment_says_what_the_packets_do_not() -> None:
    failed = ConnectFailed(1, 0, THERE, 1, None, None, "timeout", "No answer came in time.", None, 4)
    log = log_of([Connecting(1, 0, THERE, 1), failed])
    data = b"".join(capture(log, openings(log, None)))
    assert b"No answer came in time. 4 SYNs were sent, the first is shown." in data
    assert b"Synthesised by tcptui" in data


def test_an_accepted_connection() -> None:
    found = packets(
        Listening(1, 0, HERE, 5), Accepted(2, 0, 1, THERE, HERE, "echo"), (2, "in", b"hi"), (2, "out", b"hi"),
        Closed(2, 0, "rst", "asked"), Closed(1, 0, "none", "asked"),
    )  # fmt: skip
    assert [(one.segment.source.port, one.segment.flags) for one in found] == [
        (80, Flag.SYN), (40000, Flag.SYN | Flag.ACK), (80, Flag.ACK), (80, Flag.PSH | Flag.ACK), (40000, Flag.ACK),
        (40000, Flag.PSH | Flag.ACK), (40000, Flag.RST | Flag.ACK),
    ]  # fmt: skip


def test_connections_are_told_apart_and_one_can_be_chosen() -> None:
    other = Address("ipv4", "127.0.0.1", 40001)
    steps = [*standing(1), *standing(2, other), (1, "out", b"one"), (2, "out", b"two"), (1, "out", b"more")]
    assert [one.segment.data for one in packets(*steps)][6:] == [b"one", b"two", b"more"]
    assert [one.segment.data for one in packets(*steps, conn=2)][3:] == [b"two"]


def test_unix_sockets_have_no_packets() -> None:
    path = Address("unix", "/run/x.sock")
    unix = [Connecting(2, 0, path, 1), Connected(2, 0, path, Address("unix", ""), 1, 0.1), (2, "out", b"x")]
    assert openings(log_of([*standing(1), *unix]), None).unix == (2,)
    assert len(packets(*standing(1), *unix)) == 3
    with pytest.raises(NoPacketsError, match="Connection 2 went over a unix socket"):
        openings(log_of(unix), 2)
    with pytest.raises(NoPacketsError, match="The run has no packets"):
        openings(log_of([Listening(1, 0, HERE, 5)]), None)


def test_a_record_that_can_not_be_true() -> None:
    nowhere = Address("ipv4", "\x1b[2J", 80)
    with pytest.raises(DamagedLogError, match="does not appear to be an IPv4 or IPv6 address"):
        packets(*standing(1, HERE, nowhere))
    with pytest.raises(DamagedLogError, match="different families"):
        packets(*standing(1, HERE, Address("ipv6", "::1", 80)))
    assert packets(Connected(1, 0, THERE, HERE, 1, 0.1), (1, "out", b"x"), PeerFin(1, 0, 0)) == []
