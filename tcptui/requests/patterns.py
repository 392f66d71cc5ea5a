"""Regular expressions that people write, or that a peer's bytes become part of."""

from __future__ import annotations

import re
import warnings
from typing import AnyStr

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
