"""The verdict on one connection: who ended it, how, at which stage, and what became of the bytes.

Its fields and values are the contract of DESIGN section 7: `as_json` of an event prints them as they are.
"""

from __future__ import annotations

from typing import Literal

from tcptui.protocol.frozen import frozen

Outcome = Literal[
    "complete", "closed", "empty", "truncated", "reset", "broken-pipe", "refused", "unreachable", "timeout",
    "resolve-failed", "tls-failed", "protocol-error", "local-error", "cancelled",
]  # fmt: skip
Stage = Literal["resolve", "connect", "tls", "request", "response", "idle", "close"]
EndedBy = Literal["peer-fin", "peer-rst", "local-close", "local-rst", "network", "none"]


@frozen
class SentBytes:
    """What became of our bytes. Counts of bytes; None where the platform can't tell.

    bytes: all that we were given to send, so that bytes = acked + unacked + unsent where all are known;
    acked: acknowledged by the peer's kernel (a lower bound: the acknowledgement inside a RST is not processed, and
    it says nothing about the peer's program); unacked: sent, of unknown fate; unsent: certainly never left.
    """

    bytes: int
    acked: int | None
    unacked: int | None
    unsent: int | None


@frozen
class ReceivedBytes:
    """bytes: read by us; unread: left in our kernel's receive queue at the end, None where it can't tell."""

    bytes: int
    unread: int | None


@frozen
class Response:
    """The last exchange's answer as its framing sees it.

    complete: None where the framing owes no answer (`none`); status: HTTP's; missing: how many bytes are still to
    come, 0 for a whole answer, None where the framing can't know; problem: how the answer breaks its framing, one
    sentence.
    """

    framing: str
    complete: bool | None
    status: int | None = None
    missing: int | None = None
    problem: str | None = None


@frozen
class Verdict:
    """One connection's ending in the contract's words, and in its order. `tls` stays None on plain connections."""

    outcome: Outcome
    stage: Stage
    ended_by: EndedBy
    errno: int | None
    errno_name: str | None
    sent: SentBytes
    received: ReceivedBytes
    response: Response | None
    tls: None
    summary: str
    meaning: str
    next: tuple[str, ...]


_EXIT_CODES: dict[Outcome, int] = {
    "complete": 0, "closed": 0, "resolve-failed": 6, "refused": 7, "unreachable": 7, "truncated": 18,
    "timeout": 28, "tls-failed": 35, "empty": 52, "broken-pipe": 55, "reset": 56, "protocol-error": 8,
    "local-error": 1, "cancelled": 130,
}  # fmt: skip


def exit_code(outcome: Outcome) -> int:
    """The process's exit status for an outcome: curl's where curl has one (DESIGN section 7)."""
    return _EXIT_CODES[outcome]
