"""A listener: takes the connections that come to an address of ours, from Listen to Closed."""

from __future__ import annotations

import errno
import selectors
import socket
from collections.abc import Callable
from typing import Literal

from tcptui.engine import faults, kernel
from tcptui.engine.connection import Phase
from tcptui.engine.reactor import Reactor
from tcptui.engine.resolver import Answer, Resolver, literal
from tcptui.engine.timers import Timer
from tcptui.protocol import commands
from tcptui.protocol.events import (
    Address,
    Arrived,
    Closed,
    KernelSample,
    Listening,
    LocalError,
    Opened,
    Resolved,
    Resolving,
)
from tcptui.protocol.ports import Script
from tcptui.protocol.tcpinfo import TcpInfo

ACCEPTS_A_TURN = 64
"""Connections taken in one turn of the loop: a flood of them must not keep those that stand waiting."""
_RETRY = 0.5  # seconds until a listener that found no free descriptor looks again
_SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})

Taken = Callable[[socket.socket, Address, Address], int]
"""Makes a connection of an accepted socket, its peer's address and ours; gives the connection's number."""


class Listener:
    """Lives on the loop thread; looks to the loop like a connection that moves no bytes."""

    def __init__(self, reactor: Reactor, resolver: Resolver, command: commands.Listen, taken: Taken) -> None:
        self.id = command.conn
        self.scripts: tuple[Script, ...] = command.scripts
        self.phase = Phase.OPENING
        self._reactor = reactor
        self._resolver = resolver
        self._command = command
        self._taken = taken
        self._sock: socket.socket | None = None
        self._again: Timer | None = None
        self._figures = b""
        self._short = False
        self._left = command.limit

    def start(self) -> None:
        """Listen, after a look-up where the address is a name."""
        host, port = self._command.address.host, self._command.address.port
        target = f"listen {self._command.address.host_port}"
        self._reactor.emit(Opened(self.id, self._reactor.now(), target, self._command.framing))
        address = literal(host, port)
        if address is not None:
            self._listen(address)
            return
        self._reactor.emit(Resolving(self.id, self._reactor.now(), host, port))
        self._resolver.look_up(host, port, lambda answer: self._reactor.call_soon(lambda: self._resolved(answer)))

    def _resolved(self, answer: Answer) -> None:
        if self.phase is not Phase.OPENING:
            return  # it was given up meanwhile
        self._reactor.emit(Resolved(self.id, self._reactor.now(), answer.addresses, answer.error, answer.reason))
        if answer.addresses:
            self._listen(answer.addresses[0])
        else:
            self._over("failed")

    def _listen(self, address: Address) -> None:
        try:
            self._sock = kernel.listening_socket(address, self._command.backlog)
        except OSError as error:
            self._tell(faults.with_subject(address, faults.from_error(error)))
            self._over("failed")
            return
        self.phase = Phase.OPEN
        backlog = TcpInfo(kernel.tcp_info(self._sock)).accept_backlog
        self._reactor.emit(Listening(self.id, self._reactor.now(), kernel.local_address(self._sock), backlog))
        self._watch()

    def _tell(self, failure: faults.Failure) -> None:
        t = self._reactor.now()
        self._reactor.emit(LocalError(self.id, t, failure.errno, failure.errno_name, failure.reason))

    # -- accepting

    def _watch(self) -> None:
        if self._sock is not None:
            self._reactor.watch(self._sock, selectors.EVENT_READ, self._ready)

    def _ready(self, _mask: int) -> None:
        for _ in range(ACCEPTS_A_TURN):
            if self._sock is None or not self._accept(self._sock):
                return

    def _accept(self, listener: socket.socket) -> bool:
        """Take one connection. Whether more may wait."""
        try:
            sock, peer, local = kernel.accept(listener)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in _SHORT:
                self._wait_for_room(faults.from_error(error))
                return False
            return True  # that one was reset while it waited (ECONNABORTED, accept(2)): the next may be well
        self._short = False
        number = self._taken(sock, peer, local)
        self._reactor.emit(Arrived(self.id, self._reactor.now(), number, peer))
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self._over("asked")
        return self.phase is Phase.OPEN

    def _wait_for_room(self, failure: faults.Failure) -> None:
        """No descriptor or memory for one more: say it once, and don't be woken for what can't be taken."""
        if not self._short:
            self._short = True
            self._tell(failure)
        if self._sock is not None:
            self._reactor.watch(self._sock, 0, self._ready)
            self._again = self._reactor.timers.at(self._reactor.now() / 1e9 + _RETRY, self._watch)

    # -- as the loop knows connections

    def carry_out(self, command: commands.Command) -> None:
        """Closing ends the listening; the accepted connections go on. There is nothing to send to."""
        match command:
            case commands.Close() | commands.Abort():
                self._over("asked")
            case commands.Send() | commands.SendFile():
                reason = "Nothing was sent: a listener has no other side; its accepted connections do."
                self._tell(faults.Failure(None, None, reason))
            case _:
                pass  # it reads nothing that could be paused, and closes no side

    def sample(self) -> None:
        """The kernel's figures, where they changed: of a listener, how many connections wait to be accepted."""
        if self._sock is not None:
            figures = kernel.tcp_info(self._sock)
            if figures != self._figures:
                self._figures = figures
                self._reactor.emit(KernelSample(self.id, self._reactor.now(), figures, 0))

    def refresh(self) -> None:
        """A full record stops the reading of connections, not their coming."""

    def stop(self) -> None:
        """The run ends."""
        self._over("stopped")

    def _over(self, why: Literal["asked", "failed", "stopped"]) -> None:
        if self.phase is Phase.CLOSED:
            return
        self.phase = Phase.CLOSED
        if self._again is not None:
            self._again.cancel()
        if self._sock is not None:
            self._reactor.forget(self._sock)
            self._sock.close()
            self._sock = None
        self._reactor.emit(Closed(self.id, self._reactor.now(), "none", why))
