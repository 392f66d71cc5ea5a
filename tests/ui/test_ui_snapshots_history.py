"""What the history of what was sent shows of runs of which everything is fixed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.ui.desk import desk
from tests.ui.fixedrun import fixed_run
from tests.ui.test_ui_sent_history import open_history
from tests.ui.test_ui_snapshots import Screen, shown


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "80x24"])
async def test_history(snapshot: SnapshotAssertion, size: tuple[int, int]) -> None:
    with fixed_run():
        async with desk(size=size) as d:
            await open_history(d)
            await d.press("tab", "down")
            await d.until_drawn("connection 1 of")
            assert await shown(d) == snapshot.use_extension(Screen)
