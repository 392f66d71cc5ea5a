"""What was said, as what can be kept: what was typed in pieces is one send, or as many as it was."""

from __future__ import annotations

import pytest

from tcptui.requests.model import Pause, SendText, Wait
from tcptui.requests.turns import Ended, Turn, joined
from tcptui.ui.collection.captured import Said, captured_of
from tcptui.ui.collection.composed import EXACT, FRAME, TYPED
from tests.journal.recording import Recording

SECOND = 10**9
LINES = (b"GET /a HTTP/1.1\r\n", b"Host: x\r\n", b"\r\n")
ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


def said(*steps: tuple[str, bytes]) -> Recording:
    """A record in which a second lies between any two things."""
    recording = Recording()
    for what, data in steps:
        recording.clock += SECOND
        recording.step(1, what, data)
    recording.writer.flush()
    return recording


def test_lines_that_were_typed_are_one_request_or_each_its_own_as_they_were() -> None:
    with said(*(("out", line) for line in LINES), ("in", ANSWER)) as recording:
        keeping = captured_of(Said(recording.log, 1, None, "127.0.0.1:80"), "auto")
    assert list(keeping.forms) == [EXACT, FRAME, TYPED]
    assert keeping.form == EXACT
    whole = keeping.request("a", "127.0.0.1:80")
    assert whole is not None
    assert [type(step) for step in whole.steps] == [SendText, Wait]
    assert keeping.name == "GET /a"
    keeping.take_form(TYPED)
    typed = keeping.request("a", "127.0.0.1:80")
    assert typed is not None
    assert [type(step) for step in typed.steps] == [SendText, Pause, SendText, Pause, SendText, Wait]
    assert typed.steps[1] == Pause(1.0)
    assert keeping.proposed == "GET /a"


def test_what_is_left_of_what_was_typed_gives_the_name() -> None:
    with said(("out", b"one\r\n"), ("in", b"ok\r\n"), ("out", b"two\r\n"), ("out", b"three\r\n")) as recording:
        keeping = captured_of(Said(recording.log, 1, None, "127.0.0.1:80"), "line")
    keeping.take_form(TYPED)
    third = next(choice for choice in map(keeping.choice, range(len(keeping))) if "three" in choice.text)
    keeping.only(third)
    assert keeping.proposed == "three"


def test_what_went_out_at_once_has_no_other_form() -> None:
    with said(("out", b"".join(LINES)), ("in", ANSWER)) as recording:
        assert TYPED not in captured_of(Said(recording.log, 1, None, "127.0.0.1:80"), "auto").forms


@pytest.mark.parametrize("end", [(), (Ended(9, "out", "fin"),)])
def test_joined_turns_say_the_same(end: tuple[Ended, ...]) -> None:
    turns = (
        Turn(1, 2, "out", b"a", ("x",)), Turn(5, 6, "out", b"b", ("y",)), Turn(7, 7, "in", b"c"), *end,
        Turn(10, 11, "out", b"d"),
    )  # fmt: skip
    first, *rest = joined(turns)
    assert first == Turn(1, 6, "out", b"ab", ("x", "y"))
    assert tuple(rest) == turns[2:]
