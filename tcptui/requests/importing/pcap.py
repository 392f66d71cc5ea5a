"""A connection out of a packet capture as a saved request: what the client sent, and waits for what came back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO, Final

from tcptui.protocol.capture.reading import CaptureError, CaptureReader
from tcptui.protocol.framing.table import parse_framing
from tcptui.requests.conditions import End, HasBytes, Messages
from tcptui.requests.exact import step_for
from tcptui.requests.importing.conversations import Conversation, Dialog, Ended, Turn, conversations, dialog
from tcptui.requests.importing.imported import CantImportError, Imported
from tcptui.requests.model import CloseStep, SavedRequest, SendText, Step, Wait

_HTTP = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+ \S+ HTTP/1\.[01]\r?\n")
_TAIL: Final = 16
"""Bytes of an answer's end that are waited for where no framing tells where it ends."""
_LISTED: Final = 20
_LAST_LINE = re.compile(rb"[^\n]*\n?\Z")


def import_capture(file: BinaryIO, name: str, chosen: str = "", framing: str = "") -> Imported:
    """Read a pcap or pcapng file, which is gone over twice.

    name: of the file, for sentences; chosen: the connection, by Wireshark's tcp.stream or an address of it, "" where
    there is only one; framing: a name of a framing, "" for `http` where it begins so, else `none`.
    Raises CantImportError, and OSError.
    """
    try:
        reader = CaptureReader(file)
        found = conversations(reader)
        conversation = _choose(found, chosen, name, reader)
        file.seek(0)
        said = dialog(CaptureReader(file), conversation.number)
    except CaptureError as error:
        raise CantImportError(f"{name}: {error}") from None
    if not any(isinstance(turn, Turn) and turn.direction == "out" for turn in said.turns):
        raise CantImportError(f"{name}: the client sent nothing on connection {conversation.number}.")
    return _imported(said, name, framing, [*_remarks(reader), *_gaps(said)])


def _choose(found: list[Conversation], chosen: str, name: str, reader: CaptureReader) -> Conversation:
    if not found:
        links = ", ".join(map(str, sorted(reader.other_links)))
        why = f" (its link type {links} can't be read here)" if links else ""
        raise CantImportError(f"{name}: there is no TCP in it{why}.")
    if chosen.isdecimal():
        fitting = [one for one in found if one.number == int(chosen)]
    else:
        fitting = [one for one in found if not chosen or chosen in (str(one.client), str(one.server))]
    if len(fitting) == 1:
        return fitting[0]
    which = "holds" if not chosen else "has no connection" if not fitting else f"has {len(fitting)} connections"
    what = f"{which} {len(found)} connections: choose one" if not chosen else f"{which} {chosen}: choose one"
    raise CantImportError(f"{name} {what} by its number: {_listed(fitting or found)}.")


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
    steps, guessed = _steps(said, framing)
    if guessed:
        remarks.append("Where no framing tells the end of an answer, its last bytes are waited for: see that they fit.")
    target = str(said.conversation.server)
    return Imported((SavedRequest(f"{target} from {name}", target, tuple(steps), (), framing),), tuple(remarks))


def _steps(said: Dialog, framing: str) -> tuple[list[Step], bool]:
    """The steps, and whether they wait for bytes of which nobody knows whether they stay the same."""
    exchange = parse_framing(framing).dialogue()
    steps: list[Step] = []
    guessed = False
    for at, turn in enumerate(said.turns):
        match turn:
            case Turn(direction="out", data=data):
                exchange.sent(data)
                steps.append(step_for(data))
            case Turn(data=data):
                whole = sum(seen.found.complete and seen.found.final for seen in exchange.received(data))
                if whole and framing != "none":
                    steps.append(Wait(Messages(whole)))
                elif not _ends_with_it(said.turns[at + 1 :]):
                    steps.append(Wait(_has(_tail(data))))
                    guessed = True
            case Ended():
                steps += _ending(turn, said.turns[:at], said.turns[at + 1 :])
    return steps, guessed


def _has(data: bytes) -> HasBytes:
    """Written as people can read it, where they can."""
    return HasBytes(data, "bytes" if isinstance(step_for(data), SendText) else "hex")


def _tail(data: bytes) -> bytes:
    """The last bytes of an answer, of its last line only: what stands there seldom differs from time to time."""
    line = _LAST_LINE.search(data, max(0, len(data) - _TAIL))
    found = line[0] if line is not None else b""
    return found or data[-_TAIL:]


def _ends_with_it(after: Sequence[Turn | Ended]) -> bool:
    """Whether the server's end is what comes next: it is waited for then, whatever its last bytes are."""
    return bool(after) and isinstance(after[0], Ended) and after[0].direction == "in"


def _ending(ended: Ended, before: Sequence[Turn | Ended], after: Sequence[Turn | Ended]) -> list[Step]:
    ends = [at for at, one in enumerate(before) if isinstance(one, Ended) and one.direction == "out"]
    goes_on = any(isinstance(one, Turn) for one in after)
    match ended:
        case Ended(direction="out", how="fin"):
            return [CloseStep("half" if goes_on else "fin")]
        case Ended(direction="out", how="rst"):
            return [] if ends else [CloseStep("rst")]
        case _:
            closed = bool(ends) and not any(isinstance(one, Turn) for one in before[ends[0] :])
            reset = any(isinstance(one, Ended) and one.how == "rst" for one in before)
            return [] if closed or reset else [Wait(End())]
