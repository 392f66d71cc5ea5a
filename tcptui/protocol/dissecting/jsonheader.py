"""`json-header`: a length, a JSON header of that length, and the content that the header describes."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from tcptui.protocol.dissecting.parting import Message, Parting
from tcptui.protocol.integers import INTEGERS
from tcptui.protocol.jsontext import JsonError, check_json

PREFIX: Final = INTEGERS["u16be"]
"""How the length of the header is written."""

REQUIRED: Final = ("byteorder", "content-type", "content-encoding", "content-length")
"""The fields that the header must have."""

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],]', re.DOTALL)


class Member(NamedTuple):
    """One field of the header with the punctuation around it: bytes start..end of the header."""

    name: str
    start: int
    end: int


class Header(NamedTuple):
    """What a header says. values: by the fields' names; problem: why it can't be read, a phrase."""

    values: dict[str, object]
    problem: str = ""


def read_header(raw: bytes) -> Header:
    """A header's fields. Never raises: what can't be read is a problem."""
    try:
        text = raw.decode()
        check_json(text)
        # Only now: that much nesting has been read once already, and numbers must not become huge integers.
        values = json.loads(text, parse_int=_number)
    except UnicodeDecodeError as error:
        return Header({}, f"is no UTF-8 at its byte {error.start}")
    except JsonError as error:
        return Header({}, f"is no JSON: {str(error).rstrip('.')} at its character {error.column}")
    return Header(values) if isinstance(values, dict) else Header({}, "is no JSON object")


def _number(digits: str) -> object:
    return int(digits) if len(digits) < 20 else digits


def members(raw: bytes) -> list[Member]:
    """Where the fields of a JSON object stand, each up to the beginning of the next; `raw` must be one."""
    begins: list[tuple[str, int]] = []
    depth, awaits_name = 0, False
    for token in _TOKEN.finditer(raw):
        match token[0]:
            case b"{" | b"[":
                depth += 1
                awaits_name = depth == 1
            case b"}" | b"]":
                depth -= 1
            case b",":
                awaits_name = depth == 1
            case name if awaits_name:
                begins.append((str(json.loads(name)), token.start()))
                awaits_name = False
    ends = [*(start for _, start in begins[1:]), len(raw)] if begins else []
    return [
        Member(name, start if index else 0, end)
        for index, ((name, start), end) in enumerate(zip(begins, ends, strict=True))
    ]


def dissect_json_header(parting: Parting, message: Message) -> None:  # noqa: ARG001 - a reader
    """Length, the header's fields one by one, content."""
    read = PREFIX.read(parting.data)
    if read is None:
        parting.rest("length", "length")
        return
    said, end = read
    raw = parting.data[end : end + said]
    cut = f"says {said}, {parting.size - end} follow" if parting.size - end < said else ""
    parting.take("length", "length", end, PREFIX.told(said), cut)
    header = read_header(raw)
    if len(raw) < said or header.problem:
        parting.take("JSON header", "header", said, wrong="" if len(raw) < said else header.problem)
        return
    size = parting.size - end - said
    lacking = [name for name in REQUIRED if name not in header.values]
    found = members(raw)
    for member in found or [Member("JSON header", 0, len(raw))]:
        length = member.name == "content-length"
        wrong = content_mismatch(header.values["content-length"], size) if length else ""
        if member.start == 0 and lacking:
            wrong = "; ".join(filter(None, (wrong, f"comes in a header without {' and '.join(lacking)}")))
        parting.take(member.name, "length" if length else "header", member.end - member.start, wrong=wrong)


def content_mismatch(said: object, size: int) -> str:
    """Why a content-length is wrong where `size` bytes follow the header; empty where it is right."""
    if isinstance(said, bool) or not isinstance(said, int):
        return f"says {json.dumps(said, ensure_ascii=False)[:40]}, which is no length"
    return "" if said == size else f"says {said}, the content has {size}"
