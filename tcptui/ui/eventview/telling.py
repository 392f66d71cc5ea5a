"""A line of the chronicle in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from tcptui.journal.chronicle import Line, What
from tcptui.journal.layout import DamagedLogError
from tcptui.journal.log import Log
from tcptui.journal.veil import masked_text
from tcptui.protocol import events as ev
from tcptui.protocol.tcpinfo import TcpInfo
from tcptui.protocol.units import exact, size, span
from tcptui.protocol.wording import Manner, Told, sentence

_MICRO: Final = 1e-6
_BEFORE_NAME: Final = b'{"event":"'
"""How an event's record begins."""

_LONGEST_NAME: Final = 24

_FROM_PEER = (
    ev.Resolved, ev.Connected, ev.Arrived, ev.Accepted, ev.PeerFin, ev.PeerRst, ev.NetworkError,
)  # fmt: skip
_FROM_US = (
    ev.Opened, ev.Resolving, ev.Connecting, ev.Listening, ev.HalfClosed, ev.Closed, ev.ReadingPaused,
    ev.ReadingResumed, ev.AnsweredBy,
)  # fmt: skip


class Teller:
    """Tells the lines of one log. targets: what each connection went to, as far as it is known; any thread."""

    def __init__(self, log: Log, targets: Mapping[int, str]) -> None:
        self.log = log
        self.targets = targets

    def event(self, line: Line) -> ev.Event | None:
        """The event that the line stands for, of several the last, its secrets masked; None where it can't be read."""
        try:
            event = self.log.event(self.log.record(line.last_pos))
            return replace(event, text=masked_text(self.log, event)) if isinstance(event, ev.Message) else event
        except DamagedLogError:
            return None

    def name(self, line: Line) -> str:
        """The event's word, without decoding all of it: of many lines that is all that is asked."""
        try:
            body = self.log.body(self.log.record(line.last_pos), len(_BEFORE_NAME), _LONGEST_NAME)
        except DamagedLogError:
            return ""
        return body.partition(b'"')[0].decode("ascii", "replace")

    def told(self, line: Line) -> Told:
        """The line in words."""
        match line.what:
            case What.RECEIVED:
                return _moved("received", line, "read"), "muted"
            case What.SENT:
                return _moved("sent", line, "write"), "muted"
            case What.EVENT | What.FIGURES | What.ACKED | What.ITEMS:
                event = self.event(line)
                if event is None:
                    return "an event that this version can't read", "warning"
                return self._event_told(line, event)

    def _event_told(self, line: Line, event: ev.Event) -> Told:
        target = self.targets.get(line.conn, "")
        told = sentence(event, Manner(unix=target.startswith("unix:"), serving=target.startswith("from ")))
        if told is not None:
            return told
        match event:
            case ev.KernelSample():
                return _figures(event, line.records), "muted"
            case ev.Acked(total=total):
                return f"the peer's kernel has acknowledged {exact(total)}", "muted"
            case ev.Message():
                return _items(event, line.records), "muted"
            case ev.Opened(target=target, framing=framing):
                return f"asked for {target}, framing {framing}", "muted"
            case ev.Closed(why=why):
                return f"the socket is closed ({why})", "event"
            case ev.Concealed(direction=direction, start=start, end=end):
                way = "received" if direction == "in" else "sent"
                return f"{exact(end - start)} {way}, from byte {start:,} on, are a secret: they are hidden", "muted"
            case ev.RunStarted(version=version, command=command):
                return f"tcptui {version} began: {' '.join(command)}".rstrip(": "), "muted"
            case _:
                return event.name, "muted"

    def arrow(self, line: Line) -> str:
        """Whose doing it is: `←` the peer's, `→` ours, `·` what tcptui made of it."""
        match line.what:
            case What.RECEIVED | What.ACKED:
                return "←"
            case What.SENT:
                return "→"
            case What.FIGURES:
                return "·"
            case What.EVENT | What.ITEMS:
                event = self.event(line)
                if isinstance(event, _FROM_PEER) or (isinstance(event, ev.Message) and event.direction == "in"):
                    return "←"
                return "→" if isinstance(event, (*_FROM_US, ev.Message)) else "·"


def _moved(verb: str, line: Line, call: str) -> str:
    """How much in how many calls, and over which time where that can be told."""
    if line.records == 1:
        return f"{verb} {size(line.size)}"
    took = (line.last_t - line.t) / 1e9
    return f"{verb} {size(line.size)} in {exact(line.records, call)}, {span(took)}"


def _figures(event: ev.KernelSample, count: int) -> str:
    figures = TcpInfo(event.tcp_info)
    if figures.state is None:
        return f"{exact(event.pending)} pending; the kernel tells nothing here"
    parts = [figures.state]
    if figures.state == "LISTEN":
        parts.append(f"{figures.accept_queue} of {figures.accept_backlog} wait")
    else:
        parts += [f"rtt {span((figures.rtt or 0) * _MICRO)}", f"cwnd {figures.snd_cwnd}"]
        parts += [] if figures.snd_wnd is None else [f"window {size(figures.snd_wnd)}"]
        parts += [f"retrans {figures.total_retrans}", f"pending {size(event.pending)}"]
    many = f" ({count:,} changes)" if count > 1 else ""
    return " · ".join(parts) + many


def _items(event: ev.Message, count: int) -> str:
    whose = "from the peer" if event.direction == "in" else "of ours"
    if count > 1:
        return f"{exact(count, 'whole message')} {whose}"
    text = f": {event.text}" if event.text else ""
    return f"a whole message {whose}, {exact(event.end - event.start)}{text}"
