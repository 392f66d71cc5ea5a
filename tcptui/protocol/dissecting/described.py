"""What a message says about its content: its type, its character encoding, the codings that it went through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tcptui.protocol.framing.json_header import HeaderFlaw, read_object
from tcptui.protocol.framing.parts import Part

_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
_TEXT_MEDIA = re.compile(
    r"text/.*|.*[/+](json|xml|yaml|javascript|ecmascript)|application/(x-www-form-urlencoded|x-ndjson|sql|graphql)"
)
_JSON_MEDIA = re.compile(r".*[/+]json")


class Described(NamedTuple):
    """media: as `application/json`, in lower case, empty where it is not said; charset: as it is written;
    codings: in the order in which they are undone, in lower case."""

    media: str = ""
    charset: str = ""
    codings: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether the type is one of text."""
        return _TEXT_MEDIA.fullmatch(self.media) is not None

    @property
    def is_json(self) -> bool:
        """Whether the type is JSON."""
        return _JSON_MEDIA.fullmatch(self.media) is not None


def described_by_http(parts: Sequence[Part], data: bytes) -> Described:
    """What the fields of a head say."""
    fields: dict[str, str] = {}
    for part in parts:
        if part.kind == "content":
            break
        name, colon, value = data[part.start : part.end].decode("latin-1").partition(":")
        if colon:
            name = name.strip().lower()
            fields[name] = f"{fields[name]}, {value.strip()}" if name in fields else value.strip()
    content_type = fields.get("content-type", "")
    charset = _CHARSET.search(content_type)
    codings = [*_items(fields.get("content-encoding", "")), *_items(fields.get("transfer-encoding", ""))]
    undone = tuple(coding for coding in reversed(codings) if coding not in ("identity", "chunked"))
    return Described(content_type.partition(";")[0].strip().lower(), charset[1] if charset else "", undone)


def _items(value: str) -> list[str]:
    return [item.strip().lower() for item in value.split(",") if item.strip()]


def described_by_json_header(parts: Sequence[Part], data: bytes) -> Described:
    """What the JSON header says; its content-encoding is a character encoding."""
    # What the length announces: the header's fields are parts one behind the other up to the content.
    fields = [part for part in parts[1:] if part.kind != "content"]
    values = read_object(data[fields[0].start : fields[-1].end]) if fields else {}
    if isinstance(values, HeaderFlaw):
        return Described()
    media, charset = values.get("content-type"), values.get("content-encoding")
    return Described(
        media.strip().lower() if isinstance(media, str) else "",
        charset.strip() if isinstance(charset, str) else "",
    )
