"""curl, ab, requests, h11, nc and telnet as clients of the practice servers, and of a listener answered by hand."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import h11
import pytest
import requests

from tests.servers.ours import listening, practice
from tests.servers.real import find_program

HELLO = b"Hello from the practice server of tcptui.\n"
LINE = b"abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 012345678\n"


@pytest.fixture(scope="module")
def http() -> Iterator[str]:
    """Where the practice server `http` is."""
    with practice("http") as address:
        yield address


@pytest.fixture(scope="module")
def echo() -> Iterator[str]:
    """Where the practice server `echo` is."""
    with practice("echo") as address:
        yield address


def run(
    program: str, *words: str, typed: bytes = b"", package: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a real client to its end."""
    return subprocess.run(
        [find_program(program, package), *words], input=typed, capture_output=True, timeout=40, check=False
    )


def port_of(address: str) -> tuple[str, str]:
    """HOST and PORT as two words."""
    host, _, port = address.rpartition(":")
    return host, port


# curl -----------------------------------------------------------------------------------------------------------------


def curl(*words: str, typed: bytes = b"") -> bytes:
    """What curl prints; it must be content with what it got."""
    done = run("curl", "--silent", "--show-error", "--max-time", "30", *words, typed=typed)
    assert (done.returncode, done.stderr) == (0, b""), done
    return done.stdout


def test_curl_gets_every_kind_of_body(http: str) -> None:
    assert curl(f"http://{http}/hello") == HELLO
    for kind in ("bytes", "chunked", "close"):
        for size in (0, 1, 64, 3_000_000):
            body = curl(f"http://{http}/{kind}/{size}")
            assert body == (LINE * (size // 64 + 1))[:size]
    assert curl("--http1.0", f"http://{http}/chunked/100") == (LINE * 2)[:100]


def test_curl_asks_for_heads(http: str) -> None:
    for path in ("/bytes/5", "/chunked/5", "/close/5", "/status/404"):
        head = curl("--head", f"http://{http}{path}")
        assert head.startswith(b"HTTP/1.1 ")
        assert head.endswith(b"\r\n\r\n")


def test_curl_reads_each_status(http: str) -> None:
    for status in (200, 204, 304, 404, 500):
        assert curl("-o", "/dev/null", "-w", "%{http_code}", f"http://{http}/status/{status}") == b"%d" % status
    assert curl("--include", f"http://{http}/status/103").startswith(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200")


def test_curl_follows_redirects(http: str) -> None:
    told = curl("-L", "-o", "/dev/null", "-w", "%{http_code} %{num_redirects}", f"http://{http}/redirect/5")
    assert told == b"200 5"


def test_curl_uploads_with_and_without_a_length(http: str, tmp_path: Path) -> None:
    body = bytes(range(256)) * 12_000  # more than curl sends without asking: it expects a 100 first
    file = tmp_path / "body"
    file.write_bytes(body)
    told = b"3072000 bytes, CRC-32 %08x\n" % zlib.crc32(body)
    assert curl("-T", str(file), f"http://{http}/up") == b"PUT /up: " + told
    assert curl("-T", "-", f"http://{http}/up", typed=body) == b"PUT /up: " + told  # in chunks
    assert curl("--data-binary", f"@{file}", f"http://{http}/up") == b"POST /up: " + told


def test_curl_sees_its_own_request(http: str) -> None:
    done = run("curl", "-s", "-v", "-d", "a=1", f"http://{http}/echo?x=y")
    sent = [line[2:] for line in done.stderr.splitlines() if line.startswith(b"> ")]  # as curl tells it
    assert done.stdout == b"\r\n".join([*sent, b"a=1"])


def test_curl_keeps_one_connection(http: str) -> None:
    urls = [f"http://{http}{path}" for path in ("/hello", "/chunked/9", "/status/204", "/hello")]
    outputs = [word for _ in urls for word in ("-o", "/dev/null")]
    assert curl(*outputs, "-w", "%{num_connects} ", *urls) == b"1 0 0 0 "


# ab -------------------------------------------------------------------------------------------------------------------


def ab(*words: str) -> dict[str, str]:
    """ab's figures by their names."""
    done = run("ab", "-q", *words, package="apache2-utils")
    assert done.returncode == 0, done
    return dict(re.findall(r"^([A-Z][\w -]+):\s+(.*)$", done.stdout.decode(), re.MULTILINE))


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("path", ["/hello", "/bytes/100000"])
def test_ab_fails_no_request(http: str, kept: bool, path: str) -> None:
    told = ab("-n", "300", "-c", "20", *(["-k"] if kept else []), f"http://{http}{path}")
    assert (told["Complete requests"], told["Failed requests"]) == ("300", "0")
    assert "Non-2xx responses" not in told
    assert told.get("Keep-Alive requests") == ("300" if kept else None)


def test_ab_posts(http: str, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(bytes(10_000))
    told = ab("-n", "100", "-c", "5", "-k", "-p", str(body), "-T", "application/octet-stream", f"http://{http}/x")
    assert (told["Complete requests"], told["Failed requests"], told["Keep-Alive requests"]) == ("100", "0", "100")


# requests and h11 -----------------------------------------------------------------------------------------------------


def test_requests_is_content(http: str) -> None:
    with requests.Session() as session:
        base = f"http://{http}"
        assert session.get(f"{base}/hello").content == HELLO
        assert len(session.get(f"{base}/redirect/3").history) == 3
        assert session.put(f"{base}/x", data=iter([b"in ", b"chunks"])).text.startswith("PUT /x: 9 bytes")
        assert session.head(f"{base}/chunked/9").headers["Transfer-Encoding"] == "chunked"
        assert session.get(f"{base}/close/1000").content == (LINE * 16)[:1000]
        assert session.get(f"{base}/status/418").reason == "I'm a Teapot"
        assert session.get(f"{base}/slow/0.2").elapsed.total_seconds() >= 0.2
        assert session.get(f"{base}/hello", headers={"Connection": "close"}).headers["Connection"] == "close"
        with session.get(f"{base}/drip/5/0.3", stream=True) as drops:
            assert len(list(drops.iter_content(1))) == 5
        assert session.delete(f"{base}/x").headers["Allow"] == "GET, HEAD, POST, PUT"


def test_h11_gets_its_pipelined_answers_in_order(http: str) -> None:
    paths = ["/bytes/500000", "/slow/0.1", "/chunked/1000", "/hello"]
    with socket.create_connection(port_of(http), 10) as sock:
        sock.sendall(b"".join(b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n" % path.encode() for path in paths))
        sock.shutdown(socket.SHUT_WR)
        received = b"".join(iter(lambda: sock.recv(65536), b""))
    bodies = []
    for path in paths:
        client = h11.Connection(h11.CLIENT)
        client.send(h11.Request(method="GET", target=path, headers=[("Host", "x")]))
        client.send(h11.EndOfMessage())
        client.receive_data(received)
        assert isinstance(client.next_event(), h11.Response)
        body = b""
        while isinstance(event := client.next_event(), h11.Data):
            body += event.data
        assert isinstance(event, h11.EndOfMessage)
        received = client.trailing_data[0]
        bodies.append(body)
    assert [len(body) for body in bodies] == [500_000, 34, 1000, len(HELLO)]
    assert received == b""


# nc and telnet --------------------------------------------------------------------------------------------------------


def nc(address: str, typed: bytes) -> bytes:
    """nc sends it, closes its side, and prints what comes until the end."""
    done = run("nc", "-N", *port_of(address), typed=typed, package="netcat-openbsd")
    assert done.returncode == 0, done
    return done.stdout


def test_nc_is_answered_after_its_fin(http: str) -> None:
    assert nc(http, b"GET /hello HTTP/1.1\nHost: x\n\n").endswith(HELLO)  # lines as nc sends them
    assert nc(http, b"rubbish\n\n").startswith(b"HTTP/1.1 400 Bad Request\r\n")


def test_nc_gets_its_own_bytes_back(echo: str) -> None:
    body = bytes(range(256)) * 20_000
    assert nc(echo, body) == body


def test_two_hundred_at_once_get_their_own_back(echo: str) -> None:
    with contextlib.ExitStack() as opened:
        socks = [opened.enter_context(socket.create_connection(port_of(echo), 10)) for _ in range(200)]
        for number, sock in enumerate(socks):
            sock.sendall(b"%d\n" % number)
            sock.shutdown(socket.SHUT_WR)
        for number, sock in enumerate(socks):
            assert b"".join(iter(lambda sock=sock: sock.recv(100), b"")) == b"%d\n" % number


def read_until(stream: IO[bytes] | None, mark: bytes) -> bytes:
    """Read byte by byte, as it comes."""
    assert stream is not None
    read = b""
    while mark not in read:
        byte = stream.read(1)
        assert byte, read
        read += byte
    return read


@contextlib.contextmanager
def telnet(address: str) -> Iterator[subprocess.Popen[bytes]]:
    """A telnet that is connected."""
    with subprocess.Popen(
        [find_program("telnet"), *port_of(address)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0,
    ) as process:  # fmt: skip
        try:
            read_until(process.stdout, b"Escape character is '^]'.\n")
            yield process
        finally:
            process.kill()


def test_telnet_types_a_request(http: str) -> None:
    with telnet(http) as client:
        assert client.stdin is not None
        client.stdin.write(b"GET /hello HTTP/1.0\n\n")
        assert HELLO in read_until(client.stdout, b"Connection closed by foreign host.").replace(b"\r\n", b"\n")


def test_telnet_is_answered_by_hand() -> None:
    with listening() as (server, address), telnet(address) as client:
        assert client.stdin is not None
        assert server.stdin is not None
        client.stdin.write(b"is anyone there?\n")
        assert read_until(server.stdout, b"?").endswith(b"is anyone there?")
        server.stdin.write(b"yes\n")
        server.stdin.flush()
        assert read_until(client.stdout, b"yes\n").endswith(b"yes\n")


def test_curl_is_answered_by_hand() -> None:
    with listening("--half-close") as (server, address):
        process = subprocess.Popen(
            [find_program("curl"), "-s", f"http://{address}/by-hand"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        with process as client:
            assert read_until(server.stdout, b"\r\n\r\n").startswith(b"GET /by-hand HTTP/1.1\r\n")
            out, _ = server.communicate(b"HTTP/1.1 200 OK\nContent-Length: 8\n\nby hand\n", timeout=20)
            assert client.communicate(timeout=20)[0] == b"by hand\n"
            assert (out, server.returncode) == (b"", 0)
