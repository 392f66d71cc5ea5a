"""The values of secret variables in every form in which a recorded replay can be told."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Serve
from tests.servers import behaviours

SECRET = "hunter2-and-more"
REQUEST = """
target = "{target}"
framing = "line"
[variables]
password = {{ value = "{secret}", secret = true }}
[[steps]]
send = "AUTH {{{{password}}}}\\n"
[[steps]]
expect = {{ contains = "AUTH" }}
[[steps]]
send = "basic {{{{base64('me:', password)}}}}\\n"
[[steps]]
expect = {{ contains = "basic" }}
[[steps]]
expect = {{ contains = "{{{{password}}}}?", within = "10ms" }}
"""
CODED = base64.b64encode(f"me:{SECRET}".encode())


def tcptui(*words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tcptui", *words]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)


@pytest.fixture
def replayed(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A request with a secret was replayed to an echo server, and recorded; what it printed."""
    monkeypatch.setenv("TCPTUI_DATA_DIR", str(tmp_path / "data"))
    server = serve(behaviours.echo)
    file = tmp_path / "auth.toml"
    file.write_text(REQUEST.format(target=f"127.0.0.1:{server.port}", secret=SECRET))
    junit = tmp_path / "report.xml"
    done = tcptui("replay", str(file), "--json", "--junit", str(junit))
    assert done.returncode == 4, done.stderr
    return done.stdout + done.stderr + junit.read_bytes()


def held(output: bytes) -> list[bytes]:
    """The secrets that this holds, base64 and hexadecimal undone."""
    plain = output
    for line in output.splitlines():
        if line.startswith(b"{"):
            plain += base64.b64decode(json.loads(line).get("data", ""))
        elif b"  |" in line:
            plain += bytes.fromhex(line[10:58].decode())
    return [secret for secret in (SECRET.encode(), CODED) if secret in plain]


def test_what_a_replay_prints_holds_no_secret(replayed: bytes) -> None:
    assert held(replayed) == []
    assert b"***" in replayed


@pytest.mark.parametrize("form", ["hexdump", "jsonl", "html", "har"])
def test_text_exports_hold_no_secret_unless_asked(replayed: bytes, form: str) -> None:
    told = tcptui("sessions", "export", "last", "--as", form).stdout
    assert b"AUTH" in told or form == "har"
    assert held(told) == []
    told = tcptui("sessions", "export", "last", "--as", form, "--unmasked").stdout
    assert held(told) == ([] if form == "har" else [SECRET.encode(), CODED])  # no HTTP was spoken


def test_what_is_shown_of_a_session_holds_no_secret_unless_asked(replayed: bytes) -> None:
    told = tcptui("sessions", "show", "last").stdout
    assert "→  AUTH ****************␊".encode() in told
    assert "←  AUTH ****************␊".encode() in told
    assert held(told) == []
    assert held(tcptui("sessions", "show", "last", "--unmasked").stdout) == [SECRET.encode(), CODED]


def test_exact_forms_are_exact(replayed: bytes) -> None:
    raw = tcptui("sessions", "export", "last", "--as", "raw", "--direction", "out").stdout
    assert raw == b"AUTH %b\nbasic %b\n" % (SECRET.encode(), CODED)
    assert SECRET.encode() in tcptui("sessions", "export", "last", "--as", "pcapng").stdout
