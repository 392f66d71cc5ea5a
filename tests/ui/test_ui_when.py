"""Moments of the past in words."""

from __future__ import annotations

from datetime import datetime

import pytest

from tcptui.ui.when import when

NOW = datetime(2026, 11, 21, 15, 0, 0)


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (datetime(2026, 11, 21, 14, 59, 30), "just now"),
        (datetime(2026, 11, 21, 14, 55), "5 min ago"),
        (datetime(2026, 11, 21, 9, 5), "09:05"),
        (datetime(2026, 11, 20, 23, 59), "yesterday"),
        (datetime(2026, 11, 13, 9, 0), "13 Nov"),
        (datetime(2025, 11, 13, 9, 0), "2025-11-13"),
        (datetime(2026, 11, 21, 15, 0, 5), "15:00"),
    ],
)
def test_words(then: datetime, told: str) -> None:
    assert when(int(then.timestamp() * 1e9), int(NOW.timestamp() * 1e9)) == told
    assert len(told) <= 12


def test_an_unknown_moment() -> None:
    assert when(None, 0) == "unknown"
