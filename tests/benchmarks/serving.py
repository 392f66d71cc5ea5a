"""The practice servers under load: bytes through `echo` beside `socat EXEC:cat`, requests to `http` by ab beside nginx.

Everything is recorded by the practice servers, as always; the others record nothing.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.report import Floor, table
from tests.servers import real
from tests.servers.ours import practice

SIZE = 500_000_000
REQUESTS = 3000
PIECE = 1 << 20


def measure(rounds: int) -> list[Floor]:
    """Both, `rounds` of each program, interleaved."""
    return [*echo(rounds), *http(rounds)]


# echo


def echo(rounds: int) -> list[Floor]:
    """Bytes there and back on one connection."""
    speeds: dict[str, list[float]] = {}
    with practice("echo") as ours, _socat() as theirs:
        for _ in range(rounds):
            for name, address in (("socat EXEC:cat", theirs), ("practice server echo", ours)):
                speeds.setdefault(name, []).append(SIZE / there_and_back(address))
    print(table(f"{SIZE / 1e6:g} MB there and back", "GB/s", speeds, "socat EXEC:cat", scale=1e-9), end="\n\n")
    ratio = statistics.median(speeds["practice server echo"]) / statistics.median(speeds["socat EXEC:cat"])
    return [Floor("echo beside socat EXEC:cat", ratio, 0.8, at_least=True, unit="x")]


def there_and_back(address: str) -> float:
    """Seconds until all that was sent has come back."""
    host, _, port = address.rpartition(":")
    data = memoryview(bytearray(PIECE))
    with socket.create_connection((host, int(port)), 30) as sock:
        began = time.monotonic()
        sender = threading.Thread(target=_send, args=(sock, data))
        sender.start()
        room = bytearray(PIECE)
        back = 0
        while size := sock.recv_into(room):
            back += size
        sender.join()
    if back != SIZE:
        raise ValueError(f"{back} of {SIZE} bytes came back from {address}")
    return time.monotonic() - began


def _send(sock: socket.socket, data: memoryview) -> None:
    for at in range(0, SIZE, PIECE):
        sock.sendall(data[: min(PIECE, SIZE - at)])
    sock.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def _socat() -> Iterator[str]:
    port = real.free_port()
    with subprocess.Popen(["socat", f"TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork", "EXEC:cat"]) as process:
        try:
            _wait_for(port)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on {port}")


# http


def http(rounds: int) -> list[Floor]:
    """Small answers, a connection for each and many on one."""
    once: dict[str, list[float]] = {}
    kept: dict[str, list[float]] = {}
    with practice("http") as ours, tempfile.TemporaryDirectory() as folder, real.nginx(Path(folder)) as nginx:
        for _ in range(rounds):
            for name, url in (("nginx", f"http://{nginx.target}/"), ("practice server http", f"http://{ours}/hello")):
                once.setdefault(name, []).append(_requests_a_second(url))
                kept.setdefault(name, []).append(_requests_a_second(url, "-k"))
    print(table("a connection for each request, 50 at once", "1/s", once, "nginx"), end="\n\n")
    print(table("requests on 50 kept connections", "1/s", kept, "nginx"), end="\n\n")
    return [_floor("http, a connection each, beside nginx", once), _floor("http, kept connections, beside nginx", kept)]


def _floor(what: str, speeds: dict[str, list[float]]) -> Floor:
    """A server in Python, which records and explains everything, beside one in C that does neither."""
    nginx, ours = (statistics.median(values) for values in speeds.values())
    return Floor(what, ours / nginx, 0.05, at_least=True, unit="x")


def _requests_a_second(url: str, *options: str) -> float:
    program = shutil.which("ab")
    if program is None:
        raise FileNotFoundError("ab is not installed (Debian: apt-get install apache2-utils)")
    words = [program, "-q", *options, "-n", str(REQUESTS), "-c", "50", url]
    told = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True).stdout
    failed = re.search(r"Failed requests: +(\d+)", told)
    speed = re.search(r"Requests per second: +([\d.]+)", told)
    if failed is None or speed is None or failed[1] != "0":
        raise ValueError(f"ab is not content with {url}: {told}")
    return float(speed[1])
