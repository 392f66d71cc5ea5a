"""What empty panes and the input line say: what to do next, and why something can't be done."""

from __future__ import annotations

from tcptui.ui.sessions import Session

NO_CONNECTION = """\
No connection yet.

Type where to, and Enter: 127.0.0.1:8000, [::1]:8000, unix:/path
^p finds every command · F1 shows all keys"""
EMPTY = "Nothing has happened yet."

_OVER = "this connection is over: ^t connects again, ^n elsewhere"
_HALF_CLOSED = "you closed your side: only the peer may talk now"
_PEER_CLOSED = "the peer closed its side; you may still send"

NOT_EMPTY = "empty the line first: ^d closes our side"
HOW_TO_LEAVE = "ctrl+q quits"
NOT_EMPTY_TAB = "empty the line first: what is typed would be lost with the tab"
NOTHING_TO_REMOVE = "this connection is not over: F7 closes it"


def not_connected(text: str) -> str:
    """Why Enter connects to nothing. text: what was typed, which is no target."""
    if not text.strip():
        return "no connection yet: type host:port, then Enter"
    return "no connection to send this to: ^n opens one, or type host:port, then Enter"


def prompt_words(session: Session | None) -> tuple[str, str]:
    """The input line's hint while nothing is typed, and the notice above it."""
    if session is None:
        return "host:port, then Enter, opens a connection", ""
    story = session.story
    if not session.can_send:
        return "", _HALF_CLOSED if story.half_closed and not session.over else _OVER
    if story.fin is not None:
        return "", _PEER_CLOSED
    if story.phase != "open":
        return "connecting: what you send now goes out once the connection stands", ""
    return ("" if story.taken else "type a line; Enter sends it with its end of line"), ""
