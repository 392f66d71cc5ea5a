"""Packets and capture files, written and read."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.capture import pcapng
from tcptui.protocol.capture.link import ip_packet
from tcptui.protocol.capture.reading import CaptureError, CaptureReader, Timed
from tcptui.protocol.capture.tcpip import Flag, Route, Segment, read_packet
from tcptui.protocol.events import Address

HERE, THERE = Address("ipv4", "127.0.0.1", 40000), Address("ipv4", "10.1.2.3", 80)
HERE6, THERE6 = Address("ipv6", "::1", 40000), Address("ipv6", "2001:db8::7", 80)
PACKET = Route(HERE, THERE).packet(7, 9, Flag.ACK | Flag.PSH, 100, b"hello")
SEGMENT = Segment(HERE, THERE, 7, 9, Flag.ACK | Flag.PSH, b"hello")


def ones_complement(data: bytes) -> int:
    """RFC 1071's sum, as slowly as it is told there."""
    total = 0
    for (word,) in struct.iter_unpack("!H", data + b"\0" * (len(data) % 2)):
        total += word
        total = (total & 0xFFFF) + (total >> 16)
    return total


@given(
    st.sampled_from([(HERE, THERE), (HERE6, THERE6)]),
    st.integers(0, 1 << 33),
    st.integers(0, 1 << 33),
    st.integers(0, 31),
    st.binary(max_size=50),
)
def test_what_is_written_reads_back_with_right_checksums(
    ends: tuple[Address, Address], seq: int, ack: int, flags: int, data: bytes
) -> None:
    packet = Route(*ends).packet(seq, ack, Flag(flags), 1000, data, b"\x01" * 4)
    assert read_packet(packet) == Segment(*ends, seq % 2**32, ack % 2**32, Flag(flags), data)
    if packet[0] >> 4 == 4:
        assert ones_complement(packet[:20]) == 0xFFFF
        pseudo, segment = packet[12:20], packet[20:]
    else:
        pseudo, segment = packet[8:40], packet[40:]
    assert ones_complement(pseudo + struct.pack("!HH", 6, len(segment)) + segment) == 0xFFFF


def test_addresses_of_two_families_make_no_route() -> None:
    with pytest.raises(ValueError, match="different families"):
        Route(HERE, THERE6)


@pytest.mark.parametrize(
    ("link", "around"),
    [
        (0, b"\x02\0\0\0"),
        (1, b"\0" * 12 + b"\x08\x00"),
        (1, b"\0" * 12 + b"\x81\x00\0\x05\x88\xa8\0\x07\x08\x00"),
        (12, b""),
        (101, b""),
        (108, b"\0\0\0\x02"),
        (113, b"\0" * 14 + b"\x08\x00"),
        (228, b""),
        (276, b"\x08\x00" + b"\0" * 18),
    ],
)
def test_link_layers(link: int, around: bytes) -> None:
    assert ip_packet(link, around + PACKET) == PACKET
    assert read_packet(ip_packet(link, around)) is None


def test_another_protocol_is_no_segment() -> None:
    arp = b"\0" * 12 + b"\x08\x06" + PACKET
    udp = PACKET[:9] + b"\x11" + PACKET[10:]
    fragment = PACKET[:6] + b"\x20\x00" + PACKET[8:]
    assert ip_packet(1, arp) == b""
    assert [read_packet(one) for one in (udp, fragment, b"", b"\x00" * 60)] == [None] * 4


def test_an_extension_header_is_passed_over() -> None:
    plain = Route(HERE6, THERE6).packet(1, 2, Flag.ACK, 3, b"x")
    size = struct.unpack_from("!H", plain, 4)[0]
    packet = plain[:4] + struct.pack("!HB", size + 8, 0) + plain[7:40] + b"\x06\0" + b"\0" * 6 + plain[40:]
    assert read_packet(packet) == read_packet(plain)


def test_padding_behind_a_short_packet_is_no_data() -> None:
    assert read_packet(PACKET + b"\0" * 10) == SEGMENT


# Files


def pcap(order: str = "<", nanoseconds: bool = False, link: int = 101, packets: tuple[bytes, ...] = (PACKET,)) -> bytes:
    head = struct.pack(order + "IHHiIII", 0xA1B23C4D if nanoseconds else 0xA1B2C3D4, 2, 4, 0, 0, 65535, link)
    records = [struct.pack(order + "IIII", 3, 5, len(one), len(one)) + one for one in packets]
    return head + b"".join(records)


def read(data: bytes) -> list[Timed]:
    return list(CaptureReader(io.BytesIO(data)))


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("nanoseconds", [True, False])
def test_pcap(order: str, nanoseconds: bool) -> None:
    assert read(pcap(order, nanoseconds)) == [Timed(3_000_000_005 if nanoseconds else 3_000_005_000, SEGMENT)]


def ours() -> bytes:
    return pcapng.section("a comment", "tests") + pcapng.interface("x") + pcapng.packet(123456789, PACKET, "out", "é")


def test_our_pcapng() -> None:
    assert read(ours()) == [Timed(123456789, SEGMENT)]


def big_endian(resolution: int, offset: int, time: int) -> bytes:
    """A capture of another machine, with its own idea of time."""

    def block(kind: int, body: bytes) -> bytes:
        size = struct.pack(">I", len(body) + 12)
        return struct.pack(">I", kind) + size + body + size

    options = struct.pack(">HHBxxx", 9, 1, resolution) + struct.pack(">HHq", 14, 8, offset) + bytes(4)
    packet = struct.pack(">IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(PACKET), len(PACKET))
    section = block(0x0A0D0D0A, struct.pack(">IHHq", 0x1A2B3C4D, 1, 0, -1))
    body = packet + PACKET + bytes(-len(PACKET) % 4)
    return section + block(1, struct.pack(">HHI", 101, 0, 0) + options) + block(5, b"statistics..") + block(6, body)


def test_a_pcapng_of_another_byte_order_and_resolution() -> None:
    assert read(big_endian(3, 10, 1500)) == [Timed(11_500_000_000, SEGMENT)]
    assert read(big_endian(0x80 | 1, 0, 3)) == [Timed(1_500_000_000, SEGMENT)]
    assert len(read(big_endian(6, 0, 1) + ours())) == 2


@pytest.mark.parametrize("whole", [pcap(), ours()])
def test_a_torn_file_gives_what_is_whole(whole: bytes) -> None:
    for end in range(4, len(whole)):
        reader = CaptureReader(io.BytesIO(whole[:end]))
        try:
            found = list(reader)
        except CaptureError as error:
            assert "byte order" in str(error), end  # noqa: PT017
            continue
        assert found == []
        at_an_end = end in (
            24,
            len(pcapng.section("a comment", "tests")),
            len(whole) - len(pcapng.packet(0, PACKET, "out", "é")),
        )
        assert reader.torn or at_an_end, end


def test_what_was_cut_and_what_can_not_be_read_is_counted() -> None:
    short = struct.pack("<IIII", 3, 5, len(PACKET) - 2, len(PACKET)) + PACKET[:-2]
    reader = CaptureReader(io.BytesIO(pcap() + short))
    assert [one.segment.data for one in reader] == [b"hello", b"hel"]
    assert reader.cut == 1
    reader = CaptureReader(io.BytesIO(pcap(link=147)))
    assert list(reader) == []
    assert reader.other_links == {147}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "neither pcap nor pcapng"),
        (b"GET / HTTP/1.1", "neither pcap nor pcapng"),
        (b"\x1f\x8b\x08\x00", "gunzip"),
        (pcap()[:24] + struct.pack("<IIII", 0, 0, 1 << 31, 1 << 31), "a packet of 2,147,483,648 bytes"),
        (ours()[:28] + b"\x00" * 40, "bytes can't be"),
        (pcapng.section("", "") + pcapng.packet(0, PACKET, "in"), "an interface it doesn't name"),
    ],
)
def test_damage_is_told(data: bytes, told: str) -> None:
    with pytest.raises(CaptureError, match=told):
        read(data)


@given(st.binary(max_size=60), st.sampled_from([pcap(), pcap(">", True), ours(), big_endian(6, 0, 1)]), st.data())
def test_nothing_but_a_capture_error(noise: bytes, whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    try:
        read(whole[:at] + noise + whole[at + len(noise) :])
    except CaptureError as error:
        assert str(error).endswith((".", "first."))  # noqa: PT017


@given(st.binary(max_size=100))
def test_no_packet_breaks_the_reading(packet: bytes) -> None:
    for link in (0, 1, 101, 113, 276):
        read_packet(ip_packet(link, packet))
