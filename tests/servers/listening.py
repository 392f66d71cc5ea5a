"""A server in plain threads and blocking sockets, so that each behaviour reads as the few calls that it makes."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal, Self

Family = Literal["ipv4", "ipv6", "unix"]
Behaviour = Callable[["Peer"], None]

_FAMILIES = {"ipv4": socket.AF_INET, "ipv6": socket.AF_INET6, "unix": socket.AF_UNIX}
_JOIN_SECONDS = 10.0


class Peer:
    """One accepted connection, as a behaviour sees it.

    received: every byte read so far; at_end: whether the client's FIN has been read.
    """

    def __init__(self, sock: socket.socket, stopping: threading.Event) -> None:
        self.sock = sock
        self.received = bytearray()
        self.at_end = False
        self.ended = threading.Event()
        self._stopping = stopping

    def read(self, size: int = 65536) -> bytes:
        """What one recv gives, b"" at the client's end."""
        data = self.sock.recv(size)
        self.received += data
        self.at_end = not data
        return data

    def read_exactly(self, size: int) -> None:
        """Read until `size` bytes have come in all, and not one more."""
        while len(self.received) < size and not self.at_end:
            self.read(size - len(self.received))

    def read_until(self, end: bytes) -> None:
        """Read until the bytes so far end with `end`."""
        while not self.received.endswith(end) and not self.at_end:
            self.read()

    def read_head(self) -> None:
        """Read an HTTP request without a body."""
        self.read_until(b"\r\n\r\n")

    def read_to_end(self) -> None:
        """Read until the client's FIN."""
        while not self.at_end:
            self.read()

    def send(self, data: bytes) -> None:
        """Write it all."""
        self.sock.sendall(data)

    def fin(self) -> None:
        """Close our side only."""
        self.sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close: a FIN, or the kernel's RST where bytes lie unread."""
        self.sock.close()

    def reset(self) -> None:
        """Close with a RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def wait_unread(self, size: int) -> None:
        """Wait until at least `size` bytes lie unread (or the client is done), leaving them there."""
        while len(self.sock.recv(size, socket.MSG_PEEK)) < size and not self._stopping.wait(0.001):
            pass

    def hold(self) -> None:
        """Do nothing more until the test is over."""
        self._stopping.wait()


class Server:
    """Listens on loopback, gives each connection a thread that runs `behave`, and closes what that left open.

    receive_buffer: SO_RCVBUF of the accepted sockets in bytes. Use it with `with`; on leaving everything is over.
    """

    def __init__(
        self,
        behave: Behaviour,
        family: Family = "ipv4",
        *,
        folder: Path | None = None,
        receive_buffer: int | None = None,
    ) -> None:
        self._behave = behave
        self._stopping = threading.Event()
        self._accepted = threading.Condition()
        self._threads: list[threading.Thread] = []
        self.peers: list[Peer] = []
        self.family: Family = family
        self._listener = listening_socket(family, folder, receive_buffer=receive_buffer)
        self.target = target_of(self._listener)
        self._wake, self._woken = socket.socketpair()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port (not for unix)."""
        host, port = self._listener.getsockname()[:2]
        return host, port

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.address[1]

    def __enter__(self) -> Self:
        self._start(self._accept, "accept")
        return self

    def __exit__(self, *exc: object) -> None:
        self._stopping.set()
        self._wake.send(b"x")
        self._threads[0].join(_JOIN_SECONDS)  # nobody is accepted after this
        for peer in self.peers:
            with contextlib.suppress(OSError):
                peer.sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_JOIN_SECONDS)
        for sock in (self._listener, self._wake, self._woken):
            sock.close()
        alive = [thread.name for thread in self._threads if thread.is_alive()]
        assert not alive, f"still running: {alive}"

    def peer(self, number: int = 1, timeout: float = 10.0) -> Peer:
        """The connection accepted as `number`-th, from 1; waits for it."""
        with self._accepted:
            assert self._accepted.wait_for(lambda: len(self.peers) >= number, timeout), f"no connection {number}"
            return self.peers[number - 1]

    def _start(self, run: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=run, name=f"server-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            ready, _, _ = select.select([self._listener, self._woken], [], [])
            if self._woken in ready:
                return
            sock, _ = self._listener.accept()
            peer = Peer(sock, self._stopping)
            self._start(lambda peer=peer: self._serve(peer), str(len(self.peers) + 1))  # type: ignore[misc]
            with self._accepted:
                self.peers.append(peer)
                self._accepted.notify_all()

    def _serve(self, peer: Peer) -> None:
        # The client may end the connection at any moment: that ends the behaviour, and is no fault of the server.
        with contextlib.suppress(OSError), peer.sock:
            self._behave(peer)
        peer.ended.set()


def listening_socket(
    family: Family, folder: Path | None = None, *, backlog: int = 512, receive_buffer: int | None = None
) -> socket.socket:
    """A listening socket on a free loopback port, or on a path in `folder` for unix."""
    sock = socket.socket(_FAMILIES[family], socket.SOCK_STREAM)
    if receive_buffer is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    match family:
        case "ipv4":
            sock.bind(("127.0.0.1", 0))
        case "ipv6":
            sock.bind(("::1", 0))
        case "unix":
            assert folder is not None, "a unix socket needs a folder"
            sock.bind(str(folder / "server.sock"))
    sock.listen(backlog)
    return sock


def target_of(sock: socket.socket) -> str:
    """How the command line writes where this socket is."""
    match sock.family:
        case socket.AF_INET6:
            return f"[::1]:{sock.getsockname()[1]}"
        case socket.AF_UNIX:
            return f"unix:{sock.getsockname()}"
        case _:
            return f"127.0.0.1:{sock.getsockname()[1]}"
