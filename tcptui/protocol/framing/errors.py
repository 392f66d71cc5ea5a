"""What is wrong with a framing that a person asked for; what breaks a framing is told with the message (`found.py`)."""

from __future__ import annotations


class FramingError(ValueError):
    """A framing that is not known, or its parameters; the message is one sentence that says what can be written."""
