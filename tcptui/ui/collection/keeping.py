"""What of something that was said, or composed, is to be kept as a request: each step and each secret can be chosen.

Pure; the dialog shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import exact
from tcptui.requests.capturing import Captured
from tcptui.requests.describing import step_words
from tcptui.requests.model import Expect, Pause, SavedRequest, SendHex, SendText, Step, Wait
from tcptui.requests.secrets import Secret, found_secrets, without_secrets

Kind = Literal["send", "wait", "pause", "expect", "secret"]

_TONES: Final[dict[Kind, str]] = {"send": "out", "wait": "in", "pause": "muted", "expect": "in", "secret": "warning"}
_SIGNS: Final[dict[Kind, str]] = {"send": "→", "wait": "←", "pause": "‖", "expect": "?", "secret": "▪"}


@frozen
class Choice:
    """One thing that can be taken or left. index: of the part, or of the secret; text: not made safe to be drawn."""

    kind: Kind
    index: int
    text: str
    taken: bool
    note: str = ""

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
    chosen one.
    """

    def __init__(self, name: str, target: str, forms: Mapping[str, Captured]) -> None:
        self.name, self.target = name, target
        self.forms = dict(forms)
        self.form = next(iter(self.forms))
        self._begin()

    def _begin(self) -> None:
        self._taken = set(self._captured.taken)
        self._secrets = found_secrets(self._whole)
        self._masked = set(range(len(self._secrets)))
        self._order = list(self._ordered())

    def _ordered(self) -> Iterator[tuple[Kind, int]]:
        """The choices as kinds and indexes."""
        of_step: dict[int, list[int]] = {}
        for number, secret in enumerate(self._secrets):
            of_step.setdefault(secret.step, []).append(number)
        for index, part in enumerate(self._captured.parts):
            yield _kind(part.step), index
            yield from (("secret", number) for number in of_step.get(index, ()))

    @property
    def _captured(self) -> Captured:
        return self.forms[self.form]

    @property
    def _whole(self) -> SavedRequest:
        """A request whose steps are the parts, as they are."""
        steps = tuple(part.step for part in self._captured.parts)
        return SavedRequest(self.name, self.target, steps, (), self._captured.framing)

    def take_form(self, form: str) -> None:
        """Keep it in this way; what was chosen is forgotten."""
        if form != self.form:
            self.form = form
            self._begin()

    # Choices --------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        """How many choices there are."""
        return len(self._order)

    def choice(self, number: int) -> Choice:
        """One of them, in their order: the secrets of what is sent behind it."""
        kind, index = self._order[number]
        if kind == "secret":
            return self._of(index, self._secrets[index])
        part, taken = self._captured.parts[index], index in self._taken
        note = "these bytes may differ next time" if part.guessed and taken else _size(part.step)
        return Choice(kind, index, step_words(part.step), taken, note)

    def _of(self, number: int, secret: Secret) -> Choice:
        masked = number in self._masked
        text = f"{secret.header}: " + (f"*** as {{{{{secret.variable}}}}}" if masked else "written in the clear")
        return Choice("secret", number, text, masked, f"from ${secret.env}" if masked else "! the file will hold it")

    def turn(self, choice: Choice) -> None:
        """Take it, or leave it."""
        chosen = self._masked if choice.kind == "secret" else self._taken
        chosen ^= {choice.index}

    def turn_all(self, kind: Kind) -> None:
        """Take all of a kind, or where all are taken, none."""
        every = {index for one, index in self._order if one == kind}
        if every <= self._taken:
            self._taken -= every
        else:
            self._taken |= every

    def only(self, choice: Choice) -> None:
        """Leave all that comes before it."""
        if choice.kind != "secret":
            self._taken -= set(range(choice.index))

    def kinds(self) -> Iterator[Kind]:
        """The kinds that there are."""
        there = {kind for kind, _ in self._order}
        yield from (kind for kind in _TONES if kind in there)

    @property
    def in_clear(self) -> list[str]:
        """The fields whose credentials would be in the file."""
        secrets = enumerate(self._secrets)
        return [one.header for number, one in secrets if number not in self._masked and one.step in self._taken]

    @property
    def count(self) -> int:
        """How many steps are taken, by now."""
        return len(self._captured.steps(self._taken))

    # The request ----------------------------------------------------------------------------------------------------

    def request(self, name: str, target: str) -> SavedRequest | None:
        """What is to be saved; None where nothing is taken."""
        masked = [self._secrets[number] for number in self._masked if self._secrets[number].step in self._taken]
        hidden = without_secrets(self._whole, sorted(masked, key=lambda one: one.step))
        parts = zip(self._captured.parts, hidden.steps, strict=True)
        captured = Captured(hidden.framing, tuple(replace(part, step=step) for part, step in parts))
        steps = captured.steps(self._taken)
        return SavedRequest(name, target, steps, hidden.variables, hidden.framing) if steps else None


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
