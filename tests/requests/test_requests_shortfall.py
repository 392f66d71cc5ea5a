"""What is said of a step that is not met: what was expected, and what there was, so that one knows what to do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tcptui.requests.replaying.shortfall import beginning
from tests.requests.play import GET, Play, step

USERS = {"users": [{"id": 1, "name": "Ann", "roles": ["a", "b"]}, {"id": 2, "name": "Bob", "roles": []}]}


def answer(body: bytes, status: str = "200 OK") -> bytes:
    """An HTTP answer."""
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status.encode(), len(body), body)


def said(expect: str, came: bytes) -> tuple[str, str]:
    """What was expected, and what there was."""
    play = Play(GET + step(f"expect = {{ {expect}, within = 2 }}"))
    play.connected()
    play.comes(came)
    play.tick(2)
    assert [one.ok for one in play.done] == [True, False]
    return play.done[1].expected, play.done[1].got


WHOLE = answer(b"whole").decode()


@pytest.mark.parametrize(
    ("expect", "came", "expected", "got"),
    [
        (
            "status = 200", answer(b'{"error":"full"}', "500 X"),
            "status 200", 'status 500 (HTTP/1.1 500 X); 16 bytes: {"error":"full"}',
        ),
        ("status = 200", answer(b"", "500 X"), "status 200", "status 500 (HTTP/1.1 500 X)"),
        (
            "status = 201, size = 3, contains = 'x'", answer(b"abcd"),
            'status 201; size 3; contains "x"', "status 200 (HTTP/1.1 200 OK); 4 bytes; 4 bytes: abcd",
        ),
        ("contains = '''a\nb\nc'''", answer(b"a\nb\n"), 'contains "a\nb\nc"', "4 bytes: a\nb\n"),
        (f"contains = '{'y' * 500}'", answer(b"x"), f'contains "{"y" * 400}…"', "1 byte: x"),
        ("contains = 'y'", answer(b"x" * 500), 'contains "y"', f"500 bytes: {'x' * 160}…"),
        ("hex = '00 ff'", answer(bytes(range(99))), "hex 00 ff", f"99 bytes: {bytes(range(48)).hex(' ')} …"),
        (r"bytes = '\x00\n'", answer(b"\x01\n"), r"bytes \0\n", r"2 bytes: \x01\n"),
        ("event = 'peer-rst'", answer(b"whole"), "event peer-rst", f"43 bytes came: {WHOLE}"),
        (
            "status = 200", answer(b"whole")[:-1],
            "status 200", f"42 bytes came and make no whole message: {WHOLE[:-1]}",
        ),
    ],
)  # fmt: skip
def test_what_was_expected_and_what_there_was(expect: str, came: bytes, expected: str, got: str) -> None:
    assert said(expect, came) == (expected, got)


@pytest.mark.parametrize(
    ("path", "wanted", "got"),
    [
        ("$.users[0].name", "'Bob'", '"Ann"'),
        ("$.users[*].id", "3", "1, 2"),
        ("$.users[0]", "{ id = 1, name = 'Bob', roles = ['a', 'b'] }", '$.users[0].name is "Ann", in {"id": 1, '),
        ("$.users[0]", "{ id = 1, name = 'Ann' }", '$.users[0].roles is ["a", "b"], and not expected, in {'),
        ("$.users[1]", "{ id = 2, name = 'Bob', roles = [], x = 1 }", "$.users[1].x is not there, in {"),
        ("$.users[0]", "{ id = 1, name = 'Ann', roles = ['a', 'c'] }", '$.users[0].roles[1] is "b", in {'),
        ("$.users", "[]", "$.users[] has 2 values instead of 0, in ["),
    ],
)
def test_where_json_values_differ(path: str, wanted: str, got: str) -> None:
    assert said(f"json = {{ '{path}' = {wanted} }}", answer(json.dumps(USERS).encode()))[1].startswith(got)


def test_long_json_is_cut_and_of_many_finds_some_are_told() -> None:
    body: dict[str, Any] = {"all": [{"n": n} for n in range(50)], "long": "x" * 500}
    came = answer(json.dumps(body).encode())
    assert said("json = { '$.all[*].n' = 99 }", came)[1] == "0, 1, 2, 3, and 46 more values"
    assert said("json = { '$.long' = 1 }", came)[1] == f'"{"x" * 159}…'


def test_bytes_in_which_a_secret_is_seen_are_told_as_text() -> None:
    head = '[variables]\nkey = { value = "sesame", secret = true }\n'
    play = Play(head + step('send = "{{key}}"') + step("expect = { hex = 'ff', within = 1 }"), "none")
    play.connected()
    play.comes(b"<sesame>")
    play.tick(1)
    assert play.done[1].got == "8 bytes: <***>"


def test_a_search_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own would not end before the tester does, and no signal would be heard meanwhile."""
    monkeypatch.setattr("tcptui.requests.patterns.SEARCH_SECONDS", 0.05)
    expected, got = said("regex = '^(.*?,){19}X'", answer(b"a,a" * 3000))
    assert expected == "what can be done"
    assert re.search(r"can't be used: it can't be searched for in 9,\d{3} bytes within 0\.1 s\.$", got)


def test_of_several_messages_that_are_waited_for_it_is_told_how_many_came() -> None:
    play = Play(step("wait = { message = 3, within = 1 }"), "line")
    play.connected()
    play.comes(b"a\nb\n")
    play.tick(1)
    assert (play.done[0].expected, play.done[0].got) == ("3 messages", "2 messages; 4 bytes came: a\nb\n")


def test_the_values_of_credential_headers_are_not_told() -> None:
    came = b"HTTP/1.1 200 OK\r\nSet-Cookie: id=c00kie\r\nX: y\r\nContent-Length: 0\r\n\r\n"
    assert said('header = { Set-Cookie = "x" }', came)[1] == "Set-Cookie: ***"
    hidden = beginning(came, str)
    assert hidden == "HTTP/1.1 200 OK\r\nSet-Cookie: *********\r\nX: y\r\nContent-Length: 0\r\n\r\n"
