"""Every framing's form by the framing's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from tcptui.protocol.composing.delimited import write_line
from tcptui.protocol.composing.draft import Composed, Draft, Setting
from tcptui.protocol.composing.http import new_http, write_http
from tcptui.protocol.composing.lengths import write_length
from tcptui.protocol.composing.plain import write_plain
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.framing.table import FramingError, parse_framing

Form = Callable[[Writing, str], None]
"""Asks for a framing's settings and puts its parts; given what the framing's name has behind its colon."""

_FORMS: dict[str, Form] = {
    "auto": write_plain,
    "none": write_plain,
    "until-close": write_plain,
    "line": write_line,
    "length": write_length,
    "http": write_http,
}


def new_draft(framing: str, target: str = "") -> Draft:
    """A draft to begin with. target: the peer as `host:port`, which HTTP wants in its Host."""
    return new_http(framing, target) if framing.strip() == "http" else Draft(framing)


def settings(draft: Draft) -> tuple[Setting, ...]:
    """What can be set beside the content, in the order of the message; nothing where the framing is not known."""
    return tuple(_written(draft).settings.values())


def compose(draft: Draft) -> Composed:
    """The draft's bytes, or why there are none. Costs as the content is long; the last drafts' are remembered."""
    return _written(draft).composed()


@lru_cache(maxsize=2)
def _written(draft: Draft) -> Writing:
    writing = Writing(draft)
    kind, _, parameters = draft.framing.strip().partition(":")
    form = _FORMS.get(kind)
    try:
        if form is None:
            parse_framing(draft.framing)
            raise FramingError(f"Messages of {draft.framing} can't be composed.")
        form(writing, parameters)
    except FramingError as error:
        writing.refuse(None, str(error))
    return writing
