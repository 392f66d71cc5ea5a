"""The two connections that are compared: read from their records and compared in a thread, which can be stopped."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from tcptui.journal.layout import DamagedLogError
from tcptui.journal.log import Log
from tcptui.journal.runs import log_path
from tcptui.protocol.frozen import frozen
from tcptui.requests.comparing import Comparison, compare, parse_rules
from tcptui.transcribing import Account, transcribe
from tcptui.ui.comparison.rulebook import Rulebook, read_rulebook


@frozen
class Side:
    """One connection. run: the run that it is of, None for the present one; conn: its number there; replay: which of
    the replays on it, from 0, None for the last one, or where there is none."""

    run: str | None
    conn: int
    replay: int | None = None


@frozen
class Compared:
    """What came of it. left, right: the older side and the newer one."""

    left: Account
    right: Account
    comparison: Comparison
    rules: Rulebook


class _StoppedError(Exception):
    """The comparing was stopped."""


class Comparing:
    """Reads and compares two sides, the older one first, in a thread of its own. share: how much is done, 0..1."""

    def __init__(self, log: Log, sides: tuple[Side, Side], tell: Callable[[Comparing, Compared | str], object]) -> None:
        """log: of the present run; tell: called on the thread at the end, with a sentence where it can't be done."""
        self.sides = sides
        self.share = 0.0
        self._log = log
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="comparing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Read no more; nothing is told then."""
        self._stop.set()

    def _run(self) -> None:
        with contextlib.suppress(_StoppedError):
            try:
                told: Compared | str = self._compared()
            except FileNotFoundError as error:
                told = f"the run was deleted, its record is not there: {error.filename}"
            except (OSError, DamagedLogError) as error:
                told = f"the record can't be read: {error}"
            if not self._stop.is_set():
                self._tell(self, told)

    def _compared(self) -> Compared:
        left, right = (self._read(side, at) for at, side in enumerate(self.sides))
        rules = read_rulebook(right.replayed.source if right.replayed is not None else "")
        found = compare(left.transcript, right.transcript, parse_rules(rules.texts), lambda share: self._at(2 + share))
        return Compared(left, right, found, rules)

    def _read(self, side: Side, before: int) -> Account:
        def told(share: float) -> None:
            self._at(before + share)

        if side.run is None:
            return transcribe(self._log, side.conn, told, side.replay)
        with Log.open(log_path(side.run)) as log:
            return transcribe(log, side.conn, told, side.replay)

    def _at(self, thirds: float) -> None:
        self.share = min(1.0, thirds / 3)
        if self._stop.is_set():
            raise _StoppedError
