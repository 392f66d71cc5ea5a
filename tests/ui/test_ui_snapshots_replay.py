"""What the screen shows of replays of which everything is fixed: one expectation not met, and what is asked before."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tcptui.protocol import events as ev
from tcptui.protocol.verdict import ReceivedBytes, Response, SentBytes, Verdict
from tcptui.requests.reading import read_request
from tcptui.ui.replaying.ask import AskReplay
from tcptui.ui.replaying.round import Round
from tcptui.ui.replaying.wanted import Saved, Wanted
from tests.ui.desk import Desk, desk
from tests.ui.test_ui_snapshots import Screen
from tests.ui.test_ui_snapshots import shown as all_shown

SERVER = ev.Address("ipv4", "192.0.2.7", 8000)
LOCAL = ev.Address("ipv4", "192.0.2.1", 51234)
REQUEST = b"GET /workers HTTP/1.1\r\nHost: 192.0.2.7:8000\r\n\r\n"
ANSWER = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nlater"
FILE = """
name = "Workers overview"
target = "192.0.2.7:8000"
framing = "http"
steps = [
    { send = "GET /workers HTTP/1.1\\nHost: {{target}}\\n\\n", eol = "crlf" },
    { expect = { status = [200, 204], contains = "patients", within = "2s" } },
    { pause = "500ms" },
    { send = "GET /shifts HTTP/1.1\\nHost: {{target}}\\nX-Token: {{token}}\\n\\n", eol = "crlf" },
    { close = "fin" },
]

[variables]
user = "ann"
token = { value = "s3cret", secret = true }
"""
SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "small"])


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Screen)


async def shown(d: Desk) -> str:
    """The screen without the keys at its foot, which change with every feature."""
    return "\n".join((await all_shown(d)).splitlines()[:-1]) + "\n"


def saved() -> Saved:
    return Saved(Path("workers.toml"), read_request(FILE.encode(), "workers.toml"))


def happened(start: int) -> list[ev.Event]:
    """The connection's events. start: when it was asked for, ns."""
    response = Response("http", True, 503, 0, None)
    sent, received = SentBytes(len(REQUEST), len(REQUEST), 0, 0), ReceivedBytes(len(ANSWER), 0)
    summary = "The server gave a complete answer (status 503), and you closed the connection."
    verdict = Verdict("complete", "idle", "local-close", None, None, sent, received, response, None, summary, "", ())
    return [
        ev.Opened(1, start, str(SERVER), "http"),
        ev.Connecting(1, start + 1, SERVER, 1),
        ev.Connected(1, start + 2_000_000, SERVER, LOCAL, 1, 0.002),
        ev.Sent(1, start + 3_000_000, 0, len(REQUEST), REQUEST),
        ev.Received(1, start + 45_000_000, 0, len(ANSWER), ANSWER),
        ev.Closed(1, start + 46_000_000, "fin", "asked"),
        ev.VerdictReached(1, start + 46_000_000, verdict),
    ]


def not_met(d: Desk) -> None:
    """A replay that only the screen knows."""
    source, wanted = saved(), Wanted()
    one = Round(source, wanted, source.first)
    replay = one.begin(1, source.plan(source.first, wanted), 10.0)
    events = happened(d.workbench.started.t)
    for event in events[2:]:
        list(replay.on(event, (event.t - events[0].t) / 1e9))
    d.bench.replays_on(1, one)
    d.bench.sessions.get(1).name = source.title
    d.bench.deliver(events)
    d.bench.bring(d.bench.sessions.get(1))


@SIZES
async def test_one_expectation_not_met(screen: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with desk(size=size) as d:
        not_met(d)
        await d.until_drawn("got      status 503 (HTTP/1.1 503 Service Unavailable)")
        assert await shown(d) == screen


@SIZES
async def test_how_it_is_to_be_replayed(screen: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with desk(size=size) as d:
        source = saved()
        d.bench.ask_replay(source, source.first)
        await d.until(lambda: isinstance(d.app.screen, AskReplay) and d.app.screen.focused)
        assert await shown(d) == screen
