"""The rooms keep to their imports: checked on the source, and proved at run time where start-up depends on it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.unanswered import refused_port

ROOT = Path(__file__).resolve().parent.parent

# Runs a statement in a fresh interpreter and prints which of the toolkit's modules that brought in.
PROBE = """
import sys
try:
    {statement}
except SystemExit as end:
    code = end.code or 0
else:
    code = 0
print("toolkit:", sorted({{name.partition(".")[0] for name in sys.modules}} & {{"textual", "rich"}}), "code:", code)
"""


def probe(statement: str) -> str:
    """The last line that a fresh interpreter printed for `statement`."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(statement=statement)],
        capture_output=True, text=True, timeout=30, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


def command_line(*arguments: str) -> str:
    """The statement that runs tcptui's command line."""
    return f"from tcptui.__main__ import main; sys.argv = {['tcptui', *arguments]!r}; sys.exit(main())"


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ["protocol", "engine", "journal", "diagnosis", "requests", "lab", "workbench", "cli"])
def test_a_room_brings_no_toolkit_with_it(room: str) -> None:
    assert probe(f"import tcptui.{room}") == "toolkit: [] code: 0"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_word_about_itself_needs_no_toolkit(option: str) -> None:
    assert probe(command_line(option)) == "toolkit: [] code: 0"


def test_sessions_needs_no_toolkit() -> None:
    assert probe(command_line("sessions", "list")) == "toolkit: [] code: 0"


def test_send_needs_no_toolkit() -> None:
    with refused_port() as target:
        assert probe(command_line("send", target, "--text", "x")) == "toolkit: [] code: 7"


def test_replay_needs_no_toolkit() -> None:
    assert probe(command_line("replay", "missing.toml")) == "toolkit: [] code: 2"


def test_the_probe_sees_a_toolkit() -> None:
    assert probe("import textual").startswith("toolkit: ['rich', 'textual']")
