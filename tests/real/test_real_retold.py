"""What was typed to nginx and redis, told again out of its record: by answers, and at the times of then."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from tcptui.protocol.commands import Close, Send
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.events import Connected, VerdictReached
from tcptui.requests.functions import Surroundings
from tcptui.requests.plan import Preparation, prepare
from tcptui.requests.reading import Read
from tcptui.requests.replaying.pace import Pace
from tcptui.requests.replaying.replay import Replay
from tcptui.requests.retelling import APART, retold
from tcptui.ui.recordedturns import recorded_turns
from tcptui.workbench import Workbench
from tests.real.hearing import PATIENCE, Hearing, at_work
from tests.servers.real import RealServer

TIMES = 100
_DATE = re.compile(rb"\r\nDate: [^\r\n]*")

PACES: tuple[Pace, ...] = ("wait", "x10", "none")


def received(workbench: Workbench, conn: int) -> bytes:
    return _DATE.sub(b"", workbench.log.read(conn, "in", 0, 1 << 20))


def talk(hearing: Hearing, target: str, framing: str, says: list[tuple[bytes, bytes]]) -> int:
    """Say each when what was awaited of the one before has come; gives the connection's number, which is closed."""
    workbench = hearing.workbench
    conn = workbench.open(parse_target(target), framing)
    hearing.until(Connected, conn)
    for data, answer in says:
        workbench.submit(Send(conn, data))
        deadline = time.monotonic() + PATIENCE
        while answer not in workbench.log.read(conn, "in", 0, 1 << 20):
            assert time.monotonic() < deadline
            time.sleep(0.002)
    workbench.submit(Close(conn))
    hearing.until(VerdictReached, conn)
    return conn


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("name", ["nginx", "redis"])
def test_told_again_it_is_the_same(name: str, pace: Pace, nginx: RealServer, redis: RealServer) -> None:
    get = b"GET /chunked.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
    target, framing, says = {
        "nginx": (nginx.target, "http", [(get, b"\r\n0\r\n\r\n"), (b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", b"ETag")]),
        "redis": (redis.target, "resp", [(b"SET retold 1\r\n", b"OK"), (b"INCR retold\r\nPING\r\n", b"PONG")]),
    }[name]  # fmt: skip
    world = Surroundings(time.time, os.urandom, {})
    with at_work() as hearing:
        workbench = hearing.workbench
        before = talk(hearing, target, framing, says)
        turns = recorded_turns(workbench.log, before, None, APART)
        request = retold(turns, turns[0].t, "again", target, framing, by_answers=pace == "wait")
        read = Read(request, (0,) * len(request.steps))
        for _ in range(TIMES):
            plan = prepare(read, Path("again"), Preparation({}, world))
            made: list[Replay] = []
            conn = workbench.open(
                plan.endpoint,
                framing,
                script=lambda conn, plan=plan, made=made: made.append(Replay(conn, plan, pace=pace)) or made[0],
            )
            hearing.until(VerdictReached, conn)
            assert made[0].report.all_done, made[0].report.results[-1]
            assert workbench.log.read(conn, "out", 0, 1 << 20) == workbench.log.read(before, "out", 0, 1 << 20)
            assert received(workbench, conn) == received(workbench, before)
