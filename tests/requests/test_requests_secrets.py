"""Credentials in what is to be saved become variables, and what goes out stays the same."""

from __future__ import annotations

import pytest

from tcptui.protocol.credentials import is_credential
from tcptui.requests.exact import step_for
from tcptui.requests.filling import Filling
from tcptui.requests.model import SavedRequest, SendText, Variable
from tcptui.requests.reading import read_request
from tcptui.requests.secrets import found_secrets, without_secrets
from tcptui.requests.writing import written
from tests.requests.plans import FOLDER, values

REQUEST = (
    b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer abc.def\r\nCookie: a=1; b=2\r\nX-Api-Key:k3y\r\n"
    b"X-Tokenizer-Off: no\r\nAccept: */*\r\n\r\n"
)


def saved(data: bytes) -> SavedRequest:
    return SavedRequest("", "h:1", (step_for(data),))


@pytest.mark.parametrize(
    ("name", "found"),
    [("Authorization", True), ("set-cookie", True), ("X-CSRF-Token", True), ("client_secret", True), ("Host", False),
     ("Apikey", True), ("Cookies", False), ("x" * 100 + "token", False)],
)  # fmt: skip
def test_names_of_credentials(name: str, found: bool) -> None:
    assert is_credential(name) is found


def test_they_are_found_and_offered_by_names_of_their_own() -> None:
    found = found_secrets(saved(REQUEST))
    assert [(one.header, one.value, one.variable, one.env) for one in found] == [
        ("Authorization", "abc.def", "authorization", "AUTHORIZATION"),
        ("Cookie", "a=1; b=2", "cookie", "COOKIE"),
        ("X-Api-Key", "k3y", "x_api_key", "X_API_KEY"),
        ("X-Tokenizer-Off", "no", "x_tokenizer_off", "X_TOKENIZER_OFF"),
    ]


@pytest.mark.parametrize(
    "data", [REQUEST, REQUEST.replace(b"Host: x", b"Host: {{x}}"), REQUEST.replace(b"\r\n", b"\n")]
)
def test_no_secret_is_in_the_file_and_the_same_bytes_go_out(data: bytes) -> None:
    found = [one for one in found_secrets(saved(data)) if one.header != "X-Tokenizer-Off"]
    text = written(without_secrets(saved(data), found))
    assert not [one for one in found if one.value in text]
    request = read_request(text.encode(), "r.toml").request
    assert request.variables[0] == Variable("authorization", "", "AUTHORIZATION", secret=True)
    (step,) = request.steps
    assert isinstance(step, SendText)
    environment = {one.env: one.value for one in found}
    assert Filling(values(request.variables, **environment), FOLDER, "http", "h:1").outgoing(step) == data


def test_the_same_value_is_one_variable_and_a_taken_name_is_not_taken_again() -> None:
    steps = (step_for(b"X-Token: a\r\n\r\n"), step_for(b"X-Token: b\r\n\r\n"), step_for(b"X-Token: a\r\n\r\n"))
    request = SavedRequest("", "h:1", steps, (Variable("x_token", "mine"),))
    assert [one.variable for one in found_secrets(request)] == ["x_token_2", "x_token_3", "x_token_2"]
    hidden = without_secrets(request, found_secrets(request))
    assert [one.name for one in hidden.variables] == ["x_token", "x_token_2", "x_token_3"]


def test_what_is_a_variable_already_is_left_alone() -> None:
    request = SavedRequest("", "h:1", (SendText("X-Token: {{token}}\nCookie:\n\n"), step_for(b"\xffX-Token: a")))
    assert found_secrets(request) == ()
    assert without_secrets(request, ()) == request
