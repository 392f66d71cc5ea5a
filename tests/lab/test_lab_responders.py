"""The table of practice servers."""

from __future__ import annotations

import pytest

from tcptui.lab.responders import RESPONDERS, LabError, parse_responder
from tcptui.protocol.framing.table import parse_framing
from tests.lab.wire import CONN, Wire


@pytest.mark.parametrize("name", RESPONDERS)
def test_each_answers_its_ready_made_request(name):
    responder = parse_responder(name)
    wire = Wire(responder.script(CONN))
    wire.receives(responder.request("127.0.0.1:8000"))
    assert wire.sent
    assert responder.name == name
    assert responder.text.endswith(".")
    parse_framing(responder.framing)


def test_the_request_names_its_target():
    assert parse_responder("http").request("[::1]:80") == b"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"


@pytest.mark.parametrize("name", RESPONDERS)
def test_typed_it_is_the_same_once_enter_has_ended_it(name):
    responder = parse_responder(name)
    assert f"{responder.typed('a:1')}\n".replace("\n", "\r\n").encode() == responder.request("a:1")


@pytest.mark.parametrize("name", ["apps", "fault:rst", "", "HTTP"])
def test_an_unknown_one_is_answered_with_those_there_are(name):
    with pytest.raises(LabError) as raised:
        parse_responder(name)
    assert str(raised.value) == f"There is no practice server {name!r}: there are `echo`, `http` and `app`."
