"""A client, a router and a server in network namespaces of their own, so that packets can be refused on the way."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

T = TypeVar("T")

_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


class Network:
    """client 10.99.1.1 - router - server 10.99.2.1; `route` changes what the router does with an address."""

    def __init__(self) -> None:
        self._tag = f"tcptui{os.getpid()}"
        self.client, self.router, self.server = (f"{self._tag}-{part}" for part in ("client", "router", "server"))

    def __enter__(self) -> Network:
        try:
            for name in (self.client, self.router, self.server):
                self._run("ip", "netns", "add", name)
        except (OSError, subprocess.CalledProcessError) as error:
            self.__exit__()
            pytest.skip(f"network namespaces can't be made here: {error}")
        try:
            self._connect()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _connect(self) -> None:
        for index, name in enumerate((self.client, self.server), 1):
            near, far = f"10.99.{index}.1", f"10.99.{index}.254"
            self._run("ip", "link", "add", f"v{index}", "netns", name, "type", "veth", "peer", f"r{index}", "netns",
                      self.router)  # fmt: skip
            for space, device, address in ((name, f"v{index}", near), (self.router, f"r{index}", far)):
                self._run("ip", "-n", space, "address", "add", f"{address}/24", "dev", device)
                self._run("ip", "-n", space, "link", "set", device, "up")
            self._run("ip", "-n", name, "route", "add", "default", "via", far)
        self._run("ip", "netns", "exec", self.router, "sysctl", "-qw", "net.ipv4.ip_forward=1")

    def __exit__(self, *exc: object) -> None:
        for name in (self.client, self.router, self.server):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)

    def route(self, *words: str) -> None:
        """`ip route …` on the router: `replace unreachable 10.99.2.1`, `delete …`."""
        self._run("ip", "-n", self.router, "route", *words)

    @staticmethod
    def _run(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True)


def enter(namespace: str) -> None:
    """Put the calling thread into a namespace; the sockets that it makes from then on belong there."""
    fd = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        if _libc.setns(fd, _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    finally:
        os.close(fd)


def inside(namespace: str, action: Callable[[], T]) -> T:
    """Run `action` on a thread in the namespace."""
    results: list[T] = []

    def run() -> None:
        enter(namespace)
        results.append(action())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert results, f"nothing came back from {namespace}"
    return results[0]


@contextlib.contextmanager
def listening(namespace: str, host: str) -> Iterator[socket.socket]:
    """A listening socket on port 80 of a host."""

    def make() -> socket.socket:
        return socket.create_server((host, 80))

    with inside(namespace, make) as sock:
        yield sock
