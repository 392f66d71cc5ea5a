"""An orderly close: write what is pending, learn what is acknowledged, read what has arrived; each bounded."""

from __future__ import annotations

from collections.abc import Callable

from tcptui.engine.reactor import Reactor
from tcptui.engine.stream import Can, Stream
from tcptui.engine.timers import Timer

_SETTLE = 0.2
"""Seconds to wait for the last acknowledgements: a peer's kernel delays them by 40 ms at the most where it is well."""

_SETTLE_STEP = 0.004
_LAST_READS = 16  # an endless sender can't hold us: what is beyond them stays unread, and that is told


class Closing:
    """Calls `ready` once, when the socket may be closed without losing what could still be known."""

    def __init__(self, reactor: Reactor, stream: Stream, flush: float, ready: Callable[[], None]) -> None:
        self._reactor = reactor
        self._stream = stream
        self._ready = ready
        self._flush_until = reactor.now() / 1e9 + flush
        self._settle_until: float | None = None
        self._timer: Timer | None = None

    def go_on(self) -> None:
        """Take the next step if its time has come."""
        now = self._reactor.now() / 1e9
        if self._stream.outbox.pending and Can.WRITE in self._stream.can and now < self._flush_until:
            self._again(self._flush_until)
            return
        if self._settle_until is None:
            self._settle_until = now + _SETTLE
        if self._unacknowledged() and now < self._settle_until:
            self._again(now + _SETTLE_STEP)
            return
        self.cancel()
        for _ in range(_LAST_READS):
            if not self._stream.read_some():
                break
        self._ready()

    def _unacknowledged(self) -> bool:
        """Whether waiting may still bring an acknowledgement; a socket without TCP_INFO never tells of one."""
        self._stream.sample()
        gauge = self._stream.gauge
        return self._stream.can != Can.NOTHING and gauge.acked < self._stream.taken and bool(gauge.info().raw)

    def _again(self, when: float) -> None:
        if self._timer is None or self._timer.action is None or self._timer.when > when:
            self.cancel()
            self._timer = self._reactor.timers.at(when, self._due)

    def _due(self) -> None:
        self._timer = None
        self.go_on()

    def cancel(self) -> None:
        """Wait for nothing more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
