"""`tcptui replay --compare-last`: what differs from the last replay of the same, and the exit status that tells it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Serve
from tests.ui.comparing import answer, changing

LEFT = answer(b'{"id": 9}', b"Date: a", b"Server: a/1")
RIGHT = answer(b'{"id": 10}', b"Date: b", b"Server: \x1b[1ma/2")


def replay(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tcptui", "replay", str(path), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL)


def test_the_first_time_there_is_nothing_to_compare_with(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT)
    done = replay(path, "--compare-last")
    assert done.returncode == 0, done.stderr
    assert "     not compared: it was not replayed before, or not recorded\n" in done.stdout


def test_what_differs_is_printed_and_is_4(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT, RIGHT)
    assert replay(path).returncode == 0
    done = replay(path, "--compare-last")
    assert done.returncode == 4
    assert ", connection 1: 2 differences, 1 more ignored\n" in done.stdout
    assert (
        "       message 2 (received): header Server\n           - a/1\n           + ␛[1ma/2\n"
        "       message 2 (received): json $.id\n           - 9\n           + 10\n"
    ) in done.stdout
    assert "\x1b" not in done.stdout
    again = replay(path, "--compare-last")
    assert again.returncode == 0, "the last time is the one before"
    assert ", connection 1: no difference\n" in again.stdout


def test_rules_of_the_request_and_of_the_command_count(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, RIGHT, extra='[compare]\nignore = ["header:*"]\n')
    assert replay(path).returncode == 0
    done = replay(path, "--compare-last", "--ignore", "json:$.id", "--json")
    assert done.returncode == 0, done.stdout
    told = next(one for one in map(json.loads, done.stdout.splitlines()) if one["event"] == "comparison")
    assert (told["conn"], told["differences"], told["ignored"], told["differ"]) == (1, 0, 3, [])
    assert told["last"]["conn"] == 1


def test_junit_has_a_case_for_it(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, LEFT, RIGHT)
    out = tmp_path / "out.xml"
    assert replay(path).returncode == 0
    for code, failures in ((0, "0"), (4, "1")):
        assert replay(path, "--compare-last", "--junit", str(out)).returncode == code
        (suite,) = ElementTree.parse(out).getroot()
        assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", failures, "0")
        assert suite[-1].get("name") == "as the last time"
    (failure,) = suite[-1]
    assert "2 differences" in str(failure.get("message"))
    assert "header Server" in str(failure.text)


@pytest.mark.parametrize("rule", ["nonsense", "line:("])
def test_what_is_no_rule_is_a_usage_error(serve: Serve, tmp_path: Path, rule: str) -> None:
    path = changing(serve, tmp_path, LEFT)
    done = replay(path, "--compare-last", "--ignore", rule)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--ignore: " in done.stderr


def test_secrets_are_told_to_differ_and_not_told(serve: Serve, tmp_path: Path) -> None:
    path = changing(serve, tmp_path, LEFT, LEFT, LEFT, extra='[variables]\nkey = { value = "none", secret = true }\n')
    path.write_text(path.read_text().replace("Host: x", "Host: x\\r\\nX-Key: {{key}}"))
    assert replay(path, "--var", "key=first-1").returncode == 0
    same = replay(path, "--var", "key=first-1", "--compare-last")
    assert ", connection 1: no difference\n" in same.stdout
    done = replay(path, "--var", "key=second-2", "--compare-last", "--json")
    assert done.returncode == 4
    told = next(one for one in map(json.loads, done.stdout.splitlines()) if one["event"] == "comparison")
    assert [(one["what"], one["left"], one["right"]) for one in told["differ"]] == [
        ("header X-Key", "‹secret 1›", "‹secret 2›")
    ]
    assert "first-1" not in done.stdout
    assert "second-2" not in done.stdout
