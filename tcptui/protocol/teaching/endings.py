"""Lessons on what ends a connection or one direction of it."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.teaching.lesson import Lesson

ENDINGS: Final[dict[str, Lesson]] = {
    "fin": Lesson(
        "FIN: I have nothing more to say",
        "A segment that ends one direction, in order, behind the last byte. The other direction stays open: each side"
        " ends its own.",
        "recv(2) says 0: all that the peer sent has been read, and no more comes.",
        "It is the orderly end. It is only bad too early: before an answer, or in the middle of one. A process that was"
        " killed sends one too, for its kernel closes for it.",
        "Read the answer's length or framing to know whether it was whole. The verdict has done so.",
    ),
    "rst": Lesson(
        "RST: there is no such connection (any more)",
        "A segment that ends both directions at once. What is on its way is thrown away by whoever gets it; what had"
        " arrived in order can still be read.",
        "ECONNRESET from recv(2), or EPIPE from send(2) where a FIN came before.",
        "Programs send one when they close with unread bytes, set SO_LINGER to 0, or crash; kernels for a port that"
        " nobody has; firewalls and balancers when they have forgotten the connection. From here they look the same.",
        "See at which stage: at once (nobody listens), behind the request (it refuses it, or died of it), after a"
        " silence (an idle timeout). The peer's log tells the rest.",
    ),
    "half-close": Lesson(
        "half-close: only one side has closed",
        "One side sent its FIN and the other may still talk. So a client says `that was all` and still gets its answer"
        " (<connection.half-close> on an empty line does it).",
        "Our shutdown(2), or the peer's FIN while ours is not out.",
        "Some servers take a half-close for a lost client and drop the answer; some balancers cut it all.",
        "If the answer comes without the half-close and not with it, the peer does not support it.",
    ),
    "local-close": Lesson(
        "closed by us",
        "Our side ended it first: with a FIN (<connection.close>) behind what was pending, or with a RST"
        " (<connection.abort>) at once.",
        "What tcptui did, and why: you asked, a time was up, or the run ended.",
        "Closing with unread bytes in Recv-Q makes the kernel send a RST behind the FIN, and the peer may lose"
        " what it has not read yet.",
        "Read to the end before you close, or half-close and wait for the peer's FIN.",
    ),
    "network": Lesson(
        "ended by the network",
        "Neither side closed: a router or host on the way said `unreachable` (ICMP), or our kernel sent the same bytes"
        " again and again until it gave up.",
        "The socket's error (ETIMEDOUT, EHOSTUNREACH, …), with the ICMP message and its sender where there is one.",
        "On a connection that stands, an ICMP error is only a hint and it may go on; a timeout is final.",
        "Is the host up, the cable in, the VPN on? The sender of the ICMP message is the place to look.",
    ),
}
