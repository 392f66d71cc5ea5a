"""Credentials in what is to be saved become variables, and what goes out stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.credentials import is_credential, is_secret_name
from tcptui.requests import conditions as cond
from tcptui.requests.exact import step_for
from tcptui.requests.filling import Filling
from tcptui.requests.model import Expect, Frame, SavedRequest, SendText, Step, Variable, Wait
from tcptui.requests.reading import read_request
from tcptui.requests.secrets.finding import found_secrets, without_secrets
from tcptui.requests.secrets.spotting import Spotter, without_credentials
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
    assert [(one.what, one.value, one.variable, one.env) for one in found] == [
        ("Authorization", "abc.def", "authorization", "AUTHORIZATION"),
        ("Cookie", "a=1; b=2", "cookie", "COOKIE"),
        ("X-Api-Key", "k3y", "x_api_key", "X_API_KEY"),
        ("X-Tokenizer-Off", "no", "x_tokenizer_off", "X_TOKENIZER_OFF"),
    ]


@pytest.mark.parametrize(
    "data", [REQUEST, REQUEST.replace(b"Host: x", b"Host: {{x}}"), REQUEST.replace(b"\r\n", b"\n")]
)
def test_no_secret_is_in_the_file_and_the_same_bytes_go_out(data: bytes) -> None:
    found = [one for one in found_secrets(saved(data)) if one.what != "X-Tokenizer-Off"]
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


# In bodies, lines and log-ins -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "found"),
    [("password", True), ("user[password]", True), ("newPasswd", True), ("accessToken", True), ("access_key", True),
     ("apiKey", True), ("sid", True), ("PHPSESSID", True), ("max_tokens", False), ("user", False), ("compass", False),
     ("inside", False)],
)  # fmt: skip
def test_names_of_members(name: str, found: bool) -> None:
    assert is_secret_name(name) is found


SENT = [
    (b"AUTH hunter2\r\n", "AUTH ~\r\n"),
    (b"auth default hunter2\r\nPING\r\n", "auth default ~\r\nPING\r\n"),
    (b'AUTH "hunter 2"\r\n', 'AUTH "~"\r\n'),
    (b"HELLO 3 AUTH default hunter2 SETNAME me\r\n", "HELLO 3 AUTH default ~ SETNAME me\r\n"),
    (b"*2\r\n$4\r\nAUTH\r\n$7\r\nhunter2\r\n", "*2\r\n$4\r\nAUTH\r\n$#\r\n~\r\n"),
    (b"*3\r\n$4\r\nauth\r\n$1\r\nu\r\n$7\r\nhunter2\r\n*1\r\n$4\r\nPING\r\n",
     "*3\r\n$4\r\nauth\r\n$1\r\nu\r\n$#\r\n~\r\n*1\r\n$4\r\nPING\r\n"),
    (b"*5\r\n$5\r\nHELLO\r\n$1\r\n3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$2\r\npw\r\n",
     "*5\r\n$5\r\nHELLO\r\n$1\r\n3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$#\r\n~\r\n"),
    (b"CONFIG SET maxmemory 1 requirepass hunter2\r\n", "CONFIG SET maxmemory 1 requirepass ~\r\n"),
    (b"ACL SETUSER u on >hunter2 ~*\r\n", "ACL SETUSER u on ~ ~*\r\n"),
    (b"MIGRATE h 1 k 0 9 AUTH2 u hunter2\r\n", "MIGRATE h 1 k 0 9 AUTH2 u ~\r\n"),
    (b"USER ann\r\nPASS hunter2 and more\r\n", "USER ann\r\nPASS ~\r\n"),
    (b"APOP ann c4c9334bac560ecc979e58001b3e22fb\r\n", "APOP ann ~\r\n"),
    (b'a1 LOGIN "ann" "hunter2"\r\n', 'a1 LOGIN "ann" "~"\r\n'),
    (b"AUTH PLAIN AGFubgBodW50ZXIy\r\n", "AUTH PLAIN ~\r\n"),
    (b"AUTH PLAIN\r\nAGFubgBodW50ZXIy\r\nQUIT\r\n", "AUTH PLAIN\r\n~\r\nQUIT\r\n"),
    (b"AUTH LOGIN\r\nYW5u\r\naHVudGVyMg==\r\nQUIT\r\n", "AUTH LOGIN\r\nYW5u\r\n~\r\nQUIT\r\n"),
    (b"a AUTHENTICATE PLAIN AGFubgBodW50ZXIy\r\n", "a AUTHENTICATE PLAIN ~\r\n"),
    (b"AUTH TLS\r\nUSER ann\r\n", "AUTH TLS\r\nUSER ann\r\n"),
    (b"user=ann&password=hunter%32&x=1", "user=ann&password=~&x=1"),
    (b"GET /a?access_token=abc.def&x HTTP/1.1\r\n\r\n", "GET /a?access_token=~&x HTTP/1.1\r\n\r\n"),
    (b'{"user": "ann", "password" : "hun\\"ter2", "tokens": 5}', '{"user": "ann", "password" : "~", "tokens": 5}'),
    (b'{"q": "{\\"token\\":\\"abc\\"}"}', '{"q": "{\\"token\\":\\"~\\"}"}'),
    (b"go to redis://ann:hunter2@cache:6379/0", "go to redis://ann:~@cache:6379/0"),
    (b'Content-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--x',
     'Content-Disposition: form-data; name="password"\r\n\r\n~\r\n--x'),
    (b"<user>ann</user><password>hunter2</password>", "<user>ann</user><password>~</password>"),
    (b"Cookie: token=a; b=c\r\n", "Cookie: ~\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "hidden"), SENT)
@pytest.mark.parametrize("end", [b"", b"\xff\x00"])
def test_they_are_found_wherever_they_stand_and_the_same_bytes_go_out(data: bytes, hidden: str, end: bytes) -> None:
    request = saved(data + end)
    found = found_secrets(request)
    [step] = without_secrets(request, found).steps
    if end:
        assert isinstance(step, Frame) == bool(found)
    else:
        assert isinstance(step, SendText)
        shown = step.text.replace("\n", "\r\n") if step.eol else step.text
        for one in found:
            shown = shown.replace(f"{{{{len({one.variable})}}}}", "#").replace(f"{{{{{one.variable}}}}}", "~")
        assert shown == hidden
    assert _sent_by_file(without_secrets(request, found), {one.env: one.value for one in found}) == data + end


def _sent_by_file(request: SavedRequest, environment: dict[str, str]) -> bytes:
    """What a file of this request sends."""
    again = read_request(written(request).encode(), "r.toml").request
    filling = Filling(values(again.variables, **environment), FOLDER, "auto", "h:1")
    return b"".join(bytes(filling.outgoing(step)) for step in again.steps)


PIECES = st.sampled_from(
    ["AUTH ", "a LOGIN b ", "password", "=", ": ", '"', "{{", "}}", "\r\n", "\n", " ",
     "*2\r\n$4\r\nAUTH\r\n$3\r\nabc\r\n", "Cookie", "://u:p@", "AUTH LOGIN\r\n",
     "\\", "é", "\xff", "<token>", "</", "x", "1"]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=14).map("".join), min_size=1, max_size=4), st.booleans())
def test_whatever_is_sent_is_sent_again_with_its_credentials_as_variables(said: list[str], raw: bool) -> None:
    data = [text.encode("latin-1" if raw else "utf-8") for text in said]
    request = SavedRequest("", "h:1", tuple(map(step_for, data)))
    found = found_secrets(request)
    environment = {one.env: one.value for one in found}
    assert _sent_by_file(without_secrets(request, found), environment) == b"".join(data)


def test_a_log_in_may_take_several_steps_and_a_prompt_asks_for_one() -> None:
    prompt: Step = Wait(cond.HasBytes(b"r\nPassword: ", "bytes"))
    steps = [step_for(b"AUTH LOGIN\r\n"), step_for(b"YW5u\r\n"), step_for(b"c2VjcmV0\r\n"), prompt, step_for(b"pw\r\n")]
    found = found_secrets(SavedRequest("", "h:1", tuple(steps)))
    assert [(one.step, one.value) for one in found] == [(2, "c2VjcmV0"), (4, "pw")]


def test_a_credential_that_stands_elsewhere_too_is_a_variable_there() -> None:
    steps = (
        step_for(b"AUTH hunter2\r\n"),
        Wait(cond.HasBytes(b"AUTH hunter2\r\n", "bytes")),
        Expect((cond.Contains("AUTH hunter2"), cond.Json("$.a", '"hunter2"'), cond.Contains("hunter22"))),
        step_for(b"again hunter2 {{\r\n"),
    )
    request = SavedRequest("", "h:1", steps)
    hidden = without_secrets(request, found_secrets(request)).steps
    assert hidden[1:3] == (
        Wait(cond.HasBytes(b"AUTH ", "bytes")),
        Expect((cond.Contains("AUTH {{password}}"), cond.Json("$.a", '"{{password}}"'), cond.Contains("hunter22"))),
    )
    assert isinstance(hidden[3], SendText)
    assert hidden[3].text == 'again {{password}} {{"{{"}}\n'


def test_a_short_one_is_looked_for_in_the_answers_only() -> None:
    prompt: Step = Wait(cond.HasBytes(b"PIN: ", "bytes"))
    steps = (prompt, step_for(b"1234\r\n"), Expect((cond.Contains("1234 is right"),)), step_for(b"count 1234\r\n"))
    request = SavedRequest("", "h:1", steps)
    hidden = without_secrets(request, found_secrets(request)).steps
    assert hidden[2:] == (Expect((cond.Contains("{{password}} is right"),)), steps[3])


def test_half_a_credential_at_an_answers_end_is_not_waited_for() -> None:
    steps = (step_for(b"AUTH long-password-of-mine\r\n"), Wait(cond.HasBytes(b"rd-of-mine\r\n", "bytes")))
    request = SavedRequest("", "h:1", steps)
    assert without_secrets(request, found_secrets(request)).steps[1] == Wait(cond.HasBytes(b"\r\n", "bytes"))
    steps = (steps[0], Wait(cond.HasBytes(b"-mine", "bytes")))
    request = SavedRequest("", "h:1", steps)
    assert without_secrets(request, found_secrets(request)).steps[1] == Wait(cond.Amount(1))


def test_values_that_are_known_to_be_credentials_are_found_though_nothing_says_so() -> None:
    request = saved(b"open sesame\r\nX-Token: sesame\r\n")
    found = found_secrets(request, {0: ["sesame"]})
    assert [(one.what, one.value, len(one.places)) for one in found] == [("secret", "sesame", 2)]


def test_a_name_made_of_what_is_sent_holds_none() -> None:
    assert without_credentials("GET /?token=abc", "***") == "GET /?token=***"
    assert without_credentials("nothing", "***") == "nothing"


@pytest.mark.parametrize(
    "piece", ['"a', "a ", "a: ", "://a:", "<a ", 'name="a', "*3\n$1\na\n", 'AUTH "', "\\", "a=", "[", "AUTH LOGIN\n"]
)
def test_no_text_makes_the_search_slow(piece: str) -> None:
    from time import process_time

    begin = process_time()
    Spotter().spots(piece * (200_000 // len(piece)))
    assert process_time() - begin < 2
