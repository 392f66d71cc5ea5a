"""What a comparison shows of runs in which nothing is left to chance, as text.

After a change that is meant: `pytest tests/ui/test_ui_snapshots_comparison.py --snapshot-update`; read the difference.
"""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from tcptui.ui.comparison.screen import ComparisonScreen
from tcptui.ui.screens.past_runs import Picked
from tests.ui.desk import desk
from tests.ui.fixedrun import two_replays
from tests.ui.test_ui_snapshots import Screen, shown, utc  # noqa: F401 - a fixture


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Screen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "small"])
@pytest.mark.parametrize(
    ("key", "then"),
    [("", "5 differences"), ("enter", "3 of 10 lines differ")],
    ids=["comparison", "whole"],
)
async def test_comparison(screen: SnapshotAssertion, size: tuple[int, int], key: str, then: str) -> None:
    with two_replays() as run:
        async with desk(size=size) as one:
            one.bench.open_run(Picked(run, 2))
            await one.until(lambda: one.bench.sessions.current and one.session.story.verdict)
            await one.press("alt+v")
            await one.until(lambda: isinstance(one.app.screen, ComparisonScreen) and one.app.screen._compared)
            await one.press(*filter(None, [key]))
            await one.until_drawn(then)
            assert await shown(one) == screen
