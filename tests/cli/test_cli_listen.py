"""`tcptui listen` as other programs see it: alone as `nc -l`, with a responder as a practice server."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

COMMAND = (sys.executable, "-m", "tcptui", "listen")


class Listening:
    """One running `tcptui listen --json 0 …`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.events: list[dict[str, Any]] = []
        first = self.until("listening")
        self.address = (first["address"], first["port"])

    def until(self, name: str, conn: int | None = None) -> dict[str, Any]:
        """Read on to the next event of this name."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            event: dict[str, Any] = json.loads(line)
            self.events.append(event)
            if event["event"] == name and conn in (None, event["conn"]):
                return event
        raise AssertionError(f"no {name} before stdout ended: {self.events}")

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, 10)


@contextlib.contextmanager
def listening(*words: str, stdin: int = subprocess.DEVNULL) -> Iterator[Listening]:
    with subprocess.Popen(
        [*COMMAND, "0", *words, "--json"], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Listening(process)
        finally:
            process.kill()


@contextlib.contextmanager
def running(*words: str, stdin: int = subprocess.DEVNULL) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`tcptui listen` as people see it, and the port that it says."""
    with subprocess.Popen(
        [*COMMAND, *words], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            yield process, int(process.stderr.readline().rpartition(":")[2])
        finally:
            process.kill()


def run(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=40, **more)


# As nc -l -------------------------------------------------------------------------------------------------------------


def test_stdin_goes_to_the_client_and_its_bytes_come_out() -> None:
    with running("0", stdin=subprocess.PIPE) as (process, port):
        with socket.create_connection(("127.0.0.1", port), 10) as client:
            client.sendall(b"exact \0 bytes")
            assert process.stdin is not None
            process.stdin.write("an answer")
            process.stdin.flush()
            assert client.recv(100) == b"an answer"
        out, told = process.communicate(timeout=20)
        assert (out, process.returncode) == ("exact \0 bytes", 0)
        assert "connected" in told


def test_a_file_on_stdin_goes_out_whole_to_a_client_that_half_closes(tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(bytes(range(256)) * 40_000)
    with body.open("rb") as stdin, listening(stdin=stdin.fileno()) as one, one.connect() as client:
        client.shutdown(socket.SHUT_WR)
        assert b"".join(iter(lambda: client.recv(1 << 16), b"")) == body.read_bytes()
        assert one.until("verdict")["outcome"] == "closed"
        assert one.process.wait(20) == 0


def test_half_close_tells_the_client_that_stdin_ended() -> None:
    with listening("--half-close", stdin=subprocess.PIPE) as one, one.connect() as client:
        assert one.process.stdin is not None
        one.process.stdin.close()
        assert client.recv(10) == b""
        client.sendall(b"more")
        assert one.until("received")["bytes"] == 4


def test_only_one_client_is_served() -> None:
    with listening() as one, one.connect():
        one.until("accepted")  # told when the turn that accepted it is over, and the listener with it
        with pytest.raises(ConnectionRefusedError):
            one.connect()


@pytest.mark.parametrize(("linger", "code", "outcome"), [(None, 0, "closed"), ((1, 0), 56, "reset")])
def test_the_exit_status_is_that_of_the_connection(linger: Any, code: int, outcome: str) -> None:
    with listening() as one:
        with one.connect() as client:
            client.sendall(b"x")
            one.until("received")
            if linger:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", *linger))
        verdict = one.until("verdict")
        assert (verdict["outcome"], verdict["response"]) == (outcome, None)
        assert one.process.wait(20) == code


# With a responder -----------------------------------------------------------------------------------------------------


def test_every_client_is_answered_until_it_is_interrupted() -> None:
    with listening("--respond", "echo") as many:
        with many.connect() as first, many.connect() as second:
            for client, data in ((second, b"two"), (first, b"one")):
                client.sendall(data)
                assert client.recv(10) == data
        assert {many.until("verdict")["conn"], many.until("verdict")["conn"]} == {2, 3}
        with many.connect() as third:
            third.sendall(b"x")
            third.recv(1)
            many.process.send_signal(signal.SIGTERM)
            assert many.until("verdict", 4)["outcome"] == "cancelled"
        assert many.process.wait(20) == 130
    accepted = [event for event in many.events if event["event"] == "accepted"]
    assert [event["conn"] for event in accepted] == [2, 3, 4]
    assert all(event["listener"] == 1 for event in accepted)


def test_messages_are_told_as_what_answers_speaks() -> None:
    with listening("--respond", "http") as one, one.connect() as client:
        client.sendall(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        asked, answered = one.until("message"), one.until("message")
        assert (asked["direction"], asked["kind"], asked["end"], asked["awaited"]) == ("in", "request", 32, 1)
        assert (answered["direction"], answered["kind"], answered["status"], answered["awaited"]) == (
            "out", "response", 200, 0,
        )  # fmt: skip
        client.close()
        assert one.until("verdict")["response"] is None
    assert next(event for event in one.events if event["event"] == "accepted")["framing"] == "http"


@pytest.mark.parametrize(
    ("words", "sent", "found"),
    [
        ((), b"GET / HTTP/1.0\r\n\r\n", [("request", 0, 18)]),
        (("--framing", "line"), b"one\ntwo\n", [("line", 0, 4), ("line", 4, 8)]),
        (("--framing", "length:u16be"), b"\0\3abc\0\0", [("message", 0, 5), ("message", 5, 7)]),
        (("--framing", "line", "--respond", "echo"), b"one\n", [("line", 0, 4)]),
    ],
)
def test_messages_are_told_under_the_framing_that_is_wanted(words: tuple[str, ...], sent: bytes, found: Any) -> None:
    with listening(*words) as one, one.connect() as client:
        client.sendall(sent)
        told = [one.until("message") for _ in found]
        assert [(each["kind"], each["start"], each["end"]) for each in told] == found
        assert {each["direction"] for each in told} == {"in"}


def test_people_get_a_line_for_each_client() -> None:
    with running("0", "--respond", "echo") as (process, port):
        assert process.stdout is not None
        with socket.create_connection(("127.0.0.1", port), 10):
            assert process.stdout.readline().endswith("connected\n")
        assert "The client closed its side (FIN)" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130


# What can't be --------------------------------------------------------------------------------------------------------


def test_a_port_in_use_is_one_sentence_and_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = run(port)
        told = run(port, "--json")
    assert said.returncode == told.returncode == 1
    assert f"127.0.0.1:{port}: the address and port are already in use" in said.stderr
    assert f"sport = :{port}" in said.stderr
    last = json.loads(told.stdout.splitlines()[-1])
    assert (last["event"], last["outcome"], last["errno_name"]) == ("verdict", "local-error", "EADDRINUSE")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("80x",), "'80x' is nowhere to listen"),
        (("65536",), "'65536' is nowhere to listen"),
        (("",), "No port to listen on"),
        ((":80",), "has no address before its port"),
        (("::1:80",), "with brackets"),
        (("0", "--respond", "nothing"), "There is no practice server 'nothing'"),
        (("0", "--framing", "nothing"), "'nothing' is no framing"),
        (("0", "--framing", "fixed:0"), "fixed"),
        (("0", "--backlog", "0"), "no whole number"),
        ((), "required"),
    ],
)
def test_what_was_written_wrongly_is_answered_before_anything_is_opened(words: tuple[str, ...], sentence: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)


def test_an_open_door_is_said() -> None:
    with running("0.0.0.0:0", "--respond", "echo") as (process, _port):
        assert process.stderr is not None
        assert "warning: whoever can reach this machine" in process.stderr.readline()


def test_it_records_what_was_said() -> None:
    with listening("--respond", "echo") as many, many.connect() as client:
        client.sendall(b"remember me")
        client.recv(100)
        many.process.terminate()
        many.process.wait(20)
    shown = subprocess.run(
        [sys.executable, "-m", "tcptui", "sessions", "export", "last", "--conn", "2", "--as", "raw"],
        capture_output=True, timeout=40,
    )  # fmt: skip
    assert shown.stdout == b"remember me"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--respond", "http"), []),
        (("--respond", "http", "--framing", "http"), ["request", "response"]),
        (("--framing", "line"), ["line", "line"]),
        ((), ["request"]),
    ],
)
def test_messages_are_recorded_unless_a_practice_server_is_on_its_own(words: tuple[str, ...], found: list[str]) -> None:
    with running("127.0.0.1:0", *words) as (process, port):
        with socket.create_connection(("127.0.0.1", port), 10) as client:
            client.sendall(b"HEAD / HTTP/1.0\r\n\r\n")
            client.shutdown(socket.SHUT_WR)
            client.recv(1000)
        process.terminate()
        process.wait(20)
    told = subprocess.run(
        [sys.executable, "-m", "tcptui", "sessions", "export", "last", "--conn", "2", "--as", "jsonl"],
        capture_output=True, timeout=40,
    )  # fmt: skip
    events = [json.loads(line) for line in told.stdout.splitlines()]
    assert [event["kind"] for event in events if event["event"] == "message"] == found
