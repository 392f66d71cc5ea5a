"""What is in a message, as lines: how it stands, its parts by their names, its content to be read or as it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, Literal

from tcptui.journal.index import within
from tcptui.protocol.dissecting import Readable, dissect, readable
from tcptui.protocol.encodings import UTF8
from tcptui.protocol.events import Direction, Message
from tcptui.protocol.framing.parts import Part
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact, size, span
from tcptui.protocol.wording import Tone
from tcptui.ui.fitting import cut, filled
from tcptui.ui.messageview.contents import INDENT, MARGIN, NOTHING, folded, hex_lines, readable_lines, text_lines
from tcptui.ui.messageview.secrets import NO_SECRETS, Secrets
from tcptui.ui.partinks import PART_TONES
from tcptui.ui.render import folded_at_spaces
from tcptui.ui.veiledtext import HIDDEN, marked_text, places, without
from tcptui.ui.widgets.board import Pieces

Form = Literal["read", "text", "hex"]
"""How the bytes are shown: taken apart and undone for reading; as text, every byte; in hex."""

FORMS: Final[dict[Form, str]] = {"read": "decoded", "text": "raw bytes as text", "hex": "raw bytes in hex"}

READ_AT_MOST: Final = 1_000_000
"""Bytes of one message that are looked at; all of them can be saved."""

_LINES = 20_000
_PARTS = 400
_UNREADABLE = 4_096
"""Lines of a message, parts of it that are named, and bytes of a content that is no text, which are shown at most."""
_BLANKS = " \t\r\n\v\f"
_BEGINNING = 100
"""Bytes of a content that stand among the parts where all of it can be read above them."""

_NAME = 22
_NARROW_NAME = 14
_NARROW = 60


@frozen
class Seen:
    """A message and its bytes. data: the first READ_AT_MOST of them, or as many as there are; saves: the key that
    saves all; framing: under which it was found; encoding: of bytes as text; answers: the direction of the answers;
    secrets: what of it is not shown."""

    message: Message
    data: bytes
    framing: str
    encoding: str
    saves: str
    answers: Direction = "in"
    secrets: Secrets = NO_SECRETS

    @property
    def whole(self) -> bool:
        """Whether all of its bytes are here."""
        return self.message.start + len(self.data) >= self.message.end


def details(seen: Seen, form: Form, width: int) -> list[Pieces]:
    """The lines, each at most `width` cells, at most some 20,000."""
    lines = [*_facts(seen, form, width), *islice(_contents(seen, form, width), _LINES)]
    if len(lines) >= _LINES:
        lines.append(_note(f"… more lines than are shown here: {seen.saves} saves all of it", "warning"))
    if not seen.whole:
        all_of_it = size(seen.message.end - seen.message.start)
        lines.append(
            _note(f"these are the first {size(len(seen.data))} of {all_of_it}: {seen.saves} saves all", "warning")
        )
    return lines


def _note(text: str, tone: Tone) -> Pieces:
    return ((INDENT + text, tone),)


def _facts(seen: Seen, form: Form, width: int) -> Iterator[Pieces]:
    message = seen.message
    facts = [f"{exact(message.end - message.start)} from byte {message.start:,}"]
    if message.took:
        facts.append(f"took {span(message.took)}")
    if message.after is not None:
        facts.append(f"begun {span(message.after)} after its request")
    if message.awaited and message.direction == "in":
        facts.append(f"{exact(message.awaited, 'answer')} still owed")
    facts.append(FORMS[form])
    yield from _told(" · ".join(facts), "muted", width)
    if message.problem:
        yield from _told(f"✕ {message.problem}", "failure", width)
    elif not message.number:
        missing = "" if message.missing is None else f", {exact(message.missing)} missing"
        yield from _told(f"… what is there so far{missing}", "warning", width)
    elif not message.complete:
        missing = "" if message.missing is None else f": {exact(message.missing)} never came"
        yield from _told(f"✕ cut {message.where}".rstrip() + missing, "failure", width)
    for note in message.notes:
        yield from _told(f"! {note}", "warning", width)


def _told(text: str, tone: Tone, width: int) -> Iterator[Pieces]:
    """A sentence, broken at spaces."""
    for line in _broken(text, width - MARGIN):
        yield ((INDENT + line, tone),)


def _broken(text: str, room: int) -> list[str]:
    return folded_at_spaces(visible_text(text), max(MARGIN, room))


def _contents(seen: Seen, form: Form, width: int) -> Iterator[Pieces]:
    if form == "hex":
        yield from hex_lines(seen.data, width, seen.secrets.hidden)
    elif form == "text":
        yield from text_lines(seen.data, seen.encoding, width, seen.secrets.hidden)
    else:
        yield from _decoded(seen, width)


def _decoded(seen: Seen, width: int) -> Iterator[Pieces]:
    """The parts in their order; the content once, undone, in the place of its first piece."""
    # For who takes messages apart, `in` is what answers, on connections that came to us, too.
    direction: Direction = "in" if seen.message.direction == seen.answers else "out"
    of = (seen.framing, direction, seen.message.kind, seen.data, seen.message.end - seen.message.start)
    parts = dissect(*of)
    if seen.framing == "resp" and sum(part.kind == "content" for part in parts) > 1:
        # They stand scattered among their lengths: read as elements first, then each where it stands.
        yield from _content(readable(*of), seen, width)
        yield from _scattered(parts, seen, width)
        return
    content_told = False
    for number, part in enumerate(parts):
        if part.kind == "content":
            if not content_told:
                yield from _content(readable(*of), seen, width)
            content_told = True
        elif number < _PARTS:
            yield from _part(part, _said(part, seen), width)
    yield from _parts_left(parts)


def _scattered(parts: tuple[Part, ...], seen: Seen, width: int) -> Iterator[Pieces]:
    """Every part in its order, of a content only its beginning."""
    yield _note("── parts", "event")
    for part in parts[:_PARTS]:
        said = _marked(seen, part.start, min(part.end, part.start + _BEGINNING))
        more = f" … {exact(part.end - part.start)}" if part.end - part.start > _BEGINNING else ""
        shown = said + more if part.kind == "content" else _said(part, seen)
        yield from _part(part, shown, width)
    yield from _parts_left(parts)


def _parts_left(parts: tuple[Part, ...]) -> Iterator[Pieces]:
    """How many parts are not named."""
    if len(parts) > _PARTS:
        yield _note(f"… {exact(len(parts) - _PARTS, 'more part')}", "muted")


def _part(part: Part, said: str, width: int) -> Iterator[Pieces]:
    """Its name, what it says, and why it is wrong."""
    column = _NAME if width >= _NARROW else _NARROW_NAME
    name = "".join(words for words, _ in next(folded(part.name, 1 << 16)))
    label = f"{INDENT}{filled(cut(name, column - 1), column)}"
    before, blank = label, " " * (MARGIN + column)
    for line in folded(said, width - MARGIN - column):
        yield ((before, PART_TONES[part.kind] or "muted"), *line)
        before = blank
    for words in _broken(f"✕ {part.wrong}", width - MARGIN - column) if part.wrong else ():
        yield ((blank, ""), (words, "failure"))


def _said(part: Part, seen: Seen) -> str:
    """What a part says: in words, or its bytes without its name and its line end, which are told beside it."""
    if part.value:
        return HIDDEN * len(part.value) if within(seen.secrets.hidden, part.start, part.end) else part.value
    whole = _marked(seen, part.start, part.end)
    text = whole.rstrip("\r\n") or whole
    named, colon, said = text.partition(":")
    field = named.strip(" \t\r\n{,")
    if colon and part.name == field:
        return said.strip(_BLANKS)
    if colon and f'"{part.name}"' == field:
        return said.strip(" \t\r\n,}")
    return text


def _marked(seen: Seen, start: int, end: int) -> str:
    """Bytes of the message as text, its secrets marked."""
    hidden = [(a - start, b - start) for a, b in within(seen.secrets.hidden, start, end)]
    return marked_text(seen.data[start:end], UTF8, hidden)


def _content(content: Readable, seen: Seen, width: int) -> Iterator[Pieces]:
    """What it is and what was done to it, then the content itself."""
    head = [content.media or "content", *content.notes]
    if content.text is None:
        head.append(f"no text: {exact(len(content.data))}")
    yield from _told("── " + " · ".join(head), "event", width)
    values = seen.secrets.values
    if content.text is not None:
        yield from readable_lines(content.text if values is None else without(content.text, values), width)
        return
    shown = content.data[:_UNREADABLE]
    yield from hex_lines(shown, width, NOTHING if values is None else places(shown, values))
    if len(content.data) > _UNREADABLE:
        yield from _told(
            f"… {exact(len(content.data) - _UNREADABLE)} more: {seen.saves} saves the message", "muted", width
        )
