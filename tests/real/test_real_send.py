"""`tcptui send` against nginx and redis, as a person or a script would use it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.servers.real import HELLO, RealServer

GET = r"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def send(server: RealServer, *words: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `tcptui send` on it with its output piped, `typed` on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "tcptui", "send", "127.0.0.1", str(server.port), *words],
        capture_output=True, input=typed, timeout=30,
    )  # fmt: skip


def told(server: RealServer, *words: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and events of `send --json`."""
    done = send(server, *words, "--json")
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


# nginx


def test_a_get_typed_by_hand(nginx: RealServer) -> None:
    done = send(nginx, "--text", r"GET / HTTP/1.1\r\n", "--text", r"Host: localhost\r\n", "--text", r"\r\n")
    assert done.returncode == 0
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\nServer: nginx/")
    assert body == HELLO.encode()


def test_a_get_from_standard_input(nginx: RealServer) -> None:
    done = send(nginx, "--stdin", typed=b"GET / HTTP/1.0\r\n\r\n")
    assert done.returncode == 0
    assert done.stdout.endswith(HELLO.encode())


def test_a_get_tells_its_story(nginx: RealServer) -> None:
    code, events = told(nginx, "--text", GET)
    names = [event["event"] for event in events if event["event"] not in ("acked", "message", "received", "sent")]
    assert names == ["connecting", "connected", "closed", "verdict"]
    verdict = events[-1]
    assert (code, verdict["outcome"], verdict["ended_by"]) == (0, "complete", "local-close")
    assert verdict["response"] == {
        "framing": "http", "complete": True, "status": 200, "missing": 0, "problem": None,
    }  # fmt: skip
    assert verdict["sent"] == {"bytes": 35, "acked": 35, "unacked": 0, "unsent": 0}
    assert verdict["received"]["bytes"] == sum(e["bytes"] for e in events if e["event"] == "received")


def test_a_head_has_no_body_to_wait_for(nginx: RealServer) -> None:
    done = send(nginx, "--text", r"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n", "--timeout", "5")
    assert done.returncode == 0
    assert b"Content-Length: %d\r\n" % len(HELLO) in done.stdout
    assert done.stdout.endswith(b"\r\n\r\n")


def test_pipelined_requests_have_an_answer_each(nginx: RealServer) -> None:
    head = r"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    code, events = told(nginx, "--text", GET + head + GET)
    answers = [event for event in events if event["event"] == "message" and event["direction"] == "in"]
    assert code == 0
    assert [(answer["status"], answer["complete"]) for answer in answers] == [(200, True)] * 3
    assert [answer["awaited"] for answer in answers] == [2, 1, 0]
    assert answers[0]["end"] - answers[0]["start"] == answers[1]["end"] - answers[1]["start"] + len(HELLO)


def test_a_chunked_answer_is_complete_at_its_last_chunk(nginx: RealServer) -> None:
    done = send(nginx, "--text", GET.replace("/ ", "/chunked.txt ", 1), "--timeout", "5")
    assert done.returncode == 0
    assert b"\r\nTransfer-Encoding: chunked\r\n" in done.stdout
    assert done.stdout.endswith(b"\r\n0\r\n\r\n")
    assert HELLO.encode() in done.stdout


def test_rubbish_is_answered_with_400(nginx: RealServer) -> None:
    code, events = told(nginx, "--text", r"rubbish\r\n\r\n", "--framing", "http")
    verdict = events[-1]
    assert (code, verdict["outcome"], verdict["ended_by"]) == (0, "complete", "peer-fin")
    assert verdict["response"]["status"] == 400


def test_connection_close_is_the_servers_fin(nginx: RealServer) -> None:
    code, events = told(nginx, "--text", r"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert (code, events[-1]["outcome"], events[-1]["ended_by"]) == (0, "complete", "peer-fin")


# redis


def test_an_inline_ping(redis: RealServer) -> None:
    done = send(redis, "--text", r"PING\r\n", "--framing", "line")
    assert (done.returncode, done.stdout) == (0, b"+PONG\r\n")


def test_set_and_get_again(redis: RealServer) -> None:
    stored = send(redis, "--text", r"SET greeting hello\r\n", "--framing", "line")
    assert (stored.returncode, stored.stdout) == (0, b"+OK\r\n")
    # With QUIT redis closes after its answers, so that no framing is needed to see their end.
    read = send(redis, "--text", r"GET greeting\r\nQUIT\r\n", "--framing", "none")
    assert (read.returncode, read.stdout) == (0, b"$5\r\nhello\r\n+OK\r\n")


def test_an_error_is_an_answer_too(redis: RealServer) -> None:
    done = send(redis, "--text", r"NONSENSE\r\n", "--framing", "line")
    assert done.returncode == 0
    assert done.stdout.startswith(b"-ERR unknown command")


def test_binary_bytes_go_and_come_as_they_are(redis: RealServer) -> None:
    value = bytes(range(256))
    request = b"*3\r\n$3\r\nSET\r\n$3\r\nbin\r\n$256\r\n" + value + b"\r\n*2\r\n$3\r\nGET\r\n$3\r\nbin\r\nQUIT\r\n"
    done = send(redis, "--hex", request.hex(), "--framing", "none")
    assert (done.returncode, done.stdout) == (0, b"+OK\r\n$256\r\n" + value + b"\r\n+OK\r\n")
