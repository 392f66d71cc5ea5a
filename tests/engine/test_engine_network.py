"""What ICMP tells, over a router that refuses on purpose (needs network namespaces, and skips without)."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tcptui.protocol.commands import Close, Send
from tcptui.protocol.events import Closed, Connected, ConnectFailed, NetworkError
from tests.engine.harness import EngineUnderTest
from tests.engine.network import Network, enter, listening

SERVER = "10.99.2.1"


@pytest.fixture
def network() -> Iterator[Network]:
    with Network() as network:
        yield network


@pytest.fixture
def engine(network: Network) -> Iterator[EngineUnderTest]:
    """An engine whose thread, and so whose sockets, are the client's."""
    with EngineUnderTest() as engine:
        inside = threading.Event()

        def move() -> None:
            enter(network.client)
            inside.set()

        engine.engine._reactor.call_soon(move)
        assert inside.wait(5)
        yield engine


@pytest.mark.parametrize(
    ("rule", "code", "name"), [("unreachable", 1, "EHOSTUNREACH"), ("prohibit", 13, "EHOSTUNREACH")]
)
def test_an_icmp_error_ends_a_connect_and_names_its_sender(
    network: Network, engine: EngineUnderTest, rule: str, code: int, name: str
) -> None:
    network.route("add", rule, SERVER)
    engine.open(f"{SERVER}:80")
    failed = engine.wait(ConnectFailed)
    assert (failed.errno_name, failed.why) == (name, "error")
    assert failed.icmp is not None
    assert (failed.icmp.version, failed.icmp.type, failed.icmp.code) == (4, 3, code)
    assert failed.icmp.sender == "10.99.1.254"
    assert engine.wait(Closed).why == "failed"


def test_an_icmp_error_on_a_standing_connection_is_soft(network: Network, engine: EngineUnderTest) -> None:
    with listening(network.server, SERVER) as listener:
        conn = engine.open(f"{SERVER}:80")
        engine.wait(Connected)
        peer, _ = listener.accept()
        with peer:
            network.route("replace", "unreachable", SERVER)
            engine.submit(Send(conn, b"through all the same"))
            error = engine.wait(NetworkError)
            assert (error.soft, error.errno_name) == (True, "EHOSTUNREACH")
            network.route("delete", "unreachable", SERVER)
            peer.settimeout(10)
            assert peer.recv(100) == b"through all the same"
            peer.sendall(b"answer")
            assert engine.wait_received(6) == b"answer"
            engine.submit(Close(conn))
            assert engine.wait(Closed).why == "asked"
