"""Every event of a run as lines that a person can read, however many there are."""

from __future__ import annotations

from tcptui.journal.chronicle.chapter import Chapter, Line, What
from tcptui.journal.chronicle.chronicle import Chronicle, Place

__all__ = ["Chapter", "Chronicle", "Line", "Place", "What"]
