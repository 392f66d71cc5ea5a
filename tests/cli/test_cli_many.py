"""`tcptui send --connections N`: the same from many at once, told as one summary, whatever the server does to some."""

from __future__ import annotations

import itertools
import json
import resource
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Behaviour, Peer
from tests.servers.ours import practice
from tests.servers.unanswered import refused_port

TWO = ("--text", "Message 1 from client.", "--text", "Message 2 from client.")
SIZE = 44


def send(target: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tcptui", "send", target, *words],
        capture_output=True, text=True, timeout=40, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def in_turn(*several: Behaviour) -> Behaviour:
    """The first connection is treated by the first, the second by the second, and so on, around."""
    turns = itertools.cycle(several)

    def behave(peer: Peer) -> None:
        next(turns)(peer)

    return behave


def close_without_a_word(peer: Peer) -> None:
    peer.read_exactly(SIZE)
    peer.fin()
    peer.read_to_end()


def three_bytes(peer: Peer) -> None:
    peer.read_exactly(SIZE)
    peer.send(b"Mes")
    peer.fin()
    peer.read_to_end()


def test_fifty_echoes_for_people() -> None:
    with practice("echo") as target:
        done = send(target, "--connections", "50", *TWO)
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert lines[0].startswith("50 connections in ")
    assert [line.split() for line in lines[1:5]] == [
        ["done", "50"], ["failed", "0"], ["sent", "2.2", "kB"], ["received", "2.2", "kB"]
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[5:]] == ["fastest", "connect", "answer"]


def test_every_event_of_all_each_verdict_and_last_the_summary() -> None:
    with practice("echo") as target:
        told = objects(send(target, "--connections", "50", *TWO, "--json"))
    summary = told[-1]
    verdicts = [one for one in told if one["event"] == "verdict"]
    assert {one["conn"] for one in verdicts} == set(range(1, 51))
    assert {(one["outcome"], one["ended_by"], one["received"]["bytes"]) for one in verdicts} == {
        ("complete", "local-close", SIZE)
    }
    assert (summary["event"], summary["conn"], summary["connections"], summary["done"]) == ("summary", 0, 50, 50)
    assert (summary["open"], summary["failed"], summary["sent"], summary["received"]) == (0, {}, 50 * SIZE, 50 * SIZE)
    assert 0 < summary["answer"]["fastest"] <= summary["answer"]["median"] <= summary["answer"]["slowest"]
    assert summary["answer"]["slowest"] <= summary["seconds"]
    out: dict[int, int] = {}
    for one in told:
        if one["event"] == "sent":
            assert one["offset"] == out.get(one["conn"], 0), "in order, and no byte twice"
            out[one["conn"]] = one["offset"] + one["bytes"]
    assert set(out.values()) == {SIZE}


def test_causes_are_counted_and_the_first_that_failed_is_told(serve: Serve) -> None:
    reset = behaviours.reset_after_reading(SIZE)
    server = serve(in_turn(behaviours.echo, reset, behaviours.echo, close_without_a_word, three_bytes))
    told = objects(send(server.target, "--connections", "25", *TWO, "--json"))
    assert told[-1]["done"] == 10
    assert told[-1]["failed"] == {"reset": 5, "empty": 5, "truncated": 5}
    assert told[-1]["received"] == 10 * SIZE + 5 * 3


def test_the_status_is_that_of_the_first_that_failed(serve: Serve) -> None:
    first, lock = itertools.count(), (behaviours.echo, close_without_a_word)
    server = serve(lambda peer: lock[min(1, next(first))](peer))
    done = send(server.target, "--connections", "1", *TWO)
    assert done.returncode == 0
    done = send(server.target, "--connections", "3", *TWO)
    assert done.returncode == 52
    assert done.stdout.splitlines()[-1].startswith("connection 1 ")
    assert "empty 3" in done.stdout


def test_all_are_refused() -> None:
    with refused_port() as target:
        done = send(target, "--connections", "20", *TWO)
    assert done.returncode == 7
    assert "refused 20" in done.stdout


def test_each_closes_after_its_answer() -> None:
    with practice("http") as target:
        request = r"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
        told = objects(send(target, "--connections", "20", "--text", request, "--linger", "0", "--json"))
    assert told[-1]["done"] == 20
    verdicts = [one["response"] for one in told if one["event"] == "verdict"]
    assert {(one["framing"], one["status"], one["complete"]) for one in verdicts} == {("http", 200, True)}


def test_what_does_not_answer_in_time(serve: Serve) -> None:
    server = serve(behaviours.never_answer)
    done = send(server.target, "--connections", "3", "--text", "x", "--timeout", "0.3")
    assert done.returncode == 28
    assert "timeout 3" in done.stdout


def test_interrupted_it_says_what_became_of_them(serve: Serve) -> None:
    server = serve(behaviours.never_answer)
    with subprocess.Popen(
        [sys.executable, "-m", "tcptui", "send", server.target, "--connections", "20", "--text", "x"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        server.peer(20)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == ""
    assert "cancelled 20" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--connections", "0", "--text", "x"], "no whole number from 1 on"),
        (["--connections", "2", "--raw", "--text", "x"], "--raw"),
        (["--until", "echo", "--text", "x"], "--until goes with --connections"),
        (["--connections", "2", "--until", "echo"], "needs something to send"),
        (["--connections", "2", "--until", "echo", "--framing", "line", "--text", "x"], "only one of them"),
        (["--connections", "99999999", "--text", "x"], "can be open here at once"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(words: list[str], said: str) -> None:
    done = send("127.0.0.1:9", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--connections", "5"], "needs a target"),
        (["127.0.0.1:9", "--connections", "0"], "no whole number from 1 on"),
        (["127.0.0.1:9", "--connections", "99999999"], "can be open here at once"),
    ],
)
def test_the_workbench_is_asked_for_what_cannot_be(words: list[str], said: str) -> None:
    done = subprocess.run([sys.executable, "-m", "tcptui", *words], capture_output=True, text=True, timeout=20)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_beyond_the_soft_limit_of_files() -> None:
    """300 connections where a shell allows 100 files: the limit is raised to the hard one by itself."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with practice("echo") as target:
        command = [sys.executable, "-m", "tcptui", "send", target, "--connections", "300", "--text", "x", "--json"]
        done = subprocess.run(
            ["sh", "-c", 'ulimit -Sn 100 && exec "$@"', "sh", *command], capture_output=True, text=True, timeout=40
        )
    assert hard > 400, "this machine allows too few files for the test"
    assert objects(done)[-1]["done"] == 300
