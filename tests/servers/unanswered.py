"""Ports behind which nobody answers: refused, and listening but never accepted."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

from tests.servers.listening import Family, listening_socket, target_of


@contextlib.contextmanager
def refused_port(family: Family = "ipv4") -> Iterator[str]:
    """The target of a port that is bound, so that nobody else gets it, and not listening: a SYN is answered by RST."""
    with socket.socket(socket.AF_INET6 if family == "ipv6" else socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.bind(("::1" if family == "ipv6" else "127.0.0.1", 0))
        yield target_of(sock)


@contextlib.contextmanager
def never_accepting(family: Family = "ipv4") -> Iterator[str]:
    """The target of a listener whose program never accepts: the kernel completes the handshake and takes the bytes."""
    with listening_socket(family) as sock:
        yield target_of(sock)


@contextlib.contextmanager
def full_accept_queue() -> Iterator[str]:
    """The target of a listener whose accept queue is full: Linux drops the SYNs, and a connect stays in SYN-SENT."""
    with listening_socket("ipv4", backlog=0) as listener, contextlib.ExitStack() as fillers:
        # A backlog of 0 holds one finished connection (net/core: sk_acceptq_is_full is "more than", not "at least").
        with contextlib.suppress(TimeoutError):
            for _ in range(8):
                sock = fillers.enter_context(socket.socket())
                sock.settimeout(0.2)
                sock.connect(listener.getsockname())
        yield target_of(listener)
