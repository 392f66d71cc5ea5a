"""Steps with variables in the places of credentials: what they send, with the right values, stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tcptui.requests import conditions as cond
from tcptui.requests.model import Expect, Frame, SendHex, SendText, Step, Wait
from tcptui.requests.templates import literal


class Text(NamedTuple):
    """One text of a step. header: the name of the field whose value it is; is_bytes: each character is a byte."""

    text: str
    header: str = ""
    is_bytes: bool = False


class Place(NamedTuple):
    """Characters start..end (end excluded) of a step's text, by its number, are this variable's value.

    is_length: they are the number of its bytes.
    """

    text: int
    start: int
    end: int
    variable: str
    is_length: bool = False

    @property
    def expression(self) -> str:
        """What stands for it between braces."""
        return f"len({self.variable})" if self.is_length else self.variable

    def meets(self, other: Place) -> bool:
        """Whether they overlap."""
        return self.text == other.text and self.start < other.end and other.start < self.end


def texts(step: Step) -> list[Text]:
    """Those of a step that can hold a credential."""
    match step:
        case SendText(text):
            return [Text(text)]
        case SendHex(data):
            return [_bytes(data)]
        case Frame(mode="file"):
            return [Text(""), *_values(step)]
        case Frame(mode="hex", content=content):
            return [_bytes(_of_hex(content)), *_values(step)]
        case Frame(content=content):
            return [Text(content), *_values(step)]
        case Wait(what):
            return [_condition_text(what)]
        case Expect(conditions):
            return [_condition_text(one) for one in conditions]
        case _:
            return []


def is_template(step: Step) -> bool:
    """Whether `{{` in its texts is a variable's."""
    return step.template if isinstance(step, SendText | Frame) else isinstance(step, Wait | Expect)


def hidden(step: Step, places: Iterable[Place]) -> Step:
    """The step with variables in these places, none of which is in another."""
    of_text: dict[int, list[Place]] = {}
    for place in sorted(places):
        of_text.setdefault(place.text, []).append(place)
    if not of_text:
        return step
    all_texts = texts(step)

    def put(number: int, text: str) -> str:
        """A text that is no hex."""
        return _with_variables(text, of_text.get(number, []), str if is_template(step) else literal)

    match step:
        case SendText(text):
            return replace(step, text=put(0, text), template=True)
        case SendHex():
            return Frame("hex", _hex(all_texts[0].text, of_text[0]), framing="none")
        case Frame(content=content, headers=headers, by_hand=by_hand):
            hexed = step.mode == "hex" and 0 in of_text
            behind = len(headers) + 1
            return replace(
                step,
                content=_hex(all_texts[0].text, of_text[0]) if hexed else put(0, content),
                headers=tuple((name, put(n, value)) for n, (name, value) in enumerate(headers, 1)),
                by_hand=tuple((name, put(n, value)) for n, (name, value) in enumerate(by_hand, behind)),
                template=True,
            )
        case Wait(what):
            return replace(step, what=_condition(what, of_text[0]))
        case Expect(conditions):
            changed = (_condition(one, of_text.get(n, [])) for n, one in enumerate(conditions))
            return replace(step, conditions=tuple(changed))
        case _:
            return step


def _values(step: Frame) -> Iterator[Text]:
    yield from (Text(value, name) for name, value in step.headers)
    yield from (Text(value) for _, value in step.by_hand)


def _bytes(data: bytes) -> Text:
    return Text(data.decode("latin-1"), is_bytes=True)


def _of_hex(content: str) -> bytes:
    """The bytes of a frame's content; none where variables stand in it."""
    try:
        return bytes.fromhex(content)
    except ValueError:
        return b""


def _condition_text(condition: cond.Condition) -> Text:
    match condition:
        case cond.Contains(text) | cond.Json(value=text) | cond.Header(value=str(text)):
            return Text(text)
        case cond.HasBytes(data):
            return _bytes(data)
        case _:
            return Text("")


def _condition(condition: cond.Condition, places: Sequence[Place]) -> cond.Condition:
    if not places:
        return condition
    match condition:
        case cond.Contains(text):
            return cond.Contains(_with_variables(text, places, str))
        case cond.Header(value=str(text)):
            return replace(condition, value=_with_variables(text, places, str))
        case cond.Json(value=text):
            return replace(condition, value=_with_variables(text, places, str))
        case cond.HasBytes():
            return _looser(condition, places)
        case _:
            return condition


def _looser(condition: cond.HasBytes, places: Sequence[Place]) -> cond.Condition:
    """No variable fits into bytes: what is beside the credential is enough, or that something comes."""
    data, at = condition.data, 0
    runs = []
    for place in places:
        runs.append(data[at : place.start])
        at = place.end
    longest = max([*runs, data[at:]], key=len)
    return replace(condition, data=longest) if longest else cond.Amount(1)


def _cut(text: str, places: Sequence[Place]) -> Iterator[tuple[str, Place | None]]:
    """The pieces of a text, each followed by a place but for the last."""
    at = 0
    for place in places:
        yield text[at : place.start], place
        at = place.end
    yield text[at:], None


def _with_variables(text: str, places: Sequence[Place], meant: Callable[[str], str]) -> str:
    """meant: makes what was no template one, so that braces still mean themselves."""
    pieces = []
    for piece, place in _cut(text, places):
        pieces += [meant(piece), f"{{{{{place.expression}}}}}" if place is not None else ""]
    return "".join(pieces)


_LATIN: Final = "latin-1"


def _hex(text: str, places: Sequence[Place]) -> str:
    """The hex of a text of bytes."""
    pieces = []
    for piece, place in _cut(text, places):
        pieces += [piece.encode(_LATIN).hex(" "), f"{{{{hex({place.expression})}}}}" if place is not None else ""]
    return " ".join(filter(None, pieces))
