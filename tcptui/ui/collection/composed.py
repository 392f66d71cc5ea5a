"""A composed message, or one that was sent, as the steps of a request. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tcptui.protocol.composing import Draft, change, compose, new_draft
from tcptui.requests.capturing import Captured, Part
from tcptui.requests.delivery import Delivery
from tcptui.requests.exact import step_for
from tcptui.requests.model import CloseHow, CloseStep, Frame, Pause, SendHex

if TYPE_CHECKING:
    from tcptui.requests.delivery import Ending

EXACT: Final = "its bytes, exactly"
FRAME: Final = "a message, its lengths filled in anew"
PIECES: Final = "as it goes out: in pieces, and what follows"

_MOST_PIECES: Final = 500
_LONGEST_FRAME: Final = 64 << 10
_NAMED: Final = 60
_CLOSES: Final[dict[Ending, CloseHow]] = {"half-close": "half", "close": "fin", "rst": "rst"}


def forms_of_bytes(data: bytes, framing: str) -> dict[str, Captured]:
    """The one way in which bytes are kept."""
    return {EXACT: Captured(framing, (Part(step_for(data)),))}


def forms_of_message(draft: Draft, data: bytes, target: str, delivery: Delivery) -> dict[str, Captured]:
    """The ways in which a composed message can be kept, each of which sends the same. target: as `host:port`."""
    framing = draft.framing.strip()
    forms = forms_of_bytes(data, framing)
    step = _frame(draft)
    if step is not None and _sends(step, framing, target) == data:
        forms[FRAME] = Captured(framing, (Part(step),))
    pieces = list(islice(delivery.pieces(), _MOST_PIECES + 1))
    if (len(pieces) > 1 or delivery.ending != "none") and len(pieces) <= _MOST_PIECES:
        forms[PIECES] = Captured(framing, _in_pieces(pieces, delivery))
    return forms


def name_of(data: bytes) -> str:
    """What a request is called that sends this: of HTTP its method and path, else its first line."""
    line = data.lstrip()[:1000].partition(b"\n")[0].decode("utf-8", "replace").strip()
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
