"""What a person wants to send, and what it became."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from tcptui.protocol.framing.parts import Part
from tcptui.protocol.frozen import frozen

OFF: Final = "off"
"""The value of a setting that is left out of the message."""


@frozen
class Draft:
    """A message in the making.

    framing: as the command line writes it; headers: HTTP's, in order, case as typed; by_hand: the ids of the settings
    that a person has set, and their values (`OFF` leaves a field out).
    """

    framing: str
    content: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    by_hand: tuple[tuple[str, str], ...] = ()

    def said(self, id: str) -> str | None:  # noqa: A002 - the setting's own word
        """What a person has set; None where it is filled in by itself."""
        return dict(self.by_hand).get(id)


class Setting(NamedTuple):
    """One thing of the form beside the content.

    id: its name in `Draft.by_hand`; value: as it stands, `OFF` where it is left out; computed: it follows from the rest
    unless it is set by hand; by_hand: a person has set it; choices: values to offer; problem: why the value can't be
    used, one sentence; only_choices: nothing but the choices is understood; may_be_off: it can be left out.
    """

    id: str
    label: str
    value: str
    computed: bool
    by_hand: bool
    choices: tuple[str, ...] = ()
    problem: str = ""
    only_choices: bool = False
    may_be_off: bool = False


@frozen
class Composed:
    """A draft's bytes. parts: without gaps from the first byte to the last.

    problems: why it can't go out, a sentence each; then data is empty. malformed: what is wrong with it on purpose, a
    phrase each; it can go out all the same. origins: what each part comes from: a setting's id, `header:N` (of the
    draft's headers, from 0), `content`, or nothing that could be set.
    """

    data: bytes = b""
    parts: tuple[Part, ...] = ()
    problems: tuple[str, ...] = ()
    malformed: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


def change(draft: Draft, id: str, value: str | None) -> Draft:  # noqa: A002 - the setting's own word
    """The draft with one setting set by hand. None: filled in by itself again, or as it was at first."""
    others = tuple(pair for pair in draft.by_hand if pair[0] != id)
    return replace(draft, by_hand=others if value is None else (*others, (id, value)))
