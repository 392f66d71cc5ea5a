"""What is written into the dialog for many connections, and what is said of what can't be understood."""

from __future__ import annotations

import pytest

from tcptui.requests.many import Errand
from tcptui.ui.manyfields import FIELDS, WantedError, read

GOOD = {field.id: field.first for field in FIELDS} | {"target": "127.0.0.1:80"}


def test_connections_that_a_person_speaks_on() -> None:
    wanted = read(GOOD, 1000)
    assert (str(wanted.endpoint), wanted.count, wanted.framing) == ("127.0.0.1:80", 100, "auto")
    assert wanted.errand is None


def test_messages_are_sent_as_they_are_written() -> None:
    wanted = read(GOOD | {"messages": r"one |two\r\n|\x7c", "pause": "0.5"}, 1000)
    assert wanted.pause == 0.5
    assert wanted.errand == Errand((b"one ", b"two\r\n", b"|"), 10, "auto", "echo", 10.0)


def test_a_request_line_is_answered() -> None:
    errand = read(GOOD | {"messages": r"GET / HTTP/1.0\r\n\r\n", "timeout": "2"}, 1000).errand
    assert errand is not None
    assert (errand.until, errand.timeout, errand.reading) == ("answer", 2.0, "auto")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("target", "", "target"),
        ("count", "0", "no whole number from 1 on"),
        ("count", "-3", "no whole number"),
        ("count", "1001", "No more than 1,000 connections"),
        ("messages", r"a\q", "escape"),
        ("framing", "no-such", "no framing known here"),
        ("until", "never", "neither answer nor echo"),
        ("timeout", "soon", "no number of seconds"),
        ("pause", "-1", "no number of seconds"),
    ],
)
def test_what_cannot_be_understood_is_said_of_its_line(field: str, text: str, said: str) -> None:
    with pytest.raises(WantedError) as caught:
        read(GOOD | {field: text}, 1000)
    assert caught.value.field == field
    if said != "target":
        assert said in str(caught.value)


def test_an_echo_is_told_by_its_bytes_alone() -> None:
    with pytest.raises(WantedError, match="tells an answer's end") as caught:
        read(GOOD | {"messages": "x", "until": "echo", "framing": "line"}, 1000)
    assert caught.value.field == "until"


def test_no_time_is_no_time() -> None:
    with pytest.raises(WantedError) as caught:
        read(GOOD | {"messages": "x", "timeout": "0"}, 1000)
    assert caught.value.field == "timeout"
