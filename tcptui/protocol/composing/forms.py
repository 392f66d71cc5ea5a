"""Every framing's form by the framing's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from tcptui.protocol.composing.delimited import write_delimited, write_line
from tcptui.protocol.composing.draft import Composed, Draft, Setting
from tcptui.protocol.composing.fixed import write_fixed
from tcptui.protocol.composing.http import new_http, write_http
from tcptui.protocol.composing.jsonheader import write_json_header
from tcptui.protocol.composing.lengths import new_preset, write_length, write_preset
from tcptui.protocol.composing.netstring import write_netstring
from tcptui.protocol.composing.plain import write_plain
from tcptui.protocol.composing.resp import write_resp
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.framing.layouts import PRESETS
from tcptui.protocol.framing.table import FramingError, parse_framing

Form = Callable[[Writing, str], None]
"""Asks for a framing's settings and puts its parts; given what the framing's name has behind its colon."""

_FORMS: dict[str, Form] = {
    "auto": write_plain,
    "none": write_plain,
    "until-close": write_plain,
    "line": write_line,
    "delimiter": write_delimited,
    "fixed": write_fixed,
    "length": write_length,
    "json-header": write_json_header,
    "http": write_http,
    "netstring": write_netstring,
    "resp": write_resp,
}


def new_draft(framing: str, target: str = "") -> Draft:
    """A draft to begin with. target: the peer as `host:port`, which HTTP wants in its Host."""
    match framing.strip():
        case "http":
            return new_http(framing, target)
        case name if name in PRESETS:
            return new_preset(name)
        case "resp":
            return Draft(framing, b"PING")
        case _:
            return Draft(framing)


def settings(draft: Draft) -> tuple[Setting, ...]:
    """What can be set beside the content, in the order in which a form asks; nothing where the framing is not known."""
    return _written(draft)[0]


def compose(draft: Draft) -> Composed:
    """The draft's bytes, or why there are none. Costs as the content is long; the last drafts' are remembered."""
    return _written(draft)[1]


@lru_cache(maxsize=2)
def _written(draft: Draft) -> tuple[tuple[Setting, ...], Composed]:
    writing = Writing(draft)
    name, _, parameters = draft.framing.partition(":")
    try:
        parse_framing(draft.framing)
        if name.strip() in PRESETS:
            write_preset(writing, name.strip())
        else:
            _FORMS[name.strip()](writing, parameters)
    except FramingError as error:
        writing.refuse(None, str(error))
    return tuple(writing.settings.values()), writing.composed()
