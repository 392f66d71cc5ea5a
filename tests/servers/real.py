"""Servers that nobody here wrote, each on a free loopback port: nginx, redis, memcached and dnsmasq.

The databases are in `databases.py`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_SBIN = "/usr/local/sbin:/usr/sbin:/sbin"
_START_SECONDS = 15.0

_NGINX_CONF = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type text/plain;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/www;
        # Server-side includes leave the length unknown, so that nginx answers HTTP/1.1 in chunks.
        location /chunked.txt {{ ssi on; ssi_types text/plain; }}
    }}
}}
"""
_DNSMASQ_CONF = """\
port={port}
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
pid-file=
local=/test/
host-record=tcptui.test,192.0.2.7,2001:db8::7
txt-record=tcptui.test,"a text that is longer than most, so that the answer has more than one length in it"
"""
HELLO = "hello from a real server\n"


@dataclass(frozen=True, slots=True)
class RealServer:
    """A server that accepts connections on 127.0.0.1:port."""

    port: int

    @property
    def target(self) -> str:
        """How the command line writes where it is."""
        return f"127.0.0.1:{self.port}"


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[RealServer]:
    """nginx with `/` (HELLO, by Content-Length) and `/chunked.txt` (the same, in chunks)."""
    program = find_program("nginx")
    (folder / "www").mkdir()
    for name in ("index.html", "chunked.txt"):
        (folder / "www" / name).write_text(HELLO)
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(_NGINX_CONF.format(folder=folder, port=port))
    with running([program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)], port, folder):
        yield RealServer(port)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[RealServer]:
    """redis-server, empty, saving nothing."""
    program = find_program("redis-server")
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", "", "--appendonly", "no"]
    with running([program, *options], port, folder):
        yield RealServer(port)


@contextlib.contextmanager
def memcached(folder: Path) -> Iterator[RealServer]:
    """memcached, empty, without UDP."""
    program = find_program("memcached")
    port = free_port()
    account = ["-u", "root"] if os.geteuid() == 0 else []
    with running(
        [program, "-l", "127.0.0.1", "-p", str(port), "-U", "0", "-m", "8", "-t", "1", *account], port, folder
    ):
        yield RealServer(port)


@contextlib.contextmanager
def dnsmasq(folder: Path) -> Iterator[RealServer]:
    """dnsmasq, which knows `tcptui.test` (A 192.0.2.7, AAAA 2001:db8::7, a long TXT) and asks nobody else."""
    program = find_program("dnsmasq", "dnsmasq-base")
    port = free_port()
    config = folder / "dnsmasq.conf"
    config.write_text(_DNSMASQ_CONF.format(port=port))
    account = ["--user=root", "--group=root"] if os.geteuid() == 0 else []
    with running([program, "--keep-in-foreground", f"--conf-file={config}", *account], port, folder):
        yield RealServer(port)


def find_program(name: str, package: str | None = None) -> str:
    """The path of a program that the tests need; skips the test without it, but fails it where CI=true.

    package: Debian's, where its name is another one.
    """
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{_SBIN}")
    if path is not None:
        return path
    reason = f"{name} is not installed (Debian: apt-get install {package or name})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def running(
    command: list[str], port: int, folder: Path, *, end: signal.Signals = signal.SIGTERM, account: int | None = None
) -> Iterator[None]:
    """Run it until the block ends; it listens on `port` when the block begins.

    end: what asks it to stop; account: the user and group that it runs as, None for our own.
    """
    output = folder / "output.log"
    with (
        output.open("wb") as log,
        subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder,
            user=account, group=account, extra_groups=None if account is None else [],
        ) as process,
    ):  # fmt: skip
        try:
            _wait_until_listening(process, port, output)
            yield
        finally:
            process.send_signal(end)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_listening(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.01)
    pytest.fail(f"{process.args!r} did not listen on {port}: {output.read_text(errors='replace')[-2000:]}")
