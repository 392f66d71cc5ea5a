"""PostgreSQL and MariaDB on a free loopback port each, new and empty, with nobody's password asked."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.real import RealServer, find_program, free_port, running

_NOBODY = 65534
_START_SECONDS = 15.0
_DEBIANS_OWN = "/usr/lib/postgresql"


@contextlib.contextmanager
def postgresql() -> Iterator[RealServer]:
    """PostgreSQL with the superuser `tester` and the database `postgres`."""
    initdb, postgres = _postgresql_program("initdb"), _postgresql_program("postgres")
    # It refuses to run as root, and nobody else may look into pytest's folders.
    account = _NOBODY if os.geteuid() == 0 else None
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="tcptui-postgresql-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if account is not None:
            os.chown(folder, account, account)
        subprocess.run(
            [initdb, "-D", "data", "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, timeout=60,
            user=account, group=account, extra_groups=None if account is None else [],
        )  # fmt: skip
        command = [postgres, "-D", "data", "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"]
        with running(command, port, folder, end=signal.SIGINT, account=account):
            _wait_until_ready(folder / "data" / "postmaster.pid")
            yield RealServer(port)


def _wait_until_ready(status: Path) -> None:
    """It listens before it can serve; its last line here says when it does, as `pg_ctl --wait` reads it."""
    give_up = time.monotonic() + _START_SECONDS
    while time.monotonic() < give_up:
        lines = status.read_text().splitlines()
        if len(lines) == 8 and lines[-1].strip() == "ready":
            return
        time.sleep(0.01)
    pytest.fail(f"PostgreSQL did not become ready: {status.read_text()}")


def _postgresql_program(name: str) -> str:
    """Debian keeps them out of PATH, in a folder for each major version."""
    homes = sorted(Path(_DEBIANS_OWN).glob("*/bin"), key=lambda home: int(home.parent.name), reverse=True)
    path = shutil.which(name, path=os.pathsep.join(map(str, homes)))
    return path or find_program(name, "postgresql")


@contextlib.contextmanager
def mariadb(folder: Path) -> Iterator[RealServer]:
    """MariaDB without tables of its own: it lets everybody in."""
    program = find_program("mariadbd", "mariadb-server-core")
    port = free_port()
    (folder / "data").mkdir()
    with tempfile.TemporaryDirectory(prefix="tcptui-mariadb-") as short:  # a socket's path has room for 107 bytes
        command = [
            program, "--no-defaults", f"--datadir={folder}/data", f"--socket={short}/socket", f"--pid-file={short}/pid",
            "--bind-address=127.0.0.1", f"--port={port}", "--skip-grant-tables", "--skip-name-resolve",
            "--innodb-buffer-pool-size=8M", "--innodb-log-file-size=4M", "--innodb-fast-shutdown=2",
            *(["--user=root"] if os.geteuid() == 0 else []),
        ]  # fmt: skip
        with running(command, port, folder):
            yield RealServer(port)
