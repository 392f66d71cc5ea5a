"""Command lines as a shell reads them."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.pasted.shellwords import ShellError, shell_commands, shell_pipelines, shell_words


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


def test_pipelines_with_what_is_redirected() -> None:
    text = "a b | c 2>&1 | d > e f | g\nh < i j\nk && l |\n  m # n\no\n| p"
    assert list(shell_pipelines(text)) == [
        (1, [["a", "b"], ["c"], ["d"], ["g"]], ""), (2, [["h"]], "i"), (3, [["k"]], ""), (3, [["l"], ["m"]], ""),
        (5, [["o"]], ""), (6, [["p"]], ""),
    ]  # fmt: skip


def test_what_a_shell_would_replace_is_told() -> None:
    told: list[str] = []
    list(shell_pipelines("a $X '$Y' \"${Z} \\$W $(b c)\" `d` $'$V' \\$U", told.append))
    assert told == ["$X", "${Z}", "$(b c)", "`d`"]


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
