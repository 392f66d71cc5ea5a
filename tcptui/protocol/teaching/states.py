"""Lessons on the states: TCP's eleven (RFC 9293, section 3.3.2, in Linux's spelling), and ours where there is none."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.teaching.lesson import Lesson

_KERNEL: Final = "The kernel's own word for our end of the connection (TCP_INFO). The peer's end has its own."
_OURS: Final = "tcptui's own word: the kernel gives no state here."

STATES: Final[dict[str, Lesson]] = {
    "state.OPENING": Lesson(
        "OPENING: it has just been asked for",
        "You asked for a connection, and nothing has left this machine for it yet.",
        _OURS,
        "It should last no longer than a blink.",
        "If it stays, the events (<events>) say what it waits for.",
    ),
    "state.RESOLVING": Lesson(
        "RESOLVING: the name is looked up",
        "Before TCP can begin, the host's name must become an address. That is another conversation, with a DNS server"
        " or /etc/hosts, and none of it is TCP to the peer.",
        _OURS,
        "More than a tenth of a second is slow, five seconds is usually a DNS server that does not answer and a second"
        " one being asked.",
        "Connect to the address itself to leave DNS out. If that is quick, the trouble is the look-up.",
    ),
    "state.CONNECTING": Lesson(
        "CONNECTING: we asked, nobody answered yet",
        "A SYN, TCP's `may I talk to you?`, is on its way. With several addresses they are tried one after the other,"
        " a quarter of a second apart, and the first answer wins (RFC 8305).",
        _OURS,
        "An answer takes one round trip. More than a second means that a SYN was lost or dropped and sent again.",
        "See SYN_SENT, which is the kernel's word for the same.",
    ),
    "state.OPEN": Lesson(
        "OPEN: both sides may talk",
        "The connection stands. A unix socket, or a platform without TCP_INFO, has no finer states to tell.",
        _OURS,
        "Never by itself.",
        "Type: what you send goes out at once.",
    ),
    "state.SYN_SENT": Lesson(
        "SYN_SENT: we asked to connect",
        "Our SYN is out and the peer's SYN-ACK is not here. That one round trip is all that connecting is: no program"
        " on the other side takes part, its kernel answers alone.",
        _KERNEL,
        "After one second without an answer the kernel asks again, then after 2, 4, 8 seconds more. Silence means that"
        " a firewall drops the SYN, the host is down, or its queue of new connections is full. A closed port"
        " answers at once, with a RST.",
        "Look at retrans: it counts the SYNs sent again. Try another port of the same host: refused at once means the"
        " host is there and only this port is filtered.",
    ),
    "state.SYN_RECV": Lesson(
        "SYN_RECV: a client asked, we answered",
        "Seen on the side that was called: the SYN came, our SYN-ACK went out, and its acknowledgement is awaited.",
        _KERNEL,
        "Many of these for long are clients that never finish the handshake: a route that loses our answers, a port"
        " scan, or a SYN flood.",
        "See where they come from; check that this host's answers find their way back.",
    ),
    "state.ESTABLISHED": Lesson(
        "ESTABLISHED: both sides may talk",
        "The handshake is done and nobody has closed. It says nothing about the peer's program: the kernel"
        " sets connections up even when the program is busy or stuck and has not accepted them.",
        _KERNEL,
        "A silent connection looks healthy for ever: a peer that lost its power, or a firewall that forgot the"
        " connection, leaves ours ESTABLISHED. Only sending finds out.",
        "Send something and watch acked rise. If it does not and retrans does, nobody is there.",
    ),
    "state.FIN_WAIT1": Lesson(
        "FIN_WAIT1: we closed, the peer has not acknowledged it",
        "Our FIN, `I have nothing more to say`, waits behind what is still in Send-Q or is on its way.",
        _KERNEL,
        "Normally gone after one round trip. If it stays, the peer takes no data (a zero window) or is gone, so our FIN"
        " can't get through.",
        "Look at Send-Q and window. <connection.abort> gives up with a RST.",
    ),
    "state.FIN_WAIT2": Lesson(
        "FIN_WAIT2: we closed, the peer may still talk",
        "Our FIN is acknowledged and the peer's has not come. The connection is half-closed: its"
        " bytes still reach us, as when a request ended by a half-close is being answered.",
        _KERNEL,
        "If the peer has no more to say and this stays, its program never closes its socket: a leak on its side (there"
        " it is in CLOSE_WAIT).",
        "Wait for the answer. If none is owed, look at the peer's program; <connection.abort> ends it here.",
    ),
    "state.CLOSE_WAIT": Lesson(
        "CLOSE_WAIT: the peer closed, now it is our turn",
        "The peer's FIN came: it will say no more, and it waits for us to close too. We may still send.",
        _KERNEL,
        "A moment of it is normal. Sockets that stay in CLOSE_WAIT are a bug of the program that holds them: it has"
        " read the end and never called close. They pile up until it runs out of descriptors. A pooled connection in"
        " CLOSE_WAIT is dead for the next request: many servers answer bytes now with a RST.",
        "<connection.close> closes. In your own program: close what has been read to its end, and check"
        " pooled connections for it before they are used again.",
    ),
    "state.CLOSING": Lesson(
        "CLOSING: both sides closed at the same time",
        "Both FINs crossed on the wire. Ours is not acknowledged yet.",
        _KERNEL,
        "Rare and short. It is no error.",
        "Nothing: an acknowledgement ends it.",
    ),
    "state.LAST_ACK": Lesson(
        "LAST_ACK: the peer closed first, then we",
        "The orderly end's last step: our FIN is out and only its acknowledgement is missing.",
        _KERNEL,
        "If it stays, the peer is gone or its RST or ACK gets lost; the kernel gives up by itself.",
        "Nothing: no byte of yours depends on it, unless Send-Q is not 0.",
    ),
    "state.TIME_WAIT": Lesson(
        "TIME_WAIT: over, and remembered for a minute",
        "Whoever closed first keeps the pair of addresses for 60 s (Linux), so that stray segments of this connection"
        " are not taken for those of a new one, and a lost last ACK can be sent again.",
        _KERNEL,
        "It is the healthy end, not a leak. Only tens of thousands to one target are trouble: free local ports run"
        " out.",
        "Use connections again instead of opening one a request. A server that can't bind after a restart needs"
        " SO_REUSEADDR.",
    ),
    "state.CLOSE": Lesson(
        "CLOSE: the kernel is done with it",
        "No connection is left behind this socket: it was reset, timed out, or closed by both sides.",
        _KERNEL,
        "The state alone does not say which. The verdict does.",
        "<verdict> shows the verdict with what it stands on.",
    ),
    "state.LISTEN": Lesson(
        "LISTEN: it waits for others to connect",
        "No connection but a door: the kernel answers SYNs for it and queues the connections until they are accepted.",
        _KERNEL,
        "A full queue makes new clients wait as if this host were down; see backlog.",
        "Connect to it from another terminal: tcptui, nc, curl.",
    ),
    "state.CLOSED": Lesson(
        "CLOSED: our socket is closed",
        "tcptui gave the socket back to the kernel. What is shown are the last figures, taken just before.",
        "tcptui's own word for what came after the last state.",
        "Whether it ended well is the verdict's to say.",
        "<verdict> shows the verdict; <connection.again> connects again.",
    ),
}
