"""What `tcptui sessions` prints and does."""

from __future__ import annotations

import argparse
import contextlib
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from tcptui.cli.usage import UsageError, harmless
from tcptui.journal import runs
from tcptui.journal.catalog import Catalog, total_size
from tcptui.journal.cuts import TEXT
from tcptui.journal.entries import ConnectionEntry, RunEntry, ending, run_ending
from tcptui.journal.log import Log
from tcptui.journal.masking import starred
from tcptui.journal.rows import Row, Rows
from tcptui.journal.veil import Veil
from tcptui.protocol.events import Direction
from tcptui.protocol.glyphs import visible
from tcptui.protocol.units import exact, since, size
from tcptui.protocol.wording import Manner, sentence

_KEPT = 5_000_000_000  # bytes of runs above which `list` offers to prune, and which `prune` leaves
_LAST_ROWS = 6  # shown behind rows that are left out: how it ended
_WIDEST_TARGET = 40  # a wider one pushes its own line's columns aside
_ARROWS: dict[Direction, str] = {"in": "←", "out": "→"}


@contextlib.contextmanager
def _catalog() -> Iterator[Catalog]:
    with contextlib.closing(_fresh()) as catalog:
        yield catalog


def _fresh() -> Catalog:
    """The catalogue with all that is in the logs; where its file can't be written, one of our own."""
    with contextlib.suppress(sqlite3.OperationalError, OSError):
        return _refreshed(Catalog.open())
    return _refreshed(Catalog.in_memory())


def _refreshed(catalog: Catalog) -> Catalog:
    try:
        catalog.refresh()
    except BaseException:
        catalog.close()
        raise
    return catalog


# -- list


def list_runs(args: argparse.Namespace) -> None:
    """Every run, the newest first."""
    with _catalog() as catalog:
        entries = catalog.runs()
        connections = {entry.id: catalog.connections(entry.id) for entry in entries}
    if args.json:
        for entry in entries:
            print(json.dumps(_run_object(entry, connections[entry.id])))
        return
    targets = {run: _target(of_run) for run, of_run in connections.items()}
    endings = {
        entry.id: run_ending((one.outcome for one in connections[entry.id]), live=entry.live) for entry in entries
    }
    width = min(_WIDEST_TARGET, max(map(len, targets.values()), default=0))
    widest = max(map(len, endings.values()), default=0)
    for entry in entries:
        what = f"{targets[entry.id]:<{width}}  {endings[entry.id]:<{widest}}"
        print(_run_line(entry, connections[entry.id], what))
    if not entries:
        print(f"Nothing is recorded yet in {harmless(str(runs.runs_dir()))}.")
    elif total_size(entries) > _KEPT:
        print(f"\nThe runs hold {size(total_size(entries))}; `tcptui sessions prune --older-than 30` deletes old ones.")


def _target(connections: list[ConnectionEntry]) -> str:
    """Where the run's first connection went."""
    return harmless(connections[0].target or "accepted") if connections else "no connection"


def _run_line(entry: RunEntry, connections: list[ConnectionEntry], what: str) -> str:
    """what: where the run went, and how it ended."""
    sent, received = sum(one.sent for one in connections), sum(one.received for one in connections)
    notes = [f"and {len(connections) - 1} more"] if len(connections) > 1 else []
    notes += ["live"] if entry.live else []
    notes += [harmless(entry.problem)] if entry.problem else []
    when = f"{harmless(entry.id)}  {_local(entry.started)}"
    figures = f"→ {size(sent):>8}  ← {size(received):>8}"
    return f"{when}  {what}  {figures}  record {size(entry.size):>8}  {' · '.join(notes)}".rstrip()


def _local(wall: int | None) -> str:
    return "unknown time       " if wall is None else datetime.fromtimestamp(wall / 1e9).strftime("%Y-%m-%d %H:%M:%S")


def _run_object(entry: RunEntry, connections: list[ConnectionEntry]) -> dict[str, Any]:
    started = None if entry.started is None else datetime.fromtimestamp(entry.started / 1e9).astimezone().isoformat()
    return {
        "id": entry.id,
        "started": started,
        "version": entry.version,
        "command": entry.command,
        "size": entry.size,
        "live": entry.live,
        "problem": entry.problem,
        "connections": [
            {
                "conn": one.conn,
                "target": one.target,
                "peer": one.peer,
                "outcome": one.outcome,
                "summary": one.summary,
                "sent": one.sent,
                "received": one.received,
            }
            for one in connections
        ],
    }


# -- show


def show(args: argparse.Namespace) -> None:
    """One run with everything that was said on its connections."""
    run = runs.find(args.id)
    with _catalog() as catalog:
        entry = next(entry for entry in catalog.runs() if entry.id == run)
        connections = catalog.connections(run)
    if args.json:
        print(json.dumps(_run_object(entry, connections)))
        return
    print(
        f"run {harmless(entry.id)} · {_local(entry.started)} · {size(entry.size)}" + (" · live" if entry.live else "")
    )
    if entry.problem:
        print(f"! {harmless(entry.problem)}")
    with Log.open(runs.log_path(run)) as log:
        for connection in connections:
            _show_connection(log, entry, connection, args)


def _show_connection(log: Log, entry: RunEntry, connection: ConnectionEntry, args: argparse.Namespace) -> None:
    print(
        f"\nconnection {connection.conn} · {harmless(connection.target or 'accepted')} · out {size(connection.sent)}",
        end="",
    )
    print(f" · in {size(connection.received)} · {ending(connection.outcome, live=entry.live)}")
    rows = Rows(log, connection.conn, TEXT)
    first = rows.first()
    following = iter(()) if first is None else rows.onward(first)
    target = connection.target or ""
    manner = Manner(unix=target.startswith("unix:"), serving=target.startswith("from "))
    veil = None if args.unmasked else Veil(log, connection.conn)
    for row in islice(following, max(0, args.rows)):
        _print_row(rows, row, veil, manner)
    if (left_out := next(following, None)) is None:
        return
    print(f"  … more rows; --rows shows more, `tcptui sessions export {harmless(args.id)} --as jsonl` all of it")
    for row in rows.last(_LAST_ROWS):
        if (row.pos, row.offset) > (left_out.pos, left_out.offset):
            _print_row(rows, row, veil, manner)


def _print_row(rows: Rows, row: Row, veil: Veil | None, manner: Manner) -> None:
    line = _row_line(rows, row, veil, manner)
    if line is not None:
        print(f"{since(row.t, rows.log.record(0).t):>10} {line}")


def _row_line(rows: Rows, row: Row, veil: Veil | None, manner: Manner) -> str | None:
    """A row made safe for a terminal, None for an event that is no line. veil: None shows secrets as well."""
    if row.is_data and row.direction is not None:
        data = rows.data(row)
        secrets = [] if veil is None else veil.of_row(row, data)
        shown = starred(data, [(start - row.offset, end - row.offset) for start, end in secrets])
        return f"{_ARROWS[row.direction]}  {visible(shown)}"
    told = sentence(rows.event(row), manner)
    return f"── {harmless(told[0])}" if told else None


# -- prune


def prune(args: argparse.Namespace) -> None:
    """Delete the runs that are too old or too much, after asking."""
    if args.older_than is None and args.keep_below is None:
        args.keep_below = _KEPT
    with _catalog() as catalog:
        chosen = _chosen(catalog.runs(), args.older_than, args.keep_below)
        if not chosen:
            print("Nothing to delete.")
            return
        for entry in chosen:
            print(f"{harmless(entry.id)}  {_local(entry.started)}  {size(entry.size):>8}")
        these = "this run" if len(chosen) == 1 else f"these {exact(len(chosen), 'run')}"
        if not args.yes and not _agreed(f"Delete {these} ({size(total_size(chosen))}) for good?"):
            print("Nothing was deleted.")
            return
        deleted = [entry for entry in chosen if runs.remove(entry.id)]
    _fresh().close()  # where the disk was full there is room now
    print(f"Deleted {exact(len(deleted), 'run')}, {size(total_size(deleted))}.")


def _chosen(entries: list[RunEntry], older_than: float | None, keep_below: int | None) -> list[RunEntry]:
    """The oldest first; a live run is never among them."""
    before = None if older_than is None else (time.time() - older_than * 86400) * 1e9
    left = total_size(entries)
    chosen = []
    for entry in reversed(entries):
        too_old = before is not None and entry.started is not None and entry.started < before
        too_much = keep_below is not None and left >= keep_below
        if not entry.live and (too_old or too_much):
            chosen.append(entry)
            left -= entry.size
    return chosen


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here: --yes deletes without asking.")
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
