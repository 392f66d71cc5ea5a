"""Bytes as one types them, so that Enter sends exactly those again."""

from __future__ import annotations

from dataclasses import replace

from tcptui.protocol.escapes import escape
from tcptui.ui.input.history import Entry
from tcptui.ui.input.wire import TypedError, Way
from tcptui.ui.keymap import key_of
from tcptui.ui.pasthistory import entry_of


def exactly(data: bytes, way: Way) -> tuple[Entry, str]:
    """What to type, as text where that gives these bytes, else with escapes; and a remark where even they can't.

    way: how what is typed becomes bytes; its escapes don't matter.
    """
    plain = entry_of(data)
    body = data.removesuffix(way.end) if way.end else data
    every = Entry("".join(f"\\x{byte:02x}" for byte in body), escapes=True)
    for entry in (plain, Entry(escape(body), escapes=True), every):
        if entry is not None and _bytes(entry, way) == data:
            return entry, ""
    if _bytes(every, way) == data + way.end:
        told = Entry(escape(body), escapes=True)
        entry = told if _bytes(told, way) == data + way.end else every
        return entry, f"Enter adds {way.eol.upper()}, which was not sent: {key_of('eol')} switches that"
    return every, ""


def _bytes(entry: Entry, way: Way) -> bytes | None:
    try:
        return replace(way, escapes=entry.escapes).block(entry.text)
    except TypedError:
        return None
