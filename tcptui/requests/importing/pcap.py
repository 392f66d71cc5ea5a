"""A connection out of a packet capture as a saved request: what the client sent, and waits for what came back."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final

from tcptui.protocol.capture.reading import CaptureError, CaptureReader, Timed
from tcptui.protocol.wholenumber import whole_number
from tcptui.requests.capturing import capture
from tcptui.requests.importing.conversations import Conversation, Dialog, conversations, dialog
from tcptui.requests.importing.imported import CantImportError, Imported
from tcptui.requests.model import SavedRequest
from tcptui.requests.turns import Turn

_HTTP = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+ \S+ HTTP/1\.[01]\r?\n")
_LISTED: Final = 20
_TOLD_EVERY: Final = 1000  # segments


def import_capture(
    file: BinaryIO, name: str, chosen: str = "", framing: str = "", told: Callable[[int], object] = bool
) -> Imported:
    """Read a pcap or pcapng file, which is gone over twice.

    name: of the file, for sentences; chosen: the connection, by Wireshark's tcp.stream or an address of it, "" where
    there is only one; framing: a name of a framing, "" for `http` where it begins so, else `none`; told: hears now and
    then how many bytes are read by now.
    Raises CantImportError, and OSError.
    """
    try:
        reader = CaptureReader(file)
        found = conversations(_telling(reader, file, told))
        conversation = _choose(found, chosen, name, reader)
        file.seek(0)
        said = dialog(_telling(CaptureReader(file), file, told), conversation.number)
    except CaptureError as error:
        raise CantImportError(f"{name}: {error}") from None
    if not any(isinstance(turn, Turn) and turn.direction == "out" for turn in said.turns):
        raise CantImportError(f"{name}: the client sent nothing on connection {conversation.number}.")
    return _imported(said, name, framing, [*_remarks(reader), *_gaps(said)])


def _telling(reader: CaptureReader, file: BinaryIO, told: Callable[[int], object]) -> Iterator[Timed]:
    """The segments; after so many of them it is told how far the file is read."""
    for number, segment in enumerate(reader):
        if number % _TOLD_EVERY == 0:
            told(file.tell())
        yield segment


def _choose(found: list[Conversation], chosen: str, name: str, reader: CaptureReader) -> Conversation:
    if not found:
        links = ", ".join(map(str, sorted(reader.other_links)))
        why = f" (its link type {links} can't be read here)" if links else ""
        raise CantImportError(f"{name}: there is no TCP in it{why}.")
    if chosen.isdecimal():
        number = whole_number(chosen, 0, sys.maxsize)
        fitting = [one for one in found if one.number == number]
    else:
        fitting = [one for one in found if not chosen or chosen in (str(one.client), str(one.server))]
    if len(fitting) == 1:
        return fitting[0]
    which = "holds" if not chosen else "has no connection" if not fitting else f"has {len(fitting)} connections"
    what = f"{which} {len(found)} connections: choose one" if not chosen else f"{which} {chosen}: choose one"
    raise CantImportError(f"{name} {what} by its number, with --stream: {_listed(fitting or found)}.")


def _listed(found: Sequence[Conversation]) -> str:
    more = f"; and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return "; ".join(map(str, found[:_LISTED])) + more


def _remarks(reader: CaptureReader) -> list[str]:
    remarks = []
    if reader.torn:
        remarks.append("The file ends in the middle of a packet: the last one is left out.")
    if reader.cut:
        remarks.append(f"Of {reader.cut:,} packets only the beginning was captured (a snapshot length was set).")
    if reader.other_links:
        links = ", ".join(map(str, sorted(reader.other_links)))
        remarks.append(f"Packets of link type {links} can't be read here and are left out.")
    return remarks


def _gaps(said: Dialog) -> list[str]:
    remarks = []
    if said.conversation.syn is None:
        remarks.append("The capture begins in the middle of the connection: what was said before is not in it.")
    if said.missing["out"]:
        remarks.append(f"{said.missing['out']:,} bytes that the client sent are not in the capture: they are left out.")
    if said.missing["in"]:
        remarks.append(f"{said.missing['in']:,} bytes that the server sent are not in the capture.")
    return remarks


def _imported(said: Dialog, name: str, framing: str, remarks: list[str]) -> Imported:
    first = next(turn.data for turn in said.turns if isinstance(turn, Turn) and turn.direction == "out")
    framing = framing or ("http" if _HTTP.match(first) else "none")
    captured = capture(said.turns, framing)
    if any(part.guessed for part in captured.parts):
        remarks.append("Where no framing tells the end of an answer, its last bytes are waited for: see that they fit.")
    target = str(said.conversation.server)
    request = SavedRequest(f"{target} from {name}", target, captured.steps(), (), framing)
    return Imported((request,), tuple(remarks))
