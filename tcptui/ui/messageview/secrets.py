"""What of a message is not shown: credentials, and what the record says are secrets."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from tcptui.journal.veil import Veil, masked_text
from tcptui.protocol.framing.found import FOREVER
from tcptui.protocol.frozen import frozen
from tcptui.ui.veiledtext import marked_as

if TYPE_CHECKING:
    from tcptui.journal.index import Stretches
    from tcptui.journal.log import Log
    from tcptui.protocol.events import Direction, Message

_SHORTEST: Final = 4
"""Bytes of a secret that is looked for where the record does not tell it: shorter ones stand there by chance."""

_MOST: Final = 500
"""Stretches that are read for what they say, the first ones: each of a hundred thousand requests may have the same."""


@frozen
class Secrets:
    """Bytes of a message that are not shown.

    hidden: places in its data; values: what they say, to be found in what is made of the data for reading, where
    credentials are looked for, too; None where secrets are shown.
    """

    hidden: Stretches
    values: frozenset[bytes] | None


NO_SECRETS: Final = Secrets([], None)


class ConnectionSecrets:
    """Those of one connection's messages. What the record tells is read once."""

    def __init__(self, log: Log, conn: int) -> None:
        self._log = log
        self._conn = conn
        self._veil = Veil(log, conn)
        self._known: dict[tuple[Direction, int, int], bytes] = {}

    def of(self, message: Message, data: bytes) -> Secrets:
        """Those in a message, of which these are the first bytes."""
        start, end = message.start, message.start + len(data)
        hidden = self._veil.of_data(message.direction, start, data) if data else []
        here = self._told(message.direction, start, end).values()
        self._known = self._told("in", 0, FOREVER) | self._told("out", 0, FOREVER)
        values = {*here, *(value for value in self._known.values() if len(value) >= _SHORTEST)}
        return Secrets([(max(0, a - start), b - start) for a, b in hidden], frozenset(values))

    def _told(self, direction: Direction, start: int, end: int) -> dict[tuple[Direction, int, int], bytes]:
        """The stretches that the record says are secrets and touch bytes start..end, with their bytes. Any thread."""
        found = {}
        for begin, stop in islice(self._log.concealed(self._conn, direction, start, end), _MOST):
            place = (direction, begin, stop)
            known = self._known.get(place)
            found[place] = self._log.read(self._conn, direction, begin, stop - begin) if known is None else known
        return found

    def without(self, message: Message) -> Message:
        """The message, its first line without them."""
        masked = masked_text(self._log, message)
        return message if masked == message.text else replace(message, text=marked_as(masked, message.text))
