"""The loop: commands from any thread, scripts and their timers, the record that fills, stopping, many connections."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tcptui.protocol.commands import Close, Command, HalfClose, PauseReading, ResumeReading, Send, SendFile
from tcptui.protocol.events import (
    Acked,
    Closed,
    Connected,
    ConnectFailed,
    Event,
    KernelSample,
    LocalError,
    PeerFin,
    ReadingPaused,
    ReadingResumed,
    Received,
    Resolved,
    Tick,
)
from tcptui.protocol.tcpinfo import TcpInfo
from tests.conftest import Serve
from tests.engine.harness import EngineUnderTest, until
from tests.servers import behaviours, unanswered
from tests.servers.listening import Peer


@pytest.fixture
def engine() -> Iterator[EngineUnderTest]:
    with EngineUnderTest() as engine:
        yield engine


class EchoScript:
    """Sends one line when connected, sends what comes back once more after a pause, then closes."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.due: float | None = None
        self.seen: list[str] = []
        self.data = b""

    def on(self, event: Event, now: float) -> Iterable[Command]:
        if event.name not in ("kernel-sample", "acked", "opened", "connecting"):
            self.seen.append(event.name)
        match event:
            case Connected():
                return [Send(event.conn, b"ping")]
            case Received() if self.due is None and len(self.data) < 4:
                self.data += bytes(event.data)
                self.due = now + self.pause
            case Tick():
                assert self.due is not None
                assert now >= self.due
                self.due = None
                return [Close(event.conn)]
        return []

    def deadline(self) -> float | None:
        return self.due


def test_a_script_is_driven_and_timed_by_the_loop(engine: EngineUnderTest, serve: Serve) -> None:
    script = EchoScript(pause=0.05)
    begun = time.monotonic()
    engine.open(serve(behaviours.echo).target, script)
    engine.wait(Closed)
    assert time.monotonic() - begun >= 0.05
    assert script.data == b"ping"
    assert script.seen == ["connected", "sent", "received", "tick", "closed"]


def test_a_files_bytes_are_streamed_whole(engine: EngineUnderTest, serve: Serve, tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(os.urandom(5_000_000))
    server = serve(behaviours.echo_after_end)
    conn = engine.open(server.target)
    engine.submit(Send(conn, b"<"), SendFile(conn, path), Send(conn, b">"), HalfClose(conn))
    engine.wait(PeerFin)
    assert engine.received() == engine.sent() == b"<" + path.read_bytes() + b">"
    assert engine.wait(Acked, that=lambda event: event.total == 5_000_002)


def test_a_missing_file_is_told_and_the_connection_lives(engine: EngineUnderTest, serve: Serve, tmp_path: Path) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    engine.submit(SendFile(conn, tmp_path / "none"), Send(conn, b"on"))
    assert "none" in engine.wait(LocalError).reason
    assert engine.wait_received(2) == b"on"


def test_sending_after_the_end_is_told(engine: EngineUnderTest, serve: Serve) -> None:
    conn = engine.open(serve(behaviours.echo).target)
    engine.submit(HalfClose(conn), Send(conn, b"late"))
    assert engine.wait(LocalError).reason.startswith("Nothing was sent")
    engine.wait(Closed)
    engine.submit(Send(conn, b"later"))
    engine.wait(LocalError, that=lambda event: "connection is closed" in event.reason)
    assert engine.sent() == b""


class SendsAtOnce:
    """Holds the loop until the RST is there, and wants to send at the same moment."""

    def __init__(self) -> None:
        self.stands = threading.Event()
        self.reset = threading.Event()
        self.due: float | None = None

    def on(self, event: Event, now: float) -> Iterable[Command]:
        match event:
            case Connected():
                self.due = now
                self.stands.set()
                assert self.reset.wait(10)
            case Tick():
                self.due = None
                return [Send(event.conn, b"too late")]
        return []

    def deadline(self) -> float | None:
        return self.due


def test_what_a_timer_wanted_sent_when_the_rst_came_is_no_failure(engine: EngineUnderTest, serve: Serve) -> None:
    script = SendsAtOnce()

    def reset_when_it_stands(peer: Peer) -> None:
        assert script.stands.wait(10)
        peer.reset()
        script.reset.set()

    engine.open(serve(reset_when_it_stands).target, script)
    engine.wait(Closed)
    engine.open(serve(behaviours.fin_at_once).target)
    engine.wait(PeerFin, 2)  # so all that was asked before is carried out
    assert engine.words()[-2:] == ["peer-rst", "closed"]


def test_paused_reading_closes_our_window_and_loses_nothing(engine: EngineUnderTest, serve: Serve) -> None:
    server = serve(behaviours.flood)
    conn = engine.open(server.target)
    engine.wait_received(100_000)
    engine.submit(PauseReading(conn))
    engine.wait(ReadingPaused)
    before = len(engine.received())
    until(lambda: (info := engine_unread(engine, conn)) is not None and info > 0)
    assert len(engine.received()) == before
    engine.submit(ResumeReading(conn))
    engine.wait(ReadingResumed)
    assert is_flood(engine.wait_received(before + 1_000_000))


def is_flood(data: bytes) -> bool:
    """Whether these are the flooder's first bytes, none missing, none twice."""
    numbers = [int(line) for line in data.split(b"\n")[:-1]]
    return numbers == [i % 4096 for i in range(len(numbers))]


def engine_unread(engine: EngineUnderTest, conn: int) -> int | None:
    engine.watch(conn)
    samples = [event for event in engine.of(conn) if isinstance(event, KernelSample)]
    return TcpInfo(samples[-1].tcp_info).unread(len(engine.received(conn)), False)


def test_a_full_record_stops_the_reading_and_nothing_else(engine: EngineUnderTest, serve: Serve) -> None:
    flood = engine.open(serve(behaviours.flood).target)
    engine.wait_received(1000, flood)
    engine.record.full.set()
    paused = engine.wait(ReadingPaused, conn=0)
    assert (paused.why, paused.reason) == ("record-full", "No space left on device")
    kept = len(engine.received(flood))
    other = engine.open(serve(behaviours.never_answer).target)
    engine.submit(Send(other, b"goes on"))
    engine.wait(Connected, other)
    until(lambda: engine.taken(other) == 7)
    assert len(engine.received(flood)) == kept
    engine.record.full.clear()
    engine.wait(ReadingResumed, conn=0)
    assert is_flood(engine.wait_received(kept + 1_000_000, flood))
    assert engine.sent(other) == b"goes on"


def test_connect_gives_up_at_its_deadline(engine: EngineUnderTest) -> None:
    with unanswered.full_accept_queue() as target:
        engine.open(target, connect_timeout=0.2)
        failed = engine.wait(ConnectFailed)
        closed = engine.wait(Closed)
    assert (failed.why, failed.errno, failed.syns) == ("timeout", None, 1)
    assert (closed.how, closed.why) == ("none", "timeout")


def test_localhost_races_both_families(engine: EngineUnderTest, serve: Serve) -> None:
    port = serve(behaviours.echo).port
    engine.open(f"localhost:{port}")
    assert engine.wait(Connected).address.port == port
    words = engine.words()
    assert words[:3] == ["opened", "resolving", "resolved"]
    assert words[-1] == "connected"


def test_200_connections_at_once_from_many_threads(engine: EngineUnderTest, serve: Serve) -> None:
    server = serve(behaviours.echo)

    def fifty() -> None:
        for _ in range(50):
            conn = engine.open(server.target)
            engine.submit(Send(conn, b"%d" % conn), HalfClose(conn))

    threads = [threading.Thread(target=fifty) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for conn in range(1, 201):
        assert engine.wait(Closed, conn).why == "peer"
        assert engine.received(conn) == b"%d" % conn


def test_a_quiet_connection_is_served_beside_flooders(engine: EngineUnderTest, serve: Serve) -> None:
    flood = serve(behaviours.flood)
    for _ in range(8):
        engine.open(flood.target)
    quiet = engine.open(serve(behaviours.echo).target)
    engine.wait(Connected, quiet)
    for i in range(20):
        engine.submit(Send(quiet, b"x"))
        engine.wait_received(i + 1, quiet)


@pytest.mark.parametrize("busy", ["flood", "connecting", "full outbox", "resolving"])
def test_it_stops_quickly_whatever_it_is_doing(serve: Serve, busy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = set(threading.enumerate())
    with EngineUnderTest() as engine, unanswered.full_accept_queue() as queue:
        match busy:
            case "flood":
                engine.open(serve(behaviours.flood).target)
                engine.wait(Received)
            case "connecting":
                engine.open(queue)
                until(lambda: "connecting" in engine.words())
            case "full outbox":
                conn = engine.open(serve(behaviours.stop_reading).target)
                engine.submit(Send(conn, bytes(20_000_000)))
                until(lambda: engine.taken() > 0)
            case "resolving":
                held = threading.Event()
                monkeypatch.setattr("tcptui.engine.resolver.resolve", lambda host, port: held.wait(5))
                engine.open("a.name.example:1")
                until(lambda: "resolving" in engine.words())
                monkeypatch.undo()
        begun = time.monotonic()
        engine.engine.stop()
        assert time.monotonic() - begun < 1.0
        assert engine.wait(Closed).why in ("stopped", "cancelled")
        if busy == "resolving":
            held.set()
    left = {t for t in threading.enumerate() if t.name.startswith("tcptui-engine")} - threads
    assert not left


def test_idle_connections_cost_nothing(engine: EngineUnderTest, serve: Serve) -> None:
    server = serve(behaviours.never_answer)
    for _ in range(50):
        conn = engine.open(server.target)
        engine.submit(Send(conn, b"x"))
    for conn in range(1, 51):
        engine.wait(Connected, conn)
    before = time.process_time()
    time.sleep(0.5)  # a span to measure, not a wait for luck
    assert time.process_time() - before < 0.15


def test_a_connection_that_ends_while_the_record_is_full_is_told(engine: EngineUnderTest, serve: Serve) -> None:
    flood = engine.open(serve(behaviours.flood).target)
    engine.wait_received(1000, flood)
    engine.record.full.set()
    engine.wait(ReadingPaused, conn=0)
    before = time.process_time()
    time.sleep(0.3)  # a span to measure
    assert time.process_time() - before < 0.1, "the loop spins"
    engine.submit(Close(flood, flush=0.0))
    assert engine.wait(Closed, flood).why == "asked"
    engine.record.full.clear()
    engine.wait(ReadingResumed, conn=0)
    assert is_flood(engine.received(flood))


def test_a_full_record_bounds_what_is_sent(engine: EngineUnderTest, serve: Serve) -> None:
    flood, sink = engine.open(serve(behaviours.flood).target), engine.open(serve(behaviours.read_all).target)
    engine.wait_received(1000, flood)
    engine.wait(Connected, sink)
    engine.record.full.set()
    engine.wait(ReadingPaused, conn=0)
    engine.submit(Send(sink, bytes(40_000_000)))
    until(lambda: engine.taken(sink) >= 4 << 20)
    time.sleep(0.1)  # the kernel would take the rest in this time
    assert engine.taken(sink) < 8 << 20
    engine.record.full.clear()
    until(lambda: engine.taken(sink) == 40_000_000)


def test_a_unix_peer_that_closed_costs_nothing(engine: EngineUnderTest, serve: Serve) -> None:
    engine.open(serve(behaviours.fin_at_once, "unix").target)
    engine.wait(PeerFin)
    before = time.process_time()
    time.sleep(0.3)  # a span to measure
    assert time.process_time() - before < 0.1


def test_a_look_up_without_a_thread_fails_and_nothing_else_does(
    engine: EngineUnderTest, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_thread(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    engine.open("localhost:1")
    assert (engine.wait(Resolved).error, engine.wait(Closed).why) == ("EAI_SYSTEM", "failed")
    monkeypatch.undo()
    engine.wait(Connected, engine.open(f"localhost:{serve(behaviours.echo).port}"))


def test_a_look_up_that_breaks_does_not_poison_its_name(
    engine: EngineUnderTest, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_descriptor(host: str, port: int) -> object:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("tcptui.engine.resolver.resolve", no_descriptor)
    engine.open("localhost:1")
    assert engine.wait(Closed).why == "failed"
    monkeypatch.undo()
    conn = engine.open(f"localhost:{serve(behaviours.echo).port}")
    engine.wait(Connected, conn)
