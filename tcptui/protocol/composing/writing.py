"""A message being written: each framing's form asks for its settings here and puts its parts down in order."""

from __future__ import annotations

from tcptui.protocol.composing.draft import OFF, Composed, Draft, Setting
from tcptui.protocol.escapes import EscapeError, encode
from tcptui.protocol.framing.parts import Part, PartKind
from tcptui.protocol.integers import parse_number


class Writing:
    """Settings and parts in the order in which a form asks for them and puts them.

    One walk gives both, so that a computed value on the form is always the one in the bytes.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.settings: dict[str, Setting] = {}
        self.malformed: list[str] = []
        self._problems: list[str] = []
        self._parts: list[Part] = []
        self._origins: list[str] = []
        self._pieces: list[bytes] = []
        self._size = 0

    def ask(
        self,
        id: str,  # noqa: A002 - the setting's own word
        label: str,
        default: str = "",
        *,
        computed: bool = False,
        may_be_off: bool = False,
        choices: tuple[str, ...] = (),
        only_choices: bool = False,
    ) -> str:
        """Offer a setting and give its value: what was set by hand, or the default. `OFF` only where it may be off."""
        said = self.draft.said(id)
        value = default if said is None else said
        self.settings[id] = Setting(
            id, label, value, computed, said is not None, choices, only_choices=only_choices, may_be_off=may_be_off
        )
        if only_choices and value not in choices and not (may_be_off and value == OFF):
            self.refuse(id, f"{value!r} is no {label} known here: take {', '.join(choices)}.")
        return value

    def number(self, id: str, text: str) -> int | None:  # noqa: A002
        """A setting's value as a number; None where it is none, which is then its problem."""
        value = parse_number(text)
        if value is None:
            label = self.settings[id].label
            self.refuse(id, f"{text!r} is no number: write the {label} in decimal, or in hex as 0x1f.")
        return value

    def encoded(self, id: str | None, text: str) -> bytes:  # noqa: A002
        """A text of the message in UTF-8; what has no bytes is the setting's problem."""
        try:
            return encode(text)
        except EscapeError as error:
            self.refuse(id, str(error))
            return b""

    def refuse(self, id: str | None, sentence: str) -> None:  # noqa: A002
        """The message can't go out; id: the setting whose value is why."""
        self._problems.append(sentence)
        if id is not None:
            self.settings[id] = self.settings[id]._replace(problem=sentence)

    def put(self, of: str, name: str, kind: PartKind, data: bytes, value: str = "", wrong: str = "") -> None:
        """The next bytes of the message; none at all make no part.

        of: where they come from, as `Composed.origins` says it; wrong: told of the whole message, too.
        """
        if wrong:
            self.malformed.append(f"{name} {wrong}")
        if data:
            self._parts.append(Part(name, kind, self._size, self._size + len(data), value, wrong))
            self._origins.append(of)
            self._pieces.append(data)
            self._size += len(data)

    def composed(self) -> Composed:
        """The message as it now stands."""
        if self._problems:
            return Composed(problems=tuple(self._problems))
        return Composed(b"".join(self._pieces), tuple(self._parts), (), tuple(self.malformed), tuple(self._origins))
