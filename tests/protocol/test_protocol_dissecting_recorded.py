"""What real servers said, taken apart: every message of the recordings, without a word that it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcptui.protocol.dissecting import dissect, readable
from tcptui.protocol.framing import Exchange, parse_framing
from tests.protocol.drafts import assert_covered

RECORDED = Path(__file__).parent / "recorded"
FRAMINGS = {
    "dns": "dns",
    "memcached": "line",
    "mysql": "mysql",
    "nginx": "http",
    "postgresql": "postgresql",
    "redis": "resp",
    "redis3": "resp",
}


@pytest.mark.parametrize("server", FRAMINGS)
def test_every_message_fits_together(server: str) -> None:
    exchange = Exchange(parse_framing(FRAMINGS[server]))
    streams = {"out": (RECORDED / f"{server}.out").read_bytes(), "in": (RECORDED / f"{server}.in").read_bytes()}
    seen = [*exchange.sent(streams["out"]), *exchange.received(streams["in"]), *exchange.peer_fin()]
    assert len(seen) > 4
    for direction, found, _ in seen:
        data = streams[direction][found.start : found.end]
        parts = dissect(FRAMINGS[server], direction, found.kind, data)
        assert_covered(parts, len(data))
        assert [f"{part.name} {part.wrong}" for part in parts if part.wrong] == []
        assert readable(FRAMINGS[server], direction, found.kind, data).media in ("", "text/html", "text/plain")


def named(server: str, direction: str) -> list[tuple[str, str]]:
    """The first part of each message of a recording, and what it says."""
    framing = FRAMINGS[server]
    exchange = Exchange(parse_framing(framing))
    out, data = (RECORDED / f"{server}.out").read_bytes(), (RECORDED / f"{server}.in").read_bytes()
    seen = [*exchange.sent(out), *exchange.received(data)]
    streams = {"out": out, "in": data}
    parts = [
        dissect(framing, one.direction, one.found.kind, streams[one.direction][one.found.start : one.found.end])[0]
        for one in seen
        if one.direction == direction
    ]
    return [(part.name, part.value) for part in parts]


def test_the_messages_of_postgresql_have_their_names() -> None:
    values = [value.partition(", ")[2] for name, value in named("postgresql", "in") if name == "type"]
    assert values[0] == "Authentication"
    assert {"ParameterStatus", "BackendKeyData", "ReadyForQuery", "RowDescription", "DataRow", "ErrorResponse"} <= {
        *values
    }
    assert named("postgresql", "out")[0][0] == "length"


def test_a_reply_of_redis_is_told_in_lines() -> None:
    data = (RECORDED / "redis.in").read_bytes()
    at = data.index(b"*3\r\n$3\r\none")
    text = readable("resp", "in", "message", data[at : at + 30]).text
    assert text is not None
    assert text.splitlines()[:4] == ["array: 3 elements", '  "one"', '  ""', '  "three"']
