"""Lessons on the four timings."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.teaching.lesson import Lesson

TIMINGS: Final[dict[str, Lesson]] = {
    "resolve": Lesson(
        "resolve: how long the name's look-up took",
        "From asking for the host's address to having one. An address written as numbers needs none.",
        "Measured here, around getaddrinfo: caches, /etc/hosts and DNS servers all count.",
        "A few milliseconds from a cache, tens from a DNS server nearby. Whole seconds are DNS servers that do not"
        " answer.",
        "Connect to the numeric address and compare.",
    ),
    "connect": Lesson(
        "connect: how long until the connection stood",
        "From the first SYN to the standing connection: one round trip, plus the addresses that failed before.",
        "Measured here by the monotonic clock, from the call of connect to the socket's being writable.",
        "It should be close to rtt. About 1 s, 3 s or 7 s more is a SYN that was lost and sent again once, twice, three"
        " times. A quarter of a second more: the first address did not answer, and the next was tried.",
        "Look in the events (<events>) at each attempt, its address and its time.",
    ),
    "first": Lesson(
        "first: how long the answer let us wait",
        "From the last byte of ours that went out to the first byte of the peer's: one round trip and the"
        " thinking of its program.",
        "Measured here, of the last answer. Where we had said nothing, it is counted from the connection.",
        "Take rtt away and what is left is the server. If rtt is large too, it is the way there.",
        "Send the same again (up, Enter): a second one that is much quicker means a cache, or a slow first start.",
    ),
    "last": Lesson(
        "last: when the answer's newest byte came",
        "From the last byte of ours that went out to the newest byte of the answer.",
        "Measured here, of the last answer; it grows as long as bytes come.",
        "Far beyond first with few bytes: the peer writes piece by piece, or the way there is narrow or lossy.",
        "Compare with the bytes in: a steady rate is the way's or the server's limit, gaps in the events are its"
        " thinking.",
    ),
}
