"""The other end of every measurement, a process of its own: `python -m tests.benchmarks.sender BYTES [wait]`.

It listens on a free loopback port, prints that, and gives each connection BYTES bytes and a FIN, one connection after
the other. When it accepts one it prints the moment (CLOCK_MONOTONIC, which all processes share). With `wait`, it sends
only once it has read a line. The bytes are lines of text, from a file of 1 MB by sendfile(2), so that sending costs
next to nothing of the two cores that the receiver needs.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
import time

PIECE = 1 << 20
LINE = b"0123456789 0123456789 0123456789 0123456789 0123456789 012345\r\n"


def main(size: int, wait: bool) -> None:
    with tempfile.TemporaryFile() as file, socket.create_server(("127.0.0.1", 0)) as listener:
        file.write((LINE * (PIECE // len(LINE) + 1))[:PIECE])
        file.flush()
        print(listener.getsockname()[1], flush=True)
        while True:
            peer, _ = listener.accept()
            print(time.monotonic(), flush=True)
            # A receiver may be ended while it still receives.
            with peer, contextlib.suppress(BrokenPipeError, ConnectionResetError):
                if wait:
                    sys.stdin.readline()
                give(peer, file.fileno(), size)


def give(peer: socket.socket, file: int, size: int) -> None:
    """Send `size` bytes, going round in the file."""
    sent = 0
    while sent < size:
        at = sent % PIECE
        sent += os.sendfile(peer.fileno(), file, at, min(PIECE - at, size - sent))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(int(sys.argv[1]), sys.argv[2:] == ["wait"])
