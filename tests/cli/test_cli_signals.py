"""ctrl+c, SIGTERM and SIGHUP at every moment of a `tcptui send`: asked once it ends in order, asked again at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tcptui.cli.interrupts import Interrupts
from tcptui.cli.news import News
from tests.conftest import Serve
from tests.servers import behaviours


def start(*words: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tcptui", "send", *words],
        stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def until_stuck(process: subprocess.Popen[bytes], call: str = "write") -> None:
    """Return when the main thread waits in the kernel for the reader of its stdout, or the writer of its stdin."""
    thread = Path(f"/proc/{process.pid}/task/{process.pid}")
    system_call = {"read": "0 0x0 ", "write": "1 0x1 "}[call]  # x86-64: its number and its first argument
    end = time.monotonic() + 20
    while time.monotonic() < end:
        where = (thread / "wchan").read_text()
        if where.endswith(f"pipe_{call}") or (thread / "syscall").read_text().startswith(system_call):
            return
        time.sleep(0.02)
    raise AssertionError(f"it is in {where!r}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_while_nobody_reads_stdout(serve: Serve, number: signal.Signals) -> None:
    with start(serve(behaviours.flood).target, "--framing", "none", "--timeout", "30") as process:
        until_stuck(process)
        process.send_signal(number)
        assert process.wait(5) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_asked_once_the_verdict_is_told(serve: Serve, number: signal.Signals) -> None:
    server = serve(behaviours.never_answer)
    with start(server.target, "--text", "hello", "--json") as process:
        assert process.stdout is not None
        while json.loads(process.stdout.readline())["event"] != "sent":
            pass
        process.send_signal(number)
        process.send_signal(number)  # as timeout(1) does, to the process and to its group
        *_, last = process.stdout.read().splitlines()
        assert json.loads(last)["outcome"] == "cancelled"
        assert process.wait(5) == 130


def test_nohup_outlives_the_terminal(serve: Serve) -> None:
    words = ("nohup", sys.executable, "-m", "tcptui", "send", serve(behaviours.never_answer).target, "--json")
    with subprocess.Popen([*words, "--timeout", "1"], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        while json.loads(process.stdout.readline())["event"] != "connected":
            pass
        process.send_signal(signal.SIGHUP)
        *_, last = process.stdout.read().splitlines()
        assert json.loads(last)["outcome"] == "timeout"


def test_asked_twice_it_ends_at_once() -> None:
    """In a process whose orderly end never comes."""
    program = """if True:
        import os, signal, time
        from tcptui.cli.interrupts import Interrupts
        with Interrupts(lambda: None):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.3)
            print("asked once", flush=True)
            os.kill(os.getpid(), signal.SIGTERM)
            print("asked twice", flush=True)
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=20, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"asked once\n", b"")


def test_ctrl_c_while_standard_input_is_read(serve: Serve, data_dir: Path) -> None:
    with start("127.0.0.1:9", "--stdin", stdin=subprocess.PIPE) as process:
        until_stuck(process, "read")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert not list(data_dir.rglob("log"))


def test_ctrl_c_while_sessions_writes_to_nobody(tmp_path: Path, data_dir: Path, serve: Serve) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"line\n" * 200_000)
    sent = start(serve(behaviours.answer_then_close).target, "--file", str(big), "--timeout", "1")
    sent.communicate(timeout=20)
    words = [sys.executable, "-m", "tcptui", "sessions", "export", "last", "--as", "hexdump"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until_stuck(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_a_signal_in_the_midst_of_waiting_takes_no_lock_twice() -> None:
    """Thousands of signals while the main thread waits and another tells: with an Event this deadlocked."""
    news = News()
    told = threading.Event()

    def tell() -> None:
        while not told.is_set():
            news.tell()
            time.sleep(0)

    teller = threading.Thread(target=tell, daemon=True)
    before = signal.signal(signal.SIGALRM, lambda *_: news.hurry())
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    try:
        teller.start()
        for _ in range(5000):
            news.wait()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        told.set()
        teller.join(10)


def test_news_is_gathered_until_the_end_is_near() -> None:
    news = News()
    news.tell()
    news.wait()
    began = time.monotonic()
    news.tell()
    news.wait()
    assert 0.09 < time.monotonic() - began < 1
    news.hurry()
    began = time.monotonic()
    news.wait()
    assert time.monotonic() - began < 0.09


def test_an_interrupt_is_taken_once() -> None:
    with Interrupts(lambda: None) as interrupts:
        os.kill(os.getpid(), signal.SIGHUP)
        assert [interrupts.take(), interrupts.take()] == [True, False]


def test_ctrl_c_while_the_record_is_completed_changes_nothing(serve: Serve) -> None:
    target, request = serve(behaviours.answer_then_close).target, b"GET / HTTP/1.1\r\n\r\n"
    program = f"""if True:
        import os, signal, sys
        from tcptui.cli import main
        from tcptui.workbench import Workbench
        stop = Workbench.stop
        def interrupted(self):
            os.kill(os.getpid(), signal.SIGINT)
            stop(self)
        Workbench.stop = interrupted
        sys.exit(main(["send", {target!r}, "--hex", "{request.hex()}"]))
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=20, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, behaviours.ANSWER, b"")
