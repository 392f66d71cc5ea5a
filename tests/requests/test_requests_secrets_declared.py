"""Credentials among the values that a request declares for its variables."""

import pytest

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests.model import Frame, SavedRequest, SendText, Step, Variable
from tcptui.requests.secrets.declared import declared_secrets, with_declared


def head(*lines: str) -> SendText:
    return SendText("\n".join(("GET / HTTP/1.1", *lines, "", "")), EndOfLine.CRLF)


def found(step: Step, **values: str) -> tuple[Variable, ...]:
    return declared_secrets(SavedRequest("", "h:1", (step,), tuple(Variable(*one) for one in values.items())))


def secret(name: str) -> Variable:
    return Variable(name, "", name.upper(), secret=True)


@pytest.mark.parametrize(
    "step",
    [
        head("Authorization: Bearer {{val}}"),
        head("Cookie: sid={{val}}"),
        head('Authorization: Basic {{base64(other, ":", val)}}'),
        SendText('{"password": "{{val}}", "name": "{{other}}"}'),
        SendText("GET /?access_token={{val}}&a={{other}} HTTP/1.1\r\n\r\n"),
        Frame("text", "{{other}}", (("X-Api-Key", "{{val}}"), ("X-Other", "{{other}}"))),
    ],
)
def test_what_is_sent_where_a_credential_stands_is_one(step: Step) -> None:
    assert found(step, val="abc", other="def") == (secret("val"),)


def test_a_variable_s_name_tells_it() -> None:
    given = {"password": "a", "access-token": "b", "who": "c"}
    assert found(head(), **given) == (secret("password"), Variable("access-token", "", "ACCESS_TOKEN", secret=True))


def test_what_one_is_made_of_is_one() -> None:
    told = found(head("Authorization: {{whole}}"), whole="Bearer {{inner}}", inner="abc", other="x")
    assert told == (Variable("whole", "Bearer {{inner}}", secret=True), secret("inner"))


def test_what_is_secret_by_now_or_no_template_stays() -> None:
    declared = (Variable("token", env="T"), Variable("password", "x", secret=True), Variable("secret", ""))
    assert declared_secrets(SavedRequest("", "h:1", (head("Cookie: {{nothing"),), declared)) == ()
    send = SendText("Cookie: {{val}}\n", template=False)
    assert found(send, val="abc") == ()


def test_they_take_the_places_of_the_others() -> None:
    request = SavedRequest("", "h:1", (), (Variable("a", "1"), Variable("b", "2")))
    assert with_declared(request, [secret("b")]).variables == (Variable("a", "1"), secret("b"))
