"""Replays against a server that answers each time otherwise, for the tests of the comparison."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from tcptui.protocol.events import VerdictReached
from tcptui.requests.collection import load
from tcptui.requests.functions import Surroundings
from tcptui.requests.plan import Plan, Preparation, prepare
from tcptui.requests.replaying.replay import Replay
from tcptui.workbench import Workbench
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import Desk

STEPS = """
[[steps]]
send = "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"

[[steps]]
wait = "end"
"""


def answer(body: bytes, *fields: bytes) -> bytes:
    """A whole answer."""
    head = b"".join(b"%b\r\n" % field for field in fields)
    return b"HTTP/1.1 200 OK\r\n%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body)


def in_turn(*answers: bytes, reset: int = 0) -> Callable[[Peer], None]:
    """A server that gives each connection the next of these answers, and ends the reset-th of them with a RST."""
    given = iter(enumerate(answers, 1))

    def behave(peer: Peer) -> None:
        peer.read_head()
        number, data = next(given)
        peer.send(data)
        if number == reset:
            peer.reset()

    return behave


def request_file(folder: Path, target: str, extra: str = "") -> Path:
    """A saved request for this target."""
    path = folder / "r.toml"
    path.write_text(f'name = "Ask"\ntarget = "{target}"\nframing = "http"\n{extra}{STEPS}')
    return path


def _plan(path: Path) -> Plan:
    return prepare(load(path), path, Preparation({}, Surroundings(lambda: 0.0, os.urandom, {})))


async def replay(d: Desk, path: Path) -> int:
    """Replay it in the app, and bring it into view; gives the connection's number once its verdict is there."""
    plan = _plan(path)
    conn = d.workbench.open(plan.endpoint, "http", script=lambda conn: Replay(conn, plan))
    session = d.bench.sessions.get(conn)
    d.bench.bring(session)
    await d.until(lambda: session.story.verdict, "the replay's verdict")
    return conn


def replay_before(path: Path) -> None:
    """Replay it in a run of its own, which is recorded and over."""
    over = threading.Event()
    plan = _plan(path)
    with Workbench(command=("replay", str(path))) as workbench:
        tap = workbench.tap(lambda: None, over.set)
        workbench.open(plan.endpoint, "http", script=lambda conn: Replay(conn, plan))
        assert over.wait(10)
        assert any(isinstance(event, VerdictReached) for event in tap.drain())


def changing(serve: Serve, folder: Path, *answers: bytes, reset: int = 0, extra: str = "") -> Path:
    """A request to a server that gives these answers in turn."""
    return request_file(folder, serve(in_turn(*answers, reset=reset)).target, extra)
