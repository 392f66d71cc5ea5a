"""What every importer gives: requests, and what could not be kept; or one error."""

from __future__ import annotations

from dataclasses import dataclass

from tcptui.requests.model import SavedRequest


class CantImportError(ValueError):
    """What was given can't be read as what it was said to be; the message is one sentence, with its place."""


@dataclass(frozen=True, slots=True)
class Imported:
    """requests: in the order in which they stood; remarks: a sentence each about what was not kept, or was added."""

    requests: tuple[SavedRequest, ...]
    remarks: tuple[str, ...] = ()
