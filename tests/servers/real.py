"""Servers that nobody here wrote: nginx and redis, each on a free loopback port with a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
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
    with _running([program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)], port, folder):
        yield RealServer(port)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[RealServer]:
    """redis-server, empty, saving nothing."""
    program = find_program("redis-server")
    port = free_port()
    options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", "", "--appendonly", "no"]
    with _running([program, *options], port, folder):
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
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    output = folder / "output.log"
    with (
        output.open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL) as process,
    ):
        try:
            _wait_until_listening(process, port, output)
            yield
        finally:
            process.terminate()
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
