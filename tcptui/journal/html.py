"""A recorded run as one HTML page that needs nothing else: what was said, when, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Final

from tcptui.journal.cuts import TEXT
from tcptui.journal.log import Log
from tcptui.journal.rows import Row, Rows
from tcptui.journal.veil import masker_of
from tcptui.protocol.events import Accepted, Direction, Opened, VerdictReached
from tcptui.protocol.glyphs import visible, visible_text
from tcptui.protocol.units import since, size
from tcptui.protocol.verdict import Verdict
from tcptui.protocol.wording import Manner, mark, sentence, verdict_tone

_STYLE: Final = """\
:root { color-scheme: light dark }
:root { --out: #0550ae; --in: #116329; --warning: #9a6700; --failure: #cf222e; --muted: #59636e }
@media (prefers-color-scheme: dark) {
  :root { --out: #79c0ff; --in: #7ee787; --warning: #e3b341; --failure: #ff7b72; --muted: #9198a1 }
}
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em }
h1 { font-size: 1.4em } h2 { font-size: 1.15em; margin-top: 2em }
table { border-collapse: collapse; font: 13px/1.45 ui-monospace, monospace; width: 100% }
td { padding: 0 .6em 0 0; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere }
td:first-child { color: var(--muted); text-align: right; white-space: nowrap; width: 6em }
td:nth-child(2) { width: 1.2em }
.out td { color: var(--out) } .in td { color: var(--in) } .event td, .muted td { color: var(--muted) }
.good td { color: var(--in) } .warning td { color: var(--warning) } .failure td { color: var(--failure) }
tr td:first-child { color: var(--muted) }
aside { border-left: .3em solid var(--muted); margin: 1em 0; padding: .2em 1em }
aside.good { border-color: var(--in) } aside.warning { border-color: var(--warning) }
aside.failure { border-color: var(--failure) }
.note { color: var(--muted) }"""

_MASKED: Final = "Secrets are masked with *."
_EXACT: Final = "Nothing is masked: it may hold secrets."
_ARROWS: Final[dict[Direction, str]] = {"in": "←", "out": "→"}


def page(log: Log, conn: int | None, *, unmasked: bool = False) -> Iterator[bytes]:
    """The page of a run, or of one connection, row by row. Raises DamagedLogError.

    unmasked: leave secrets as they are.
    """
    started = log.started
    when = "" if started is None else f"{datetime.fromtimestamp(started.wall / 1e9, UTC):%Y-%m-%d %H:%M:%S} UTC"
    command = "" if started is None else " ".join(("tcptui", *started.command))
    title = escape(visible_text(f"{command} · {when}".strip(" ·")))
    yield (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<p class="note">{_EXACT if unmasked else _MASKED}</p>\n'
    ).encode()
    for number in log.connections():
        if conn in (None, number):
            yield from (line.encode() for line in _Part(log, number, unmasked=unmasked).lines())
    yield b"</body>\n</html>\n"


class _Part:
    """One connection's part of the page."""

    def __init__(self, log: Log, conn: int, *, unmasked: bool) -> None:
        self._rows = Rows(log, conn, TEXT)
        self._log = log
        self._conn = conn
        self._maskers = {direction: masker_of(log, conn, direction, unmasked=unmasked) for direction in _ARROWS}
        self._verdict: Verdict | None = None
        self._manner = Manner()

    def lines(self) -> Iterator[str]:
        """The connection's heading, its rows, and its verdict."""
        first = self._rows.first()
        if first is None:
            return
        sent, received = self._log.streamed(self._conn, "out"), self._log.streamed(self._conn, "in")
        said = f"connection {self._conn} · {self._target(first)} · out {size(sent)} · in {size(received)}"
        yield f"<h2>{escape(said)}</h2>\n<table>\n"
        for row in self._rows.onward(first):
            yield self._line(row)
        yield "</table>\n"
        if self._verdict is not None:
            yield _card(self._verdict)

    def _target(self, first: Row) -> str:
        """Where it went, or where it came from: its first event tells."""
        event = None if first.is_data else self._rows.event(first)
        match event:
            case Opened(target=target):
                self._manner = Manner(unix=target.startswith("unix:"))
                return visible_text(target)
            case Accepted(address=address):
                self._manner = Manner(unix=address.family == "unix", serving=True)
                return f"from {visible_text(str(address))}"
            case _:
                return ""

    def _line(self, row: Row) -> str:
        time = since(row.t, self._log.record(0).t)
        if row.is_data and row.direction is not None:
            shown = visible(self._maskers[row.direction].mask(self._rows.data(row)))
            return _row(row.direction, time, _ARROWS[row.direction], shown)
        event = self._rows.event(row)
        if isinstance(event, VerdictReached):
            self._verdict = event.verdict
        told = sentence(event, self._manner)
        return _row(told[1], time, "──", visible_text(told[0])) if told else ""


def _row(kind: str, time: str, arrow: str, text: str) -> str:
    return f'<tr class="{kind}"><td>{time}</td><td>{arrow}</td><td>{escape(text)}</td></tr>\n'


def _card(verdict: Verdict) -> str:
    tone = verdict_tone(verdict)
    steps = "".join(f"<li>{escape(visible_text(step))}</li>" for step in verdict.next)
    return (
        f'<aside class="{tone}"><p><b>{mark(tone)} {verdict.outcome}</b>: {escape(visible_text(verdict.summary))}</p>\n'
        f"<p>{escape(visible_text(verdict.meaning))}</p>\n{f'<ul>{steps}</ul>' if steps else ''}</aside>\n"
    )
