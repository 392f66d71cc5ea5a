"""Credentials in what is to be saved: they are offered as variables, so that the file holds none of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tcptui.requests.conditions import HasBytes
from tcptui.requests.functions import exact_bytes
from tcptui.requests.model import Expect, SavedRequest, Step, Variable, Wait
from tcptui.requests.secrets.hiding import Place, Text, hidden, is_template, texts
from tcptui.requests.secrets.masking import STARS
from tcptui.requests.secrets.spot import Spot, apart
from tcptui.requests.secrets.spotting import Spotter, field_spot

_NO_NAME = re.compile(r"[^a-z0-9_]+")
_TOLD: Final = "secret"
"""What a value is called of which it is only known that it is one."""

_SHORTEST: Final = 5
_SHORTEST_BACK: Final = 3
"""Characters of a credential that is looked for in all that is sent, and in what came: shorter ones stand there by
chance."""

_MOST: Final = 100
"""Credentials that are looked for there."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential that was found.

    step: from 0; what: people's word for it, as the header field's name; value: the credential, of an Authorization
    without its scheme (`Bearer`); variable: the name that is offered; env: where the variable is to find its value from
    then on; places: where it stands in the step; came_back: not what is sent is meant but what is waited for.
    """

    step: int
    what: str
    value: str
    variable: str
    env: str
    places: tuple[Place, ...] = ()
    came_back: bool = False


def found_secrets(request: SavedRequest, known: Mapping[int, Sequence[str]] | None = None) -> tuple[Secret, ...]:
    """The credentials in what a request sends, and wherever they stand again; the same value twice is one variable.

    known: values that are credentials though nothing in the text says so, by the number of the step that sends them.
    """
    finder = _Finder({one.name: 2 for one in request.variables})
    for index, step in enumerate(request.steps):
        finder.look(index, step, (known or {}).get(index, ()))
    return (*finder.found, *finder.again(request.steps))


def without_secrets(request: SavedRequest, secrets: Collection[Secret]) -> SavedRequest:
    """The request with `{{variables}}` in these credentials' places, each declared as secret, and none in its name."""
    of_step: dict[int, list[Place]] = {}
    for one in secrets:
        of_step.setdefault(one.step, []).extend(one.places)
    steps = [hidden(step, of_step.get(index, ())) for index, step in enumerate(request.steps)]
    declared = {one.variable: Variable(one.variable, "", one.env, secret=True) for one in secrets}
    name = without_values(request.name, secrets)
    return replace(request, name=name, steps=tuple(steps), variables=(*request.variables, *declared.values()))


def without_values(name: str, secrets: Iterable[Secret]) -> str:
    """A name that tells none of these: a file is called after it."""
    for value in sorted({one.value for one in secrets}, key=len, reverse=True):
        name = name.replace(value, STARS)
    return name


class _Finder:
    """taken: names of variables, and the number with which to look for a free one."""

    def __init__(self, taken: dict[str, int]) -> None:
        self.found: list[Secret] = []
        self._taken = taken
        self._named: dict[str, tuple[str, str]] = {}
        """Variables by their values, each with people's word for it."""
        self._places: dict[int, list[Place]] = {}
        self._spotter = Spotter()

    def look(self, index: int, step: Step, known: Sequence[str]) -> None:
        """The next step."""
        if isinstance(step, Wait) and isinstance(step.what, HasBytes):
            self._spotter.asked(step.what.data)
        if isinstance(step, Wait | Expect):
            return
        places: dict[str, list[Place]] = {}
        for number, text in enumerate(texts(step)):
            spots = self._spots(text, known, template=is_template(step))
            for spot, valued in zip(spots, _valued(spots), strict=True):
                value = _value(text, valued)
                place = Place(number, spot.start, spot.end, self._variable(value, spot.what), spot.is_length)
                places.setdefault(value, []).append(place)
        self.found += [self._secret(index, value, tuple(at)) for value, at in places.items()]
        self._places[index] = [place for at in places.values() for place in at]

    def again(self, steps: Sequence[Step]) -> Iterator[Secret]:
        """Where the values stand once more, in what is sent or waited for, though nothing calls them credentials."""
        values = [value for value in self._named if len(value) >= _SHORTEST_BACK][:_MOST]
        forms = {form: value for value in values for form in (value, _as_bytes(value))}
        if not forms:
            return
        longest_first = sorted(forms, key=len, reverse=True)
        whole = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        for index, step in enumerate(steps):
            came_back = isinstance(step, Wait | Expect)
            for number, text in enumerate(texts(step)):
                if is_template(step) and "{{" in text.text:
                    continue  # a variable's name is no value
                spans = [(match.span(), forms[match[0]]) for match in whole.finditer(text.text)]
                if not spans and isinstance(step, Wait) and text.is_bytes:
                    spans = _endings(text.text, forms)
                for (start, end), value in spans:
                    place = Place(number, start, end, self._named[value][0])
                    by_chance = len(value) < _SHORTEST and not came_back
                    if not by_chance and not any(one.meets(place) for one in self._places.get(index, ())):
                        yield self._secret(index, value, (place,), came_back=came_back)

    def _secret(self, index: int, value: str, places: tuple[Place, ...], *, came_back: bool = False) -> Secret:
        variable, what = self._named[value]
        return Secret(index, what, value, variable, variable.upper(), places, came_back)

    def _spots(self, text: Text, known: Sequence[str], *, template: bool) -> list[Spot]:
        if text.header:
            spot = field_spot(text.header, text.text)
            spots = [spot] if spot is not None and not (template and "{{" in text.text[spot.start :]) else []
        else:
            spots = self._spotter.spots(text.text, template=template)
        forms = [_as_bytes(value) if text.is_bytes else value for value in known if value]
        more = [Spot(*one.span(), _TOLD) for form in forms for one in re.finditer(re.escape(form), text.text)]
        return apart([*spots, *more]) if more else spots

    def _variable(self, value: str, what: str) -> str:
        """The name of the variable that has this value."""
        if value not in self._named:
            name = _NO_NAME.sub("_", what.lower()).strip("_") or "secret"
            self._named[value] = _free(name, self._taken), what
        return self._named[value][0]


def _valued(spots: Sequence[Spot]) -> Iterator[Spot]:
    """For each spot the one that has its value: a length stands right before what it is the length of."""
    for number, spot in enumerate(spots):
        yield spots[number + 1] if spot.is_length else spot


def _value(text: Text, spot: Spot) -> str:
    value = text.text[spot.start : spot.end]
    return value.encode("latin-1").decode("utf-8", "surrogateescape") if text.is_bytes else value


def _as_bytes(value: str) -> str:
    """A value as it stands in a text of bytes."""
    return exact_bytes(value).decode("latin-1")


def _endings(tail: str, forms: Mapping[str, str]) -> list[tuple[tuple[int, int], str]]:
    """The end of a value with which the tail of an answer begins: half a credential is one, too."""
    for form, value in forms.items():
        for length in range(min(len(form) - 1, len(tail)), _SHORTEST - 2, -1):
            if form.endswith(tail[:length]):
                return [((0, length), value)]
    return []


def _free(name: str, taken: dict[str, int]) -> str:
    """A name that is not taken, and is from now on."""
    name = name if not name[0].isdigit() else f"_{name}"
    free = name
    while free in taken:
        free, taken[name] = f"{name}_{taken[name]}", taken[name] + 1
    taken[free] = 2
    return free
