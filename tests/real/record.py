"""Record what real servers say: `python -m tests.real.record [NAME…]` writes tests/protocol/recorded anew.

Of each exchange two files stay: NAME.out, all bytes that the client sent, and NAME.in, all that the server answered.
The servers are those that this machine has installed; `README.md` beside the recordings says which they were.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.real import exchanges
from tests.servers import databases, real

RECORDED = Path(__file__).parents[1] / "protocol" / "recorded"

QUIET = 0.4
"""Seconds without a byte after which the server has said what it had to say."""

_EXCHANGES: dict[str, tuple[Callable[[Path], AbstractContextManager[real.RealServer]], exchanges.Turns]] = {
    "postgresql": (lambda _folder: databases.postgresql(), exchanges.postgresql()),
    "mysql": (databases.mariadb, exchanges.mysql()),
    "redis": (real.redis, exchanges.redis()),
    "redis3": (real.redis, exchanges.redis3()),
    "memcached": (real.memcached, exchanges.memcached()),
    "dns": (real.dnsmasq, exchanges.dns()),
    "nginx": (real.nginx, exchanges.nginx()),
}


def exchange(server: real.RealServer, turns: exchanges.Turns) -> bytes:
    """Send turn after turn, each when the server has said all that it has to say; gives everything that came."""
    received = b""
    with socket.create_connection(("127.0.0.1", server.port), QUIET) as sock:
        for turn in turns:
            sock.sendall(turn)
            with contextlib.suppress(TimeoutError):
                while data := sock.recv(65536):
                    received += data
    return received


def main(names: list[str]) -> None:
    """Record these exchanges, or all of them."""
    for name in names or _EXCHANGES:
        start, turns = _EXCHANGES[name]
        with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as server:
            received = exchange(server, turns)
        (RECORDED / f"{name}.out").write_bytes(b"".join(turns))
        (RECORDED / f"{name}.in").write_bytes(received)
        print(f"{name}: {sum(map(len, turns))} bytes sent, {len(received)} received")


if __name__ == "__main__":
    main(sys.argv[1:])
