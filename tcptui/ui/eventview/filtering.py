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

_ENDS = (ev.PeerFin, ev.PeerRst, ev.HalfClosed, ev.Closed, ev.ConnectFailed, ev.NetworkError, ev.VerdictReached)


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
                event = self.teller.event(line) if what is What.EVENT else None
                return what is What.ITEMS or isinstance(event, ev.Message | ev.VerdictReached)
            case "ends":
                return what is What.EVENT and isinstance(self.teller.event(line), _ENDS)
            case "errors":
                return what is What.EVENT and self.teller.told(line)[1] in ("failure", "warning")

    def _words(self, line: Line) -> str:
        event = self.teller.event(line) if line.what is What.EVENT else None
        name = event.name if event is not None else ""
        target = self.teller.targets.get(line.conn, "")
        return f"{self.teller.told(line)[0]} {name} {target}".lower()
