"""`tcptui.toml` on the command line: what is wrong in it is said before anything is opened, and flags beat it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tcptui.config.files import user_file
from tests.conftest import Serve
from tests.servers import behaviours


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    path = str(Path(__file__).resolve().parents[2])
    return subprocess.run(
        [sys.executable, "-m", "tcptui", *words], cwd=cwd, capture_output=True, text=True, timeout=60, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def runs(data_dir: Path) -> int:
    folder = data_dir / "runs"
    return len(list(folder.iterdir())) if folder.exists() else 0


@pytest.mark.parametrize("mine", [True, False])
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_opened(tmp_path: Path, data_dir: Path, mine: bool) -> None:
    user_file().parent.mkdir()
    file = user_file() if mine else tmp_path / "tcptui.toml"
    file.write_text('theme = "nord"\n[keys]\nhelp = "ctrl+i"\nview = "f4"\neol = 3\n')
    name = str(file) if mine else "tcptui.toml"
    done = run("127.0.0.1:1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"tcptui: {name}:3: keys.help: 'ctrl+i': terminals send it as tab, so it can't be told from that key.",
        f'tcptui: {name}:5: keys.eol: write a key in quotes, a list of keys as ["f5", "ctrl+x"], or "" for none.',
    ]
    assert runs(data_dir) == 0


def test_keys_that_clash_are_said(tmp_path: Path, data_dir: Path) -> None:
    (tmp_path / "tcptui.toml").write_text('[keys]\nview = "f4"\n')
    done = run("127.0.0.1:1", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("tcptui: tcptui.toml:2: keys.view: f4 already is the key of events, ")
    assert runs(data_dir) == 0


def test_send_takes_whether_to_record_and_no_more(serve: Serve, tmp_path: Path, data_dir: Path) -> None:
    (tmp_path / "tcptui.toml").write_text('record = false\nframing = "until-close"\n[keys]\nview = "f4"\n')
    get = ("send", serve(behaviours.answer_and_keep_open).target, "--text", r"GET / HTTP/1.1\r\n\r\n", "--timeout", "5")
    done = run(*get, cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "HTTP/1.1 200 OK")
    assert runs(data_dir) == 0
    assert run(*get, "--record", cwd=tmp_path).returncode == 0
    assert runs(data_dir) == 1


def test_send_says_what_is_wrong_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "tcptui.toml").write_text('record = "no"\n')
    done = run("send", "127.0.0.1:1", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "tcptui send: tcptui.toml:1: record: write true or false, without quotes.\n"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("sned", "Did you mean tcptui send?"), ("localhost", "Commands are send, "), ("bogus", "write bogus:PORT")],
)
def test_a_bare_word_is_answered_as_what_it_may_have_meant(tmp_path: Path, word: str, meant: str) -> None:
    done = run(word, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"tcptui: '{word}' is no command, and has no port: ")
    assert meant in done.stderr
    assert len(done.stderr.splitlines()) == 1
