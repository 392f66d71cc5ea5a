"""`line` and `delimiter:BYTES`: what ends the content. Nothing in the content is escaped."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF
from tcptui.protocol.composing.writing import Writing

_LINE_ENDS = {"crlf": (b"\r\n", "CR LF"), "lf": (b"\n", "LF")}


def write_line(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """The content and a line end."""
    chosen = writing.ask(
        "delimiter", "end of line", "crlf", choices=tuple(_LINE_ENDS), only_choices=True, may_be_off=True
    )
    content = writing.draft.content
    writing.put("content", "content", content)
    if chosen == OFF:
        writing.malformed.append("no line end")
    elif chosen in _LINE_ENDS:
        _told_apart(writing, content.count(b"\n") + 1, "a line end")
        data, name = _LINE_ENDS[chosen]
        writing.put(name, "delimiter", data)


def _told_apart(writing: Writing, messages: int, what: str) -> None:
    if messages > 1:
        writing.malformed.append(f"the content holds {what}: it arrives as {messages} messages")
