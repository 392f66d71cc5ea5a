"""The command line's words: what it takes, what it refuses in one sentence, and what it lets through to a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import tcptui
from tcptui.cli import payload
from tcptui.cli.usage import UsageError
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Peer


def run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tcptui", *words], input=stdin, capture_output=True, timeout=60, check=False
    )


def test_version_and_help() -> None:
    assert run("--version").stdout.decode() == f"tcptui {tcptui.__version__}\n"
    assert b"exit status: curl's" in run("--help").stdout
    assert rb"\r \n \t \0 \xHH" in run("send", "--help").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("127.0.0.1",), "'127.0.0.1' has no port: write 127.0.0.1:PORT"),
        (("send",), "the following arguments are required: TARGET"),
        (("send", "127.0.0.1"), "'127.0.0.1' has no port"),
        (("send", "::1:80"), "write it with brackets and a port, as [::1]:8000"),
        (("send", "h", "99999"), "'99999' is no port: write a whole number from 1 to 65535."),
        (("send", "a", "1", "b"), "Too many words"),
        (("send", "ftp://x"), "ftp:// is not spoken here: write host:port, or a target with tcp://, unix: or http://"),
        (("send", "tls://h:1"), "TLS is still to come"),
        (
            ("send", "h:1", "--framing", "nope"),
            "'nope' is no framing known here: write auto, none, line, http, until-close, json-header",
        ),
        (("send", "h:1", "--text", r"a\qb"), r"\q"),
        (("send", "h:1", "--text", "a\\"), "--text: "),
        (("send", "h:1", "--hex", "4 g"), "--hex: "),
        (
            ("send", "h:1", "--file", "/nowhere/at/all"),
            "--file: can't read /nowhere/at/all: No such file or directory.",
        ),
        (("send", "h:1", "--file", "/"), "--file: can't read /: Is a directory."),
        (("send", "h:1", "--timeout", "-1"), "'-1' is no number of seconds"),
        (("send", "h:1", "--timeout", "nan"), "'nan' is no number of seconds"),
        (("send", "h:1", "--tex", "x"), "unrecognized arguments: --tex x"),
        (("lab",), "this version has no `lab` yet"),
        (("lab", "run", "--help"), "this version has no `lab` yet"),
        (("send", "h:" + "9" * 5000), "is no port"),
        (("send", "h", "9" * 5000), "is no port"),
        (("h", "9" * 5000), "is no port"),
        (("listen", "9" * 5000), "is nowhere to listen"),
        (("send", "h:1", "--connections", "9" * 5000), "is no whole number from 1 on"),
        (("127.0.0.1:1",), "The workbench needs a terminal; without one use `tcptui send`."),
        (("127.0.0.1:1", "--framing", "x"), "'x' is no framing known here"),
        (("--no-record", "send", "h:1"), "`send` is a command: write its options after it."),
    ],
)
def test_what_can_not_be_is_one_sentence_and_2(words: Sequence[str], sentence: str) -> None:
    done = run(*words)
    text = done.stderr.decode()
    assert done.returncode == 2, text
    assert sentence in text
    assert (done.stdout, len(text.splitlines())) == (b"", 1)


def test_a_record_that_can_not_be_kept_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("TCPTUI_DATA_DIR", str(tmp_path / "file"))
    done = run("send", "127.0.0.1:1")
    assert done.returncode == 1
    assert done.stderr.decode().startswith("tcptui send: The record can't be kept: ")


def test_payloads_go_out_in_the_order_given(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(b"[file]")
    os.mkfifo(tmp_path / "pipe")
    server = serve(behaviours.echo_after_first_line)
    writer = subprocess.Popen(["bash", "-c", f"printf '[pipe]' > {tmp_path / 'pipe'}"])
    done = run(
        "send", server.target, "--framing", "line", "--text", r"\x41", "--file", str(tmp_path / "body"), "--stdin",
        "--file", str(tmp_path / "pipe"), "--hex", "42 43", "--text", r"é\n", stdin=b"[stdin\0]",
    )  # fmt: skip
    writer.wait(10)
    assert done.stdout == "A[file][stdin\0][pipe]BCé\n".encode()
    assert done.returncode == 0


def test_host_and_port_as_two_words_and_a_pasted_url(serve: Serve) -> None:
    server = serve(behaviours.answer_then_close)
    host, port = server.address
    get = ("--text", r"GET / HTTP/1.1\r\n\r\n")
    assert run("send", host, str(port), *get).stdout == behaviours.ANSWER
    assert run("send", f"http://{host}:{port}/some/path?q", *get).stdout == behaviours.ANSWER


def test_the_exit_status_comes_with_a_sentence(serve: Serve) -> None:
    done = run("send", serve(behaviours.fin_mid_body).target, "--text", r"GET / HTTP/1.1\r\n\r\n")
    assert done.returncode == 18
    assert done.stdout == behaviours.ANSWER[:-43]
    first, *rest = done.stderr.decode().splitlines()
    assert "43" in first
    assert any(line.startswith("  - ") for line in rest)


def hostile(peer: Peer) -> None:
    peer.send(b"\x1b]0;owned\x07\x1b[2J\x9b31m[/b]\xe2\x80\xae\r\nplain \xf0\x9f\x90\x8d\n")


@pytest.mark.parametrize("raw", [False, True])
def test_a_terminal_gets_raw_bytes_only_if_asked(serve: Serve, raw: bool) -> None:
    target = serve(hostile).target
    words = [sys.executable, "-m", "tcptui", "send", target, "--framing", "until-close", *(["--raw"] if raw else [])]
    controller, terminal = pty.openpty()
    with subprocess.Popen(words, stdin=terminal, stdout=terminal, stderr=subprocess.DEVNULL):
        os.close(terminal)
        out = b""
        try:
            while data := os.read(controller, 4096):
                out += data
        except OSError:  # EIO: the last program on the terminal has ended
            pass
    os.close(controller)
    assert ("plain \N{SNAKE}" in out.decode("utf-8", "replace")) is True
    assert (b"\x1b" in out) is raw
    assert ("\udc9b" in out.decode("utf-8", "surrogateescape")) is raw
    if not raw:
        assert "␛]0;owned␇␛[2J\\x9b31m[/b]‹U+202E›␍␊\r\n" in out.decode()


def test_json_is_ascii_whatever_the_peer_says(serve: Serve) -> None:
    def answer(peer: Peer) -> None:
        peer.read_head()
        peer.send("HTTP/1.1 200 \x9b31m\u202eOK\r\nContent-Length: 0\r\n\r\n".encode())

    done = run("send", serve(answer).target, "--text", r"GET / HTTP/1.1\r\n\r\n", "--json")
    assert done.returncode == 0
    assert done.stdout.isascii()


def test_a_reader_that_leaves_ends_it_quietly(serve: Serve) -> None:
    target = serve(behaviours.flood).target
    command = f"{sys.executable} -m tcptui send {target} --framing until-close | head -c 100000 | wc -c"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == (b"100000", b"")


def test_a_reset_behind_a_whole_answer_is_said(serve: Serve) -> None:
    done = run("send", serve(behaviours.answer_then_reset).target, "--text", r"GET / HTTP/1.1\r\n\r\n")
    assert (done.returncode, done.stdout) == (0, behaviours.ANSWER)
    (line,) = done.stderr.decode().splitlines()
    assert "complete answer" in line
    assert "reset" in line


def test_auto_goes_by_what_is_given_not_by_what_is_taken(serve: Serve, tmp_path: Path) -> None:
    import json

    (tmp_path / "rest").write_bytes(b"/ HTTP/1.1\r\n\r\n")
    for _ in range(5):
        done = run(
            "send",
            serve(behaviours.reset_on_accept).target,
            "--text",
            "GET ",
            "--file",
            str(tmp_path / "rest"),
            "--json",
        )
        verdict = json.loads(done.stdout.splitlines()[-1])
        assert (done.returncode, verdict["outcome"], verdict["response"]["framing"]) == (56, "reset", "http")
        assert verdict["sent"]["bytes"] == 18
        assert verdict["stage"] in ("request", "response")


def test_what_never_ends_does_not_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "_MOST", 1 << 20)
    with pytest.raises(UsageError, match="can't read /dev/zero: it gives more than 1 GiB; a regular file may be"):
        payload.read([("--file", "/dev/zero")])
