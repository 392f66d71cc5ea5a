"""All that is known of one line: every field of its event, in words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from tcptui.journal.chronicle import Line, What
from tcptui.protocol import events as ev
from tcptui.protocol.tcpinfo import TcpInfo
from tcptui.protocol.teaching import lesson
from tcptui.protocol.units import NOT_AVAILABLE, exact, size, span
from tcptui.protocol.verdict import Verdict
from tcptui.ui.eventview.telling import Teller
from tcptui.ui.explaining import with_keys

Detail = tuple[str, str]
"""A label and its value."""

_TOPICS: dict[type[ev.Event], str] = {
    ev.PeerFin: "fin", ev.PeerRst: "rst", ev.HalfClosed: "half-close", ev.Closed: "local-close",
    ev.NetworkError: "network", ev.Listening: "backlog", ev.Connecting: "state.SYN_SENT",
    ev.Resolving: "resolve", ev.Connected: "connect",
}  # fmt: skip

_BYTES = {"offset", "total", "start", "end", "missing", "unread", "pending", "size"}
_ALONE = {"conn", "t", "data", "verdict", "tcp_info"}


def details(line: Line, teller: Teller, started: ev.RunStarted) -> list[Detail]:
    """Label and value of each, the most telling first."""
    event = teller.event(line)
    if event is None:
        return [("", teller.told(line)[0])]
    rows: list[Detail] = [(event.name, teller.told(line)[0])]
    match event:
        case ev.Sent() | ev.Received():
            rows += _bytes(line)
        case ev.VerdictReached(verdict=verdict):
            rows += _verdict(verdict)
        case ev.KernelSample():
            rows += _figures(event)
        case _:
            named = ((field.name, getattr(event, field.name)) for field in fields(event) if field.name not in _ALONE)
            rows += [_told(*each) for each in named if not _is_none(event, *each)]
    rows.append(("connection", f"{line.conn} {teller.targets.get(line.conn, '')}".rstrip() if line.conn else "the run"))
    rows.append(("time", _moment(line.t, started)))
    topic = _TOPICS.get(type(event))
    return [*rows, ("what it is", with_keys(lesson(topic).what))] if topic else rows


def _moment(t: int, started: ev.RunStarted) -> str:
    wall = started.wall + t - started.t
    clock = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(wall // 1_000_000_000))
    return f"{clock}.{wall % 1_000_000_000:09} · {(t - started.t) / 1e9:.6f} s after the run began"


def _is_none(event: ev.Event, name: str, value: Any) -> bool:
    """Whether no value says that there is none of it, rather than that it can't be known."""
    whole = isinstance(event, ev.Message) and event.complete
    return value is None and (name == "problem" or (name == "missing" and whole))


def _bytes(line: Line) -> Iterator[Detail]:
    calls = "reads" if line.what is What.RECEIVED else "writes"
    seconds = (line.last_t - line.t) / 1e9
    yield "bytes", f"{line.size:,}, in the stream from {line.offset:,} to {line.offset + line.size - 1:,}"
    yield calls, f"{line.records:,}"
    if seconds > 0:
        yield "took", f"{span(seconds)}, {size(int(line.size / seconds))}/s"


def _told(name: str, value: Any) -> Detail:
    label = "took" if name == "seconds" else name.replace("_", " ")
    match value:
        case None:
            return label, NOT_AVAILABLE
        case bool():
            return label, "yes" if value else "no"
        case float():
            return label, span(value)
        case int() if name in _BYTES:
            return label, exact(value)
        case int() if name == "wall":
            return label, time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(value // 1_000_000_000))
        case int():
            return label, f"{value:,}"
        case tuple():
            return label, ", ".join(map(str, value)) or "none"
        case ev.Icmp():
            return label, f"ICMPv{value.version} type {value.type}, code {value.code}, from {value.sender or 'unknown'}"
        case _:
            return label, str(value) or "none"


def _verdict(verdict: Verdict) -> Iterator[Detail]:
    yield "meaning", verdict.meaning
    yield "stage", verdict.stage
    yield "ended by", verdict.ended_by
    yield "errno", f"{verdict.errno} {verdict.errno_name}" if verdict.errno else str(verdict.errno_name or "none")
    for name, value in (("sent", verdict.sent), ("received", verdict.received), ("response", verdict.response)):
        if value is not None:
            parts = [(field.name, getattr(value, field.name)) for field in fields(value)]
            yield name, " · ".join(": ".join(_told(*part)) for part in parts if part != ("problem", None))
    for advice in verdict.next:
        yield "to try", advice


def _figures(event: ev.KernelSample) -> Iterator[Detail]:
    figures = TcpInfo(event.tcp_info)
    yield "state", figures.state or NOT_AVAILABLE
    if figures.state == "LISTEN":
        yield "queue", f"{figures.accept_queue} wait to be accepted, of {figures.accept_backlog} that may"
        return
    least, timeout = _micro(figures.min_rtt), _micro(figures.rto)
    yield "round trip", f"{_micro(figures.rtt)} ± {_micro(figures.rttvar)} · least {least} · sent again after {timeout}"
    cwnd, again = _number(figures.snd_cwnd), _number(figures.total_retrans)
    window = size(figures.snd_wnd)
    yield "may send", f"cwnd {cwnd} segments of {size(figures.snd_mss)} · peer's window {window}"
    yield "waiting", f"{size(event.pending)} pending · {size(figures.notsent_bytes)} in our kernel, not sent yet"
    yield "losses", f"{again} segments sent again · {_number(figures.rcv_ooopack)} came out of order"
    yield "received", f"{_number(figures.bytes_received)} bytes in order"
    yield "goodput", f"{size(figures.delivery_rate)}/s at last"


def _micro(microseconds: int | None) -> str:
    return NOT_AVAILABLE if microseconds is None else span(microseconds / 1e6)


def _number(count: int | None) -> str:
    return NOT_AVAILABLE if count is None else f"{count:,}"
