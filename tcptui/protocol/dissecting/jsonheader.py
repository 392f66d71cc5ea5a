"""`json-header`: a length, a JSON header of that length, and the content that the header describes."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from tcptui.protocol.dissecting.parting import NAME_LIMIT, Message, Parting
from tcptui.protocol.framing.json_header import FIELDS, HeaderFlaw, read_object
from tcptui.protocol.integers import INTEGERS

PREFIX: Final = INTEGERS["u16be"]
"""How the length of the header is written."""

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],]', re.DOTALL)


class Member(NamedTuple):
    """One field of the header with the punctuation around it: bytes start..end of the header."""

    name: str
    start: int
    end: int


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
                begins.append((str(json.loads(name))[:NAME_LIMIT], token.start()))
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
    fields = read_object(raw)
    if len(raw) < said or isinstance(fields, HeaderFlaw):
        wrong = fields.what if len(raw) == said and isinstance(fields, HeaderFlaw) else ""
        parting.take("JSON header", "header", said, wrong=wrong)
        return
    size = parting.size - end - said
    lacking = [name for name in FIELDS if name not in fields]
    found = members(raw)
    for member in found or [Member("JSON header", 0, len(raw))]:
        length = member.name == "content-length"
        wrong = content_mismatch(fields["content-length"], size) if length else ""
        if member.start == 0 and lacking:
            wrong = "; ".join(filter(None, (wrong, f"stands in a header that lacks {', '.join(lacking)}")))
        parting.take(member.name, "length" if length else "header", member.end - member.start, wrong=wrong)


def content_mismatch(said: object, size: int) -> str:
    """Why a content-length is wrong where `size` bytes follow the header; empty where it is right."""
    if isinstance(said, bool) or not isinstance(said, int):
        return f"says {json.dumps(said, ensure_ascii=False)[:40]}, which is no length"
    return "" if said == size else f"says {said if said < 1 << 64 else 'far too much'}, the content has {size}"
