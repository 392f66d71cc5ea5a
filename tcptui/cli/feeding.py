"""Standard input into a connection, as it comes: read no faster than the connection takes it."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable, Iterable
from typing import Final

from tcptui.protocol.commands import Close, Command, HalfClose, Send
from tcptui.protocol.events import Accepted, Closed, Event, PeerFin, Sent

_STDIN: Final = 0
_PIECE: Final = 64 << 10
_AHEAD: Final = 1 << 20
"""Bytes that may wait in memory for the connection to take them."""
_TO_THE_END: Final = 86400.0  # seconds: a client that has closed its side may still read for long


class Feed:
    """A `ports.Script` for the one accepted connection of `listen`: what is on stdin goes out.

    When the client closes its side the connection is closed behind what was read so far; a file is sent to its end
    first. half_close: at the end of stdin our side is closed, too.
    """

    def __init__(self, submit: Callable[[Command], None], *, half_close: bool) -> None:
        self._submit = submit
        self._half_close = half_close
        self._conn = 0
        self._state = threading.Condition()
        self._read = 0
        self._taken = 0
        self._ended = False
        self._over = False
        self._fin_seen = False
        self._finite = stat.S_ISREG(os.fstat(_STDIN).st_mode)

    def deadline(self) -> float | None:
        """It waits for nothing but events."""
        return None

    def on(self, event: Event, now: float) -> Iterable[Command]:  # noqa: ARG002 - part of a Script
        """Begin with the connection, read on as it takes what was read, end with it."""
        match event:
            case Accepted(conn=conn):
                self._conn = conn
                threading.Thread(target=self._feed, name="tcptui-stdin", daemon=True).start()
            case Sent(size=size):
                with self._state:
                    self._taken += size
                    self._state.notify()
            case PeerFin():
                with self._state:
                    self._fin_seen = True
                    if self._ended or not self._finite:
                        return [Close(self._conn, _TO_THE_END, "peer")]
            case Closed():
                with self._state:
                    self._over = True
                    self._state.notify()
            case _:
                pass
        return ()

    def _feed(self) -> None:
        """Read and send until stdin or the connection ends; on a thread of its own, for reading blocks."""
        while data := self._next():
            self._submit(Send(self._conn, data))
            with self._state:
                self._read += len(data)
                self._state.wait_for(lambda: self._over or self._read - self._taken < _AHEAD)
                if self._over:
                    return
        with self._state:
            self._ended = True
            if self._fin_seen and self._finite:
                self._submit(Close(self._conn, _TO_THE_END, "peer"))
            elif self._half_close:
                self._submit(HalfClose(self._conn))

    @staticmethod
    def _next() -> bytes:
        try:
            return os.read(_STDIN, _PIECE)
        except OSError:  # a terminal that is gone, a descriptor that was never open: there is no more to send
            return b""
