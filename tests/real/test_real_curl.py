"""Command lines that curl carries out, and our replay of what they are imported as: the same bytes at one listener."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tcptui.protocol.events import VerdictReached
from tcptui.requests.functions import Surroundings
from tcptui.requests.importing import Imported
from tcptui.requests.importing.curl import import_curl
from tcptui.requests.importing.har import import_har
from tcptui.requests.model import SavedRequest
from tcptui.requests.plan import Preparation, prepare
from tcptui.requests.reading import Read
from tcptui.requests.replaying.replay import Replay
from tests.conftest import Serve
from tests.real.curllines import EXACT, FILES, NAMED
from tests.real.hearing import Hearing, at_work
from tests.servers.listening import Peer
from tests.servers.real import HELLO, RealServer, find_program

_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding: *chunked", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(rb"\r\nDate: [^\r\n]*")
_BOUNDARY = re.compile(rb"; boundary=(-{24}[0-9a-f]{16})")
# The last one is what each build of curl was built with, and the first two are curl's alone and said to be.
_ASIDE = (b"User-Agent: curl/", b"Expect: 100-continue", b"Accept-Encoding: deflate")


@dataclass
class Listener:
    """What was heard at an address and at a unix socket, request by request."""

    heard: list[bytes]
    names: dict[str, str]

    def taken(self) -> list[bytes]:
        """What was heard since the last time, without what is curl's alone."""
        taken, self.heard[:] = [_compared(one) for one in self.heard], []
        return taken


@pytest.fixture
def listener(serve: Serve) -> Listener:
    """Answers every request with an empty 200."""
    heard: list[bytes] = []

    def answer(peer: Peer) -> None:
        while request := _request(peer):
            heard.append(request)
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    server, local = serve(answer), serve(answer, "unix")
    place = server.target
    port = place.rpartition(":")[2]
    names = {"url": f"http://{place}", "place": place, "port": port, "unix": local.target.removeprefix("unix:")}
    return Listener(heard, names)


def _request(peer: Peer) -> bytes:
    begin = len(peer.received)
    while (end := peer.received.find(b"\r\n\r\n", begin)) < 0:
        if not peer.read():
            return b""
    head = bytes(peer.received[begin:end])
    if b"100-continue" in head:
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    if _CHUNKED.search(head):
        # A head may end with a 0, too: that of a boundary.
        while peer.received.find(b"\r\n0\r\n\r\n", end) < 0 and peer.read():
            pass
    elif (length := _LENGTH.search(head)) and not head.startswith(b"HEAD"):
        peer.read_exactly(end + 4 + int(length[1]))
    return bytes(peer.received[begin:])


def _compared(request: bytes) -> bytes:
    head, _, body = request.partition(b"\r\n\r\n")
    kept = b"\r\n".join(line for line in head.split(b"\r\n") if not line.startswith(_ASIDE))
    whole = re.sub(rb"%[0-9a-f]{2}", lambda quoted: quoted[0].upper(), kept + b"\r\n\r\n" + body)
    boundary = _BOUNDARY.search(whole)
    return whole.replace(boundary[1], b"BOUNDARY") if boundary else whole


def _files(folder: Path, names: dict[str, str]) -> None:
    for name, data in FILES.items():
        (folder / name).write_bytes(data.replace(b"{url}", names["url"].encode()))


def _by_curl(line: str, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", line.replace("curl ", f"{find_program('curl')} -s ", 1)],
        cwd=folder, timeout=20, capture_output=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, (line, done.stderr)


def _imported(line: str, folder: Path) -> Imported:
    return import_curl(line, "typed", lambda name: (folder / name).read_bytes())


def _replayed(hearing: Hearing, request: SavedRequest) -> int:
    world = Surroundings(time.time, os.urandom, {})
    plan = prepare(Read(request, (0,) * len(request.steps)), Path("x"), Preparation({}, world))
    conn = hearing.workbench.open(plan.endpoint, request.framing, script=lambda conn: Replay(conn, plan))
    hearing.until(VerdictReached, conn)
    return conn


def test_the_bytes_are_those_that_curl_sends(listener: Listener, tmp_path: Path) -> None:
    _files(tmp_path, listener.names)
    with at_work() as hearing:
        for template in EXACT.strip().splitlines():
            line = template.format(**listener.names)
            _by_curl(line, tmp_path)
            by_curl = listener.taken()
            for request in _imported(line, tmp_path).requests:
                _replayed(hearing, request)
            assert listener.taken() == by_curl, line
            assert by_curl, line


def test_where_they_differ_it_is_said(listener: Listener, tmp_path: Path) -> None:
    _files(tmp_path, listener.names)
    (tmp_path / "jar.txt").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tjar\tvalue\n")
    for template, remark in NAMED.items():
        line = template.format(**listener.names)
        assert any(remark in one for one in _imported(line, tmp_path).remarks), line


def _archived(trace: str, url: str) -> bytes:
    """The request that curl's `-v` tells, as browsers and proxies put it into an archive."""
    first, *lines = [line[2:] for line in trace.splitlines() if line.startswith("> ") and line != "> "]
    method, _, version = first.split(" ")
    headers = [dict(zip(("name", "value"), line.split(": ", 1), strict=True)) for line in lines]
    request = {"method": method, "url": url, "httpVersion": version, "headers": headers, "cookies": []}
    return json.dumps({"log": {"version": "1.2", "entries": [{"request": request}]}}).encode()


def test_an_archive_of_what_curl_said_to_nginx_gets_the_same_answer(nginx: RealServer) -> None:
    url = f"http://{nginx.target}/chunked.txt"
    words = [find_program("curl"), "-sv", "-i", "--raw", "-H", "Accept: text/plain", "-b", "a=b", url]
    curl = subprocess.run(words, capture_output=True, timeout=20, check=True)
    (request,) = import_har(_archived(curl.stderr.decode(), url), "curl.har").requests
    with at_work() as hearing:
        conn = _replayed(hearing, request)
        log = hearing.workbench.log
        sent, received = log.read(conn, "out", 0, 1 << 16), log.read(conn, "in", 0, 1 << 16)
    assert sent.startswith(b"GET /chunked.txt HTTP/1.1\r\n")
    assert b"User-Agent: curl/" in sent
    assert _DATE.sub(b"", received) == _DATE.sub(b"", curl.stdout)
    assert HELLO.encode() in received
