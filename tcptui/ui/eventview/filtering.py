"""Which lines the events view shows."""

from __future__ import annotations

from typing import Final, Literal

from tcptui.journal.chronicle import Line, What
from tcptui.protocol import events as ev
from tcptui.protocol.frozen import frozen
from tcptui.ui.eventview.telling import Teller

Kind = Literal["events", "ends", "errors", "bytes", "messages", "figures", "all"]

KINDS: Final[dict[Kind, str]] = {
    "events": "all but the kernel's figures",
    "ends": "how connections and directions ended",
    "errors": "what went wrong or may go wrong",
    "bytes": "what was sent and received",
    "messages": "what the framing found, and verdicts",
    "figures": "the kernel's figures and acknowledgements",
    "all": "everything that is in the record",
}
"""What can be chosen, and what is said about it."""

_ENDS: Final = frozenset(
    kind.name
    for kind in (ev.PeerFin, ev.PeerRst, ev.HalfClosed, ev.Closed, ev.ConnectFailed, ev.NetworkError, ev.VerdictReached)
)
_MAY_FAIL: Final = frozenset(
    kind.name
    for kind in (
        ev.Resolved, ev.ConnectFailed, ev.PeerRst, ev.NetworkError, ev.LocalError, ev.Message, ev.ReadingPaused,
        ev.AnsweredBy, ev.Closed, ev.StepDone, ev.VerdictReached,
    )
)  # fmt: skip
"""The events among which those are that are told as failures or warnings."""

_MESSAGES: Final = frozenset({ev.Message.name, ev.VerdictReached.name})


@frozen
class Filter:
    """Asked of each line in the chronicle's thread.

    conn: of one connection only, None for all; text: what its words have to contain, in lower case, "" for anything.
    """

    teller: Teller
    conn: int | None
    kind: Kind
    text: str

    def __call__(self, line: Line) -> bool:
        """Whether the line is shown."""
        if self.conn is not None and line.conn != self.conn:
            return False
        if not self._is_of_kind(line):
            return False
        return not self.text or self.text in self._words(line)

    def _is_of_kind(self, line: Line) -> bool:
        what = line.what
        match self.kind:
            case "all":
                return True
            case "events":
                return what not in (What.FIGURES, What.ACKED, What.ITEMS)
            case "bytes":
                return what in (What.RECEIVED, What.SENT)
            case "figures":
                return what in (What.FIGURES, What.ACKED)
            case "messages":
                return what is What.ITEMS or self._is_named(line, _MESSAGES)
            case "ends":
                return self._is_named(line, _ENDS)
            case "errors":
                return self._is_named(line, _MAY_FAIL) and self.teller.told(line)[1] in ("failure", "warning")

    def _is_named(self, line: Line, names: frozenset[str]) -> bool:
        return line.what is What.EVENT and self.teller.name(line) in names

    def _words(self, line: Line) -> str:
        name = self.teller.name(line) if line.what is What.EVENT else ""
        target = self.teller.targets.get(line.conn, "")
        return f"{self.teller.told(line)[0]} {name} {target}".lower()
