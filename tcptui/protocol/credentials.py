"""Names of header fields whose values are credentials."""

from __future__ import annotations

import re
from typing import Final

NAME_LIMIT: Final = 64
"""Longer names are no credential's: a peer may send a line of a million letters."""

CREDENTIAL: Final = rb"(?:(?:proxy-)?authorization|(?:set-)?cookie|[\w-]*(?:token|secret|password|api-?key)[\w-]*)"
"""The names as a regular expression, to be matched whole and without regard to case."""

_CREDENTIAL = re.compile(CREDENTIAL, re.IGNORECASE)


def is_credential(name: str) -> bool:
    """Whether a field of this name holds a credential."""
    raw = name.encode("utf-8", "surrogateescape")
    return len(raw) <= NAME_LIMIT and _CREDENTIAL.fullmatch(raw) is not None
