"""The other side of many connections, plainly on `selectors`: an echo server, one that chatters, and a client.

The client is what a course on sockets teaches: connections that don't block, each with its messages, closed when as
many bytes came back as went out. `python -m tests.benchmarks.manypeers echo|chatter RATE|client PORT COUNT`.
"""

from __future__ import annotations

import contextlib
import resource
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

MESSAGES = (b"Message 1 from client.", b"Message 2 from client.")
WORD = b"a word from the server\n"
_TICK = 0.02  # seconds


def serve(rate: float) -> None:
    """Send back what comes; rate: besides that, words a second to each connection, from the server by itself."""
    selector = selectors.DefaultSelector()
    peers: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        listener.setblocking(False)
        selector.register(listener, selectors.EVENT_READ)
        print(listener.getsockname()[1], flush=True)
        owed, at, last = 0.0, 0, time.monotonic()
        while True:
            for key, _ in selector.select(_TICK if rate else None):
                sock = key.fileobj
                assert isinstance(sock, socket.socket)
                if sock is listener:
                    peer, _ = listener.accept()
                    peer.setblocking(False)
                    selector.register(peer, selectors.EVENT_READ)
                    peers.append(peer)
                else:
                    _echo(selector, sock, peers if rate else None)
            now = time.monotonic()
            owed, last = min(owed + rate * len(peers) * (now - last), len(peers)), now
            for _ in range(int(owed)):
                at, owed = (at + 1) % len(peers), owed - 1
                _say(peers[at])


def _echo(selector: selectors.BaseSelector, sock: socket.socket, peers: list[socket.socket] | None) -> None:
    try:
        data = sock.recv(65536)
    except ConnectionError:
        data = b""
    if data:
        sock.send(data)
        return
    selector.unregister(sock)
    sock.close()
    if peers is not None:
        peers.remove(sock)


def _say(peer: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it is gone; its end is read in a moment
        peer.send(WORD)


@dataclass(slots=True)
class _Talk:
    """One connection of the client."""

    left: int
    messages: list[bytes] = field(default_factory=lambda: list(MESSAGES))
    out: bytes = b""


def client(port: int, count: int) -> None:
    """Open the connections at once, send, wait for it to come back, close; then print the seconds that it took."""
    selector = selectors.DefaultSelector()
    began = time.monotonic()
    for _ in range(count):
        sock = socket.socket()
        sock.setblocking(False)
        sock.connect_ex(("127.0.0.1", port))
        selector.register(sock, selectors.EVENT_READ | selectors.EVENT_WRITE, _Talk(sum(map(len, MESSAGES))))
    while selector.get_map():
        for key, mask in selector.select():
            sock, talk = key.fileobj, key.data
            assert isinstance(sock, socket.socket)
            if mask & selectors.EVENT_READ:
                data = sock.recv(1024)
                talk.left -= len(data)
                if not data or not talk.left:
                    selector.unregister(sock)
                    sock.close()
                    continue
            if mask & selectors.EVENT_WRITE:
                if not talk.out and talk.messages:
                    talk.out = talk.messages.pop(0)
                if talk.out:
                    talk.out = talk.out[sock.send(talk.out) :]
                else:
                    selector.modify(sock, selectors.EVENT_READ, talk)
    print(time.monotonic() - began)


def main(words: list[str]) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    match words:
        case ["echo"]:
            serve(0.0)
        case ["chatter", rate]:
            serve(float(rate))
        case ["client", port, count]:
            client(int(port), int(count))


if __name__ == "__main__":
    main(sys.argv[1:])
