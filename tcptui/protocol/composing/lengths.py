"""`length:KIND` and the protocols that are a length with a few fields around it."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF, Draft
from tcptui.protocol.composing.payload import ask_payload
from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.dissecting.postgresql import UNTYPED, told_untyped
from tcptui.protocol.dissecting.presets import ANSWER_FIELDS, FIELDS, Field, Fields, mismatch
from tcptui.protocol.escapes import EscapeError, parse_hex
from tcptui.protocol.framing.layouts import PRESETS, Layout, read_layout
from tcptui.protocol.framing.postgresql import CLIENT_TYPES, SERVER_TYPES
from tcptui.protocol.integers import IntegerError
from tcptui.protocol.units import exact

# The question of a DNS message, RFC 1035, section 4.1.2: example.com, type A, class IN.
_QUESTION = b"\x07example\x03com\x00\x00\x01\x00\x01"
_STARTUP = b"\0\3\0\0user\0postgres\0database\0postgres\0\0"
_PING = b"\x0e"
_REGISTER = b"\0\0\0\1"  # one of them, from address 0
_CLIENT_ID = b"\0\6tcptui"
_FIRST_CONTENT = {
    "dns": _QUESTION,
    "postgresql": _STARTUP,
    "mysql": _PING,
    "kafka": _CLIENT_ID,
    "modbus": _REGISTER,
}


def new_preset(framing: str) -> Draft:
    """A message that a server of this protocol understands, where one is short enough to be an example."""
    return Draft(framing, _FIRST_CONTENT.get(framing, b""))


def write_length(writing: Writing, parameters: str) -> None:
    """Bytes before the length (`offset`), the length, the content."""
    layout = read_layout(parameters)
    before, wrong = _before(writing, layout)
    payload = ask_payload(writing)
    length, value, wrong_length = _length(writing, layout, payload.size)
    writing.put("before", "before the length", "header", before, wrong=wrong)
    writing.put("length", "length", "length", length, value, wrong_length)
    payload.put(writing)


def write_preset(writing: Writing, name: str) -> None:
    """The fields before the length, the length, the fields behind it, the content."""
    layout, fields = PRESETS[name], _fields(writing, name)
    ask = _type if name == "postgresql" else _field
    before = [(field, ask(writing, field)) for field in fields.before]
    after = [(field, _field(writing, field)) for field in fields.after]
    content = writing.draft.content
    size = len(content) + sum(field.integer.width for field in fields.after)
    length, value, wrong = _length(writing, layout, size)
    for field, said in before:
        _put_field(writing, field, said)
    writing.put("length", "length", "length", length, value, wrong)
    for field, said in after:
        _put_field(writing, field, said)
    untyped = any(said is None for _, said in before)
    writing.put("content", "content", "content", content, told_untyped(content) if untyped else "")


def _fields(writing: Writing, name: str) -> Fields:
    """A preset's fields, after asking which they are."""
    answers = ANSWER_FIELDS.get(name)
    if answers is None:
        return FIELDS[name]
    kinds = ("request", "response")
    kind = writing.ask("message", "message", kinds[0], choices=kinds, only_choices=True)
    return FIELDS[name] if kind == kinds[0] else answers


def _before(writing: Writing, layout: Layout) -> tuple[bytes, str]:
    if not layout.offset:
        return b"", ""
    typed = writing.ask("before", "before it (hex)", bytes(layout.offset).hex(" "))
    try:
        data = parse_hex(typed)
    except EscapeError as error:
        writing.refuse("before", str(error))
        return b"", ""
    wrong = "" if len(data) == layout.offset else f"has {len(data)} bytes, offset={layout.offset} wants {layout.offset}"
    return data, wrong


def _length(writing: Writing, layout: Layout, size: int) -> tuple[bytes, str, str]:
    """The length's bytes, what they say, and why that is wrong. size: how many bytes follow it."""
    right = size - layout.adjust
    typed = writing.ask("length", "length", str(right), computed=True, may_be_off=True)
    if typed == OFF:
        writing.malformed.append("no length")
        return b"", "", ""
    said = writing.number("length", typed)
    if said is None:
        return b"", "", ""
    try:
        data = layout.length.write(said)
    except IntegerError as error:
        writing.refuse("length", _too_short(size, layout) if said == right < 0 else f"The length {error}")
        return b"", "", ""
    if said > layout.limit:
        writing.malformed.append(f"length says {said:,}, over the limit of {layout.limit:,}")
    return data, layout.length.told(said), mismatch(layout, said, size)


def _too_short(size: int, layout: Layout) -> str:
    return f"Behind the length there are {exact(size)}, and adjust={layout.adjust} wants {layout.adjust} at least."


def _field(writing: Writing, field: Field) -> int | None:
    """A field's value; None where it can't be used."""
    typed = writing.ask(field.id, field.name, field.written(field.default), choices=_choices(field))
    return _value(writing, field, typed)


def _type(writing: Writing, field: Field) -> int | None:
    """The letter of a message of PostgreSQL; None for the first ones of a connection, whose contents tell them."""
    untyped = writing.draft.content.startswith(UNTYPED)
    default = OFF if untyped else field.written(field.default)
    typed = writing.ask(field.id, field.name, default, computed=True, may_be_off=True, choices=_choices(field))
    if typed != OFF:
        return _value(writing, field, typed)
    if not untyped:
        writing.malformed.append(f"no {field.name}")
    return None


def _choices(field: Field) -> tuple[str, ...]:
    return tuple(field.written(value) for value, _ in field.known)


def _value(writing: Writing, field: Field, typed: str) -> int | None:
    value = field.read(typed)
    if value is None:
        writing.refuse(field.id, f"{typed!r} is no {field.name}: write a number, in decimal or in hex as 0x1f.")
    elif not field.integer.lowest <= value <= field.integer.highest:
        low, high = field.integer.lowest, field.integer.highest
        writing.refuse(field.id, f"The {field.name} {typed} does not fit: write a value from {low} to {high}.")
        return None
    return value


def _put_field(writing: Writing, field: Field, said: int | None) -> None:
    if said is not None:
        writing.put(field.id, field.name, "header", field.integer.write(said), field.told(said), _no_type(field, said))


def _no_type(field: Field, said: int) -> str:
    """Why no message of PostgreSQL has this type."""
    if field.shown != "letter" or chr(said) in CLIENT_TYPES or chr(said) in SERVER_TYPES:
        return ""
    return f"is {field.written(said)}, which no message has"
