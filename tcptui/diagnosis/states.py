"""TCP's states (RFC 9293, section 3.3.2) in plain words."""

from __future__ import annotations

_MEANINGS = {
    "SYN_SENT": "we asked to connect and wait for the answer",
    "SYN_RECV": "the peer asked to connect; our answer is on its way",
    "ESTABLISHED": "both sides may talk",
    "FIN_WAIT1": "we closed our side; the peer has not acknowledged that yet",
    "FIN_WAIT2": "we closed our side; the peer may still talk",
    "CLOSE_WAIT": "the peer closed its side; we may still talk",
    "CLOSING": "both sides closed at once; our FIN is not acknowledged yet",
    "LAST_ACK": "the peer closed first, then we; our FIN is not acknowledged yet",
    "TIME_WAIT": "both sides closed; the kernel waits for stray segments",
    "CLOSE": "the kernel is done with it: reset, timed out, or closed by both sides",
    "LISTEN": "it waits for others to connect",
    "CLOSED": "the socket is closed",
}


def meaning(state: str) -> str:
    """One short sentence, without a full stop, on a state as `TcpInfo.state` or `Story.state` names it."""
    return _MEANINGS.get(state, "a state that this version does not know")
