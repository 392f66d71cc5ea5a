"""Environment files of `--env`: a variable a line, `KEY=VALUE`, as other tools have them."""

from __future__ import annotations

import re

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)")
_QUOTED = re.compile(r"""(?:"([^"]*)"|'([^']*)')\s*(?:#.*)?""")
_COMMENT = re.compile(r"\s+#.*")


class EnvFileError(ValueError):
    """A file that can't be read as one; the message is one sentence that begins with `file:line: `."""


def read_env(text: str, name: str) -> dict[str, str]:
    """The variables of a file. name: the file, as the sentence names it. Raises EnvFileError.

    Empty lines and those that begin with `#` say nothing; a value may stand in quotes, else blanks around it and ` #…`
    behind it are no part of it.
    """
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        match = _LINE.fullmatch(said)
        if match is None:
            raise EnvFileError(f"{name}:{number}: no variable: write KEY=VALUE.")
        quoted = _QUOTED.fullmatch(match[2])
        if quoted is not None:
            found[match[1]] = quoted[1] if quoted[1] is not None else quoted[2]
        else:
            found[match[1]] = _COMMENT.sub("", match[2])
    return found
