"""What the screen shows of a run in which nothing is left to chance, feature by feature, as text.

After a change that is meant: `pytest tests/ui/test_ui_snapshots.py --snapshot-update`, and read the difference.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tcptui.ui.screens.past_runs import Picked
from tests.ui.desk import Desk, desk
from tests.ui.fixedrun import fixed_run, json_header_run


class Screen(SingleFileSnapshotExtension):
    """A text file a snapshot."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Screen)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@contextlib.asynccontextmanager
async def opened(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    """The fixed run, open and read, its first connection in view."""
    with fixed_run() as run:
        async with desk(size=size) as one:
            one.bench.open_run(Picked(run))
            await one.until(lambda: len(one.bench.sessions) == 2)
            await one.until(lambda: all(session.story.verdict for session in one.bench.sessions))
            await one.until(lambda: one.bench.card.display)
            yield one


async def shown(one: Desk) -> str:
    """The screen once it has come to rest."""
    before = ""
    while (drawn := "\n".join(line.rstrip() for line in one.lines)) != before:
        before = drawn
        await one.pilot.pause(0.05)
    return drawn + "\n"


KEYS: dict[str, tuple[str, ...]] = {
    "session": (),
    "hex": ("f5",),
    "reset": ("ctrl+pagedown",),
    "time-absolute": ("escape", "escape", "t"),
    "selection": ("escape", "escape", "v", "up", "up"),
    "copy-menu": ("escape", "escape", "v", "up", "y"),
    "jump": ("escape", "escape", "colon"),
    "encodings": ("escape", "escape", "e"),
    "events": ("f4",),
    "explanations": ("alt+x",),
    "telnet-prompt": ("ctrl+right_square_bracket", "question_mark", "enter"),
    "past-runs": ("ctrl+o",),
    "listen": ("ctrl+l",),
    "new": ("ctrl+n",),
    "help": ("f1",),
}


@pytest.mark.parametrize("name", KEYS)
async def test_feature(screen: SnapshotAssertion, name: str) -> None:
    async with opened() as one:
        await one.press(*KEYS[name])
        assert await shown(one) == screen


@pytest.mark.parametrize("name", ["session", "reset", "hex", "events"])
async def test_feature_at_80_by_24(screen: SnapshotAssertion, name: str) -> None:
    async with opened((80, 24)) as one:
        await one.press(*KEYS[name])
        assert await shown(one) == screen


async def test_search(screen: SnapshotAssertion) -> None:
    async with opened() as one:
        await one.press("escape", "escape", "slash")
        await one.type("line")
        await one.press("enter")
        assert await shown(one) == screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "small"])
async def test_composer(screen: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with opened(size) as one:
        await one.press("f2", "alt+h")
        await one.type("X-Token: abc")
        await one.press("tab")
        await one.type("hello")
        await one.press("shift+tab", "down", "down", "alt+u", "backspace", "9", "tab", "tab", "n", "m")
        assert await shown(one) == screen


async def test_messages_of_http(screen: SnapshotAssertion) -> None:
    async with opened() as one:
        await one.press("escape", "escape", "m", "enter")
        await one.until_drawn("text/plain")
        assert await shown(one) == screen


async def test_messages_of_json_header_at_80_by_24(screen: SnapshotAssertion) -> None:
    with json_header_run() as run:
        async with desk(size=(80, 24)) as one:
            one.bench.open_run(Picked(run))
            await one.until(lambda: len(one.bench.sessions) == 1)
            await one.press("escape", "m")
            await one.until_drawn("missing")
            await one.press("g", "down", "enter")
            await one.until_drawn("caves beneath")
            assert await shown(one) == screen


async def test_framings_to_choose_from(screen: SnapshotAssertion) -> None:
    async with opened((80, 24)) as one:
        await one.press("escape", "escape", "f")
        assert await shown(one) == screen
