"""What of something that was said, or composed, is to be kept as a request: each step and each secret can be chosen.

Pure; the dialog shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import exact
from tcptui.requests.capturing import Captured
from tcptui.requests.describing import step_words
from tcptui.requests.model import Expect, Pause, SavedRequest, SendHex, SendText, Step, Wait
from tcptui.requests.secrets.finding import Secret, found_secrets, without_secrets, without_values
from tcptui.requests.secrets.hiding import Place, hidden
from tcptui.ui.collection.composed import EXACT, FRAME, TYPED, name_of

Kind = Literal["send", "wait", "pause", "expect", "secret"]

_LENGTH = re.compile(r"^content-length:.*?\n\r?\n", re.IGNORECASE | re.MULTILINE | re.DOTALL)
"""A head that tells the length of what follows."""

_TONES: Final[dict[Kind, str]] = {"send": "out", "wait": "in", "pause": "muted", "expect": "in", "secret": "warning"}
_SIGNS: Final[dict[Kind, str]] = {"send": "→", "wait": "←", "pause": "‖", "expect": "?", "secret": "▪"}


@frozen
class Choice:
    """One thing that can be taken or left.

    index: of the part, or of that which the secret stands in; text: not made safe to be drawn; variable: a secret's.
    """

    kind: Kind
    index: int
    text: str
    taken: bool
    note: str = ""
    variable: str = ""

    @property
    def tone(self) -> str:
        """The colour of its kind; a secret that stays in the file is told louder."""
        return "bold failure" if self.kind == "secret" and not self.taken else _TONES[self.kind]

    @property
    def sign(self) -> str:
        """What stands before it."""
        return _SIGNS[self.kind]


class Keeping:
    """The choices as they stand.

    name: what is proposed; forms: the ways in which it can be kept, by their names, each with its steps; form: the
    chosen one. Making one takes a moment where much was said: all of it is looked through for credentials.
    """

    def __init__(self, name: str, target: str, forms: Mapping[str, Captured]) -> None:
        self.target = target
        self.forms = dict(forms)
        self._found = {form: _secrets(captured) for form, captured in self.forms.items()}
        self.form = self._first_form()
        self.name = without_values(name, self._found[self.form])
        self._begin()

    def _first_form(self) -> str:
        """The first, or messages where a length that stands in the bytes would not fit another password."""
        first = next(iter(self.forms))
        parts = self.forms[first].parts
        rigid = any(_has_length(parts[one.step].step, one.places) for one in self._found[first])
        return FRAME if rigid and FRAME in self.forms else first

    def _begin(self) -> None:
        self._taken = set(self._captured.taken)
        self._begins = 0  # the part before which all was left
        self._of_step: dict[int, list[Secret]] = {}
        for secret in self._found[self.form]:
            self._of_step.setdefault(secret.step, []).append(secret)
        self._hidden = {secret.variable for secret in self._found[self.form]}
        self._steps: dict[int, Step] = {}
        self._order = list(self._ordered())

    def _ordered(self) -> Iterator[tuple[Kind, int, str]]:
        """The choices: kinds, steps, and of credentials their variables."""
        for index, part in enumerate(self._captured.parts):
            yield _kind(part.step), index, ""
            sent = (one.variable for one in self._of_step.get(index, ()) if not one.came_back)
            yield from (("secret", index, variable) for variable in dict.fromkeys(sent))

    @property
    def _captured(self) -> Captured:
        return self.forms[self.form]

    def take_form(self, form: str) -> None:
        """Keep it in this way; what was chosen stays chosen, but where the steps are others."""
        if form == self.form:
            return
        order, taken, begins = self._order, self._taken, self._begins
        self.form = form
        self._begin()
        if self._order == order:
            self._taken, self._begins = taken, begins

    # Choices --------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """How many choices there are."""
        return len(self._order)

    def choice(self, number: int) -> Choice:
        """One of them, in their order: the secrets of what is sent behind it."""
        kind, index, variable = self._order[number]
        if kind == "secret":
            return self._of(index, variable)
        part, taken = self._captured.parts[index], index in self._taken
        note = "these bytes may differ next time" if part.guessed and taken else _size(part.step)
        return Choice(kind, index, step_words(self._step(index)), taken, note)

    def _step(self, index: int) -> Step:
        """A step as it will stand in the file."""
        if index not in self._steps:
            self._steps[index] = hidden(self._captured.parts[index].step, self._places(index))
        return self._steps[index]

    def _places(self, index: int) -> list[Place]:
        secrets = self._of_step.get(index, ())
        return [place for one in secrets if one.variable in self._hidden for place in one.places]

    def _of(self, index: int, variable: str) -> Choice:
        secret = next(one for one in self._of_step[index] if one.variable == variable)
        if variable in self._hidden:
            return Choice(
                "secret", index, f"{secret.what}: *** as {{{{{variable}}}}}", True, f"from ${secret.env}", variable
            )
        return Choice(
            "secret", index, f"{secret.what}: written in the clear", False, "! the file will hold it", variable
        )

    def turn(self, choice: Choice) -> None:
        """Take it, or leave it; a credential wherever it stands."""
        if choice.kind == "secret":
            self._hidden ^= {choice.variable}
            self._steps.clear()
        else:
            self._taken ^= {choice.index}

    def turn_all(self, kind: Kind) -> None:
        """Take all of a kind, or where all are taken, none: but for what was left as lying before."""
        every = {index for one, index, _ in self._order if one == kind and index >= self._begins}
        if every <= self._taken:
            self._taken -= every
        else:
            self._taken |= every

    def only(self, choice: Choice) -> None:
        """Leave all that comes before it."""
        self._begins = choice.index
        self._taken -= set(range(choice.index))

    def kinds(self) -> Iterator[Kind]:
        """The kinds that there are."""
        there = {kind for kind, _, _ in self._order}
        yield from (kind for kind in _TONES if kind in there)

    @property
    def proposed(self) -> str:
        """What it would be called after that which is sent first, as it is taken by now."""
        sends = [index for kind, index, _ in self._order if kind == "send"]
        first = next((index for index in sends if index in self._taken), sends[0] if sends else 0)
        exact = (self._captured if self.form == TYPED else self.forms.get(EXACT, self._captured)).parts
        if not sends or first == sends[0] or first >= len(exact):
            return self.name
        match exact[first].step:
            case SendText(text):
                data = text.encode()
            case SendHex(data):
                pass
            case _:
                return self.name
        return without_values(name_of(data, exact[first].secrets), self._found[self.form]) or self.name

    @property
    def in_clear(self) -> list[str]:
        """The fields whose credentials would be in the file."""
        found = self._found[self.form]
        clear = (one.what for one in found if one.variable not in self._hidden and one.step in self._taken)
        return list(dict.fromkeys(clear))

    @property
    def count(self) -> int:
        """How many steps are taken, by now."""
        return len(self._captured.steps(self._taken))

    # The request ----------------------------------------------------------------------------------------------------

    def request(self, name: str, target: str) -> SavedRequest | None:
        """What is to be saved; None where nothing is taken."""
        secrets = [one for one in self._found[self.form] if one.variable in self._hidden and one.step in self._taken]
        whole = without_secrets(_whole(self._captured), secrets)
        parts = zip(self._captured.parts, whole.steps, strict=True)
        captured = Captured(whole.framing, tuple(replace(part, step=step) for part, step in parts))
        steps = captured.steps(self._taken)
        return SavedRequest(name, target, steps, whole.variables, whole.framing) if steps else None


def _whole(captured: Captured) -> SavedRequest:
    """A request whose steps are the parts, as they are."""
    return SavedRequest("", "", tuple(part.step for part in captured.parts), (), captured.framing)


def _has_length(step: Step, places: Iterable[Place]) -> bool:
    """Whether one of these stands in a body whose length a Content-Length tells."""
    if not isinstance(step, SendText):
        return False
    length = _LENGTH.search(step.text)
    return length is not None and any(place.start > length.end() for place in places)


def _secrets(captured: Captured) -> tuple[Secret, ...]:
    known = {index: part.secrets for index, part in enumerate(captured.parts) if part.secrets}
    return found_secrets(_whole(captured), known)


def _kind(step: Step) -> Kind:
    match step:
        case Wait():
            return "wait"
        case Pause():
            return "pause"
        case Expect():
            return "expect"
        case _:
            return "send"


def _size(step: Step) -> str:
    match step:
        case SendText(text, eol):
            ends = text.count("\n") * (len(eol.bytes) - 1) if eol is not None else 0
            return exact(len(text.encode()) + ends)
        case SendHex(data):
            return exact(len(data))
        case _:
            return ""
