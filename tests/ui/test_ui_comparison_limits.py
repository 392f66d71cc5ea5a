"""What of two conversations is not compared is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcptui.requests.comparing import Comparison, Difference, Incident, Pair, Transcript, Utterance
from tcptui.transcribing import Account
from tcptui.ui.comparison import bars
from tcptui.ui.comparison.bars import limits, summary
from tcptui.ui.comparison.rulebook import Rulebook
from tcptui.ui.comparison.sides import Compared


def side(size: int = 4, *, left_out: bool = False) -> Account:
    utterance = Utterance("in", "response", b"data", size, 1)
    return Account(Transcript("none", (utterance,), (Incident("outcome", "", 1),), left_out), "h:1", None, None, 0)


NOTHING = Comparison((), ())


def compared(left: Account, right: Account, comparison: Comparison = NOTHING) -> Compared:
    return Compared(left, right, comparison, Rulebook(Path("r.toml"), ()))


def test_nothing_is_said_where_all_is_compared() -> None:
    assert limits(compared(side(), side())) == ""


@pytest.mark.parametrize(
    ("left", "right", "comparison", "said"),
    [
        (side(), side(left_out=True), NOTHING, "only the first 10,000 messages of + are compared"),
        (side(9), side(), NOTHING, "≈ only the first 1.0 MB of a message are compared"),
        (side(), side(), Comparison((), (), by_place=True), "too many messages to look for"),
        (
            side(),
            side(),
            Comparison((Pair(None, None, (), more=True),), ()),
            "of 1 pair only the first differences, 1,000 ",
        ),
    ],
)
def test_what_is_compared_in_part_is_said(left: Account, right: Account, comparison: Comparison, said: str) -> None:
    assert limits(compared(left, right, comparison)).startswith(said)


def test_of_much_the_beginning_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bars, "ALTOGETHER", 4)
    assert limits(compared(side(9), side(9))) == "only the first 4 B of − and +"


def test_what_has_no_verdict_is_said() -> None:
    open_one = Account(Transcript("none", ()), "h:1", None, None, 0)
    assert limits(compared(side(), open_one)) == "no verdict on +: the end is not compared"


def test_that_there_are_more_differences_is_in_the_summary() -> None:
    one = Difference("line", "1", "a", "b")
    assert summary(Comparison((Pair(None, None, (one,), more=True),), ())) == "at least 1 difference"
    assert summary(Comparison((Pair(None, None, (one,)),), ())) == "1 difference"
