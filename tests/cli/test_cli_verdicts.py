"""Every way in which a connection can end, told by `tcptui send --json` as another program sees it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Serve
from tests.servers import behaviours as b
from tests.servers.listening import Behaviour, Family
from tests.servers.unanswered import full_accept_queue, never_accepting, refused_port

GET = ("--text", r"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
GET_SIZE = 27
BIG = 32_000_000  # more than both kernels hold for a connection
VERDICT_KEYS = [
    "event", "conn", "t", "outcome", "stage", "ended_by", "errno", "errno_name", "sent", "received", "response", "tls",
    "summary", "meaning", "next",
]  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One finished `tcptui send --json`."""

    code: int
    events: list[dict[str, Any]]

    @property
    def verdict(self) -> dict[str, Any]:
        return self.events[-1]


def send(target: str, *words: str, inside: Sequence[str] = ()) -> Run:
    """Run it. inside: a command that runs a command, for another network."""
    done = subprocess.run(
        [*inside, sys.executable, "-m", "tcptui", "send", target, *words, "--json"],
        capture_output=True, text=True, timeout=40, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.stderr == ""
    return checked(Run(done.returncode, [json.loads(line) for line in done.stdout.splitlines()]))


def checked(run: Run) -> Run:
    """What holds for every verdict, whatever happened."""
    verdict = run.verdict
    assert verdict["event"] == "verdict"
    assert list(verdict) == VERDICT_KEYS
    sent = verdict["sent"]
    if None not in sent.values():
        assert sent["bytes"] == sent["acked"] + sent["unacked"] + sent["unsent"]
    assert (verdict["errno"] is None) == (verdict["errno_name"] is None or verdict["errno_name"].startswith("EAI_"))
    assert re.fullmatch(r"\S[^\n]*\.", verdict["summary"])
    return run


def told(run: Run) -> tuple[int, str, str, str, str | None]:
    """The words that a program would branch on."""
    v = run.verdict
    return run.code, v["outcome"], v["stage"], v["ended_by"], v["errno_name"]


@pytest.fixture
def big_file(tmp_path: Path) -> Path:
    path = tmp_path / "big"
    path.write_bytes(bytes(BIG))
    return path


@pytest.mark.parametrize(
    ("behave", "words", "expected"),
    [
        (b.answer_and_keep_open, GET, (0, "complete", "idle", "local-close", None)),
        (b.answer_then_close, GET, (0, "complete", "idle", "peer-fin", None)),
        (b.answer_then_half_close, GET, (0, "complete", "idle", "peer-fin", None)),
        (b.answer_then_reset, GET, (0, "complete", "idle", "peer-rst", "ECONNRESET")),
        (b.answer_slowly, GET, (0, "complete", "idle", "peer-fin", None)),
        (b.answer_until_close, GET, (0, "complete", "idle", "peer-fin", None)),
        (b.answer_then_close, (*GET, "--framing", "until-close"), (0, "complete", "idle", "peer-fin", None)),
        (b.answer_then_close, (*GET, "--framing", "none"), (0, "closed", "response", "peer-fin", None)),
        (b.echo, ("--text", r"PING\r\n", "--framing", "line"), (0, "complete", "idle", "local-close", None)),
        (b.fin_at_once, (), (0, "closed", "idle", "peer-fin", None)),
        (b.fin_without_answer, GET, (52, "empty", "response", "peer-fin", None)),
        (b.fin_without_answer, (*GET, "--framing", "until-close"), (52, "empty", "response", "peer-fin", None)),
        (b.fin_mid_header, GET, (18, "truncated", "response", "peer-fin", None)),
        (b.fin_mid_body, GET, (18, "truncated", "response", "peer-fin", None)),
        (b.fin_mid_chunk, GET, (18, "truncated", "response", "peer-fin", None)),
        (b.fin_between_chunks, GET, (18, "truncated", "response", "peer-fin", None)),
        (b.fin_mid_line, (*GET, "--framing", "line"), (18, "truncated", "response", "peer-fin", None)),
        (b.reset_before_answer, GET, (56, "reset", "response", "peer-rst", "ECONNRESET")),
        (b.reset_after_reading(5), GET, (56, "reset", "response", "peer-rst", "ECONNRESET")),
        (b.reset_mid_body, GET, (56, "reset", "response", "peer-rst", "ECONNRESET")),
        (b.reset_mid_body, (*GET, "--framing", "none"), (56, "reset", "response", "peer-rst", "ECONNRESET")),
        (b.close_with_unread, GET, (56, "reset", "response", "peer-rst", "ECONNRESET")),
        (b.never_answer, (*GET, "--timeout", "0.3"), (28, "timeout", "response", "local-close", None)),
        (b.never_answer, (*GET, "--framing", "none", "--timeout", "0.3"),
         (28, "timeout", "response", "local-close", None)),
        (b.stop_mid_body, (*GET, "--timeout", "0.3"), (28, "timeout", "response", "local-close", None)),
        (b.flood, ("--timeout", "0.3"), (28, "timeout", "idle", "local-close", None)),
        (b.garbage, (*GET, "--framing", "http"), (8, "protocol-error", "response", "local-close", None)),
    ],
)  # fmt: skip
def test_a_verdict(
    serve: Serve, behave: Behaviour, words: tuple[str, ...], expected: tuple[int, str, str, str, str | None]
) -> None:
    assert told(send(serve(behave).target, *words)) == expected


def test_a_reset_at_once_is_a_reset_whenever_it_is_seen(serve: Serve) -> None:
    """The RST may come before connect(2) has returned, or after our request: the stage depends on the moment."""
    code, outcome, _, ended_by, errno = told(send(serve(b.reset_on_accept).target, *GET))
    assert (code, outcome, ended_by, errno) == (56, "reset", "peer-rst", "ECONNRESET")


def test_a_broken_pipe(serve: Serve, big_file: Path) -> None:
    run = send(serve(b.fin_then_reset).target, "--file", str(big_file), "--framing", "until-close")
    assert told(run) == (55, "broken-pipe", "request", "peer-rst", "EPIPE")
    assert run.verdict["sent"]["bytes"] == BIG


def test_a_request_that_is_not_taken(serve: Serve, big_file: Path) -> None:
    server = serve(b.stop_reading, receive_buffer=4096)
    run = send(server.target, "--file", str(big_file), "--timeout", "0.5", "--framing", "line")
    assert told(run) == (28, "timeout", "request", "local-close", None)
    sent = run.verdict["sent"]
    assert sent["bytes"] == BIG
    assert 0 < sent["acked"] < BIG
    assert sent["unsent"] > 0


@pytest.mark.parametrize(
    ("behave", "status", "missing"),
    [
        (b.fin_mid_header, None, None),
        (b.fin_mid_body, 200, b.MISSING),
        (b.fin_mid_chunk, 200, None),
        (b.fin_between_chunks, 200, None),
        (b.reset_mid_body, 200, b.MISSING),
    ],
)
def test_what_is_missing(serve: Serve, behave: Behaviour, status: int | None, missing: int | None) -> None:
    response = send(serve(behave).target, *GET).verdict["response"]
    assert response == {
        "framing": "http", "complete": False, "status": status, "missing": missing, "problem": None,
    }  # fmt: skip


def test_the_bytes_are_counted(serve: Serve) -> None:
    server = serve(b.answer_then_half_close)
    run = send(server.target, *GET)
    assert run.verdict["sent"] == {"bytes": GET_SIZE, "acked": GET_SIZE, "unacked": 0, "unsent": 0}
    assert run.verdict["received"] == {"bytes": len(b.ANSWER), "unread": 0}
    assert run.verdict["response"]["complete"] is True
    assert server.peer().received == b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def test_garbage_says_where(serve: Serve) -> None:
    problem = send(serve(b.garbage).target, *GET).verdict["response"]["problem"]
    assert re.search(r"\b0\b", problem)


@pytest.mark.parametrize("family", ["ipv4", "ipv6", "unix"])
def test_every_family(serve: Serve, family: Family) -> None:
    assert told(send(serve(b.answer_then_close, family).target, *GET)) == (0, "complete", "idle", "peer-fin", None)


@pytest.mark.parametrize("family", ["ipv4", "ipv6"])
def test_refused(family: Family) -> None:
    with refused_port(family) as target:
        assert told(send(target, *GET)) == (7, "refused", "connect", "peer-rst", "ECONNREFUSED")


def test_a_listener_that_never_accepts() -> None:
    with never_accepting() as target:
        run = send(target, *GET, "--timeout", "0.3")
    assert told(run) == (28, "timeout", "response", "local-close", None)


def test_a_full_accept_queue() -> None:
    with full_accept_queue() as target:
        assert told(send(target, *GET, "--timeout", "0.3")) == (28, "timeout", "connect", "none", None)


def test_no_such_unix_socket(tmp_path: Path) -> None:
    assert told(send(f"unix:{tmp_path}/none", *GET))[:3] == (7, "unreachable", "connect")


@pytest.fixture
def no_network() -> Sequence[str]:
    """Runs a command in a network namespace of its own, in which even loopback is down."""
    inside = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")
    try:
        subprocess.run([*inside, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("network namespaces are not allowed here")
    return inside


def test_unreachable(no_network: Sequence[str]) -> None:
    """No packet leaves, so that nothing on the network ended it: this machine's own routes say no."""
    run = send("127.0.0.1:80", *GET, inside=no_network)
    assert told(run) == (7, "unreachable", "connect", "none", "ENETUNREACH")


def test_a_name_that_can_not_be_looked_up(no_network: Sequence[str]) -> None:
    run = send("nobody.invalid:80", *GET, inside=no_network)
    assert told(run)[:4] == (6, "resolve-failed", "resolve", "none")
    assert run.verdict["errno"] is None
    assert run.verdict["errno_name"].startswith("EAI_")


@pytest.fixture
def waiting(serve: Serve) -> Iterator[subprocess.Popen[str]]:
    """A `tcptui send --json` that waits for an answer that never comes."""
    words = [sys.executable, "-m", "tcptui", "send", serve(b.never_answer).target, *GET, "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_interrupted(waiting: subprocess.Popen[str]) -> None:
    assert waiting.stdout is not None
    lines = []
    for line in waiting.stdout:
        lines.append(line)
        if json.loads(line)["event"] == "sent":
            break
    waiting.send_signal(signal.SIGINT)
    rest, _ = waiting.communicate(timeout=10)
    run = checked(Run(waiting.returncode, [json.loads(line) for line in (*lines, *rest.splitlines())]))
    assert told(run)[:3] == (130, "cancelled", "response")
