"""What is wrong in a file: where it is, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tcptui.protocol.nearest import did_you_mean
from tcptui.protocol.units import exact

_TOLD = 100  # problems of one file: who mends these has mended most


class RequestFileError(ValueError):
    """A file that can't be used. problems: sentences that begin with `file:line: `, or `file: `; of very many the
    first ones, and how many more there are."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = [f"… and {exact(len(problems) - _TOLD, 'more problem')} in this file."] if len(problems) > _TOLD else []
        self.problems = (*problems[:_TOLD], *more)
        super().__init__("\n".join(self.problems))


class WrongValueError(ValueError):
    """A value that can't be used. below: the keys that lead to it from the value that is being read."""

    def __init__(self, sentence: str, *below: str | int) -> None:
        super().__init__(sentence)
        self.below = below


def text(value: object, what: str) -> str:
    """A string. what: what it says, for the sentence. Raises WrongValueError."""
    if not isinstance(value, str):
        raise WrongValueError(f"{what} is a text: write it in quotes.")
    return value


def whole(value: object, what: str, low: int = 0) -> int:
    """A whole number from `low` on. Raises WrongValueError."""
    if isinstance(value, bool) or not isinstance(value, int) or value < low:
        raise WrongValueError(f"{what} is a whole number from {low} on.")
    return value


def table(value: object, known: Iterable[str], form: str) -> dict[str, Any]:
    """A table with no other keys than these. form: how it is written. Raises WrongValueError."""
    if not isinstance(value, dict):
        raise WrongValueError(f"write {form}.")
    names = tuple(known)
    for key in value:
        if key not in names:
            raise WrongValueError(f"{key!r} is not known here.{did_you_mean(key, names)} Known: {listed(names)}.", key)
    return value


def only_key(found: dict[str, Any], among: Iterable[str]) -> str:
    """The one key of these that the table has. Raises WrongValueError for none and for several."""
    names = tuple(among)
    said = [key for key in found if key in names]
    if len(said) != 1:
        which = "none of" if not said else f"{' and '.join(said)}, but only one of"
        raise WrongValueError(f"it has {which} {listed(names)}.")
    return said[0]


def flag(value: object, what: str) -> bool:
    """True or false. Raises WrongValueError."""
    if not isinstance(value, bool):
        raise WrongValueError(f"{what} is true or false, without quotes.")
    return value


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
