"""Connections out of packet captures: put together whatever became of their segments, and made into requests."""

from __future__ import annotations

import io
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.capture import pcapng
from tcptui.protocol.capture.tcpip import Flag, Route
from tcptui.protocol.events import Address
from tcptui.requests.conditions import End, HasBytes, Messages
from tcptui.requests.importing import CantImportError, Imported, conversations
from tcptui.requests.importing.pcap import import_capture
from tcptui.requests.importing.reassembly import Reassembly
from tcptui.requests.model import CloseStep, Wait
from tests.requests.porting import sent_by

RECORDED = Path(__file__).parent / "recorded" / "curl_nginx.pcap"
CLIENT, SERVER = Address("ipv4", "10.0.0.1", 40000), Address("ipv4", "10.0.0.2", 25)
Packet = tuple[str, int, Flag, bytes]
"""Who (`>` or `<`), its sequence number from its SYN, the bits, the bytes."""

GET = "GET {} HTTP/1.1\r\nHost: 127.0.0.1:18999\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n"
HANDSHAKE: list[Packet] = [(">", 0, Flag.SYN, b""), ("<", 0, Flag.SYN | Flag.ACK, b""), (">", 1, Flag.ACK, b"")]


def capture(*packets: Packet, first: int = 5, client: Address = CLIENT) -> bytes:
    """A file with these; first: the client's first sequence number."""
    out, back = Route(client, SERVER), Route(SERVER, client)
    blocks = [pcapng.section("", ""), pcapng.interface("x")]
    for t, (who, seq, flags, data) in enumerate(packets):
        packet = out.packet(first + seq, 0, flags, 0, data) if who == ">" else back.packet(seq, 0, flags, 0, data)
        blocks.append(pcapng.packet(t, packet, "out"))
    return b"".join(blocks)


def imported(data: bytes, chosen: str = "", framing: str = "") -> Imported:
    return import_capture(io.BytesIO(data), "a.pcapng", chosen, framing)


def test_what_curl_said_to_nginx() -> None:
    with RECORDED.open("rb") as file:
        found = import_capture(file, RECORDED.name)
    (request,) = found.requests
    assert found.remarks == ()
    assert (request.target, request.framing) == ("127.0.0.1:18999", "http")
    assert sent_by(request) == (GET.format("/") + GET.format("/a")).encode()
    assert [step for step in request.steps if not hasattr(step, "text")] == [
        Wait(Messages(1)), Wait(Messages(1)), CloseStep("fin"),
    ]  # fmt: skip


def test_a_protocol_without_a_framing_waits_for_the_last_bytes() -> None:
    found = imported(
        capture(
            *HANDSHAKE, ("<", 1, Flag.ACK, b"hello there\r\n220 ready\r\n"), (">", 1, Flag.ACK, b"QUIT\r\n"),
            ("<", 25, Flag.ACK, b"bye\r\n"), ("<", 30, Flag.FIN | Flag.ACK, b""), (">", 7, Flag.FIN | Flag.ACK, b""),
        )
    )  # fmt: skip
    (request,) = found.requests
    assert request.steps[0] == Wait(HasBytes(b"220 ready\r\n", "bytes"))
    assert sent_by(request) == b"QUIT\r\n"
    assert request.steps[2:] == (Wait(End()), CloseStep("fin"))
    assert "its last bytes are waited for" in found.remarks[0]


@pytest.mark.parametrize(
    ("end", "steps"),
    [
        ([(">", 3, Flag.RST, b"")], [CloseStep("rst")]),
        ([("<", 1, Flag.RST, b"")], [Wait(End())]),
        ([(">", 3, Flag.FIN, b""), ("<", 1, Flag.ACK, b"late")], [CloseStep("half"), Wait(HasBytes(b"late", "bytes"))]),
        (
            [(">", 3, Flag.FIN, b""), ("<", 1, Flag.ACK, b"late"), ("<", 5, Flag.FIN, b"")],
            [CloseStep("half"), Wait(End())],
        ),
        ([(">", 3, Flag.FIN, b""), (">", 3, Flag.FIN, b""), ("<", 1, Flag.FIN, b"")], [CloseStep("fin")]),
    ],
)
def test_how_it_ended(end: list[Packet], steps: list[object]) -> None:
    (request,) = imported(capture(*HANDSHAKE, (">", 1, Flag.ACK, b"hi"), *end)).requests
    assert list(request.steps[1:]) == steps


@given(st.binary(min_size=1, max_size=60), st.integers(0, 2**32 - 1), st.randoms(), st.data())
def test_segments_out_of_order_repeated_and_overlapping(
    data: bytes, first: int, order: random.Random, drawn: st.DataObject
) -> None:
    cuts = sorted({0, len(data), *drawn.draw(st.lists(st.integers(0, len(data)), max_size=8))})
    pieces = [(a, min(len(data), b + order.randrange(4))) for a, b in pairwise(cuts)]
    sent = pieces * order.randrange(1, 3)
    order.shuffle(sent)
    stream = Reassembly()
    stream.begin(first)
    found = b"".join(stream.feed((first + 1 + a) % 2**32, data[a:b]) for a, b in sent) + stream.finish()
    assert found == data
    assert (stream.missing, stream.size) == ([], len(data))


def test_what_the_capture_lacks_is_told() -> None:
    lost = [*HANDSHAKE, (">", 1, Flag.ACK, b"one"), (">", 7, Flag.ACK, b"three"), ("<", 4, Flag.ACK, b"x")]
    found = imported(capture(*lost))
    assert sent_by(found.requests[0]) == b"onethree"
    assert "3 bytes that the client sent are not in the capture: they are left out." in found.remarks
    assert "3 bytes that the server sent are not in the capture." in found.remarks


def test_a_capture_that_begins_in_the_middle() -> None:
    found = imported(capture((">", 70, Flag.ACK, b"PING\r\n"), ("<", 90, Flag.ACK, b"PONG\r\n")))
    assert sent_by(found.requests[0]) == b"PING\r\n"
    assert "begins in the middle" in found.remarks[0]


def test_ports_that_are_used_again_are_another_connection() -> None:
    once = [*HANDSHAKE, (">", 1, Flag.ACK, b"first")]
    data = capture(*once) + capture(*HANDSHAKE, (">", 1, Flag.ACK, b"second"), first=900)
    assert [sent_by(imported(data, number).requests[0]) for number in ("0", "1")] == [b"first", b"second"]


def test_which_one_is_asked_for() -> None:
    other = Address("ipv4", "10.0.0.1", 40001)
    data = capture(*HANDSHAKE, (">", 1, Flag.ACK, b"first")) + capture(
        *HANDSHAKE, (">", 1, Flag.ACK, b"second"), client=other
    )
    with pytest.raises(CantImportError) as error:
        imported(data)
    assert str(error.value) == (
        "a.pcapng holds 2 connections: choose one by its number, with --stream: "
        "0: 10.0.0.1:40000 → 10.0.0.2:25, 5 B out, 0 B in; 1: 10.0.0.1:40001 → 10.0.0.2:25, 6 B out, 0 B in."
    )
    assert sent_by(imported(data, "10.0.0.1:40001").requests[0]) == b"second"
    with pytest.raises(CantImportError, match=r"has 2 connections 10\.0\.0\.2:25"):
        imported(data, "10.0.0.2:25")
    with pytest.raises(CantImportError, match="has no connection 7: choose one"):
        imported(data, "7")


def test_too_much_for_a_request_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "_MOST", {"out": 1 << 20, "in": 2 << 20})
    data = capture(*HANDSHAKE, *((">", 1 + 60_000 * at, Flag.ACK, bytes(60_000)) for at in range(18)))
    with pytest.raises(CantImportError, match="The client of connection 0 sent more than 1 MiB"):
        imported(data)


def test_too_many_connections_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "_MOST_CONNECTIONS", 3)
    scan = b"".join(capture(*HANDSHAKE[:1], client=Address("ipv4", "10.0.0.1", port)) for port in range(40_000, 40_004))
    with pytest.raises(CantImportError, match=r"^a\.pcapng: It holds more than 3 connections: cut it"):
        imported(scan)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x1f\x8b\x08", "It is compressed: unpack it with gunzip first"),
        (b"", "neither pcap nor pcapng"),
        (capture(), "there is no TCP in it"),
        (capture(*HANDSHAKE), "the client sent nothing on connection 0"),
    ],
)
def test_what_can_not_be_imported_is_told(data: bytes, told: str) -> None:
    with pytest.raises(CantImportError, match=told):
        imported(data)


@given(st.binary(max_size=40), st.integers(0, 700))
def test_nothing_but_the_one_error(noise: bytes, at: int) -> None:
    whole = RECORDED.read_bytes()
    try:
        imported(whole[:at] + noise + whole[at + len(noise) :])
    except CantImportError as error:
        assert str(error).startswith("a.pcapng")  # noqa: PT017
