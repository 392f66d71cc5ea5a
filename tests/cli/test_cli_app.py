"""The application protocol by two implementations: our server and another client, our client and another server."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tcptui.protocol.composing import compose, new_draft
from tests.conftest import Serve
from tests.servers import application
from tests.servers.application import TABLE, Message, ask, pack, pack_json, unpack
from tests.servers.ours import practice

BINARY = pack(bytes(range(1, 60)), "binary/custom-client-binary-type", "binary")


def asked(value: str) -> bytes:
    return pack_json({"action": "search", "value": value})


# Our server -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app() -> Iterator[tuple[str, str]]:
    """Where `tcptui listen --respond app` is."""
    with practice("app") as address:
        host, _, port = address.rpartition(":")
        yield host, port


def answer(address: tuple[str, str], request: bytes, cut: int | None = None) -> Message:
    """The one answer, behind which it closed."""
    message, rest = unpack(ask(address, request, cut))
    assert rest == b""
    return message


@pytest.mark.parametrize("cut", [None, 1])
@pytest.mark.parametrize("value", [*TABLE, "something else"])
def test_another_client_finds_what_there_is(app: tuple[str, str], value: str, cut: int | None) -> None:
    told = answer(app, asked(value), cut)
    assert told.header["content-type"] == "text/json"
    assert told.value == {"result": TABLE.get(value, f"No match for '{value}'.")}


def test_another_client_asks_for_what_there_is_not(app: tuple[str, str]) -> None:
    assert answer(app, pack_json({"action": "sing"})).value == {"result": "Error: invalid action 'sing'."}


def test_another_client_sends_bytes(app: tuple[str, str]) -> None:
    told = answer(app, BINARY)
    assert told.content == b"First 10 bytes of request: " + bytes(range(1, 11))
    assert told.header["content-type"] == "binary/custom-server-binary-type"
    assert told.header["content-encoding"] == "binary"


def test_what_lies_behind_a_request_takes_nothing_from_its_answer(app: tuple[str, str]) -> None:
    assert answer(app, asked("ring") + bytes(1_000_000)).value == {"result": TABLE["ring"]}


def test_a_broken_request_is_answered_by_a_fin_alone(app: tuple[str, str]) -> None:
    assert ask(app, pack(b"{}", "text/json", "utf-8", content_length=-1)) == b""


def test_a_hundred_clients_at_once(app: tuple[str, str]) -> None:
    socks = [socket.create_connection(app, 10) for _ in range(100)]
    for number, sock in enumerate(socks):
        sock.sendall(asked(str(number)))
    for number, sock in enumerate(socks):
        with sock:
            message, _ = unpack(b"".join(iter(lambda sock=sock: sock.recv(4096), b"")))
            assert message.value == {"result": f"No match for '{number}'."}


# Our client -----------------------------------------------------------------------------------------------------------


def send(target: str, request: bytes) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and events of `tcptui send --framing json-header`."""
    done = subprocess.run(
        [sys.executable, "-m", "tcptui", "send", target, "--framing", "json-header", "--hex", request.hex(), "--json"],
        capture_output=True, timeout=40,
    )  # fmt: skip
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def received() -> bytes:
    """What the last run received, as its record has it."""
    return subprocess.run(
        [sys.executable, "-m", "tcptui", "sessions", "export", "last", "--as", "raw"], capture_output=True, timeout=40
    ).stdout


@pytest.mark.parametrize("request_", [asked("morpheus"), BINARY], ids=["json", "binary"])
def test_our_client_knows_when_another_server_has_answered(serve: Serve, request_: bytes) -> None:
    code, events = send(serve(application.answer).target, request_)
    verdict = events[-1]
    assert (code, verdict["outcome"], verdict["ended_by"]) == (0, "complete", "peer-fin")
    assert verdict["response"] == {
        "framing": "json-header", "complete": True, "status": None, "missing": 0, "problem": None,
    }  # fmt: skip
    asked_, answered = (event for event in events if event["event"] == "message")
    assert (asked_["direction"], asked_["start"], asked_["end"]) == ("out", 0, len(request_))
    assert (answered["direction"], answered["start"], answered["end"]) == ("in", 0, verdict["received"]["bytes"])


@pytest.mark.parametrize(
    "content", [b'{"action": "search", "value": "ring"}', '{"action": "search", "value": "🐶"}'.encode()]
)
def test_another_server_understands_what_is_composed(serve: Serve, content: bytes) -> None:
    composed = compose(replace(new_draft("json-header"), content=content))
    assert composed.malformed == ()
    message, rest = unpack(composed.data)
    assert (message.content, rest) == (content, b"")
    code, _ = send(serve(application.answer).target, composed.data)
    assert code == 0
    told, _ = unpack(received())
    assert told.value == {"result": TABLE[message.value["value"]]}


def test_our_client_knows_how_much_of_an_answer_is_missing(serve: Serve) -> None:
    def cut(peer):
        peer.read_exactly(len(BINARY))
        peer.send(BINARY[:-7])

    code, events = send(serve(cut).target, BINARY)
    assert (code, events[-1]["outcome"], events[-1]["response"]["missing"]) == (18, "truncated", 7)
