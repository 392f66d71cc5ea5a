"""Standard streams that are closed, full or speak another encoding; and errors of our own, in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tcptui.cli.guarded import run_guarded
from tcptui.cli.usage import harmless
from tcptui.protocol.ports import RecordFullError
from tcptui.workbench import Workbench
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Peer

GET = r"--text 'GET / HTTP/1.1\r\n\r\n'"


def shell(words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `tcptui WORDS` in a shell, redirections and all."""
    return subprocess.run(
        ["bash", "-c", f"{sys.executable} -m tcptui {words}"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("form", ["", "--json", "--raw"])
@pytest.mark.parametrize(
    ("to", "why"), [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")], ids=["full", "closed"]
)
def test_a_stdout_that_takes_nothing(serve: Serve, form: str, to: str, why: str) -> None:
    done = shell(f"send {serve(behaviours.answer_and_keep_open).target} {GET} {form} {to}")
    assert done.stderr.decode() == f"tcptui send: stdout can't be written: {why}.\n"
    assert done.returncode == 1


@pytest.mark.parametrize("words", ["--help", "--version", "send --help", "sessions", "sessions list"])
@pytest.mark.parametrize("to", [">/dev/full", ">&-"])
def test_other_words_to_a_stdout_that_takes_nothing(words: str, to: str) -> None:
    done = shell(f"{words} {to}")
    assert done.stderr.decode().startswith("tcptui: stdout can't be written: ")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("send h:1 --stdin <&-", "tcptui send: --stdin: can't read standard input: Bad file descriptor.\n"),
        ("h 1 <&-", "tcptui: The workbench needs a terminal; without one use `tcptui send`.\n"),
        ("h 1 <&- >&-", "tcptui: The workbench needs a terminal; without one use `tcptui send`.\n"),
    ],
)
def test_a_closed_stdin(data_dir: Path, words: str, sentence: str) -> None:
    done = shell(words)
    assert (done.returncode, done.stderr.decode()) == (2, sentence)
    assert not list(data_dir.rglob("log"))


@pytest.mark.parametrize("to", ["2>/dev/full", "2>&-"])
def test_a_stderr_that_takes_nothing_changes_nothing(serve: Serve, to: str) -> None:
    done = shell(f"send {serve(behaviours.fin_mid_body).target} {GET} {to}")
    assert (done.returncode, done.stdout, done.stderr) == (18, behaviours.ANSWER[:-43], b"")


def test_all_closed_and_the_record_is_still_a_record(serve: Serve) -> None:
    """Where a closed stdout's number were free, the record's file would get it, and the answer in it."""
    shell(f"send {serve(behaviours.answer_then_close).target} {GET} <&- >&- 2>&-")
    done = shell("sessions export last --as raw")
    assert (done.returncode, done.stdout, done.stderr) == (0, behaviours.ANSWER, b"")


def strange(peer: Peer) -> None:
    peer.send("é\N{SNAKE}\x1b[2J\n".encode())


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["ascii", "latin-1", "C"],
)
def test_no_encoding_is_too_small(serve: Serve, environment: dict[str, str]) -> None:
    sent = shell(f"send {serve(strange).target} --framing until-close", **environment)
    assert (sent.returncode, sent.stderr) == (0, b"")
    shown = [shell(words, **environment) for words in ("sessions", "sessions show last", "--help", "send --help")]
    assert [(done.returncode, done.stderr) for done in shown] == [(0, b"")] * 4
    assert rb"\u2192" in shown[0].stdout
    assert rb"\U0001f40d\u241b[2J\u240a" in shown[1].stdout
    refused = shell("send '→'", **environment)
    assert (refused.returncode, refused.stderr.count(b"\n")) == (2, 1)


def test_a_sentence_acts_on_no_terminal() -> None:
    assert harmless("a\x1b[2J\udc9b\u202e→\n") == "a␛[2J\\x9b‹U+202E›→␊"
    assert harmless("half a pair: \ud800") == "half a pair: ‹U+D800›"
    done = shell(r"send h:1 $'--n\x1b[2J\x9b'")
    assert done.returncode == 2
    assert "unrecognized arguments: --n␛[2J\\x9b" in done.stderr.decode()


@pytest.mark.parametrize("words", ["send h:1 --framing nope", r"send h:1 --text '\q'", "send h:1 --hex x", "h:1"])
def test_a_usage_error_leaves_no_run(data_dir: Path, words: str) -> None:
    assert shell(words).returncode == 2
    assert list(data_dir.iterdir()) == []


def broken() -> int:
    raise AssertionError("nothing is as it was\x1b[2J")


def test_an_error_of_our_own_says_what_and_where_the_record_is(
    capsys: pytest.CaptureFixture[str], data_dir: Path
) -> None:
    assert run_guarded("tcptui send", Workbench(), broken) == 1
    text = capsys.readouterr().err
    (log,) = data_dir.rglob("log")
    assert text.startswith("tcptui send: An error of tcptui's own ended the run: AssertionError: nothing is as it was␛")
    assert "(test_cli_streams.py:" in text
    assert text.endswith(f"The run so far is recorded in {log.parent}\n")


def test_a_run_that_is_not_kept_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_guarded("tcptui send", Workbench(record=False), broken) == 1
    assert capsys.readouterr().err.endswith("Nothing of it is kept.\n")


def test_a_disk_that_is_full_at_the_end_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> int:
        raise RecordFullError(28, "The disk is full.")

    assert run_guarded("tcptui send", Workbench(), full) == 1
    assert capsys.readouterr().err == "tcptui send: The end of the run is not recorded: The disk is full.\n"


def test_a_full_disk_under_a_run(serve: Serve) -> None:
    """The limit stands for the disk: what was told is told, and that its end was not recorded."""
    target = serve(behaviours.answer_and_keep_open).target
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 1; {sys.executable} -m tcptui send {target} {GET} --timeout 1"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count(b"Traceback")) == (1, 0), done.stderr
    assert "The end of the run is not recorded: " in done.stderr.decode().splitlines()[-1]


def test_a_full_disk_in_the_middle_of_an_answer_is_our_own_doing(serve: Serve) -> None:
    """The peer is not told to be slow where we read nothing more; and it is said at once."""
    target = serve(behaviours.flood).target
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 200; {sys.executable} -m tcptui send {target} --text x --timeout 0.5"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    told = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert told[0].startswith("tcptui send: we stopped reading, because the record is full: The record has reached")
    assert told[1].startswith("tcptui send: The record is full, and nothing more was read until the time was up (")
    assert "it is not to blame" in told[2]
    assert "sessions prune" in told[3]


def test_an_engine_that_breaks_is_one_sentence(serve: Serve, data_dir: Path) -> None:
    program = f"""if True:
        import sys
        from tcptui.cli import main
        from tcptui.requests.oneshot import OneShot
        def on(self, event, now):
            raise LookupError("not here")
        OneShot.on = on
        sys.exit(main(["send", {serve(behaviours.never_answer).target!r}, "--text", "x"]))
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=30, check=False)
    (log,) = data_dir.rglob("log")
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "tcptui send: An error of tcptui's own ended the run: LookupError: not here (<string>:6). "
        f"The run so far is recorded in {log.parent}\n"
    )
