"""Bytes that were sent, or typed by hand, back into a form: the draft that gives just these bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from tcptui.protocol.composing.draft import OFF, Draft
from tcptui.protocol.composing.forms import compose, new_draft, settings
from tcptui.protocol.composing.resp import join_words
from tcptui.protocol.dissecting import dissect
from tcptui.protocol.framing.parts import Part

LONGEST: Final = 1 << 20
"""Bytes of a message that are put into a form; a longer one is taken as its bytes."""

_LINE_ENDS = {"CR LF": "crlf", "LF": "lf"}


def draft_of(framing: str, data: bytes) -> Draft:
    """The draft that composes to just these bytes, under the framing where its form can hold them, else under `none`.

    framing: as the command line writes it; `auto` is `http` where the bytes are a request.
    """
    if len(data) <= LONGEST:
        for draft in _candidates("http" if framing == "auto" else framing, data):
            if compose(draft).data == data:
                return draft
    return Draft("none", data)


def _candidates(framing: str, data: bytes) -> Iterator[Draft]:
    """Drafts that may give these bytes, the one with most filled in by itself first."""
    parts = dissect(framing, "out", "request" if framing == "http" else "message", data)
    content = b"".join(data[part.start : part.end] for part in parts if part.kind == "content")
    match framing.partition(":")[0]:
        case "http":
            yield from _http(parts, content, data)
        case "json-header":
            yield _json_header(parts, content, data)
        case "line":
            end = next((_LINE_ENDS[part.name] for part in parts if part.name in _LINE_ENDS), "crlf")
            yield Draft(framing, content, by_hand=_unusual(framing, [("delimiter", end)]))
        case "length":
            before = next((data[part.start : part.end] for part in parts if part.name == "before the length"), b"")
            yield Draft(framing, content, by_hand=(("before", before.hex(" ")),) if before.strip(b"\0") else ())
        case "resp":
            yield Draft(framing, join_words(_bulk_strings(parts, data)))
        case _:
            yield Draft(framing, content)


def _http(parts: tuple[Part, ...], content: bytes, data: bytes) -> Iterator[Draft]:
    lines = [data[part.start : part.end].decode("utf-8", "replace") for part in parts if part.kind != "content"]
    start = lines[0].split() if lines else []
    if len(start) != 3:
        return
    by_hand = _unusual("http", zip(("method", "target", "version"), start, strict=True))
    fields = [line.rstrip("\r\n").partition(": ") for line in lines[1:-1]]
    headers = tuple((name.removesuffix(":"), value) for name, _, value in fields)
    draft = Draft("http", content, headers, by_hand)
    yield replace(draft, headers=tuple(one for one in headers if one[0] != "Content-Length"))
    yield draft
    yield replace(draft, by_hand=(*by_hand, ("content-length", OFF)))


def _bulk_strings(parts: tuple[Part, ...], data: bytes) -> Iterator[bytes]:
    """What stands behind each length; an empty one has no part of its own."""
    for part, after in pairwise(parts):
        if part.name == "length":
            yield data[after.start : after.end] if after.kind == "content" else b""


def _json_header(parts: tuple[Part, ...], content: bytes, data: bytes) -> Draft:
    header = b"".join(data[part.start : part.end] for part in parts if part.kind != "content")[2:]
    try:
        fields = json.loads(header)
    except (ValueError, RecursionError):
        fields = {}
    texts = fields.items() if isinstance(fields, dict) else ()
    return Draft("json-header", content, by_hand=_unusual("json-header", texts))


def _unusual(framing: str, said: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """What the form would not say by itself, of what can be set to a text."""
    usual = {setting.id: setting.value for setting in settings(new_draft(framing)) if not setting.computed}
    return tuple((name, value) for name, value in said if isinstance(value, str) and usual.get(name, value) != value)
