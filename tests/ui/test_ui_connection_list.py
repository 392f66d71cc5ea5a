"""Many connections: sorted, filtered, drawn by the window, and cheap."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import cast

import pytest

from tcptui.journal.log import Log
from tcptui.protocol import events as ev
from tcptui.ui import ordering
from tcptui.ui.ordering import Column, Order
from tcptui.ui.sessions import Sessions
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk

ADDRESS = ev.Address("ipv4", "127.0.0.1", 80)
STARTED = ev.RunStarted(0, 0, "0", 0, "test")


def happened(count: int) -> list[ev.Event]:
    """So many connections to as many ports, each with as many bytes as its number says."""
    events: list[ev.Event] = []
    for conn in range(1, count + 1):
        events += [
            ev.Opened(conn, conn, f"10.0.0.1:{9000 - conn}", "none"),
            ev.Connecting(conn, conn, ADDRESS, 1),
            ev.Connected(conn, conn, ADDRESS, ADDRESS, 1, 0.1),
            ev.Received(conn, conn, 0, conn),
        ]
    return events


def sessions(count: int) -> Sessions:
    every = Sessions(cast(Log, SimpleNamespace()), STARTED)
    every.on(happened(count))
    return every


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        ("number", [1, 2, 3, 4]),
        ("target", [4, 3, 2, 1]),
        ("bytes", [4, 3, 2, 1]),
        ("newest", [2, 4, 3, 1]),
        ("state", [3, 1, 2, 4]),
    ],
)
def test_orders(column: Column, numbers: list[int]) -> None:
    every = sessions(4)
    every.on([ev.PeerRst(3, 3, 104, "ECONNRESET", "recv"), ev.Acked(2, 9, 0)])
    assert [session.conn for session in Order(column).of(every)] == numbers
    assert [session.conn for session in Order(column, backward=True).of(every)] == numbers[::-1]


def test_what_is_typed_is_looked_for_in_all_that_a_line_says() -> None:
    every = sessions(30)
    every.on([ev.PeerRst(7, 99, 104, "ECONNRESET", "recv")])

    def found(text: str) -> list[int]:
        return [session.conn for session in Order(text=text).of(every)]

    assert found("8971") == [29]
    assert found("reset") == [7]
    assert found("open") == list(range(1, 31))
    assert found("nobody") == []


async def many(d: Desk, count: int = 300) -> None:
    """Connections that only the screen knows."""
    d.bench.deliver(happened(count))
    await d.until_drawn(f"{count} of {count} open")


async def test_the_list_is_walked_sorted_and_filtered_by_keys() -> None:
    async with desk(size=(120, 40)) as d:
        await many(d)
        await d.press("alt+l")
        await d.until(lambda: d.bench.connections.has_focus)
        await d.press("end", "up")
        await d.until_drawn(" 299 ● 10.0.0.1:8701")
        await d.press("home", "right", "right", "right")
        await d.until_drawn("bytes▼")
        await d.until_drawn(" 300 ● 10.0.0.1:8700")
        await d.press("alt+r")
        await d.until_drawn("bytes▲")
        await d.press(*"8888")
        await d.until_drawn("connections · /8888")
        await d.until(lambda: " 300 ●" not in d.drawn)
        await d.press("x")
        await d.until_drawn("nothing fits")
        await d.press("backspace", "enter")
        await d.until(lambda: d.session.conn == 112)
        assert d.bench.prompt.has_focus
        await d.press("alt+l", "escape")
        await d.until(lambda: "/8888" not in d.drawn)
        assert d.bench.connections.has_focus
        await d.press("escape")
        await d.until(lambda: d.bench.prompt.has_focus)


async def test_the_columns_and_lines_can_be_clicked() -> None:
    async with desk(size=(120, 40)) as d:
        await many(d)
        row = next(y for y, line in enumerate(d.lines) if "target  state" in line)
        await d.pilot.click(offset=(d.lines[row].index("bytes"), row))
        await d.until_drawn("bytes▼")
        await d.pilot.click(offset=(d.lines[row].index("bytes"), row))
        await d.until_drawn("bytes▲")
        await d.until_drawn("   1 ● 10.0.0.1:8999")
        await d.pilot.click(offset=(90, row + 2))
        await d.until(lambda: d.session.conn == 2)
        assert d.bench.prompt.has_focus, "a click goes to a connection; the keys stay with the input"


async def test_one_connection_needs_no_list(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("alt+l")
        await d.until_drawn("the list begins with two")
        assert d.bench.prompt.has_focus


async def test_a_thousand_connections_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = 0

    def counted(*args: object, **more: object) -> tuple[()]:
        nonlocal drawn
        drawn += 1
        return ()

    async with desk(size=(120, 40)) as d:
        await many(d, 1000)
        await d.press("alt+l", "right", "right", "right")
        monkeypatch.setattr("tcptui.ui.widgets.connection_window.connection_row", counted)
        d.bench.show_sidebar()
        assert 0 < drawn <= d.bench.connections.size.height, "only what is in the window is drawn"
        begun = time.process_time()
        for _ in range(20):
            d.bench.show_sidebar()
        assert (time.process_time() - begun) / 20 < 0.02


def test_putting_a_thousand_in_order_is_quick() -> None:
    every = sessions(1000)
    begun = time.process_time()
    for column in ordering.COLUMNS:
        Order(column, text="10.0.0").of(every)
    assert time.process_time() - begun < 0.25
