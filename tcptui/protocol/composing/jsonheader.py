"""`json-header`: a length, a JSON header that describes the content, the content."""

from __future__ import annotations

import json

from tcptui.protocol.composing.draft import OFF
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.dissecting.jsonheader import PREFIX, content_mismatch, members
from tcptui.protocol.integers import IntegerError, parse_number

_FIELDS = (
    ("byteorder", "little", ("little", "big")),
    ("content-type", "text/json", ("text/json", "binary/custom-client-binary-type")),
    ("content-encoding", "utf-8", ("utf-8", "binary")),
)


def write_json_header(writing: Writing, parameters: str) -> None:  # noqa: ARG001 - a form
    """Length, the header with its four fields in the order in which clients write them, content."""
    content = writing.draft.content
    values: dict[str, object] = {}
    for name, default, choices in _FIELDS:
        value = writing.ask(name, name, default, choices=choices, may_be_off=True)
        if value == OFF:
            writing.malformed.append(f"no {name}")
        else:
            values[name] = value
    said = writing.ask("content-length", "content-length", str(len(content)), computed=True, may_be_off=True)
    if said == OFF:
        writing.malformed.append("no content-length")
    else:
        number = parse_number(said)
        values["content-length"] = said if number is None else number
    raw = writing.encoded(None, json.dumps(values, ensure_ascii=False))
    _put_length(writing, len(raw))
    _put_fields(writing, raw, values, len(content))
    writing.put("content", "content", "content", content)


def _put_length(writing: Writing, size: int) -> None:
    typed = writing.ask("length", "header length", str(size), computed=True, may_be_off=True)
    if typed == OFF:
        writing.malformed.append("no length of the header")
        return
    said = writing.number("length", typed)
    if said is None:
        return
    try:
        data = PREFIX.write(said)
    except IntegerError as error:
        writing.refuse("length", f"The length of the header {error}")
        return
    wrong = "" if said == size else f"says {said}, the header has {size}"
    writing.put("length", "length", "length", data, PREFIX.told(said), wrong)


def _put_fields(writing: Writing, raw: bytes, values: dict[str, object], size: int) -> None:
    if not values:
        writing.put("", "JSON header", "header", raw)
    for member in members(raw):
        if member.name == "content-length":
            wrong = content_mismatch(values[member.name], size)
            writing.put(member.name, member.name, "length", raw[member.start : member.end], wrong=wrong)
        else:
            writing.put(member.name, member.name, "header", raw[member.start : member.end])
