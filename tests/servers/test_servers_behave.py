"""The misbehaving servers do exactly what they are named after, seen by a plain socket: other tests build on that."""

from __future__ import annotations

import socket

import pytest

from tests.conftest import Serve
from tests.servers import behaviours as b
from tests.servers.listening import Behaviour, Family, Server
from tests.servers.real import RealServer
from tests.servers.unanswered import full_accept_queue, never_accepting, refused_port

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def connect(server: Server) -> socket.socket:
    sock = socket.create_connection(server.address)
    sock.settimeout(5)
    return sock


def read_to_ending(sock: socket.socket) -> tuple[bytes, str]:
    """All that the peer sent, and how it ended it: `fin`, `rst`, or `open` if nothing more comes."""
    received = b""
    while True:
        try:
            data = sock.recv(65536)
        except ConnectionResetError:
            return received, "rst"
        except TimeoutError:
            return received, "open"
        if not data:
            return received, "fin"
        received += data


def send_for_ever(sock: socket.socket) -> None:
    while True:
        sock.sendall(GET)


@pytest.mark.parametrize(
    ("behave", "answer", "ending"),
    [
        (b.answer_then_close, b.ANSWER, "fin"),
        (b.answer_then_reset, b.ANSWER, "rst"),
        (b.answer_then_half_close, b.ANSWER, "fin"),
        (b.answer_slowly, b.ANSWER, "fin"),
        (b.answer_until_close, b"HTTP/1.0 200 OK\r\n\r\n" + b.BODY, "fin"),
        (b.reset_after_reading(5), b"", "rst"),
        (b.reset_before_answer, b"", "rst"),
        (b.reset_mid_body, b.ANSWER[: -b.MISSING], "rst"),
        (b.close_with_unread, b"", "rst"),
        (b.fin_without_answer, b"", "fin"),
        (b.fin_mid_header, b.HEAD[:30], "fin"),
        (b.fin_mid_body, b.ANSWER[: -b.MISSING], "fin"),
        (b.fin_mid_chunk, b.CHUNKED_HEAD + b"64\r\n" + b.BODY[: -b.MISSING], "fin"),
        (b.fin_between_chunks, b.CHUNKED_HEAD + b"64\r\n" + b.BODY + b"\r\n", "fin"),
    ],
)  # fmt: skip
def test_what_a_client_sees(serve: Serve, behave: Behaviour, answer: bytes, ending: str) -> None:
    with connect(serve(behave)) as sock:
        sock.sendall(GET)
        assert read_to_ending(sock) == (answer, ending)


@pytest.mark.parametrize("behave", [b.answer_and_keep_open, b.never_answer, b.stop_reading, b.stop_mid_body])
def test_nothing_ends_what_is_to_stay_open(serve: Serve, behave: Behaviour) -> None:
    with connect(serve(behave)) as sock:
        sock.sendall(GET)
        sock.settimeout(0.05)
        assert read_to_ending(sock)[1] == "open"


def test_keep_alive_answers_each_request(serve: Serve) -> None:
    with connect(serve(b.answer_and_keep_open)) as sock:
        sock.sendall(GET * 3)
        sock.shutdown(socket.SHUT_WR)
        assert read_to_ending(sock) == (b.ANSWER * 3, "fin")


def test_garbage(serve: Serve) -> None:
    with connect(serve(b.garbage)) as sock:
        sock.sendall(GET)
        sock.shutdown(socket.SHUT_WR)
        assert read_to_ending(sock) == (b.GARBAGE, "fin")


def test_reset_on_accept(serve: Serve) -> None:
    with connect(serve(b.reset_on_accept)) as sock:
        assert read_to_ending(sock) == (b"", "rst")


def test_reset_after_reading_reads_that_much_and_no_more(serve: Serve) -> None:
    server = serve(b.reset_after_reading(5))
    with connect(server) as sock:
        sock.sendall(GET)
        assert read_to_ending(sock) == (b"", "rst")
    assert server.peer().received == GET[:5]


def test_fin_then_reset_is_a_broken_pipe(serve: Serve) -> None:
    with connect(serve(b.fin_then_reset)) as sock:
        assert sock.recv(1) == b""
        sock.sendall(GET)
        with pytest.raises(BrokenPipeError):
            send_for_ever(sock)


def test_half_close_goes_on_reading(serve: Serve) -> None:
    server = serve(b.answer_then_half_close)
    with connect(server) as sock:
        sock.sendall(GET)
        assert read_to_ending(sock) == (b.ANSWER, "fin")
        sock.sendall(b"more")
    assert server.peer().ended.wait(5)
    assert server.peer().received == GET + b"more"


def test_stop_reading_closes_the_window(serve: Serve) -> None:
    with connect(serve(b.stop_reading, receive_buffer=4096)) as sock:
        sock.settimeout(0.2)
        with pytest.raises(TimeoutError):
            sock.sendall(bytes(64_000_000))


@pytest.mark.parametrize("family", ["ipv4", "ipv6", "unix"])
def test_echo_in_every_family(serve: Serve, family: Family) -> None:
    server = serve(b.echo, family)
    with socket.socket({"ipv4": socket.AF_INET, "ipv6": socket.AF_INET6, "unix": socket.AF_UNIX}[family]) as sock:
        sock.connect(server.target.removeprefix("unix:") if family == "unix" else server.address)
        sock.sendall(GET)
        sock.shutdown(socket.SHUT_WR)
        assert read_to_ending(sock) == (GET, "fin")


def test_echo_after_end_waits_for_the_end(serve: Serve) -> None:
    with connect(serve(b.echo_after_end)) as sock:
        sock.sendall(GET)
        sock.settimeout(0.05)
        assert read_to_ending(sock) == (b"", "open")
        sock.settimeout(5)
        sock.shutdown(socket.SHUT_WR)
        assert read_to_ending(sock) == (GET, "fin")


def test_flood_is_numbered_lines_without_end(serve: Serve) -> None:
    with connect(serve(b.flood)) as sock, sock.makefile("rb") as stream:
        assert [int(stream.readline()) for _ in range(10_000)] == [i % 4096 for i in range(10_000)]


def test_refused() -> None:
    with refused_port() as target, pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2])), 5)


def test_never_accepting_connects_and_stays_silent() -> None:
    with never_accepting() as target, socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2]))) as sock:
        sock.sendall(GET)
        sock.settimeout(0.05)
        assert read_to_ending(sock) == (b"", "open")


def test_full_accept_queue_leaves_a_connect_hanging() -> None:
    with full_accept_queue() as target, pytest.raises(TimeoutError):
        socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2])), 0.2)


def test_nothing_is_left_running() -> None:
    with Server(b.flood) as server, connect(server) as sock:
        assert sock.recv(1)
        address = server.address
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 5)


@pytest.mark.parametrize("name", ["nginx", "redis"])
def test_real_servers_answer(name: str, request: pytest.FixtureRequest) -> None:
    server: RealServer = request.getfixturevalue(name)
    with socket.create_connection(("127.0.0.1", server.port)) as sock:
        sock.sendall(b"PING\r\n" if name == "redis" else GET)
        assert sock.recv(65536).startswith(b"+PONG" if name == "redis" else b"HTTP/1.1 200 OK")
