"""What empty panes and the input line say: what to do next, and why something can't be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.sessions import Session

if TYPE_CHECKING:
    from tcptui.ui.recording import Recording

EMPTY = "Nothing has happened yet."

_OVER = "this connection is over: ^t connects again, ^n elsewhere"
_OF_RECORDING = "^t connects again, ^w closes the tab"
_HALF_CLOSED = "you closed your side: only the peer may talk now"
_PEER_CLOSED = "the peer closed its side; you may still send"

_LISTENER_WAITS = "waiting for connections: each one gets a tab of its own; F7 stops listening"
_LISTENER = "each connection that came has a tab of its own: ^PgDn goes there; F7 stops listening"
_SCRIPT_ANSWERS = "answers by itself here; alt+a: you answer instead"
_YOU_ANSWER = "you answer; alt+a: the script answers again"

NOT_EMPTY = "empty the line first: ^d closes our side"
NO_ROOM_TO_RESIZE = "the sidebar has a width of its own only beside the pane: on 100 columns or more"
HOW_TO_LEAVE = "ctrl+q quits"
NOT_EMPTY_TAB = "empty the line first: what is typed would be lost with the tab"
NOTHING_TO_REMOVE = "this connection is not over: F7 closes it"


def session_words(session: Session | None) -> str:
    """What the pane shows, for its title."""
    if session is None:
        return "start"
    return "session" if session.recording is None else f"recorded {session.recording.run}"


def _recording_words(recording: Recording) -> str:
    if not recording.read:
        return f"a recording: {recording.share:.0%} of its events read so far"
    kind = "a recording that goes on" if recording.live else "a recording"
    return " · ".join(filter(None, [kind, recording.problem, _OF_RECORDING]))


def prompt_words(session: Session | None) -> tuple[str, str]:
    """The input line's hint while nothing is typed, and the notice above it."""
    if session is None:
        return "host:port or what you pasted, then Enter; ↓ chooses above", ""
    if session.recording is not None:
        return "", _recording_words(session.recording)
    story = session.story
    if story.is_listener and not session.over:
        return "", _LISTENER if story.arrived else _LISTENER_WAITS
    if not session.can_send:
        return "", _HALF_CLOSED if story.half_closed and not session.over else _OVER
    if story.accepted is not None and story.answered_by is not None:
        script = f"{story.accepted.responder} {_SCRIPT_ANSWERS}"
        return "", script if story.answered_by == "script" else _YOU_ANSWER
    if story.fin is not None:
        return "", _PEER_CLOSED
    if story.phase != "open":
        return "connecting: what you send now goes out once the connection stands", ""
    return ("" if story.taken else "type a line; Enter sends it with its end of line"), ""
