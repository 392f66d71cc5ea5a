"""The step that sends exactly these bytes, as readable as they allow."""

from __future__ import annotations

import re

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests.model import SendHex, SendText

_LONE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_HEAD = re.compile(rb"[^\r\n]+ HTTP/1\.[01]\r?\n(?:[^\r\n]+\r?\n)*\r?\n")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def step_for(data: bytes) -> SendText | SendHex:
    """Text where the bytes are text: UTF-8 without control characters but for tabs and line ends; else hex.

    Where every line ends with CR LF the text has plain newlines and `eol` says so. `{{` in it stays as it is.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return SendHex(data)
    if _NO_TEXT.search(text):
        return SendHex(data)
    template = "{{" not in text
    if b"\r\n" in data and not _LONE.search(data):
        return SendText(text.replace("\r\n", "\n"), EndOfLine.CRLF, template)
    return SendText(text, None, template)


def http_steps(data: bytes) -> tuple[SendText | SendHex, ...]:
    """The steps that send exactly this HTTP request: one, or where only its head is text one for each of head and body.

    A head that can be read is worth the second step; a server sees no more of it than another segment.
    """
    whole = step_for(data)
    head = _HEAD.match(data)
    if isinstance(whole, SendText) or head is None or head.end() == len(data):
        return (whole,)
    first = step_for(head[0])
    return (first, SendHex(data[head.end() :])) if isinstance(first, SendText) else (whole,)
