"""What `tcptui sessions` prints and does."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from tcptui.cli.arguments import UsageError
from tcptui.journal import runs
from tcptui.journal.catalog import Catalog, ConnectionEntry, RunEntry, total_size
from tcptui.journal.cuts import TEXT
from tcptui.journal.export import Wanted, export
from tcptui.journal.log import Log
from tcptui.journal.masking import Masker, Unmasked
from tcptui.journal.rows import Rows
from tcptui.protocol.glyphs import visible
from tcptui.ui.units import size
from tcptui.ui.wording import sentence

_PRUNE_HINT = 5_000_000_000  # bytes of runs above which `list` offers to prune
_ARROWS = {"in": "←", "out": "→"}


@contextlib.contextmanager
def _catalog() -> Iterator[Catalog]:
    with contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()
        yield catalog


# -- list


def list_runs(args: argparse.Namespace) -> None:
    """Every run, the newest first."""
    with _catalog() as catalog:
        entries = catalog.runs()
        for entry in entries:
            connections = catalog.connections(entry.id)
            print(json.dumps(_run_object(entry, connections)) if args.json else _run_line(entry, connections))
    if args.json:
        return
    if not entries:
        print(f"Nothing is recorded yet in {runs.runs_dir()}.")
    elif total_size(entries) > _PRUNE_HINT:
        print(f"\nThe runs hold {size(total_size(entries))}; `tcptui sessions prune --older-than 30` deletes old ones.")


def _run_line(entry: RunEntry, connections: list[ConnectionEntry]) -> str:
    first = ", ".join(f"{one.target} {one.outcome or 'open'}" for one in connections[:2]) or "no connection"
    more = f" and {len(connections) - 2} more" if len(connections) > 2 else ""
    mark = " · live" if entry.live else f" · {entry.problem}" if entry.problem else ""
    return f"{entry.id}  {_local(entry.started)}  {size(entry.size):>8}  {visible(first.encode())}{more}{mark}"


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
    print(f"run {entry.id} · {_local(entry.started)} · {size(entry.size)}" + (" · live" if entry.live else ""))
    if entry.problem:
        print(f"! {entry.problem}")
    with Log.open(runs.log_path(run)) as log:
        for connection in connections:
            _show_connection(log, connection, args)


def _show_connection(log: Log, connection: ConnectionEntry, args: argparse.Namespace) -> None:
    print(f"\nconnection {connection.conn} · {connection.target} · out {size(connection.sent)}", end="")
    print(f" · in {size(connection.received)} · {connection.outcome or 'no verdict'}")
    rows = Rows(log, connection.conn, TEXT)
    started = log.record(0).t
    maskers = {direction: Unmasked() if args.unmasked else Masker() for direction in _ARROWS}
    row, left = rows.first(), max(0, args.rows)
    while row is not None and left:
        left -= 1
        if row.is_data and row.direction is not None:
            text = visible(maskers[row.direction].mask(rows.data(row)))
            arrow = _ARROWS[row.direction]
        else:
            told = sentence(rows.event(row))
            text, arrow = told[0] if told else "", "──"
        if text:
            print(f"{f'+{(row.t - started) / 1e9:.3f}':>10} {arrow:<2} {text if row.is_data else _safe(text)}")
        row = next(iter(rows.after(row, 1)), None)
    if row is not None:
        print(f"  … more rows; --rows shows more, `tcptui sessions export {args.id} --as jsonl` all of it")


def _safe(text: str) -> str:
    """A sentence of ours may hold the peer's words."""
    return visible(text.encode("utf-8", "surrogateescape"))


# -- export


def export_run(args: argparse.Namespace) -> None:
    """Write a run's bytes or events."""
    run = runs.find(args.id)
    direction: Wanted = args.direction or ("in" if args.form == "raw" else "both")
    if args.form == "raw" and args.output is None and sys.stdout.isatty() and not args.raw:
        raise UsageError("Raw bytes could act on this terminal: give -o FILE, a pipe, or --raw.")
    with Log.open(runs.log_path(run)) as log:
        known = log.connections()
        if args.conn is not None and args.conn not in known:
            raise UsageError(f"The run has no connection {args.conn}; it has {', '.join(map(str, known)) or 'none'}.")
        if args.form == "raw" and args.conn is None and len(known) > 1:
            raise UsageError(f"The run has {len(known)} connections: choose one with --conn.")
        with _output(args.output) as out:
            export(log, args.form, out, args.conn, direction, unmasked=args.unmasked)


@contextlib.contextmanager
def _output(path: str | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with open(path, "wb") as out:
            yield out


# -- prune


def prune(args: argparse.Namespace) -> None:
    """Delete the runs that are too old or too much, after asking."""
    if args.older_than is None and args.keep_below is None:
        raise UsageError("Say what to delete: --older-than DAYS, --keep-below SIZE, or both.")
    with _catalog() as catalog:
        chosen = _chosen(catalog.runs(), args.older_than, args.keep_below)
        if not chosen:
            print("Nothing to delete.")
            return
        for entry in chosen:
            print(f"{entry.id}  {_local(entry.started)}  {size(entry.size):>8}")
        if not args.yes and not _agreed(f"Delete these {len(chosen)} runs ({size(total_size(chosen))}) for good?"):
            print("Nothing was deleted.")
            return
        deleted = [entry for entry in chosen if runs.remove(entry.id)]
        catalog.refresh()
    print(f"Deleted {len(deleted)} runs, {size(total_size(deleted))}.")


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
