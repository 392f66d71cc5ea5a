"""What is wrong in a settings file: one sentence each, with the file and the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class ConfigError(Exception):
    """A settings file can't be used as it is. problems: sentences that begin with `file:line: `."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean …?` for the known word that is nearest; "" where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""
