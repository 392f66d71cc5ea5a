"""Counts, times and lists as a person writes them."""

from __future__ import annotations

from collections.abc import Sequence

from tcptui.protocol.events import Icmp
from tcptui.protocol.verdict import SentBytes


def count(number: int, noun: str) -> str:
    """`1 byte`, `4,344 bytes`, `no bytes`. noun: in the singular, its plural a mere -s."""
    if number == 0:
        return f"no {noun}s"
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def seconds(span: float) -> str:
    """`0.2 ms`, `35 ms`, `2.5 s`, `10 s`: a span in seconds, as exact as anyone reads it."""
    if span < 0.001:
        return f"{span * 1000:.2g} ms"
    if span < 0.9995:
        return f"{span * 1000:.0f} ms"
    return f"{span:.0f} s" if span >= 10 else f"{span:.1f}".removesuffix(".0") + " s"


def within(span: float) -> str:
    """`within 10 s`; of a span in seconds that is next to nothing, that there was no time."""
    return f"within {seconds(span)}" if span >= 0.001 else "in the time that there was (less than 1 ms)"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def fate(sent: SentBytes, whose: str = "its") -> str:
    """What became of our bytes, as the second half of a sentence; "" where nothing is known.

    whose: `its` where the first half is about the server, else `the server's`.
    """
    if sent.bytes == 0:
        return "nothing had been sent"
    never_left = f"{count(sent.unsent, 'byte')} of yours never left" if sent.unsent else ""
    if sent.acked is None:
        return never_left
    if sent.bytes == 1:
        return f"{whose} kernel had {'' if sent.acked else 'not '}acknowledged your 1 byte"
    amount = "none" if sent.acked == 0 else "all" if sent.acked == sent.bytes else f"{sent.acked:,}"
    known = f"{whose} kernel had acknowledged {amount} of your {sent.bytes:,} bytes"
    return f"{known}, and {never_left}" if never_left else known


def unknown_fate(sent: SentBytes) -> str:
    """One sentence on the bytes that are neither acknowledged nor certainly unsent; "" where there are none."""
    if not sent.unacked:
        return ""
    one = sent.unacked == 1
    return (
        f"The {count(sent.unacked, 'byte')} neither acknowledged nor unsent {'is' if one else 'are'} of unknown fate: "
        f"{'it' if one else 'they'} may have arrived, and what is acknowledged need not have been read by the program."
    )


_ICMP = {
    (4, 3, 0): "network unreachable", (4, 3, 1): "host unreachable", (4, 3, 2): "protocol unreachable",
    (4, 3, 3): "port unreachable", (4, 3, 4): "fragmentation needed", (4, 3, 5): "source route failed",
    (4, 3, 9): "network administratively prohibited", (4, 3, 10): "host administratively prohibited",
    (4, 3, 13): "communication administratively prohibited", (4, 11, 0): "time to live exceeded",
    (6, 1, 0): "no route to destination", (6, 1, 1): "communication administratively prohibited",
    (6, 1, 2): "beyond scope of source address", (6, 1, 3): "address unreachable", (6, 1, 4): "port unreachable",
    (6, 1, 5): "source address failed policy", (6, 1, 6): "reject route", (6, 3, 0): "hop limit exceeded",
}  # fmt: skip


def icmp(error: Icmp) -> str:
    """`ICMP port unreachable (type 3, code 3) from 10.0.0.1`; the words are RFC 792's, 1812's and 4443's."""
    protocol = "ICMP" if error.version == 4 else "ICMPv6"
    words = _ICMP.get((error.version, error.type, error.code))
    numbers = f"type {error.type}, code {error.code}"
    said = f"{protocol} {words} ({numbers})" if words else f"{protocol} {numbers}"
    return f"{said} from {error.sender}" if error.sender else said


def sentence(text: str) -> str:
    """The text with one full stop, and a capital unless it begins with a name (`localhost:80`, `body.bin`)."""
    first = text.partition(" ")[0].rstrip(",;")
    begin = text[:1].upper() if first.isalpha() else text[:1]
    return f"{begin}{text[1:].rstrip('.')}."


def joined(*sentences: str) -> str:
    """Sentences in a row; empty ones fall away."""
    return " ".join(one for one in sentences if one)
