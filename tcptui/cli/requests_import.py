"""`tcptui requests import`: what other programs wrote becomes files of a collection, none of them overwritten."""

from __future__ import annotations

import argparse
import io
import re
import sys
from pathlib import Path
from typing import BinaryIO

from tcptui.cli.progress import Progress
from tcptui.cli.usage import UsageError, fail, framing, harmless
from tcptui.requests.files import save_new
from tcptui.requests.importing import CantImportError, Imported
from tcptui.requests.model import SavedRequest
from tcptui.requests.secrets.declared import declared_secrets, with_declared
from tcptui.requests.secrets.finding import found_secrets, without_secrets

_COMMAND = "tcptui requests import"
_LARGEST = 256 << 20
"""Bytes of a file that are read at once; a capture of any size is read packet by packet."""

_ENOUGH = 64  # bytes of its beginning tell what it is
_BY_ENDING = {
    ".har": "har", ".http": "http", ".rest": "http", ".pcap": "pcap", ".pcapng": "pcap", ".cap": "pcap",
    ".curl": "curl",
}  # fmt: skip
_CAPTURES = (b"\x0a\x0d\x0d\x0a", b"\xa1\xb2\xc3\xd4", b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\x4d\x3c\xb2\xa1")
_COMPRESSED = b"\x1f\x8b"  # the import of captures says so in words
_CURL = re.compile(rb"\s*(?:[$#>%] +)?curl(?:\.exe)?\s")


def import_file(args: argparse.Namespace) -> None:
    """Read the file, write a request for each that is in it, and say what was not kept. Raises UsageError, OSError."""
    if args.framing:
        framing(args.framing)
    try:
        imported = _imported(args)
    except CantImportError as error:
        raise UsageError(str(error)) from None
    folder = Path(args.output)
    for request in imported.requests:
        kept = request if args.secrets else _without_secrets(request)
        path = save_new(folder, kept)
        print(harmless(str(path)))
        if kept.target.startswith("tls://"):
            fail(_COMMAND, f"{path} goes to {kept.target}, and TLS is still to come: until then `replay` refuses it.")
    for remark in imported.remarks:
        fail(_COMMAND, remark)


def _without_secrets(request: SavedRequest) -> SavedRequest:
    secrets = found_secrets(request)
    for one in {secret.variable: secret for secret in secrets}.values():
        fail(_COMMAND, f"{one.what} is a secret: it became {{{{{one.variable}}}}}, export {one.env} for it.")
    declared = declared_secrets(request)
    for variable in declared:
        if variable.env is not None:
            fail(_COMMAND, f"{variable.name} is a secret: its value is not kept, export {variable.env} for it.")
    return with_declared(without_secrets(request, secrets), declared)


# -- reading


def _imported(args: argparse.Namespace) -> Imported:
    if args.file == "-":
        return _of_bytes(args, _limited(sys.stdin.buffer, "standard input"), "standard input")
    path = Path(args.file)
    with path.open("rb") as file:
        beginning = file.read(_ENOUGH)
        if not file.seekable():  # a pipe with a name
            return _of_bytes(args, beginning + _limited(file, path.name), path.name)
        file.seek(0)
        if (args.form or _form(path.suffix, beginning)) == "pcap":
            return _of_capture(args, file, path.name)
        return _of_bytes(args, _limited(file, path.name), path.name)


def _limited(file: BinaryIO, name: str) -> bytes:
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise UsageError(f"{name} has more than {_LARGEST >> 20} MiB.")
    return data


def _form(ending: str, beginning: bytes) -> str:
    """What a file is, by its first bytes, else by its name's end."""
    if beginning.startswith((*_CAPTURES, _COMPRESSED)):
        return "pcap"
    if _CURL.match(beginning):
        return "curl"
    return _BY_ENDING.get(ending.lower(), "raw")


def _of_capture(args: argparse.Namespace, file: BinaryIO, name: str) -> Imported:
    from tcptui.requests.importing.pcap import import_capture

    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    with Progress(f"reading {harmless(name)}", size) as progress:
        return import_capture(file, name, args.stream, args.framing, progress.at)


def _of_bytes(args: argparse.Namespace, data: bytes, name: str) -> Imported:
    ending = "" if args.file == "-" else Path(args.file).suffix
    folder = Path() if args.file == "-" else Path(args.file).parent
    match args.form or _form(ending, data[:_ENOUGH]):
        case "pcap":
            return _of_capture(args, io.BytesIO(data), name)
        case "har":
            from tcptui.requests.importing.har import import_har

            return import_har(data, name)
        case "curl":
            from tcptui.requests.importing.curl import import_curl

            # What @file names is meant from where the command would have been run: here.
            return import_curl(_text(data, name), name, lambda path: Path(path).read_bytes())
        case "http":
            from tcptui.requests.importing.httpfile import import_http

            return import_http(_text(data, name), name, lambda path: (folder / path).read_bytes())
        case _:
            from tcptui.requests.importing.raw import import_raw

            return import_raw(data, name, args.target or "")


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}:{line}: byte 0x{data[error.start]:02x} is not UTF-8.") from None
