"""`none`, `until-close` and `auto`: the content is the message."""

from __future__ import annotations

from tcptui.protocol.composing.payload import ask_payload
from tcptui.protocol.composing.writing import Writing


def write_plain(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """The content as it is."""
    ask_payload(writing).put(writing)
