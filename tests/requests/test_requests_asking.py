"""Which variables a person is asked for."""

from __future__ import annotations

from tcptui.requests.asking import Asked, asked
from tcptui.requests.reading import read_request
from tests.requests.plans import surroundings


def of(text: str, **environment: str) -> tuple[Asked, ...]:
    return asked(read_request(text.encode(), "r.toml").request, surroundings(**environment))


def test_declared_ones_first_then_those_that_nobody_knows() -> None:
    text = (
        'target = "{{machine}}:80"\n[variables]\nuser = "ann"\nkey = { env = "KEY", secret = true }\n'
        'mail = "{{user}}@{{domain}}"\n[[steps]]\nsend = "{{user}} {{base64(key, salt)}} {{host}} {{uuid()}}"\n'
    )
    assert of(text, KEY="k") == (
        Asked("user", "ann"), Asked("key", "k", True, "KEY"), Asked("mail", "{{user}}@{{domain}}"),
        Asked("machine", None), Asked("domain", None), Asked("salt", None),
    )  # fmt: skip
    assert of(text)[1] == Asked("key", None, True, "KEY")


def test_what_is_captured_is_not_asked_for() -> None:
    text = 'target = "h:1"\n[[steps]]\ncapture = { id = { json = "$.id" } }\n[[steps]]\nsend = "{{id}}"\n'
    assert of(text) == ()


def test_what_can_not_be_read_asks_for_nothing() -> None:
    assert of('target = "h:1"\n[[steps]]\nsend = "{{}} {{a b}}"\n') == ()
