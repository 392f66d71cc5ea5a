"""Events as `--json` and the jsonl export print them: one JSON object each, names as DESIGN section 7 has them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from tcptui.protocol.credentials import masked_line
from tcptui.protocol.events import (
    Acked,
    Address,
    AnsweredBy,
    Arrived,
    Concealed,
    Event,
    KernelSample,
    Listening,
    Message,
    Opened,
    Received,
    Replayed,
    RunStarted,
    Sent,
    StepDone,
    Tick,
    VerdictReached,
    plain,
)

INTERNAL = frozenset(
    {one.name for one in (RunStarted, Opened, Arrived, AnsweredBy, KernelSample, Replayed, Concealed, Tick)}
)
"""Events that `--json` leaves out: they are the record's and the screen's."""


def as_json(event: Event, started: int) -> dict[str, Any]:
    """The object for one event. started: the run's start, monotonic nanoseconds; `t` is seconds since then.

    In a message's text the value of a credential header is masked.
    """
    return {"event": event.name, "conn": event.conn, "t": round((event.t - started) / 1e9, 6), **_fields(event)}


def _fields(event: Event) -> dict[str, Any]:
    match event:
        case Sent() | Received():
            return {"bytes": event.size, "offset": event.offset}
        case Acked():
            return {"bytes": event.total}
        case StepDone():
            return _step(event)
        case Listening(address=address):
            return {"address": address.host, "port": address.port, "backlog": event.backlog}
        case VerdictReached():
            return dict(plain(event.verdict))
        case Message():
            return {**_plainly(event), "text": masked_line(event.text)}
        case _:
            return _plainly(event)


def _plainly(event: Event) -> dict[str, Any]:
    names = [field.name for field in fields(event) if field.name not in ("conn", "t")]
    return {name: _value(getattr(event, name)) for name in names}


def _step(event: StepDone) -> dict[str, Any]:
    """What does not apply to a step is null."""
    done = {"file": event.file, "step": event.step, "what": event.what, "ok": event.ok, "seconds": event.seconds}
    return {**done, "bytes": event.size, "expected": event.expected or None, "got": event.got or None}


def _value(value: Any) -> Any:
    """Addresses as people write them; everything else as the record has it."""
    if isinstance(value, Address):
        return str(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return plain(value)
