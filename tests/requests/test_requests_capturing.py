"""A stretch of a conversation as a request: the same bytes, waits for what came, and what can be expected."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests import conditions as cond
from tcptui.requests.capturing import capture
from tcptui.requests.model import CloseStep, Expect, Frame, Pause, SavedRequest, SendText, Step, Wait
from tcptui.requests.reading import read_request
from tcptui.requests.secrets.finding import found_secrets, without_secrets
from tcptui.requests.turns import Ended, Talk, Turn
from tcptui.requests.writing import written
from tests.requests.porting import request_of, sent_by

MS = 1_000_000
GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
JSON = b'{"id": 7, "token": "s", "ok": [true]}'
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 37\r\n\r\n" + JSON


def turns(*said: tuple[int, str, bytes] | Ended) -> Sequence[Turn | Ended]:
    """What was said: milliseconds, `out` or `in`, the bytes."""
    talk = Talk(apart=10 * MS)
    for one in said:
        if isinstance(one, Ended):
            talk.end(one)
        else:
            talk.say(one[0] * MS, "out" if one[1] == "out" else "in", one[2])
    return talk.turns()


def test_an_exchange_is_sent_and_its_answer_waited_for() -> None:
    found = capture(turns((0, "out", GET), (1, "in", OK[:20]), (5, "in", OK[20:])), "auto")
    assert found.framing == "http"
    assert found.steps() == (
        SendText("GET /a HTTP/1.1\nHost: x\n\n", EndOfLine.CRLF),
        Wait(cond.Messages(1)),
    )


def test_pauses_are_as_they_were() -> None:
    said = turns((0, "out", b"one\n"), (40, "in", b"1\n"), (1240, "out", b"two\n"), (1745, "out", b"three\n"))
    assert capture(said, "line", pauses=True).steps() == (
        SendText("one\n"),
        Wait(cond.Messages(1)),
        Pause(1.2),
        SendText("two\n"),
        Pause(0.505),
        SendText("three\n"),
    )
    assert not any(isinstance(step, Pause) for step in capture(said, "line").steps())


def test_bytes_that_follow_each_other_closely_are_one_step() -> None:
    assert capture(turns((0, "out", b"a"), (9, "out", b"b")), "none").steps() == (SendText("ab"),)
    assert len(capture(turns((0, "out", b"a"), (19, "out", b"b")), "none").steps()) == 2


@pytest.mark.parametrize(
    ("end", "steps"),
    [
        ((Ended(3, "in", "fin"),), (Wait(cond.End()),)),
        ((Ended(3, "in", "rst"),), (Wait(cond.End()),)),
        ((Ended(3, "out", "fin"), Ended(4, "in", "fin")), (CloseStep("fin"),)),
        ((Ended(3, "out", "rst"),), (CloseStep("rst"),)),
    ],
)
def test_how_it_ended(end: Sequence[Ended], steps: tuple[Step, ...]) -> None:
    assert capture(turns((0, "out", b"a"), *end), "none").steps()[1:] == steps


def test_what_can_be_expected_is_left_until_it_is_asked_for() -> None:
    found = capture(turns((0, "out", GET), (1, "in", OK), Ended(2, "in", "fin")), "http", expectations=True)
    assert found.steps() == capture(turns((0, "out", GET), (1, "in", OK), Ended(2, "in", "fin")), "http").steps()
    proposed = [part.step.conditions[0] for part in found.parts if isinstance(part.step, Expect)]
    assert proposed == [
        cond.Status((200,)),
        cond.Header("Content-Type", "application/json"),
        cond.Json("$.id", "7"),
        cond.Json("$.ok[0]", "true"),
        cond.Size(37, 37),
        cond.Happened("peer-fin"),
    ]


def test_what_is_expected_of_one_answer_is_one_step_that_waits_for_it() -> None:
    found = capture(turns((0, "out", GET), (1, "in", OK)), "http", expectations=True)
    steps = found.steps({index for index, part in enumerate(found.parts) if part.taken or part.answer == 1})
    assert isinstance(steps[1], Expect)
    assert len(steps) == 2
    assert len(steps[1].conditions) == 5


def test_two_answers_at_once_are_expected_apart() -> None:
    found = capture(turns((0, "out", b"a\nb\n"), (1, "in", b"1\n22\n")), "line", expectations=True)
    every = found.steps(range(len(found.parts)))
    assert every[1] == Wait(cond.Messages(2))
    assert every[2:] == (
        Expect((cond.Contains("1"), cond.Size(2, 2))),
        Expect((cond.Contains("22"), cond.Size(3, 3))),
    )


def test_nothing_that_braces_would_make_a_variable_is_proposed() -> None:
    found = capture(turns((0, "out", b"a\n"), (1, "in", b"{{x}}\n")), "line", expectations=True)
    assert not any(isinstance(one, cond.Contains) for part in found.parts for one in _conditions(part.step))


def _conditions(step: Step) -> tuple[cond.Condition, ...]:
    return step.conditions if isinstance(step, Expect) else ()


SAID = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["out", "in"]), st.binary(max_size=30)), max_size=12)


@given(SAID, st.sampled_from(["none", "auto", "line", "http", "resp", "length:u8"]))
def test_what_was_sent_is_sent_again_to_the_byte(said: list[tuple[int, str, bytes]], framing: str) -> None:
    at, timed = 0, []
    for pause, direction, data in said:
        at += pause
        timed.append((at, direction, data))
    found = capture(turns(*timed), framing, pauses=True, expectations=True)
    out = b"".join(data for _, direction, data in timed if direction == "out")
    for steps in (found.steps(), found.steps(range(len(found.parts)))):
        request = SavedRequest("x", "127.0.0.1:80", steps, (), found.framing)
        again = read_request(written(request).encode(), "x").request if steps else request
        assert again == request
        assert sent_by(again) == out


@pytest.mark.parametrize(
    ("answer", "waited"),
    [(b"hello\r\nlogin: ", cond.HasBytes(b"login: ", "bytes")), (b"a b c\r\n", cond.HasBytes(b"a b c\r\n", "bytes")),
     (b'{"token": "abcdefgh"}', cond.HasBytes(b'"}', "bytes")), (b"token=abcdefghijklmnopq", cond.Amount(23)),
     (b"Set-Cookie: sid=abcdefghijklmnopqrst\r\n", cond.HasBytes(b"\r\n", "bytes"))],
)  # fmt: skip
def test_what_is_waited_for_holds_no_credential(answer: bytes, waited: cond.Condition) -> None:
    steps = capture(turns((0, "out", b"a"), (1, "in", answer), (50, "out", b"b")), "none").steps()
    assert steps[1] == Wait(waited)


# Credentials of composed messages -------------------------------------------------------------------------------------


def test_credentials_in_the_fields_of_a_message_become_variables() -> None:
    headers = (("Host", "x"), ("Authorization", "Bearer s3cret"), ("X-Note", "{{not me}}"))
    request = request_of(Frame("text", "a {{b}}", headers, (), "", template=False))
    before = sent_by(request)
    [secret] = found_secrets(request)
    assert (secret.what, secret.value, secret.variable) == ("Authorization", "s3cret", "authorization")
    hidden = without_secrets(request, [secret])
    assert "s3cret" not in written(hidden)
    assert sent_by(hidden, authorization="s3cret") == before
