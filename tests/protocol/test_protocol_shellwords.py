"""Command lines as a shell reads them."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.pasted.shellwords import ShellError, shell_commands, shell_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b  c", ["a", "b", "c"]),
        ("a 'b c' \"d 'e\" ''", ["a", "b c", "d 'e", ""]),
        (r'"a\"b\\c\d$x"', [r'a"b\c\d$x']),
        (r"a\ b\'", ["a b'"]),
        (r"$'a\n\x41\'é\u00e9\101'", ["a\nA'ééA"]),
        (r"$'\xc3\xa9'".replace("\xc3", "c3"), ["\udcc3\udca9"]),
        ("a \\\n  b \\\r\n c", ["a", "b", "c"]),
        ("'a\nb'", ["a\nb"]),
        ("a b | c", ["a", "b"]),
        ("a > b c", ["a"]),
        ("a # b", ["a"]),
        ("a#b", ["a#b"]),
        ("a\x0bb \xa0", ["a\x0bb", "\xa0"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert shell_words(text) == words


def test_commands_with_their_lines() -> None:
    text = "# a comment\n\ncurl a \\\n  b | jq .x\ncurl c; curl d > /dev/null e\n\n curl 'f\ng'\ncurl h"
    assert list(shell_commands(text)) == [
        (3, ["curl", "a", "b"]), (5, ["curl", "c"]), (5, ["curl", "d"]), (7, ["curl", "f\ng"]), (9, ["curl", "h"]),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a\n 'b", 'a\n"b\\"', "a\n$'b\\'"])
def test_an_open_quote_is_told_with_its_line(text: str) -> None:
    with pytest.raises(ShellError, match="in line 2 and is never closed"):
        list(shell_commands(text))


@given(st.text("ab'\"\\$ \t\n;|#>&xu0", max_size=30))
def test_nothing_but_a_shell_error(text: str) -> None:
    try:
        list(shell_commands(text))
    except ShellError as error:
        assert "quote" in str(error)  # noqa: PT017


@given(st.lists(st.text(st.characters(codec="ascii", min_codepoint=1), max_size=12), min_size=1, max_size=3))
def test_what_the_shell_quotes_reads_back(words: list[str]) -> None:
    quoted = subprocess.run(
        ["bash", "-c", 'printf "%q " "$@"', "bash", *words], capture_output=True, check=True
    ).stdout.decode()
    assert shell_words(quoted) == words
