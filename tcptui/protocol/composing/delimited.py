"""`line` and `delimiter:BYTES`: what ends the content. Nothing in the content is escaped."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF
from tcptui.protocol.composing.payload import Payload, ask_payload
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.escapes import EscapeError, escape, unescape
from tcptui.protocol.framing.delimited import read_delimiter

_LINE_ENDS = {"crlf": (b"\r\n", "CR LF"), "lf": (b"\n", "LF")}


def write_line(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """The content and a line end."""
    payload = ask_payload(writing)
    chosen = writing.ask(
        "delimiter", "end of line", "crlf", choices=tuple(_LINE_ENDS), only_choices=True, may_be_off=True
    )
    payload.put(writing)
    if chosen == OFF:
        writing.malformed.append("no line end")
    elif chosen in _LINE_ENDS:
        data, name = _LINE_ENDS[chosen]
        _told_apart(writing, payload, b"\n", data, "a line end")
        writing.put("delimiter", name, "delimiter", data)


def write_delimited(writing: Writing, parameters: str) -> None:
    """The content and the delimiter."""
    right = read_delimiter(parameters)
    payload = ask_payload(writing)
    typed = writing.ask("delimiter", "delimiter", escape(right), computed=True, may_be_off=True)
    payload.put(writing)
    if typed == OFF:
        writing.malformed.append("no delimiter")
        return
    try:
        data = unescape(typed)
    except EscapeError as error:
        writing.refuse("delimiter", str(error))
        return
    wrong = "" if data == right else f"is {escape(data)}, not {escape(right)}"
    if not wrong:
        _told_apart(writing, payload, right, right, "the delimiter")
    writing.put("delimiter", "delimiter", "delimiter", data, escape(data), wrong)


def _told_apart(writing: Writing, payload: Payload, delimiter: bytes, end: bytes, what: str) -> None:
    """Whoever reads it cuts at the first delimiter, be it in the content or half in it."""
    messages = (payload.data + end).count(delimiter)
    if messages > 1:
        writing.malformed.append(f"the content holds {what}: it arrives as {messages:,} messages")
    elif (payload.data + end).find(delimiter) + len(delimiter) != payload.size + len(end):
        writing.malformed.append(f"the content ends as {what} begins: the message is cut before its end")
