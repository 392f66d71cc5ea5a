"""The form that asks how something is replayed: its lines, what each means, and what was chosen in them. Pure."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from tcptui.protocol.endpoint import Endpoint, TargetError, parse_target
from tcptui.protocol.units import exact
from tcptui.protocol.wholenumber import whole_number
from tcptui.requests.asking import Asked, asked
from tcptui.requests.model import SavedRequest
from tcptui.requests.replaying.pace import Pace
from tcptui.ui.composer.rows import TURNS, Knob, Row
from tcptui.ui.replaying.wanted import Wanted, Where, surroundings

K = TypeVar("K", bound=str)

VARIABLE: Final = "var:"
"""What the ids of variables' lines begin with."""

WHERES: Final[dict[Where, str]] = {
    "new": "a new connection", "current": "the connection in view", "many": "many new connections",
}  # fmt: skip

PACES: Final[dict[Pace, str]] = {"x1": "x1", "x10": "x10", "none": "none", "wait": "wait for answers"}

_TOLD_PACE: Final[dict[Pace, str]] = {
    "x1": "with its pauses as they were",
    "x10": "with a tenth of its pauses",
    "none": "without its pauses",
    "wait": "answer by answer in place of pauses",
}

BY_ITSELF: Final = "by themselves"
BY_KEY: Final = "each by a key"


class ChoiceError(ValueError):
    """What can't be replayed so, one sentence. field: the id of the line."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Fields:
    """What stands in the form of one question."""

    def __init__(self, request: SavedRequest, first: Wanted, *, current: str | None, room: int) -> None:
        """first: what is proposed; current: the target in view, where that connection can take a replay, else None;
        room: how many connections can be opened."""
        self._asked = asked(request, surroundings())
        self._current = current
        self._room = room
        self.target = str(first.target or request.target)
        self._own_target = request.target
        where = first.where if first.where != "current" or current is not None else "new"
        self.values = {
            "where": WHERES[where], "count": str(first.count), "target": self.target, "pace": PACES[first.pace],
            "steps": BY_KEY if first.stepwise else BY_ITSELF,
        }  # fmt: skip
        given = dict(first.given)
        for one in self._asked:
            shown = "" if one.secret or one.value is None else one.value
            self.values[VARIABLE + one.name] = given.get(one.name, shown)

    @property
    def first_empty(self) -> str:
        """The line that must be filled in first, else the first line."""
        missing = (one.name for one in self._asked if one.value is None and not self.values[VARIABLE + one.name])
        return next((VARIABLE + name for name in missing), "where")

    def rows(self) -> tuple[Row, ...]:
        """The lines as they are now."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Row]:
        wheres = [words for where, words in WHERES.items() if where != "current" or self._current is not None]
        yield self._choice("where", "on", wheres)
        if self.values["where"] != WHERES["current"]:
            yield Row("target", "to", self.values["target"])
        if self.values["where"] == WHERES["many"]:
            yield Row("count", "connections", self.values["count"])
        yield self._choice("pace", "pauses", list(PACES.values()))
        yield self._choice("steps", "steps go on", [BY_ITSELF, BY_KEY])
        for one in self._asked:
            yield self._variable(one)

    def _variable(self, one: Asked) -> Row:
        typed = self.values[VARIABLE + one.name]
        knobs: tuple[Knob, ...] = ()
        if not typed and one.value is None:
            knobs = (Knob("needed", "warning", "tell"),)
        elif not typed and one.secret:
            knobs = (Knob("a secret, known", "muted", "tell"),)
        return Row(VARIABLE + one.name, one.name, typed, knobs=knobs, secret=one.secret)

    def _choice(self, name: str, label: str, choices: list[str]) -> Row:
        return Row(name, label, self.values[name], choices=tuple(choices), only_choices=True, knobs=TURNS)

    def told(self, row: str) -> str:
        """What a line is for, or what is chosen in it means."""
        match row:
            case "where":
                return self._told_where()
            case "target":
                return "host:port, tls://host:port, unix:/path"
            case "count":
                return f"how many, all at once; up to {self._room:,} can be open here"
            case "pace":
                return f"It goes {_TOLD_PACE[_key(PACES, self.values['pace'])]}."
            case "steps":
                return "Each step waits for its key." if self.values["steps"] == BY_KEY else "One after the other."
            case _:
                return self._told_variable(next(one for one in self._asked if VARIABLE + one.name == row))

    def _told_where(self) -> str:
        if self.values["where"] == WHERES["current"]:
            return f"{self._current}: it stays open behind the last step, where no step closes it"
        subject = "Each" if self.values["where"] == WHERES["many"] else "It"
        return f"{subject} is closed behind the last step, when what is owed has come."

    def _told_variable(self, one: Asked) -> str:
        where = f"the environment's {one.env}" if one.env else "the file's"
        if one.value is None:
            return f"the environment has no {one.env}: give a value" if one.env else "used in it: give a value"
        return f"a secret, {where}: empty keeps it" if one.secret else f"{where}"

    def wanted(self) -> Wanted:
        """What was chosen. Raises ChoiceError for the first line that can't be."""
        values = self.values
        where = _key(WHERES, values["where"])
        stepwise = values["steps"] == BY_KEY
        target = self._endpoint(self._current) if where == "current" else self._typed_target(values["target"].strip())
        count = self._count(values["count"].strip()) if where == "many" else 1
        given = tuple(self._given(values))
        return Wanted(where, count, _key(PACES, values["pace"]), stepwise, target, given)

    def _typed_target(self, text: str) -> Endpoint | None:
        """None: the request's own, with its variables."""
        if text == self._own_target:
            return None
        try:
            return parse_target(text)
        except TargetError as error:
            raise ChoiceError("target", str(error)) from None

    def _endpoint(self, text: str | None) -> Endpoint | None:
        """The target in view; a connection that came to a listener has none that could be connected to."""
        try:
            return parse_target(text or "")
        except TargetError:
            return None

    def _count(self, text: str) -> int:
        count = whole_number(text, 1, sys.maxsize)
        if count is None:
            raise ChoiceError("count", f"{text!r} is no whole number from 1 on.")
        if count > self._room:
            raise ChoiceError(
                "count", f"No more than {exact(self._room, 'connection')} can be open here at once (ulimit -Hn)."
            )
        return count

    def _given(self, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for one in self._asked:
            typed = values[VARIABLE + one.name]
            kept = typed == one.value or (one.secret and not typed)
            if one.value is None and not typed:
                raise ChoiceError(VARIABLE + one.name, f"The variable {one.name} has no value yet: type it here.")
            if not kept:
                yield one.name, typed


def _key(names: Mapping[K, str], value: str) -> K:
    return next(key for key, name in names.items() if name == value)
