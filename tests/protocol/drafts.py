"""Drafts of every framing for hypothesis, and what is checked of all that is composed."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tcptui.protocol.composing import OFF, Draft, change, settings
from tcptui.protocol.framing.parts import Part

FRAMINGS = (
    "none", "until-close", "auto", "line", r"delimiter:\r\n.\r\n", r"delimiter:\0", "fixed:1", "fixed:64",
    "length:u8", "length:u16be", "length:u16le", "length:u24be", "length:u24le", "length:u32be", "length:u32le",
    "length:u64be", "length:u64le", "length:varint", "length:u16be,offset=3", "length:u32be,adjust=-4",
    "length:u8,offset=1,adjust=2", "json-header", "http", "netstring", "resp",
    "dns", "tls", "postgresql", "mysql", "kafka", "mongodb", "modbus",
)  # fmt: skip
"""One of each kind, and of each way that their parameters change them."""

WITHOUT_MESSAGES = ("none", "until-close", "auto")

NAMES = st.from_regex(r"[A-Za-z][A-Za-z-]{0,8}", fullmatch=True).filter(
    lambda name: name.lower() not in ("content-length", "transfer-encoding", "host")
)
VALUES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x2FF, exclude_categories=["C", "Z"]), max_size=12)
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=4).map(lambda headers: (("Host", "h:80"), *headers))
NUMBERS = st.integers(-2, 70000).map(str)


def quoted(word: bytes) -> bytes:
    """A word of a command as redis-cli takes it."""
    return b'"' + b"".join(b"\\x%02x" % byte for byte in word) + b'"'


COMMANDS = st.lists(st.binary(max_size=8).map(quoted), min_size=1, max_size=6).map(b" ".join)


@st.composite
def drafts(draw: st.DrawFn, framings: Sequence[str] = FRAMINGS) -> Draft:
    """A draft in which a few settings are set by hand: to a choice, to a number, left out, or to anything."""
    framing = draw(st.sampled_from(framings))
    content = draw(COMMANDS if framing == "resp" else st.binary(max_size=60))
    headers = draw(HEADERS) if framing == "http" else ()
    draft = Draft(framing, content, headers)
    for _ in range(draw(st.integers(0, 3))):
        offered = settings(draft)
        if not offered:
            break
        setting = draw(st.sampled_from(offered))
        values = [NUMBERS, st.text(max_size=5)]
        values += [st.sampled_from(setting.choices)] * 4 if setting.choices else []
        values += [st.just(OFF)] if setting.may_be_off else []
        draft = change(draft, setting.id, draw(st.one_of(values)))
    return draft


def assert_covered(parts: Sequence[Part], size: int) -> None:
    """Parts follow each other without a gap, none is empty, and they end with the message."""
    at = 0
    for part in parts:
        assert part.start == at < part.end
        assert part.name
        at = part.end
    assert at == size


def told(parts: Sequence[Part]) -> list[str]:
    """Parts for tables: `name(start-end)`, with what is wrong behind it."""
    return [f"{part.name}({part.start}-{part.end})" + (f" {part.wrong}" if part.wrong else "") for part in parts]
