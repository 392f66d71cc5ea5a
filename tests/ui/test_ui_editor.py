"""The input line's editor: a table of what is typed and what stands there then; `|` is the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.ui.editor import Editor
from tcptui.ui.keys import EDIT_KEYS


def typed(state: str) -> Editor:
    editor = Editor()
    editor.set(state.replace("|", ""))
    editor.cursor = state.index("|")
    return editor


def seen(editor: Editor) -> str:
    return f"{editor.text[: editor.cursor]}|{editor.text[editor.cursor :]}"


MOVES = [
    ("left", "ab|c", "a|bc"),
    ("left", "|abc", "|abc"),
    ("right", "ab|c", "abc|"),
    ("right", "abc|", "abc|"),
    ("home", "ab\ncd|e", "ab\n|cde"),
    ("end", "a|b\ncde", "ab|\ncde"),
    ("word_left", "Host: local|host", "Host: |localhost"),
    ("word_left", "Host: |localhost", "|Host: localhost"),
    ("word_right", "Ho|st: localhost", "Host|: localhost"),
    ("word_right", "Host|: localhost", "Host: localhost|"),
    ("backspace", "ab|c", "a|c"),
    ("backspace", "|abc", "|abc"),
    ("delete", "a|bc", "a|c"),
    ("delete", "abc|", "abc|"),
    ("kill_to_end", "ab|cd\nef", "ab|\nef"),
    ("kill_to_end", "ab|\nef", "ab|ef"),
    ("kill_to_start", "ab\ncd|ef", "ab\n|ef"),
    ("kill_word_left", "GET /a-b|", "GET |"),
    ("kill_alnum_left", "GET /a-b|", "GET /a-|"),
    ("kill_word_right", "|GET /", "| /"),
    ("up", "abc\nde|f", "ab|c\ndef"),
    ("up", "a\nbcd|", "a|\nbcd"),
    ("down", "ab|c\ndef", "abc\nde|f"),
    ("down", "abc|\nd", "abc\nd|"),
]


@pytest.mark.parametrize(("method", "before", "after"), MOVES)
def test_a_key(method: str, before: str, after: str) -> None:
    editor = typed(before)
    getattr(editor, method)()
    assert seen(editor) == after


def test_what_was_cut_comes_back() -> None:
    editor = typed("GET /index|.html")
    editor.kill_to_end()
    editor.home()
    editor.yank()
    assert seen(editor) == ".html|GET /index"


def test_pasted_line_ends_become_newlines() -> None:
    editor = typed("|")
    editor.insert("a\r\nb\rc\n")
    assert editor.text == "a\nb\nc\n"


def test_up_and_down_at_the_edges_say_so() -> None:
    assert not typed("a|bc").up()
    assert not typed("a|bc").down()


METHODS = [each.method for each in EDIT_KEYS if each.method not in ("older", "newer")]


@given(st.text("ab \n", max_size=20), st.lists(st.sampled_from([*METHODS, "up", "down"]), max_size=30))
def test_the_cursor_stays_in_the_text(text: str, methods: list[str]) -> None:
    editor = Editor()
    editor.set(text)
    for method in methods:
        getattr(editor, method)()
        assert 0 <= editor.cursor <= len(editor.text)
