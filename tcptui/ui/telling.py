"""What empty panes and the input line say: what to do next, and why something can't be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.keymap import key_of, keys_of
from tcptui.ui.sessions import Session

if TYPE_CHECKING:
    from tcptui.ui.recording import Recording

EMPTY = "Nothing has happened yet."

_HALF_CLOSED = "you closed your side: only the peer may talk now"
_PEER_CLOSED = "the peer closed its side; you may still send"

NO_ROOM_TO_RESIZE = "the sidebar has a width of its own only beside the pane: on 100 columns or more"
NOT_EMPTY_TAB = "empty the line first: what is typed would be lost with the tab"


def not_empty() -> str:
    """Why the key that closes our side did not."""
    return f"empty the line first: {key_of('connection.half-close')} closes our side"


def how_to_leave() -> str:
    """What ctrl+c says, with which other programs are left."""
    return f"{next(iter(keys_of('quit')), 'Leave tcptui in the palette')} quits"


def nothing_to_remove() -> str:
    """Why a tab is not closed."""
    return f"this connection is not over: {key_of('connection.close')} closes it"


def nothing_open(session: Session | None) -> str:
    """Why nothing is closed or aborted. session: the one in view, which is not open."""
    if session is None:
        return "there is no connection yet"
    remove = f"{key_of('connection.remove')} closes its tab"
    return f"this is a recording: {remove}" if session.recording else f"this connection is over already: {remove}"


def _over() -> str:
    return f"this connection is over: {key_of('connection.again')} connects again, {key_of('connection.new')} elsewhere"


def _of_recording() -> str:
    return f"{key_of('connection.again')} connects again, {key_of('connection.remove')} closes the tab"


def not_sent(session: Session) -> str:
    """Why Enter sends nothing. session: the one in view, which can't send."""
    if session.recording is not None:
        why = f"this is a recording; {_of_recording()}"
    elif session.story.is_listener and not session.over:
        why = f"a listener has no peer; {key_of('connection.next')} goes to a connection that came"
    else:
        why = prompt_words(session)[1]
    return f"nothing was sent: {why}"


def still_listening() -> str:
    """Why it does not listen again."""
    return f"it listens still: {key_of('connection.close')} stops it"


def _listener(arrived: int, answers: str) -> str:
    stops = f"{key_of('connection.close')} stops listening"
    who = f"; {answers} answers" if answers else ""
    if not arrived:
        return f"waiting for connections: each one gets a tab{who}; {stops}"
    return f"{key_of('connection.next')} goes to what came, each in its tab{who}; {stops}"


def _answering(responder: str, who: str) -> str:
    if who == "script":
        return f"{responder} answers by itself here; {key_of('answer')}: you answer instead"
    return f"you answer; {key_of('answer')}: the script answers again"


def session_words(session: Session) -> str:
    """What the pane shows, for its title."""
    return "session" if session.recording is None else f"recorded {session.recording.run}"


def _recording_words(recording: Recording) -> str:
    if not recording.read:
        return f"a recording: {recording.share:.0%} of its events read so far"
    kind = "a recording that goes on" if recording.live else "a recording"
    return " · ".join(filter(None, [kind, recording.problem, _of_recording()]))


def prompt_words(session: Session | None) -> tuple[str, str]:
    """The input line's hint while nothing is typed, and the notice above it."""
    if session is None:
        return "host:port or what you pasted, then Enter; ↓ chooses above", ""
    if session.recording is not None:
        return "", _recording_words(session.recording)
    story = session.story
    if story.paused is not None and story.paused.why == "record-full" and not session.over:
        return "", f"not reading until there is room: {story.paused.reason}"
    if story.is_listener and not session.over:
        return "", _listener(story.arrived, session.answers)
    if not session.can_send:
        return "", _HALF_CLOSED if story.half_closed and not session.over else _over()
    if story.accepted is not None and story.answered_by is not None:
        return "", _answering(story.accepted.responder, story.answered_by)
    if story.fin is not None:
        return "", _PEER_CLOSED
    if story.phase != "open":
        return "connecting: what you send now goes out once the connection stands", ""
    return ("" if story.taken else "type a line; Enter sends it with its end of line"), ""
