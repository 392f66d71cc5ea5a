"""Many connections at once: what each of them is opened for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tcptui.protocol.frozen import frozen
from tcptui.protocol.verdict import Outcome
from tcptui.requests.oneshot import LINGER, TIMEOUT, OneShot
from tcptui.requests.replaying.tally import by_outcome

Until = Literal["answer", "echo"]
"""When a connection has done its part: with the framing's answer, or when as many bytes came back as went out."""


@frozen
class Errand:
    """What each of many connections does: send, wait, close; nothing where there are no payloads in the workbench.

    payloads: sent in this order, each once the one before it is taken; size: their bytes in all; framing: as the
    command line writes it, for answers; timeout: seconds from the first event to the end of the answer, > 0;
    linger: seconds to watch on after a whole answer, >= 0: behind an echo there is nothing to watch for.
    """

    payloads: tuple[bytes | Path, ...]
    size: int
    framing: str
    until: Until
    timeout: float = TIMEOUT
    linger: float = LINGER

    @property
    def reading(self) -> str:
        """The framing by which what comes is read. An echo is one message as long as all that went out, so that a
        connection that was closed before it was whole is no success."""
        return f"fixed:{self.size}" if self.until == "echo" else self.framing

    def script(self, conn: int) -> OneShot:
        """What drives one of the connections."""
        return OneShot(conn, self.payloads, self.timeout, 0.0 if self.until == "echo" else self.linger)

    def failure(self, conn: int, outcome: Outcome) -> Outcome | None:
        """Why one of the connections failed; None where it did its part."""
        return by_outcome(conn, outcome)


def usual_end(framing: str, size: int) -> Until:
    """When a connection has done its part where nobody said: `none` owes no answer, so what was sent comes back."""
    return "echo" if framing in ("none", "auto") and size else "answer"
