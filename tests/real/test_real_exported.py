"""Exported requests carried out by the programs that they are written for: the same bytes on the wire."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tcptui.requests.conditions import Contains, End, Messages
from tcptui.requests.exporting import Form
from tcptui.requests.model import CloseStep, Pause, Step, Wait
from tests.conftest import Serve
from tests.requests.porting import exported, request_of
from tests.servers.listening import Peer, Server
from tests.servers.real import HELLO, RealServer, find_program

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfine\n"

GET = b"GET /a/../b%20c?q={1}&r=[2] HTTP/1.1\r\nHost: the.host:81\r\n\r\n"
POST = (
    b"POST /workers HTTP/1.1\r\nHost: x\r\nUser-Agent: me\r\nAccept: */*\r\nX-Empty:\r\nX-TOKEN:it's $HOME `x`\r\n"
    b'Content-Type: application/json\r\nContent-Length: 25\r\nCookie: a=b\r\n\r\n{"a": "\xc3\xa9 \'quoted\' \\n"}\r\n'
)
BINARY = b"PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 258\r\n\r\n" + bytes(range(256)) + b"%\\"
DELETE = b"DELETE /x HTTP/1.0\r\nHost: x\r\nX-A: 1\r\nX-A: 2\r\n\r\n"
OPTIONS = b"OPTIONS * HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n"
BARE = b"POST /no-length HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
_PACKAGES = {"curl": "curl", "nc": "netcat-openbsd"}
LONG = b"PUT /x HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + b"a word is at most 128 KiB" * 8_000
REQUESTS = (GET, POST, BINARY, DELETE, OPTIONS, BARE, LONG)


def answering(requests: tuple[bytes, ...]) -> list[bytes]:
    """What a server has seen when the first so many of these have come."""
    return [b"".join(requests[: count + 1]) for count in range(len(requests))]


def serving(serve: Serve, *requests: bytes) -> Server:
    """A server that answers when each of these has come, and then closes."""

    def answer(peer: Peer) -> None:
        for so_far in answering(requests):
            peer.read_exactly(len(so_far))
            peer.send(ANSWER)
        peer.fin()
        peer.read_to_end()

    return serve(answer)


def carried_out(folder: Path, form: Form, server: Server, *steps: Step | bytes) -> bytes:
    """What the exported request prints."""
    text = exported(request_of(*steps, target=server.target), form).data
    path = folder / "exported"
    path.write_bytes(text)
    program = sys.executable if form == "python" else find_program("bash")
    if form in _PACKAGES:
        find_program(form, _PACKAGES[form])
    return subprocess.run([program, str(path)], capture_output=True, timeout=30, check=True).stdout


@pytest.mark.parametrize("form", ["curl", "python", "nc"])
def test_the_same_bytes_reach_the_server(serve: Serve, tmp_path: Path, form: Form) -> None:
    for number, data in enumerate(REQUESTS if form != "nc" else (POST, BINARY)):
        server = serving(serve, data)
        printed = carried_out(tmp_path, form, server, data, Wait(Messages()))
        assert server.peer().received == data, number
        assert printed == (ANSWER if form != "curl" else b"fine\n"), number


@pytest.mark.parametrize("form", ["curl", "python"])
def test_several_requests_go_over_one_connection(serve: Serve, tmp_path: Path, form: Form) -> None:
    server = serving(serve, GET, POST, BINARY)
    carried_out(tmp_path, form, server, GET, Wait(Messages()), POST, Wait(Messages()), BINARY, Wait(Messages()))
    assert server.peer().received == GET + POST + BINARY
    assert len(server.peers) == 1


def test_curl_gets_nginxs_answer(nginx: RealServer, tmp_path: Path) -> None:
    path = tmp_path / "exported"
    path.write_bytes(exported(request_of(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", target=nginx.target), "curl").data)
    done = subprocess.run([find_program("bash"), str(path)], capture_output=True, timeout=30, check=True)
    assert done.stdout == HELLO.encode()


def test_a_python_script_waits_pauses_and_half_closes(serve: Serve, tmp_path: Path) -> None:
    def chat(peer: Peer) -> None:
        peer.send(b"220 ready\r\n")
        peer.read_until(b"\r\n")
        peer.send(b"250 hello\r\n")
        peer.read_to_end()
        peer.send(b"bye")

    server = serve(chat)
    steps = [
        Wait(Contains("220 ready")),
        b"EHLO x\r\n",
        Wait(Contains("250")),
        Pause(0.01),
        CloseStep("half"),
        Wait(End()),
    ]
    assert carried_out(tmp_path, "python", server, *steps) == b"220 ready\r\n250 hello\r\nbye"
    assert server.peer().received == b"EHLO x\r\n"


def test_a_har_of_nginx_is_imported_and_replayed_with_the_same_answer(nginx: RealServer, tmp_path: Path) -> None:
    def tcptui(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-m", "tcptui", *words], capture_output=True, timeout=60, cwd=tmp_path)

    get = rf"GET /chunked.txt HTTP/1.1\r\nHost: {nginx.target}\r\n\r\n"
    assert tcptui("send", nginx.target, "--text", get).returncode == 0
    assert tcptui("sessions", "export", "last", "--as", "har", "-o", "a.har").returncode == 0
    (entry,) = json.loads((tmp_path / "a.har").read_text())["log"]["entries"]
    assert entry["response"]["content"]["text"] == HELLO
    assert tcptui("requests", "import", "a.har").stdout == b"requests/get-chunked-txt.toml\n"
    assert tcptui("replay", "requests").returncode == 0
    again = tcptui("sessions", "export", "last", "--as", "har").stdout
    (second,) = json.loads(again)["log"]["entries"]
    assert second["response"]["content"] == entry["response"]["content"]
    assert second["request"]["headers"] == entry["request"]["headers"]
    assert second["time"] > 0
