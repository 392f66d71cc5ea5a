"""Answers in every framing, whole, cut and broken, told by `tcptui send --json` as another program sees it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Literal

import pytest

from tests.cli.test_cli_verdicts import send, told
from tests.conftest import Serve
from tests.servers.listening import Behaviour, Peer

ASK = ("--text", "ask", "--timeout", "8")
HEADER = json.dumps(
    {"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 17}
).encode()
JSON_ANSWER = len(HEADER).to_bytes(2, "big") + HEADER + b'{"result": "yes"}'

WHOLE = {
    r"delimiter:\0": b"an answer\0",
    "fixed:10": b"0123456789",
    "length:u16be": b"\0\x05hello",
    "length:u24le,offset=1": b"T\x05\0\0hello",
    "length:u64le,offset=1,adjust=-8": b"T\x0d\0\0\0\0\0\0\0hello",
    "length:varint": b"\x83\x00abc",
    "json-header": JSON_ANSWER,
    "netstring": b"12:hello world!,",
    "resp": b"*2\r\n$5\r\nhello\r\n%1\r\n+a\r\n:1\r\n",
    "dns": b"\0\x0c" + bytes(12),
    "tls": b"\x15\x03\x03\0\x02\x02\x28",
    "postgresql": b"E\0\0\0\x09FATA\0",
    "kafka": b"\0\0\0\x04\0\0\0\x01",
    "mongodb": b"\x10\0\0\0" + bytes(12),
    "modbus": b"\0\x01\0\0\0\x05\x01\x03\x02\0\x07",
}  # fmt: skip


def answering(data: bytes, ending: Literal["fin", "reset", "open"]) -> Behaviour:
    """Read what `ASK` sends, answer with these bytes, and end so."""

    def behave(peer: Peer) -> None:
        peer.read_exactly(3)
        peer.send(data)
        match ending:
            case "fin":
                peer.fin()
            case "reset":
                peer.reset()
                return
        peer.read_to_end()

    return behave


@pytest.mark.parametrize("framing", WHOLE)
def test_a_whole_answer_ends_the_waiting(serve: Serve, framing: str) -> None:
    run = send(serve(answering(WHOLE[framing], "open")).target, *ASK, "--framing", framing, "--linger", "0")
    assert told(run) == (0, "complete", "idle", "local-close", None)
    assert run.verdict["response"] == {
        "framing": framing, "complete": True, "status": None, "missing": 0, "problem": None,
    }  # fmt: skip
    assert run.verdict["received"]["bytes"] == len(WHOLE[framing])


CUT = {
    "in a delimiter": (r"delimiter:\r\n", b"answer\r", None, "in a message"),
    "in a fixed message": ("fixed:50", b"1234567", 43, "in the content"),
    "in a length": ("length:u32be", b"\0\0\0", None, "in the length"),
    "in a content": ("length:u32be", b"\0\0\0\x30hello", 43, "in the content"),
    "in what an adjusted length counts": ("length:u16be,adjust=-2", b"\0\x30hel", 43, "in the content"),
    "in a varint": ("length:varint", b"\x80", None, "in the length"),
    "in a JSON header": ("json-header", JSON_ANSWER[:40], None, "in the JSON header"),
    "in its content": ("json-header", JSON_ANSWER[:-9], 9, "in the content"),
    "in a netstring": ("netstring", b"50:12345678", 43, "in the content"),
    "before its comma": ("netstring", b"3:abc", 1, "in the content"),
    "in a bulk string": ("resp", b"$50\r\n123456789", 43, "in a bulk string"),
    "in an array": ("resp", b"*2\r\n:1\r\n", None, "between two elements"),
    "in a record of TLS": ("tls", b"\x16\x03\x03\0\x30hello", 43, "in the content"),
}


@pytest.mark.parametrize(("framing", "data", "missing", "where"), CUT.values(), ids=CUT.keys())
def test_a_fin_cuts_the_answer(serve: Serve, framing: str, data: bytes, missing: int | None, where: str) -> None:
    run = send(serve(answering(data, "fin")).target, *ASK, "--framing", framing)
    assert told(run) == (18, "truncated", "response", "peer-fin", None)
    assert run.verdict["response"] == {
        "framing": framing, "complete": False, "status": None, "missing": missing, "problem": None,
    }  # fmt: skip
    still = f", with {missing} byte{'s' if missing > 1 else ''} of it still to come" if missing else ""
    came = f"after {len(data)} byte{'s' if len(data) > 1 else ''} of the answer{still};"
    assert f"closed its side (FIN) {where}, {came}" in run.verdict["summary"]


RESET = {
    "length": ("length:u32be", b"\0\0\0\x30hello", 43),
    "json-header": ("json-header", JSON_ANSWER[:-9], 9),
    "resp": ("resp", b"*1\r\n$50\r\n123456789", 43),
    "postgresql": ("postgresql", b"E\0\0\0\x34hello", 43),
}


@pytest.mark.parametrize(("framing", "data", "missing"), RESET.values(), ids=RESET.keys())
def test_a_reset_in_the_answer_tells_what_is_missing(serve: Serve, framing: str, data: bytes, missing: int) -> None:
    run = send(serve(answering(data, "reset")).target, *ASK, "--framing", framing)
    assert told(run) == (56, "reset", "response", "peer-rst", "ECONNRESET")
    assert run.verdict["response"]["missing"] == missing
    assert run.verdict["response"]["complete"] is False


BROKEN = {
    "a length over the limit": ("length:u32be", b"\xff\xff\xff\xff", 0, "4,294,967,295"),
    "a length over a limit of ours": ("length:u16be,offset=2,max=100", b"ab\0\x65", 2, "101"),
    "a negative length": ("length:u16be,adjust=-2", b"\0\x01", 0, "1"),
    "an HTTP server": ("tls", b"HTTP/1.1 400 Bad Request\r\n\r\n", 3, "20,527"),
    "a header that is no JSON": ("json-header", b"\0\x05{nope", 3, "JSON"),
    "a netstring without a length": ("netstring", b"hello", 0, "digits"),
    "a type that RESP does not have": ("resp", b"HTTP/1.1 200\r\n", 0, "RESP"),
    "a type that PostgreSQL does not have": ("postgresql", b"\x15\x03\x03", 0, "0x15"),
}
LACKING = b'{"byteorder":"big"}'
BROKEN["a header that lacks fields"] = (
    "json-header", len(LACKING).to_bytes(2, "big") + LACKING, 2, "content-length, content-type, content-encoding",
)  # fmt: skip


@pytest.mark.parametrize(("framing", "data", "at", "says"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_ends_the_waiting(serve: Serve, framing: str, data: bytes, at: int, says: str) -> None:
    began = time.monotonic()
    run = send(serve(answering(data, "open")).target, *ASK, "--framing", framing)
    assert time.monotonic() - began < 7
    assert told(run) == (8, "protocol-error", "response", "local-close", None)
    response = run.verdict["response"]
    assert response["framing"] == framing
    assert response["complete"] is False
    assert f" at byte {at}: " in response["problem"]
    assert says in response["problem"]


def test_a_silent_server_runs_out_of_time_with_its_answer_owed(serve: Serve) -> None:
    target = serve(answering(b"\0\x30hello", "open")).target
    run = send(target, "--text", "ask", "--timeout", "0.3", "--framing", "length:u16be")
    assert told(run) == (28, "timeout", "response", "local-close", None)
    assert run.verdict["response"]["missing"] == 43


def test_a_greeting_of_mysql_is_no_answer(serve: Serve) -> None:
    greeting, answer = b"\x06\0\0\0\x0a8.0.4", b"\x01\0\0\x02\0"

    def behave(peer: Peer) -> None:
        peer.read_exactly(3)
        peer.send(greeting)
        time.sleep(0.1)
        peer.send(answer)
        peer.read_to_end()

    run = send(serve(behave).target, *ASK, "--framing", "mysql")
    assert told(run) == (0, "complete", "idle", "local-close", None)
    assert run.verdict["received"]["bytes"] == len(greeting + answer)


@pytest.mark.parametrize(
    ("framing", "says"),
    [("delimiter:", "empty"), (r"delimiter:\q", "escape"), ("length:u12", "u16be"), ("fixed:0", "1 or more"),
     ("length:u8,offset=-1", "offset"), ("mysql:1", "mysql"), ("fixed", "fixed:N")],
)  # fmt: skip
def test_a_framing_that_is_none_is_a_usage_error(framing: str, says: str) -> None:
    words = [sys.executable, "-m", "tcptui", "send", "127.0.0.1:1", "--text", "x", "--framing", framing]
    done = subprocess.run(words, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
