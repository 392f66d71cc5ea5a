"""What lies around an IP packet in a capture: the link layers that are met (tcpdump.org/linktypes)."""

from __future__ import annotations

from typing import Final

_NULL, _ETHERNET, _RAW_BSD, _RAW_OPENBSD, _RAW, _LOOP = 0, 1, 12, 14, 101, 108
_COOKED, _IPV4, _IPV6, _COOKED_2 = 113, 228, 229, 276
_IP_TYPES: Final = (b"\x08\x00", b"\x86\xdd")
_TAGS: Final = (b"\x81\x00", b"\x88\xa8", b"\x91\x00")
_MOST_TAGS: Final = 4

LINKS: Final = frozenset({_NULL, _ETHERNET, _RAW_BSD, _RAW_OPENBSD, _RAW, _LOOP, _COOKED, _IPV4, _IPV6, _COOKED_2})
"""The link types that can be read."""


def ip_packet(link: int, frame: bytes) -> bytes:
    """The IP packet in a frame of a type of LINKS; empty where it holds another protocol, or is cut short."""
    if link == _ETHERNET:
        return _of_ethernet(frame)
    if link == _COOKED:
        return frame[16:] if frame[14:16] in _IP_TYPES else b""
    if link == _COOKED_2:
        return frame[20:] if frame[:2] in _IP_TYPES else b""
    if link in (_NULL, _LOOP):
        return frame[4:]  # the family has another number on each system; the packet's first byte says it, too
    return frame


def _of_ethernet(frame: bytes) -> bytes:
    """The packet behind the addresses and any VLAN tags (IEEE 802.1Q)."""
    at = 12
    for _ in range(_MOST_TAGS):
        if frame[at : at + 2] not in _TAGS:
            break
        at += 4
    return frame[at + 2 :] if frame[at : at + 2] in _IP_TYPES else b""
