"""The step that sends exactly these bytes, as readable as they allow."""

from __future__ import annotations

import re

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests.model import SendHex, SendText

_LONE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
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
