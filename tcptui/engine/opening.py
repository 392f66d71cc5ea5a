"""From a target to a connection that stands: the look-up, then the race of its addresses, every attempt an event."""

from __future__ import annotations

import errno
import selectors
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tcptui.engine import faults, kernel
from tcptui.engine.racing import Race
from tcptui.engine.reactor import Reactor
from tcptui.engine.resolver import Answer, Resolver, literal
from tcptui.engine.timers import Timer
from tcptui.protocol.commands import Open
from tcptui.protocol.events import (
    Address,
    Connected,
    ConnectFailed,
    Connecting,
    Icmp,
    LocalError,
    Opened,
    Resolved,
    Resolving,
)
from tcptui.protocol.tcpinfo import TcpInfo

GaveUp = Literal["timeout", "cancelled"]
# Errors of `connect` that say nothing of the peer: the next address would fail in the same way.
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_UNDER_WAY = frozenset({errno.EINPROGRESS, errno.EINTR})


@dataclass(slots=True)
class Attempt:
    """One connect under way. since: monotonic nanoseconds of its SYN."""

    sock: socket.socket
    address: Address
    number: int
    since: int


class Opening:
    """One connection on its way up. Calls `stood` with the winner's socket, or `failed` with why there is none.

    A socket whose connection was reset while nobody looked stands, too: its error comes along.
    """

    def __init__(
        self,
        reactor: Reactor,
        resolver: Resolver,
        command: Open,
        stood: Callable[[socket.socket, faults.Failure | None], None],
        failed: Callable[[Literal["failed", "timeout", "cancelled"]], None],
    ) -> None:
        self._reactor = reactor
        self._resolver = resolver
        self._command = command
        self._conn = command.conn
        self._stood = stood
        self._failed = failed
        self._race = Race(())
        self._attempts: dict[int, Attempt] = {}
        self._resolving = False
        self._over = False
        self._deadline: Timer | None = None
        self._next: Timer | None = None

    def start(self) -> None:
        """Begin with the look-up, where the target needs one."""
        endpoint = self._command.endpoint
        self._reactor.emit(Opened(self._conn, self._reactor.now(), str(endpoint), self._command.framing))
        if endpoint.transport == "unix":
            self._connect_to((Address("unix", endpoint.path),))
        elif (address := literal(endpoint.host, endpoint.port)) is not None:
            self._connect_to((address,))
        else:
            self._look_up(endpoint.host, endpoint.port)

    def give_up(self, why: GaveUp) -> None:
        """End every attempt without a connection: our deadline passed, or the person wants no more."""
        if self._resolving:
            reason = "The look-up had no answer in time." if why == "timeout" else "The look-up was given up."
            self._reactor.emit(Resolved(self._conn, self._reactor.now(), (), "EAI_AGAIN", reason))
        words = "No answer came in time." if why == "timeout" else "It was given up before an answer came."
        for attempt in list(self._attempts.values()):
            self._drop(attempt, why, words)
        self._end(why)

    # -- the look-up

    def _look_up(self, host: str, port: int) -> None:
        self._resolving = True
        self._reactor.emit(Resolving(self._conn, self._reactor.now(), host, port))
        self._set_deadline(self._command.resolve_timeout)
        self._resolver.look_up(host, port, lambda answer: self._reactor.call_soon(lambda: self._resolved(answer)))

    def _resolved(self, answer: Answer) -> None:
        if self._over:
            return  # the deadline was first
        self._resolving = False
        resolved = Resolved(self._conn, self._reactor.now(), answer.addresses, answer.error, answer.reason)
        self._reactor.emit(resolved)
        if answer.addresses:
            self._connect_to(answer.addresses)
        else:
            self._end("failed")

    # -- the race

    def _connect_to(self, addresses: tuple[Address, ...]) -> None:
        self._race = Race(addresses)
        self._set_deadline(self._command.connect_timeout)
        self._go_on()

    def _go_on(self) -> None:
        """Start what is due; end when nothing is under way and no address is left."""
        while not self._over:
            now = self._reactor.now() / 1e9
            due = self._race.next_at
            if due is None:
                if not self._attempts:
                    self._end("failed")
                return
            if due > now:
                self._wait_until(due)
                return
            number, address = self._race.start(now)
            self._attempt(number, address)

    def _wait_until(self, when: float) -> None:
        if self._next is not None:
            self._next.cancel()
        self._next = self._reactor.timers.at(when, self._go_on)

    def _attempt(self, number: int, address: Address) -> None:
        t = self._reactor.now()
        self._reactor.emit(Connecting(self._conn, t, address, number))
        try:
            sock = kernel.new_socket(address.family)
        except OSError as error:
            self._local_error(faults.from_error(error))
            return
        attempt = Attempt(sock, address, number, t)
        self._attempts[number] = attempt
        try:
            code = sock.connect_ex(kernel.socket_address(address))
        except OSError as error:  # an unknown IPv6 zone, a path that is too long
            self._attempt_failed(attempt, faults.from_error(error), None)
            return
        if code in _UNDER_WAY:
            self._reactor.watch(sock, selectors.EVENT_WRITE, lambda _mask: self._answered(attempt))
        elif code == 0:
            self._won(attempt)
        else:
            self._attempt_failed(attempt, faults.from_errno(code), None)

    def _answered(self, attempt: Attempt) -> None:
        icmp = kernel.icmp_error(attempt.sock)  # before SO_ERROR, which tells less (KERNEL R2)
        code = kernel.pending_error(attempt.sock) or (icmp[0] if icmp else 0)
        failure = faults.from_errno(code) if code else None
        if failure is not None and failure.is_reset:
            # Refused would be ECONNREFUSED: this one stood, and its RST was as quick. What came before it can be read.
            self._won(attempt, failure)
        elif failure is not None:
            self._attempt_failed(attempt, failure, icmp[1] if icmp else None)
        elif kernel.connected_to_itself(attempt.sock):
            refused = faults.from_errno(errno.ECONNREFUSED)
            reason = f"Nobody listens on {attempt.address}: the kernel joined the socket to itself (simultaneous open)."
            self._attempt_failed(attempt, faults.Failure(refused.errno, refused.errno_name, reason), None)
        else:
            self._won(attempt)

    def _won(self, attempt: Attempt, failure: faults.Failure | None = None) -> None:
        t = self._reactor.now()
        local = kernel.local_address(attempt.sock)
        self._attempts.pop(attempt.number)
        for other in list(self._attempts.values()):
            self._drop(other, "lost-race", f"{attempt.address} answered first.")
        self._reactor.forget(attempt.sock)
        seconds = (t - attempt.since) / 1e9
        self._reactor.emit(Connected(self._conn, t, attempt.address, local, attempt.number, seconds))
        self._stop()
        self._stood(attempt.sock, failure)

    def _attempt_failed(self, attempt: Attempt, failure: faults.Failure, icmp: Icmp | None) -> None:
        self._close(attempt, failure, "error", icmp)
        if failure.errno in _OURS:
            self._local_error(failure)
            return
        self._race.failed()
        self._go_on()

    def _drop(self, attempt: Attempt, why: Literal["timeout", "lost-race", "cancelled"], reason: str) -> None:
        self._close(attempt, faults.Failure(None, None, reason), why, None)

    def _close(
        self,
        attempt: Attempt,
        failure: faults.Failure,
        why: Literal["error", "timeout", "lost-race", "cancelled"],
        icmp: Icmp | None,
    ) -> None:
        info = kernel.tcp_info(attempt.sock)
        again = TcpInfo(info).total_retrans if info else None
        self._reactor.forget(attempt.sock)
        attempt.sock.close()
        self._attempts.pop(attempt.number)
        self._reactor.emit(
            ConnectFailed(
                self._conn,
                self._reactor.now(),
                attempt.address,
                attempt.number,
                failure.errno,
                failure.errno_name,
                why,
                failure.reason,
                icmp,
                None if again is None else again + 1,
            )
        )

    def _local_error(self, failure: faults.Failure) -> None:
        t = self._reactor.now()
        self._reactor.emit(LocalError(self._conn, t, failure.errno, failure.errno_name, failure.reason))
        for attempt in list(self._attempts.values()):
            self._drop(attempt, "cancelled", "It was given up after an error on this machine.")
        self._end("failed")

    # -- the end

    def _set_deadline(self, seconds: float) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        when = self._reactor.now() / 1e9 + seconds
        self._deadline = self._reactor.timers.at(when, lambda: self.give_up("timeout"))

    def _stop(self) -> None:
        self._over = True
        for timer in (self._deadline, self._next):
            if timer is not None:
                timer.cancel()

    def _end(self, why: Literal["failed", "timeout", "cancelled"]) -> None:
        if not self._over:
            self._stop()
            self._failed(why)
