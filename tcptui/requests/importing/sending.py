"""Bytes as the step that sends them: as text where people can read them, else as hex."""

from __future__ import annotations

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests.model import SendHex, SendText


def send_step(data: bytes) -> SendText | SendHex:
    """The step that sends exactly these bytes. Where all lines end with CR LF, `eol` says so and the text has LF."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return SendHex(data)
    if not all(char.isprintable() or char in "\r\n\t" for char in text):
        return SendHex(data)
    template = "{{" not in text
    if "\n" in text and text.count("\r\n") == text.count("\n") == text.count("\r"):
        return SendText(text.replace("\r\n", "\n"), EndOfLine.CRLF, template)
    return SendText(text, None, template)
