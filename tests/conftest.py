"""What every test stands on: a data folder of its own, and servers that end with the test."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers import databases, real
from tests.servers.listening import Behaviour, Family, Server

Serve = Callable[..., Server]

# How long an example takes is the machine's affair, and the benchmarks'.
settings.register_profile("tcptui", deadline=None)
settings.load_profile("tcptui")


@pytest.fixture(autouse=True)
def data_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh TCPTUI_DATA_DIR and TCPTUI_CONFIG_DIR: no test sees another's records or settings, nor the user's."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("TCPTUI_DATA_DIR", str(folder))
    monkeypatch.setenv("TCPTUI_CONFIG_DIR", str(folder / "config"))
    return folder


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start a server that behaves as told: `serve(fin_mid_body).target`."""
    with contextlib.ExitStack() as servers:

        def start(behave: Behaviour, family: Family = "ipv4", *, receive_buffer: int | None = None) -> Server:
            return servers.enter_context(Server(behave, family, folder=tmp_path, receive_buffer=receive_buffer))

        yield start


@pytest.fixture(scope="session")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real.RealServer]:
    """A real nginx; see `real.nginx` for what it serves."""
    with real.nginx(tmp_path_factory.mktemp("nginx")) as server:
        yield server


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real.RealServer]:
    """A real redis-server, shared by the tests: use keys of your own."""
    with real.redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def memcached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real.RealServer]:
    """A real memcached, shared by the tests: use keys of your own."""
    with real.memcached(tmp_path_factory.mktemp("memcached")) as server:
        yield server


@pytest.fixture(scope="session")
def dnsmasq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real.RealServer]:
    """A real DNS server; see `real.dnsmasq` for what it knows."""
    with real.dnsmasq(tmp_path_factory.mktemp("dnsmasq")) as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[real.RealServer]:
    """A real PostgreSQL, shared by the tests; see `databases.postgresql`."""
    with databases.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real.RealServer]:
    """A real MariaDB, shared by the tests."""
    with databases.mariadb(tmp_path_factory.mktemp("mariadb")) as server:
        yield server
