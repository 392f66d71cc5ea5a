"""What the screen shows of saved requests: the collection, a broken file, what is about to be saved, the editor."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.ui.test_ui_collection import opened, requests
from tests.ui.test_ui_snapshots import Screen, shown
from tests.ui.test_ui_snapshots import opened as opened_run

__all__ = ["requests"]


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Screen)


@pytest.fixture(autouse=True)
def own_folder(requests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own collection is told from the project's folder on, so that its path is the same each time."""
    monkeypatch.setenv("TCPTUI_CONFIG_DIR", str(requests.parent / "config"))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "small"])
@pytest.mark.parametrize("at", ["Workers", "wrong"])
async def test_collection(screen: SnapshotAssertion, size: tuple[int, int], at: str) -> None:
    async with opened(at, size=size) as d:
        await d.until(lambda: ("1 send" if at == "Workers" else "line 4") in d.drawn)
        assert await shown(d) == screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "small"])
async def test_saving_what_was_said(screen: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with opened_run(size) as d:
        await d.press("escape", "escape", "w")
        await d.until_drawn("save as a request")
        await d.press("tab", "down")
        assert await shown(d) == screen


async def test_editor(screen: SnapshotAssertion) -> None:
    async with opened("wrong", size=(80, 24)) as d:
        await d.press("e")
        await d.until_drawn("✕ line 4")
        assert await shown(d) == screen
