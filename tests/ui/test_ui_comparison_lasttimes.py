"""Which replay another one is compared with, of this run and of others."""

from __future__ import annotations

import pytest

from tcptui.protocol.events import Replayed
from tcptui.ui.comparison import lasttimes
from tcptui.ui.comparison.lasttimes import LastTimes, of_the_past
from tcptui.ui.comparison.sides import Side

A, B = "/a.toml", "/b.toml"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, int], int]]:
    """What the catalogue was asked; it knows of nothing but a recording."""
    found: list[tuple[str, tuple[str, int], int]] = []

    def last_time(source: str, before: tuple[str, int], at: int) -> tuple[str, int] | None:
        found.append((source, before, at))
        return ("here", 7) if source == "recording here/7" else None

    monkeypatch.setattr(lasttimes, "last_time", last_time)
    return found


def told(*begun: tuple[int, str, int]) -> LastTimes:
    times = LastTimes("here")
    for conn, source, together in begun:
        times.told(Replayed(conn, 0, source, "r", together))
    return times


def test_the_one_before_in_this_run(asked: list[object]) -> None:
    times = told((1, A, 0), (2, B, 0), (3, A, 0))
    assert times.before(3) == Side(None, 1)
    assert not asked
    assert times.before(9) is None


def test_the_first_in_this_run_is_looked_for_in_others(asked: list[object]) -> None:
    times = told((1, A, 0), (2, "recording here/7", 0))
    assert times.before(1) is None
    assert times.before(2) == Side(None, 7)
    assert asked == [(A, ("here", 0), 0), ("recording here/7", ("here", 0), 0)]


def test_those_that_began_at_once_are_no_last_time_of_each_other(asked: list[object]) -> None:
    first, second = [(n, A, 1) for n in (1, 2)], [(n, A, 4) for n in (4, 5, 6)]
    times = told(*first, (3, A, 0), *second, (7, A, 0))
    assert [times.before(conn) for conn in (3, 4, 5, 6, 7)] == [
        Side(None, 1), Side(None, 3), Side(None, 3), Side(None, 3), Side(None, 4),
    ]  # fmt: skip
    assert told(*first, *second).before(5) == Side(None, 2)
    assert told(*first, *second).before(6) == Side(None, 2), "there was no third one"
    assert times.before(2) is None
    assert asked == [(A, ("here", 0), 1)]


def test_a_second_replay_on_the_same_connection_is_beside_the_first(asked: list[object]) -> None:
    times = told((1, A, 0), (1, B, 0), (1, A, 0))
    assert times.before(1) == Side(None, 1, 0)
    assert of_the_past(Side("then", 1), [A, B, A], "here") == Side("then", 1, 0)
    assert not asked
