"""`tcptui demo` in a terminal: an answer after one key, and no practice server left behind however it ends."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcptui.cli import demo as demo_command
from tcptui.cli.practice import PracticeError, PracticeServer
from tests.cli.terminal import Terminal
from tests.engine.harness import until

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds children in /proc")


def children(pid: int) -> set[int]:
    """The processes that this one started (proc(5))."""
    return {
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    }


def alive(pid: int) -> bool:
    """Whether it runs: a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextlib.contextmanager
def demo() -> Iterator[Terminal]:
    terminal = Terminal("demo", "--no-record")
    try:
        yield terminal
    finally:
        terminal.close()


def test_one_enter_brings_an_answer() -> None:
    with demo() as terminal:
        terminal.read_until(b"Enter sends the request below")
        terminal.type(b"\r")
        terminal.read_until(b"complete: 200")


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_practice_server_outlives_it(how: signal.Signals) -> None:
    with demo() as terminal:
        terminal.read_until(b"Enter sends the request below")
        servers = children(terminal.process.pid)
        assert len(servers) == 3
        assert all(map(alive, servers))
        terminal.process.send_signal(how)
        terminal.end()
        until(lambda: not any(map(alive, servers)))


@needs_proc
def test_none_is_left_when_it_is_killed_at_once() -> None:
    with demo() as terminal:
        until(lambda: len(children(terminal.process.pid)) == 3)
        servers = children(terminal.process.pid)
        terminal.process.kill()
        terminal.process.wait()
        until(lambda: not any(map(alive, servers)))


def test_without_a_terminal_it_says_what_there_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tcptui", "demo"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == (
        "tcptui demo: The demo needs a terminal; without one there is `tcptui listen --respond http`.\n"
    )


def test_a_server_that_does_not_start_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data_dir: Path
) -> None:
    monkeypatch.setattr("gc.disable", lambda: None)  # which the app, that never stands here, would undo
    monkeypatch.setattr(demo_command, "_SERVERS", ("http", "tea"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert demo_command.run(argparse.Namespace(framing=None, eol=None, record=None)) == 1
    assert capsys.readouterr().err.startswith(
        "tcptui demo: The practice server tea did not start: tcptui listen: There"
    )
    assert not list(data_dir.rglob("log"))


# One practice server --------------------------------------------------------------------------------------------------


@needs_proc
def test_a_practice_server_lasts_as_long_as_its_block() -> None:
    before = children(os.getpid())
    with PracticeServer("echo") as server:
        assert server.address().startswith("127.0.0.1:")
        running = set(children(os.getpid())) - set(before)
        assert any(map(alive, running))
    assert not any(map(alive, running))


def test_one_that_does_not_start_says_why() -> None:
    with PracticeServer("tea") as server, pytest.raises(PracticeError) as raised:
        server.address()
    told = str(raised.value)
    assert told.startswith("The practice server tea did not start: tcptui listen: There is no practice server 'tea'")


def test_it_is_the_same_tcptui_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tcptui").mkdir()
    (tmp_path / "tcptui" / "__main__.py").write_text("raise SystemExit('another one')")
    (tmp_path / "json.py").write_text("raise SystemExit('no json')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with PracticeServer("echo") as server:
        assert server.address()


def test_a_listener_on_a_leash_ends_with_its_stdin() -> None:
    command = [sys.executable, "-m", "tcptui", "listen", "--respond", "echo", "--until-eof", "--json", "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert b"listening" in process.stdout.readline()
        process.stdin.close()
        assert process.wait(10) == 130


def test_a_leash_needs_a_responder() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tcptui", "listen", "--until-eof", "0"], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 2
    assert done.stderr.startswith("tcptui listen: --until-eof goes with --respond: ")
