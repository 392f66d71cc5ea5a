"""A composed message, or one that was sent, as the steps of a request. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tcptui.protocol.composing import Draft, change, compose, new_draft
from tcptui.protocol.composing.taking import draft_of
from tcptui.requests.capturing import Captured, Part
from tcptui.requests.delivery import Delivery
from tcptui.requests.exact import step_for
from tcptui.requests.model import CloseHow, CloseStep, Frame, Pause, SendHex, SendText, Step
from tcptui.requests.secrets.masking import STARS
from tcptui.requests.secrets.spotting import without_credentials

if TYPE_CHECKING:
    from tcptui.requests.delivery import Ending

EXACT: Final = "its bytes, exactly"
FRAME: Final = "messages, their lengths filled in anew"
TYPED: Final = "as it went out: piece by piece, with its pauses"
PIECES: Final = "as it goes out: in pieces, and what follows"

_MOST_PIECES: Final = 500
_MOST_FRAMED: Final = 1000
_LONGEST_FRAME: Final = 64 << 10
_NAMED: Final = 60
_ARRAY = re.compile(r"\*([1-9]\d{0,3})\r?\n")
_BULK = re.compile(r"\$\d+\r?\n([^\r\n]*)\r?\n")
_LOOKED_AT: Final = 8192
"""Bytes of what is sent that a name is made of, at most."""

_CLOSES: Final[dict[Ending, CloseHow]] = {"half-close": "half", "close": "fin", "rst": "rst"}


def forms_of_bytes(data: bytes, framing: str, target: str, secrets: Sequence[str] = ()) -> dict[str, Captured]:
    """The ways in which something that was sent can be kept.

    target: as `host:port`; secrets: values in it that are known to be credentials.
    """
    return forms_of_captured(Captured(framing, (Part(step_for(data), secrets=tuple(secrets)),)), [data], target)


def forms_of_captured(captured: Captured, sent: Sequence[bytes], target: str) -> dict[str, Captured]:
    """The ways in which what was said can be kept, the one first that people can read.

    sent: the bytes of each of its sends, in order.
    """
    left = iter(sent)
    parts = tuple(
        replace(part, step=_framed(part.step, next(left), captured.framing, target)) if _is_send(part.step) else part
        for part in captured.parts
    )
    forms = {EXACT: captured}
    if len(sent) <= _MOST_FRAMED and parts != captured.parts:
        forms[FRAME] = Captured(captured.framing, parts)
    return _readable_first(forms)


def _readable_first(forms: dict[str, Captured]) -> dict[str, Captured]:
    """The same with the messages before their bytes, where those are hex or the arrays of RESP."""
    hard = FRAME in forms and any(_is_hard_to_read(part.step) for part in forms[EXACT].parts)
    return {FRAME: forms[FRAME], **forms} if hard else forms


def _is_hard_to_read(step: Step) -> bool:
    return isinstance(step, SendHex) or (isinstance(step, SendText) and _ARRAY.match(step.text) is not None)


def _is_send(step: Step) -> bool:
    return isinstance(step, SendText | SendHex)


def _framed(step: Step, data: bytes, framing: str, target: str) -> Step:
    """The step that sends these bytes as a message of the framing; the same step where none does."""
    draft = draft_of(framing, data)
    frame = _frame(draft) if draft.framing != "none" else None
    if frame is None or _sends(frame, draft.framing, target) != data:
        return step
    return frame if draft.framing == framing else replace(frame, framing=draft.framing)


def forms_of_message(draft: Draft, data: bytes, target: str, delivery: Delivery) -> dict[str, Captured]:
    """The ways in which a composed message can be kept, each of which sends the same. target: as `host:port`."""
    framing = draft.framing.strip()
    forms = {EXACT: Captured(framing, (Part(step_for(data)),))}
    step = _frame(draft)
    if step is not None and _sends(step, framing, target) == data:
        forms[FRAME] = Captured(framing, (Part(step),))
    pieces = list(islice(delivery.pieces(), _MOST_PIECES + 1))
    if (len(pieces) > 1 or delivery.ending != "none") and len(pieces) <= _MOST_PIECES:
        forms[PIECES] = Captured(framing, _in_pieces(pieces, delivery))
    return _readable_first(forms)


def first_content(forms: Mapping[str, Captured]) -> bytes:
    """The content of the first message that is sent, where it is kept as one."""
    steps = (part.step for part in forms[FRAME].parts) if FRAME in forms else ()
    frame = next((step for step in steps if isinstance(step, Frame) and step.mode == "text"), None)
    return frame.content.encode() if frame is not None else b""


def name_of(data: bytes, secrets: Iterable[str] = ()) -> str:
    """What a request is called that sends this: of HTTP its method and path, of RESP the command, else its first line.

    It holds no credentials, secrets among them.
    """
    beginning = without_credentials(data.lstrip()[:_LOOKED_AT].decode("utf-8", "replace"), STARS)
    for value in secrets:
        beginning = beginning.replace(value, STARS)
    array = _ARRAY.match(beginning)
    beginning = " ".join(_BULK.findall(beginning)[: int(array[1])]) if array is not None else beginning
    line = beginning.partition("\n")[0].strip()
    line = line.rpartition(" HTTP/")[0] or line
    return line[:_NAMED].strip() if line.isprintable() and "\ufffd" not in line else ""


def _frame(draft: Draft) -> Frame | None:
    """The step that composes it; None for one that is too large to be read in a file."""
    if len(draft.content) > _LONGEST_FRAME:
        return None
    if isinstance(step_for(draft.content), SendHex):
        return Frame("hex", draft.content.hex(" "), draft.headers, draft.by_hand, template=False)
    return Frame("text", draft.content.decode(), draft.headers, draft.by_hand, template=False)


def _sends(step: Frame, framing: str, target: str) -> bytes:
    """What a replay of the step sends."""
    draft = new_draft(framing, target)
    content = step.content.encode() if step.mode == "text" else bytes.fromhex(step.content)
    draft = replace(draft, content=content, headers=step.headers or draft.headers)
    for name, value in step.by_hand:
        draft = change(draft, name, value)
    return compose(draft).data


def _in_pieces(pieces: list[bytes], delivery: Delivery) -> tuple[Part, ...]:
    parts: list[Part] = []
    for number, piece in enumerate(pieces):
        if number and delivery.pause:
            parts.append(Part(Pause(delivery.pause)))
        parts.append(Part(step_for(piece)))
    if delivery.ending != "none":
        parts.append(Part(CloseStep(_CLOSES[delivery.ending])))
    return tuple(parts)
