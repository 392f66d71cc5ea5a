"""A run from its start to its record: engine, diagnosis and journal together."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.log import Log
from tcptui.protocol.commands import Close, Send
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.events import Message, RunStarted, VerdictReached
from tcptui.workbench import Workbench
from tests.conftest import Serve
from tests.servers import behaviours
from tests.workbench.waiting import Verdicts

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def test_a_run_is_whole_on_disk_when_it_has_stopped(serve: Serve) -> None:
    server = serve(behaviours.answer_then_close)
    with Workbench(command=("127.0.0.1:1",)) as workbench:
        waiting = Verdicts(workbench)
        conn = workbench.open(parse_target(server.target))
        workbench.submit(Send(conn, GET))
        assert server.peer().ended.wait(10)
        workbench.submit(Close(conn))
        verdict = waiting.next()
    assert verdict.verdict.outcome == "complete"
    run = runs.find("last")
    with Log.open(runs.log_path(run)) as log:
        assert log.torn is None
        events = [log.event(record) for record in log.walk()]
        assert log.read(conn, "out", 0, 1000) == GET
        assert log.read(conn, "in", 0, 1000) == behaviours.ANSWER
    assert isinstance(events[0], RunStarted)
    assert events[0].command == ("127.0.0.1:1",)
    assert [event.kind for event in events if isinstance(event, Message)] == ["request", "response"]
    assert isinstance(events[-1], VerdictReached)
    assert all(a.t <= b.t for a, b in itertools.pairwise(events))
    assert [one.outcome for one in Catalog.open().connections(run)] == ["complete"]


def test_stopping_gives_every_open_connection_its_verdict(serve: Serve) -> None:
    server = serve(behaviours.echo)
    with Workbench() as workbench:
        for _ in range(20):
            workbench.submit(Send(workbench.open(parse_target(server.target)), b"hello"))
        server.peer(20)
    catalog = Catalog.open()
    outcomes = [one.outcome for one in catalog.connections(runs.find("last"))]
    assert len(outcomes) == 20
    assert None not in outcomes


def test_an_unrecorded_run_can_be_read_and_leaves_nothing(serve: Serve, data_dir: Path) -> None:
    server = serve(behaviours.echo)
    with Workbench(record=False) as workbench:
        conn = workbench.open(parse_target(server.target))
        workbench.submit(Send(conn, b"ping"))
        end = time.monotonic() + 10
        while workbench.log.read(conn, "in", 0, 10) != b"ping":
            assert time.monotonic() < end
            time.sleep(0.005)
    assert list(data_dir.iterdir()) == []
