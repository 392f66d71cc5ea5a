"""What the screen shows of a thousand connections of which everything is fixed: their tabs, the list, the summary."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from tcptui.protocol import events as ev
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.verdict import Outcome, ReceivedBytes, SentBytes, Verdict
from tcptui.requests.many import Errand
from tcptui.requests.replaying.tally import Tally
from tcptui.ui.groups import Group, GroupWanted
from tests.ui.desk import Desk, desk
from tests.ui.test_ui_snapshots import Screen
from tests.ui.test_ui_snapshots import shown as all_shown

COUNT = 1000
SERVER = ev.Address("ipv4", "192.0.2.7", 7)
LOCAL = ev.Address("ipv4", "192.0.2.1", 51234)
OUTCOMES: dict[int, Outcome] = {0: "reset", 7: "truncated", 11: "refused"}
"""By the last two digits of a connection's number; the others are done, or open still."""


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Screen)


def story(conn: int, start: int) -> list[ev.Event]:
    """One connection from its opening to where it stands; start: the run's, ns."""
    t, outcome = start + conn * 1_000_000, OUTCOMES.get(conn % 100)
    events: list[ev.Event] = [ev.Opened(conn, t, str(SERVER), "none"), ev.Connecting(conn, t, SERVER, 1)]
    if outcome != "refused":
        events.append(ev.Connected(conn, t, SERVER, LOCAL, 1, 1.03 if conn % 300 == 1 else conn / 1e6))
        events.append(ev.Sent(conn, t + 1000, 0, 44))
        events.append(ev.Received(conn, t + 2000, 0, 22 if outcome == "truncated" else 44))
    if outcome is None and conn % 4:
        return events
    sent, received = SentBytes(44, 44, 0, 0), ReceivedBytes(44, 0)
    summary = f"The connection was {outcome or 'complete'}."
    ended = "peer-rst" if outcome else "local-close"
    verdict = Verdict(outcome or "complete", "idle", ended, None, None, sent, received, None, None, summary, "", ())
    return [
        *events,
        ev.Closed(conn, t + 3000 * conn, "fin", "asked"),
        ev.VerdictReached(conn, t + 3000 * conn, verdict),
    ]


async def shown(d: Desk) -> str:
    """The screen without the keys at its foot, which change with every feature."""
    return "\n".join((await all_shown(d)).splitlines()[:-1]) + "\n"


def thousand(d: Desk) -> None:
    """Connections that only the screen knows, opened as a group."""
    endpoint = parse_target(str(SERVER))
    wanted = GroupWanted(endpoint, COUNT, "none", Errand((b"x" * 44,), 44, "none", "echo"))
    group = Group(1, wanted, Tally(COUNT), COUNT)
    d.bench.groups.append(group)
    start = d.workbench.started.t
    for conn in range(1, COUNT + 1):
        session = d.bench.sessions.get(conn)
        session.name, session.group = f"{conn}/{COUNT}", group
    d.bench.deliver([event for conn in range(1, COUNT + 1) for event in story(conn, start)])
    ended = d.bench.sessions.find(500)  # of what is over, no figure changes with the time
    assert ended is not None
    d.bench.bring(ended)


@pytest.mark.parametrize("size", [(120, 36), (200, 60)])
async def test_tabs_and_list(screen: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with desk(size=size) as d:
        thousand(d)
        assert await shown(d) == screen


async def test_list_with_the_keys(screen: SnapshotAssertion) -> None:
    async with desk(size=(120, 36)) as d:
        thousand(d)
        await d.press("alt+l", "right", "right", "space", "space", "down", "space")
        assert await shown(d) == screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_summary(screen: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with desk(size=size) as d:
        thousand(d)
        await d.press("alt+m", "down", "down", "down", "down")
        assert await shown(d) == screen


async def test_dialog(screen: SnapshotAssertion) -> None:
    async with desk(size=(80, 24)) as d:
        await d.press("alt+m")
        await d.type("127.0.0.1:7")
        await d.press("down", "down")
        await d.type(r"hello\r\n")
        assert await shown(d) == screen
