"""`tcptui requests`: saved requests listed, made of what other programs wrote, and written in other programs' forms."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from tcptui.cli.streams import binary_output
from tcptui.cli.usage import UsageError, fail, harmless
from tcptui.requests.collection import FOLDER, Entry, load, read_collection
from tcptui.requests.reading import RequestFileError


def run(args: argparse.Namespace) -> int:
    """Do what was asked; gives the exit status."""
    what = args.what or "list"
    command = f"tcptui requests {what}"
    try:
        match what:
            case "import":
                from tcptui.cli.requests_import import import_file

                import_file(args)
            case "export":
                _export(args)
            case _:
                return _list(args)
    except BrokenPipeError:
        raise  # nobody reads on: no error of ours
    except UsageError as error:
        return fail(command, error)
    except RequestFileError as error:
        return fail(command, UsageError(*error.problems))
    except OSError as error:
        return fail(command, f"{error.filename or 'A file'} can't be read or written: {error.strerror or error}.", 1)
    return 0


# -- list


def _list(args: argparse.Namespace) -> int:
    folder = Path(args.folder) if args.folder is not None else _default_folder()
    if not folder.is_dir() and (args.folder is not None or folder.exists()):
        raise UsageError(f"{folder} is no folder: name one that holds saved requests.")
    entries = read_collection(folder)
    width = max((len(str(entry.path)) for entry in entries), default=0)
    for entry in entries:
        print(json.dumps(_object(entry)) if args.json else _line(entry, width))
    if not entries and not args.json:
        print(f"There is no request in {harmless(str(folder))} yet: `tcptui requests import` makes some.")
    return 2 if any(entry.read is None for entry in entries) else 0


def _default_folder() -> Path:
    """The project's, else the user's."""
    project = Path(FOLDER)
    if project.is_dir():
        return project
    from tcptui.config.files import user_file

    return user_file().parent / FOLDER


def _line(entry: Entry, width: int) -> str:
    if entry.read is None:
        return "\n".join(f"✕ {harmless(problem)}" for problem in entry.problems)
    request = entry.read.request
    return f"{harmless(str(entry.path)):<{width}}  {harmless(request.target)}  {harmless(request.name)}".rstrip()


def _object(entry: Entry) -> dict[str, object]:
    request = entry.read.request if entry.read is not None else None
    return {
        "file": str(entry.path),
        "group": entry.group,
        "name": request.name if request else None,
        "target": request.target if request else None,
        "framing": request.framing if request else None,
        "steps": len(request.steps) if request else None,
        "problems": list(entry.problems),
    }


# -- export


def _export(args: argparse.Namespace) -> None:
    from tcptui.cli.preparing import preparation_of
    from tcptui.requests.exporting import CantExportError, export_request
    from tcptui.requests.plan import prepare

    if args.form == "raw" and args.output is None and sys.stdout.isatty() and not args.raw:
        raise UsageError("Raw bytes could act on this terminal: give -o FILE, a pipe, or --raw.")
    path = Path(args.file)
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name one of its requests (`tcptui requests list` shows them).")
    try:
        plan = prepare(load(path), path, preparation_of(args))
        exported = export_request(plan, args.form, time.time(), secrets=args.secrets)
    except CantExportError as error:
        raise UsageError(str(error)) from None
    with binary_output(args.output) as out:
        out.write(exported.data)
    for remark in exported.remarks:
        fail("tcptui requests export", remark)
