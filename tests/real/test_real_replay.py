"""Recorded conversations with nginx and redis, saved as requests and replayed a hundred times: all the same."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tcptui.journal import runs
from tcptui.journal.log import Log
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.exact import step_for
from tcptui.requests.files import save
from tests.servers.real import HELLO, RealServer

TIMES = 100
_DATE = re.compile(rb"\r\nDate: [^\r\n]*")


@dataclass(frozen=True)
class Said:
    """Both directions of one recorded connection."""

    sent: bytes
    received: bytes


def tcptui(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tcptui", *words], capture_output=True, text=True, timeout=55, errors="replace"
    )


def recorded() -> list[Said]:
    """What the last run's connections said."""
    with Log.open(runs.log_path(runs.find("last"))) as log:
        return [
            Said(log.read(conn, "out", 0, 1 << 20), log.read(conn, "in", 0, 1 << 20))
            for conn in log.connections()
            if conn
        ]


def replayed(path: Path, request: model.SavedRequest, times: int = TIMES) -> list[Said]:
    """Save it, replay it so often; what was said each time."""
    save(path, request)
    done = tcptui("replay", str(path), "--repeat", str(times))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{times} passed" in done.stdout
    return recorded()


def test_a_recorded_nginx_session(nginx: RealServer, tmp_path: Path) -> None:
    get = r"GET /chunked.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert tcptui("send", nginx.target, "--text", get).returncode == 0
    (before,) = recorded()
    steps = (
        step_for(before.sent),
        model.Expect((cond.Status((200,)), cond.Contains(HELLO), cond.Size(len(HELLO.encode()), len(HELLO.encode())))),
    )
    again = replayed(tmp_path / "nginx.toml", model.SavedRequest("nginx", nginx.target, steps, framing="http"))
    assert len(again) == TIMES
    assert {one.sent for one in again} == {before.sent}
    assert {_DATE.sub(b"", one.received) for one in again} == {_DATE.sub(b"", before.received)}


def test_a_recorded_redis_session(redis: RealServer, tmp_path: Path) -> None:
    value = bytes(range(256))
    words = b"*3\r\n$3\r\nSET\r\n$6\r\nreplay\r\n$256\r\n" + value + b"\r\n*2\r\n$3\r\nGET\r\n$6\r\nreplay\r\n"
    assert tcptui("send", redis.target, "--hex", (words + b"QUIT\r\n").hex(), "--framing", "none").returncode == 0
    (before,) = recorded()
    steps = (step_for(words), model.Expect((cond.HasBytes(value),)), step_for(b"QUIT\r\n"), model.Wait(cond.End()))
    again = replayed(tmp_path / "redis.toml", model.SavedRequest("redis", redis.target, steps, framing="none"))
    assert len(again) == TIMES
    assert set(again) == {before}


def test_values_go_from_one_answer_into_the_next_request(redis: RealServer, tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(f"""
target = "{redis.target}"
framing = "resp"
variables = {{ key = "captured-{{{{random(4)}}}}" }}
steps = [
    {{ send = "SET {{{{key}}}} 41\\n", eol = "crlf" }},
    {{ expect = {{ contains = "+OK" }} }},
    {{ send = "INCR {{{{key}}}}\\n", eol = "crlf" }},
    {{ capture = {{ n = {{ regex = ':(\\d+)' }} }} }},
    {{ send = "ECHO n={{{{n}}}}\\n", eol = "crlf" }},
    {{ expect = {{ contains = "n=42" }} }},
]
""")
    done = tcptui("replay", str(path), "--connections", "20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 replays: 20 passed · steps: 120 ok" in done.stdout
    assert len({one.sent for one in recorded()}) == 20, "each had a key of its own"
