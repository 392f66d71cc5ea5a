"""Secret values, and every form in which they could come to be told."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.requests.describing import step_words
from tcptui.requests.model import Frame, SendHex, SendText
from tcptui.requests.secrets.masking import Mask
from tests.requests.play import Play, step

SECRET = 's3cr.et-"q\\uer+ty$é'


def masked(text: str, *secrets: str) -> str:
    mask = Mask()
    for secret in secrets:
        mask.add(secret)
    return mask(text)


@pytest.mark.parametrize(
    "form",
    [
        SECRET, re.escape(SECRET), json.dumps(SECRET)[1:-1], json.dumps(SECRET, ensure_ascii=False)[1:-1],
        repr(SECRET)[1:-1], SECRET.encode().decode("latin-1"), json.dumps(SECRET.encode().decode("latin-1"))[1:-1],
    ],
)  # fmt: skip
def test_every_form_of_a_secret_is_hidden(form: str) -> None:
    assert masked(f"a {form}zz", SECRET) == "a ***zz"


def test_each_line_of_a_secret_is_hidden_but_no_lone_bracket() -> None:
    secret = "{\n  line1secret\nline2secret\n}"
    assert masked("{ line1secret } and line2secret", secret) == "{ line1secret } and ***"
    assert masked("{   line1secret }", secret) == "{ *** }"
    assert masked(secret, secret) == "***"


def test_the_longer_of_two_secrets_is_hidden_whole() -> None:
    assert masked("abcdef abc", "abc", "abcdef", "") == "*** ***"


def test_a_secret_of_a_megabyte_is_hidden_in_no_time() -> None:
    """An expression with all of it, and one with each of its lines, would hold the loop up for many seconds."""
    lines = "\n".join(f"line {number} of it" for number in range(50_000))
    begun = time.process_time()
    assert masked(f"a {lines}, b {lines} c token", lines, "token") == "a ***, b *** c ***"
    assert masked(lines[:30], lines) == "***\n***\nline"
    assert time.process_time() - begun < 10


def test_hundreds_of_secrets_are_added_in_no_time() -> None:
    """An expression made anew for each would cost with their square."""
    begun = time.process_time()
    secrets = [f"{number:040x}" for number in range(0, 1 << 40, 1 << 30)]
    assert masked(f"{secrets[-1]} {secrets[0]}x", *secrets) == "*** ***x"
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("secret", "text", "told"),
    [
        ("q", "requests/q.toml: q, aq; é=q", "requests/***.toml: ***, aq; é=***"),
        ("12", "2012 12 [12] 1212", "2012 *** [***] 1212"),
        ("!", "a!b", "a!b"),
        ("abc", "xabcx", "x***x"),
    ],
)
def test_a_secret_of_a_letter_or_two_is_hidden_where_it_stands_alone(secret: str, text: str, told: str) -> None:
    assert masked(text, secret) == told


@given(st.lists(st.text("ab", min_size=3, max_size=5), max_size=4), st.text("ab", max_size=30))
def test_long_ones_are_found_as_short_ones_are(secrets: list[str], text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tcptui.protocol.finder._SHORT", 0)
        long = masked(text, *secrets)
    assert long == masked(text, *secrets)


def test_bytes_that_are_no_text_are_hidden_as_they_are_told() -> None:
    assert masked(r"key \xffab", "key \udcffab") == "***"


def failure(steps: str, answer: str, framing: str = "line", **given: str) -> str:
    """What the last step's failure says, the secret being `token`, or another that is given."""
    play = Play(f'[variables]\ntoken = {{ env = "TK", secret = true }}\n{steps}', framing, **{"token": SECRET, **given})
    play.connected()
    play.comes(answer.encode())
    play.fin()
    assert not play.done[-1].ok
    return f"{play.done[-1].what} | {play.done[-1].expected} | {play.done[-1].got}"


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ("regex = '{{token}}zz'", "no"), ("json = { '$.a' = '{{token}}' }", '{"a": 1}'),
        ("json = { '$.a' = 'x' }", json.dumps({"a": SECRET})), ("json = { '$.a' = 'x' }", f'{"x" * 150} {SECRET}'),
        (f"contains = '{'x' * 50}{{{{token}}}}'", "no"), ("contains = 'nope'", f"{'x' * 150}{SECRET}"),
        (f"contains = '{SECRET}{'y' * 80}'", "no"),
    ],
)  # fmt: skip
def test_no_part_of_a_secret_is_told(expected: str, answer: str) -> None:
    told = failure(step(f"expect = {{ {expected} }}"), f"{answer}\n")
    assert "s3cr" not in told
    assert "***" in told


def test_a_secret_of_an_http_answer_is_not_told() -> None:
    answer = f"HTTP/1.1 200 OK\r\nX-Tok: {'x' * 150}{SECRET}\r\nContent-Length: 0\r\n\r\n"
    told = failure(step("expect = { header = { X-Tok = 'no' } }"), answer, "http")
    assert "s3cr" not in told
    assert "***" in told


def test_a_secret_that_is_captured_anew_stays_secret() -> None:
    told = failure(
        step("capture = { token = { regex = '(f.*)' } }") + step("expect = { contains = 'nope' }"), "fresh-token\n"
    )
    assert "fresh" not in told
    assert "***" in told


def test_a_step_that_sends_nothing_but_an_end_of_line_says_so() -> None:
    assert step_words(SendText("\n")) == r"send \n"
    assert step_words(SendText("\r\n\r\n")) == r"send \r\n\r\n"
    assert step_words(SendText("\n\nGET / HTTP/1.1")) == "send GET / HTTP/1.1"


def test_the_words_of_a_step_tell_no_credential_and_no_secret_in_hex() -> None:
    mask = Mask()
    mask.add("hunter22")
    assert step_words(SendText("Authorization: Basic abc\n")) == "send Authorization: *********"
    assert step_words(SendText("X-Token: {{token}}\nY: z\n")) == "send X-Token: {{token}} …"
    assert step_words(SendHex(b"\x00" * 12 + b"hunter22"), mask) == "send_hex *** (20 bytes)"
    assert step_words(SendHex(b"\x00" * 2), mask) == "send_hex 00 00"


def test_a_message_is_told_by_what_it_asks_for() -> None:
    asked = (("method", "POST"), ("target", "/login"), ("version", "HTTP/1.0"))
    assert step_words(Frame("text", "user=ann", (), asked)) == "frame POST /login user=ann"
    assert step_words(Frame("hex", "00 01")) == "frame hex 00 01"
