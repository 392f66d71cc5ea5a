"""What a connection did in the last seconds, and the bars that show it."""

from __future__ import annotations

from tcptui.ui.pulse import KEPT, SECOND, Pulse
from tcptui.ui.sparkline import bar, sparkline

NOW = 1_000 * SECOND


def test_bytes_are_counted_by_whole_seconds_that_are_over() -> None:
    pulse = Pulse()
    for seconds, count in ((3.2, 7), (3.9, 5), (2.5, 100), (0.0, 9)):
        pulse.moved("in", NOW - int(seconds * SECOND), count)
    assert pulse.rates("in", NOW, 5) == [0, 12, 100, 0, 0], "the present second is not over"
    assert pulse.rates("out", NOW, 5) == [0] * 5
    assert pulse.rates("in", NOW + SECOND, 1) == [9]


def test_what_is_long_past_is_forgotten() -> None:
    pulse = Pulse()
    for second in range(2 * KEPT):
        pulse.moved("out", second * SECOND, 1)
    assert len(pulse._seconds) == KEPT
    assert pulse.rates("out", 2 * KEPT * SECOND, KEPT) == [1] * KEPT
    assert pulse.moving(2 * KEPT * SECOND, 10)
    assert not pulse.moving(4 * KEPT * SECOND, 10)


def test_a_round_trip_time_stands_until_the_next_one() -> None:
    pulse = Pulse()
    pulse.measured(NOW - 90 * SECOND, 50)
    assert pulse.rtts(NOW, 4) == [50] * 4
    pulse.measured(NOW - SECOND, 70)
    pulse.measured(NOW - SECOND, 80)
    assert pulse.rtts(NOW, 4) == [50, 50, 80, 80]
    assert Pulse().rtts(NOW, 3) == [0, 0, 0]


def test_bars() -> None:
    assert sparkline([]) == ""
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([0, 1, 500, 1000]) == "▁▂▄█", "something is never drawn as nothing"
    assert bar(1, 4) == "━━━━"
    assert bar(0.5, 3) == "━╸"
    assert bar(1e-9, 3) == "╸"
    assert bar(0, 3) == ""
