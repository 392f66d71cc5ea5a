"""Which stretch of a conversation is meant: all of it, the exchange under the cursor, or from it on or up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tcptui.journal.streams import data_at
from tcptui.ui.selection import FAR, Selection, Spot, edge_of

if TYPE_CHECKING:
    from tcptui.journal.rows import Rows
    from tcptui.protocol.events import Message
    from tcptui.ui.messageview.source import MessageSource

Stretch = Literal["exchange", "from", "to", "all"]

STRETCHES: Final[dict[Stretch, tuple[str, str]]] = {
    "exchange": ("this exchange", "what was asked at the cursor, and its answers"),
    "from": ("from this on", "the message at the cursor, and all behind it"),
    "to": ("up to this", "all up to the end of the message at the cursor"),
    "all": ("all", "since the connection stood"),
}

_FARTHEST: Final = 1000
"""Messages between the one under the cursor and the ends of its exchange."""


def whole_rows(rows: Rows, selection: Selection) -> Selection:
    """The selection with all of the rows in which it begins and ends: nobody means half a line of what was said."""
    first, last = selection.first, selection.last
    begin, end = rows.at(first.pos, first.offset), rows.at(last.pos, last.offset)
    return Selection(edge_of(begin, last=False), edge_of(end, last=True))


def stretch_of(source: MessageSource, number: int, stretch: Stretch) -> Selection | None:
    """What is meant, as a selection; None for all. number: of the message under the cursor."""
    if stretch == "all":
        return None
    here = source.at(number)
    if here is None:  # an answer of which no byte has come
        here = source.at(number - 1)
    if here is None:
        return None
    begin, end = _exchange(source, number) if stretch == "exchange" else (here, here)
    first, last = _spot(source, begin, begin.start), _spot(source, end, end.end - 1)
    if first is None or last is None:
        return None
    if stretch == "from":
        return Selection(first, Spot(FAR, None, 0, 0))
    if stretch == "to":
        row = source.session.log.first_row(source.session.conn)
        first = Spot(row.pos, None, 0, 0) if row is not None else first
    return Selection(first, last)


def _exchange(source: MessageSource, number: int) -> tuple[Message, Message]:
    """The messages from the nearest of what was asked, back from this one, up to the next that asks."""
    numbers = source.numbers
    begin = end = number
    while begin > max(numbers[0], number - _FARTHEST) and _answers(source, begin):
        begin -= 1
    while end + 1 < min(numbers.stop, number + _FARTHEST) and _answers(source, end + 1):
        end += 1
    while source.at(end) is None:
        end -= 1
    first, last = source.at(begin), source.at(end)
    assert first is not None, "what is under the cursor is a message"
    assert last is not None, "and so is what ends its exchange"
    return first, last


def _answers(source: MessageSource, number: int) -> bool:
    """Whether it is an answer, come or awaited."""
    message = source.at(number)
    return message is None or message.direction == source.answers


def _spot(source: MessageSource, message: Message, offset: int) -> Spot | None:
    session = source.session
    record = data_at(session.log, session.conn, message.direction, offset)
    return Spot(record.pos, message.direction, offset, 1) if record is not None else None
