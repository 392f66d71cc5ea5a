"""RFC 8305 on real sockets: what the system's resolver would have to say is put in its mouth, the rest is real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tcptui.engine import resolver
from tcptui.protocol.commands import Abort
from tcptui.protocol.events import Address, Closed, Connected, ConnectFailed, Connecting, Resolved
from tests.conftest import Serve
from tests.engine.harness import EngineUnderTest, until
from tests.servers import behaviours, unanswered


@pytest.fixture
def engine() -> Iterator[EngineUnderTest]:
    with EngineUnderTest() as engine:
        yield engine


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Address, ...]]:
    """Names that resolve to what a test says."""
    known: dict[str, tuple[Address, ...]] = {}
    monkeypatch.setattr(resolver, "resolve", lambda host, port: resolver.Answer(known[host]))
    return known


def v4(port: int) -> Address:
    return Address("ipv4", "127.0.0.1", port)


def v6(port: int) -> Address:
    return Address("ipv6", "::1", port)


def test_a_refused_v6_is_followed_by_v4_at_once(
    engine: EngineUnderTest, serve: Serve, names: dict[str, tuple[Address, ...]]
) -> None:
    server = serve(behaviours.echo)
    with unanswered.refused_port("ipv6") as target:
        refused = int(target.rpartition(":")[2])
        names["both.example"] = (v6(refused), v4(server.port))
        engine.open("both.example:1")
        connected = engine.wait(Connected)
    assert (connected.address, connected.attempt) == (v4(server.port), 2)
    failed = engine.wait(ConnectFailed)
    assert (failed.address, failed.errno_name, failed.why) == (v6(refused), "ECONNREFUSED", "error")
    assert engine.words() == [
        "opened",
        "resolving",
        "resolved",
        "connecting",
        "connect-failed",
        "connecting",
        "connected",
    ]


def test_a_silent_first_address_loses_the_race(
    engine: EngineUnderTest, serve: Serve, names: dict[str, tuple[Address, ...]]
) -> None:
    server = serve(behaviours.echo, "ipv6")
    with unanswered.full_accept_queue() as target:
        silent = int(target.rpartition(":")[2])
        names["slow.example"] = (v4(silent), v6(server.port))
        engine.open("slow.example:1")
        connected = engine.wait(Connected)
        lost = engine.wait(ConnectFailed)
    first, second = (event for event in engine.of() if isinstance(event, Connecting))
    assert (connected.address, lost.address) == (v6(server.port), v4(silent))
    assert (lost.why, lost.errno, lost.reason) == ("lost-race", None, f"{v6(server.port)} answered first.")
    assert second.t - first.t >= 250_000_000


def test_all_refused_names_each(engine: EngineUnderTest, names: dict[str, tuple[Address, ...]]) -> None:
    with unanswered.refused_port("ipv6") as six, unanswered.refused_port() as four:
        names["none.example"] = (v6(int(six.rpartition(":")[2])), v4(int(four.rpartition(":")[2])))
        engine.open("none.example:1")
        assert engine.wait(Closed).why == "failed"
    failed = [event for event in engine.of() if isinstance(event, ConnectFailed)]
    assert [(event.attempt, event.address.family, event.errno_name) for event in failed] == [
        (1, "ipv6", "ECONNREFUSED"),
        (2, "ipv4", "ECONNREFUSED"),
    ]


def test_a_look_up_that_never_ends_has_a_deadline(engine: EngineUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    release = threading.Event()

    def hang(host: str, port: int) -> resolver.Answer:
        release.wait(10)
        return resolver.Answer((v4(port),))

    monkeypatch.setattr(resolver, "resolve", hang)
    engine.open("slow.example:9", resolve_timeout=0.1)
    resolved = engine.wait(Resolved)
    closed = engine.wait(Closed)
    release.set()
    assert (resolved.addresses, resolved.error, closed.why) == ((), "EAI_AGAIN", "timeout")
    until(lambda: not any(thread.name.startswith("tcptui-resolver") for thread in threading.enumerate()))
    assert engine.words()[-1] == "closed", "the late answer was not passed over"


def test_giving_up_while_connecting(engine: EngineUnderTest) -> None:
    with unanswered.full_accept_queue() as target:
        conn = engine.open(target)
        engine.wait(Connecting)
        engine.submit(Abort(conn, why="cancelled"))
        failed, closed = engine.wait(ConnectFailed), engine.wait(Closed)
    assert (failed.why, closed.how, closed.why) == ("cancelled", "none", "cancelled")


def test_a_unix_socket_that_is_not_there(engine: EngineUnderTest) -> None:
    engine.open("unix:/nowhere/at/all.sock")
    assert engine.wait(ConnectFailed).errno_name == "ENOENT"
    assert engine.wait(Closed).why == "failed"
