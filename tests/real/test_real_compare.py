"""Replays against real servers, each beside the last one: the same is the same, and what changes is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.servers.real import RealServer

TIMES = 20


def replay(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tcptui", "replay", str(path), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=55, errors="replace")


def request(folder: Path, target: str, framing: str, *steps: str) -> Path:
    path = folder / "r.toml"
    path.write_text(f'target = "{target}"\nframing = "{framing}"\n' + "".join(f"[[steps]]\n{one}\n" for one in steps))
    return path


def test_nginx_gives_the_same_each_time(nginx: RealServer, tmp_path: Path) -> None:
    get = 'send = "GET {} HTTP/1.1\\r\\nHost: localhost\\r\\n{}\\r\\n"'
    steps = (
        get.format("/", ""),
        "wait = 'message'",
        get.format("/chunked.txt", "Connection: close\\r\\n"),
        "wait = 'end'",
    )
    path = request(tmp_path, nginx.target, "http", *steps)
    assert replay(path).returncode == 0
    done = replay(path, "--compare-last", "--repeat", str(TIMES))
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": no difference") == TIMES


def test_redis_gives_the_same_until_it_counts(redis: RealServer, tmp_path: Path) -> None:
    path = request(
        tmp_path, redis.target, "resp", 'send = "SET compared 7\\r\\nGET compared\\r\\n"', "wait = { message = 2 }"
    )
    assert replay(path).returncode == 0
    done = replay(path, "--compare-last", "--repeat", str(TIMES))
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": no difference") == TIMES
    path.write_text(path.read_text().replace("GET compared", "INCR compared").replace("SET compared 7", "PING"))
    assert replay(path).returncode == 0
    counted = replay(path, "--compare-last")
    assert counted.returncode == 4
    assert "           - integer 8\n           + integer 9\n" in counted.stdout
