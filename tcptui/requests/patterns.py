"""Regular expressions that people write, or that a peer's bytes become part of."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, AnyStr, Final

from tcptui.protocol.units import exact

if TYPE_CHECKING:
    import regex

# `[[` is a set of characters today and may mean more one day: no news for whoever wrote it, least of all on a screen.
warnings.filterwarnings("ignore", category=FutureWarning, module=__name__)


class PatternError(ValueError):
    """A regular expression that can't be used; the message is a phrase that says why."""


def compiled(pattern: AnyStr) -> re.Pattern[AnyStr]:
    """The pattern, ready to be used; the same one twice is compiled once. Raises PatternError."""
    try:
        return re.compile(pattern)
    except re.error as error:
        raise PatternError(str(error)) from None
    except OverflowError:
        raise PatternError("a number of repetitions in it is too large") from None
    except RecursionError:
        raise PatternError("it is nested too deep") from None


SEARCH_SECONDS: Final = 2.0
"""How long a search may take, and as many millionths of a second more for each byte."""


def searched(pattern: bytes, data: bytes) -> regex.Match[bytes] | None:
    """The first match of a pattern that `compiled` took. Raises PatternError where it is not found in time.

    A pattern may go back over and over for hours, and who sends the bytes can want it to. Python's own search can't be
    ended, not even by ctrl+c; this library's has a time limit, and reads patterns as Python does.
    """
    limit = SEARCH_SECONDS * (1 + len(data) / 1_000_000)
    try:
        return _searching(pattern).search(data, timeout=limit)
    except TimeoutError:
        raise PatternError(f"it can't be searched for in {exact(len(data))} within {limit:.1f} s") from None


@lru_cache(64)
def _searching(pattern: bytes) -> regex.Pattern[bytes]:
    import regex  # only those who search pay for it

    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise PatternError(str(error)) from None
