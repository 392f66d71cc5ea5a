"""What the framing knows of our own side: a request whose end never went, which a server may go on waiting for."""

from __future__ import annotations

from tcptui.diagnosis import words
from tcptui.diagnosis.case import Case
from tcptui.protocol.framing.found import Found


def unfinished(case: Case) -> str:
    """Two sentences on a request that lacks its end, while nothing answers it; "" where it is whole, or unknown."""
    found = _cut(case)
    return f"{_what(found)}. A server that wants all of it goes on waiting." if found else ""


def finish(case: Case) -> tuple[str, ...]:
    """What to try where `unfinished` says something."""
    found = _cut(case)
    if found is None:
        return ()
    if found.missing:
        rest = words.count(found.missing, "byte")
        return (
            f"Send the {rest} that {'is' if found.missing == 1 else 'are'} missing, or announce as many as there are.",
        )
    if found.kind == "request":
        return (f"Send the request to its end: {_END_OF_REQUEST.get(found.where, _LAST_CHUNK)}.",)
    return (f"Send the {_noun(found)} to its end.",)


_EMPTY_LINE = "an empty line ends its header"
_LAST_CHUNK = "a chunk of length 0 and an empty line end its body"
_END_OF_REQUEST = {"in the header": _EMPTY_LINE, "in the first line": _EMPTY_LINE}


def _cut(case: Case) -> Found | None:
    """Our last message, where all of it that we were given to send has gone and nothing has begun to answer it."""
    return None if case.begun or case.closed.pending else case.exchanges.unfinished


def _what(found: Found) -> str:
    if found.missing:
        return f"Your {_noun(found)} is {words.count(found.missing, 'byte')} short of what it announces"
    if found.kind != "request":
        where = "" if found.where == f"in a {found.kind}" else f" (it stops {found.where})"
        return f"Your {_noun(found)} has no end{where}"
    if found.where in _END_OF_REQUEST:
        return "Your request has no end: the empty line behind its header never went"
    return "Your request has no end: its last chunk never went"


def _noun(found: Found) -> str:
    return "message" if found.kind == "stream" else found.kind
