"""What is wrong in a settings file: one sentence each, with the file and the line."""

from __future__ import annotations

from collections.abc import Sequence


class ConfigError(Exception):
    """A settings file can't be used as it is. problems: sentences that begin with `file:line: `."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
