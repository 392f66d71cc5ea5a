"""`netstring`: `5:hello,` (D. J. Bernstein, "Netstrings")."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF
from tcptui.protocol.composing.payload import ask_payload
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.dissecting.netstring import length_mismatch


def write_netstring(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """Length, colon, content, comma."""
    payload = ask_payload(writing)
    length = writing.ask("length", "length", str(payload.size), computed=True, may_be_off=True)
    comma = writing.ask("delimiter", "comma", ",", computed=True, choices=(",",), may_be_off=True)
    if length == OFF:
        writing.malformed.append("no length")
    else:
        data = writing.encoded("length", length)
        writing.put("length", "length", "length", data, wrong=length_mismatch(length, payload.size))
    writing.put("", "colon", "delimiter", b":")
    payload.put(writing)
    if comma == OFF:
        writing.malformed.append("no comma")
    else:
        wrong = "" if comma == "," else f"is {comma!r}, not ','"
        writing.put("delimiter", "comma", "delimiter", writing.encoded("delimiter", comma), wrong=wrong)
