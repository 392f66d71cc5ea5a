"""What a turn of the loop stands on: the selector, the timers, the clock, the record and what has been heard so far."""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable

from tcptui.engine.hangup import HangupWatch
from tcptui.engine.timers import Timers
from tcptui.engine.wakeup import Wakeup
from tcptui.protocol.events import Event, Received, Sent
from tcptui.protocol.ports import Recorder

Ready = Callable[[int], None]
"""Called with the selector's mask when a socket is ready."""

# One read a ready connection and turn, so that a quiet one beside flooders waits for little; between them the sizes
# keep bulk reading cheap and a turn short (measured: PERFORMANCE, "Fairness").
_TURN_BYTES = 4 << 20
_LEAST_READ = 64 << 10
_MOST_READ = 1 << 20
_MOST_UNRECORDED = 4 << 20  # bytes sent that may wait in memory for a full disk


class Reactor:
    """Shared by everything on the loop thread, and used by no other but for `call_soon`."""

    def __init__(self, recorder: Recorder, publish: Callable[[], None]) -> None:
        self.recorder = recorder
        self.timers = Timers()
        self.heard: list[Event] = []
        self.record_full = False
        self._publish = publish
        self._selector = selectors.DefaultSelector()
        self._watched: dict[int, tuple[int, Ready]] = {}
        self._hung_up: dict[int, Callable[[], None]] = {}
        self._hangups = HangupWatch()
        self._wakeup = Wakeup()
        self._soon: deque[Callable[[], None]] = deque()
        self._read_size = _MOST_READ
        self._unrecorded = 0
        self._selector.register(self._wakeup, selectors.EVENT_READ, self._woken)
        self._watched[self._wakeup.fileno()] = (selectors.EVENT_READ, self._woken)
        if self._hangups.fileno() >= 0:
            self._selector.register(self._hangups, selectors.EVENT_READ, self._notice_hangups)
            self._watched[self._hangups.fileno()] = (selectors.EVENT_READ, self._notice_hangups)

    # -- time and words

    @staticmethod
    def now() -> int:
        """CLOCK_MONOTONIC in nanoseconds, the `t` of events."""
        return time.monotonic_ns()

    def emit(self, event: Event) -> None:
        """Put an event into the record; everyone hears of it when the turn is published."""
        self.recorder.event(event)
        self.heard.append(event)

    @property
    def may_send(self) -> bool:
        """Whether the record, full or not, can still keep what would be sent."""
        return not self.record_full or self._unrecorded < _MOST_UNRECORDED

    def sent(self, conn: int, offset: int, data: memoryview) -> None:
        """Record bytes that the kernel took."""
        self._unrecorded = self._unrecorded + len(data) if self.record_full else 0
        t = self.now()
        self.recorder.sent(conn, t, offset, data)
        self.heard.append(Sent(conn, t, offset, len(data), data))

    # -- reading

    def room(self) -> memoryview | None:
        """Where the next read goes; None while the record is full."""
        view = self.recorder.room(self._read_size)
        if view is None and not self.record_full:
            self._publish()
            view = self.recorder.room(self._read_size)
        return view

    def received(self, conn: int, offset: int, size: int) -> None:
        """The first `size` bytes of `room` were read."""
        t = self.now()
        data = self.recorder.received(conn, t, offset, size)
        self.heard.append(Received(conn, t, offset, size, data))

    # -- readiness

    def watch(self, sock: socket.socket, mask: int, ready: Ready) -> None:
        """Call `ready` when the socket is ready for what `mask` says; a mask of 0 stops that."""
        fd = sock.fileno()
        before, _ = self._watched.get(fd, (0, ready))
        if mask == before:
            return
        if not mask:
            self._selector.unregister(sock)
            del self._watched[fd]
            return
        if before:
            self._selector.modify(sock, mask, ready)
        else:
            self._selector.register(sock, mask, ready)
        self._watched[fd] = (mask, ready)

    def watch_for_hangup(self, sock: socket.socket, hung_up: Callable[[], None]) -> None:
        """Call `hung_up` once when the socket, from which nothing is left to read, has an error or a hang-up."""
        self._hung_up[sock.fileno()] = hung_up
        self._hangups.add(sock.fileno())

    def forget(self, sock: socket.socket) -> None:
        """Stop watching a socket; to be called before it is closed."""
        self.watch(sock, 0, _nothing)
        self._hangups.discard(sock.fileno())
        self._hung_up.pop(sock.fileno(), None)

    def _notice_hangups(self, _mask: int) -> None:
        for fd in self._hangups.ended():
            self._hangups.discard(fd)
            self._hung_up.pop(fd)()

    # -- the turn

    def call_soon(self, action: Callable[[], None]) -> None:
        """Run `action` on the loop thread. Any thread."""
        self._soon.append(action)
        self._wakeup.wake()

    def wake(self) -> None:
        """Let the loop turn. Any thread."""
        self._wakeup.wake()

    def turn(self, at_once: bool) -> None:
        """Wait for readiness, a wake-up or a timer (or not at all), then act on what there is."""
        ready = self._selector.select(0 if at_once or self._soon else self._patience())
        self._read_size = max(_LEAST_READ, min(_MOST_READ, _TURN_BYTES // max(1, len(ready))))
        for key, mask in ready:
            # One before it in this turn may have closed it, and a new socket may have its number already.
            if key.fd in self._watched and self._watched[key.fd][1] == key.data:
                key.data(mask)
        self.timers.run_due(time.monotonic())
        for _ in range(len(self._soon)):
            self._soon.popleft()()

    def _patience(self) -> float | None:
        due = self.timers.next()
        return None if due is None else max(0.0, due - time.monotonic())

    def _woken(self, _mask: int) -> None:
        self._wakeup.drain()

    def close(self) -> None:
        """Close all that the reactor owns; a later `wake` does nothing."""
        self._hangups.close()
        self._selector.close()
        self._wakeup.close()


def _nothing(_mask: int) -> None:
    """Stands where a mask of 0 means that nobody is called."""
