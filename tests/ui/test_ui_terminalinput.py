"""Pastes and keys as they come from a terminal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tcptui.ui.input.mode import typed
from tcptui.ui.terminalinput import ExactParser, _surviving

BEGIN, END = "\x1b[200~", "\x1b[201~"


def told(*reads: str) -> list[str]:
    """Pastes as they are, keys as their names in angle brackets."""
    parser = ExactParser()
    found: list[str] = []
    for read in reads:
        for event in parser.feed(read):
            if isinstance(event, events.Paste):
                found.append(event.text)
            elif isinstance(event, events.Key):
                found.append(f"<{event.key}>")
    return found


@pytest.mark.parametrize("text", ["plain", "two\rlines", "a\x1b[31mred\r", "nul \x00", "\x1b", "", "é\udcff", "[201~"])
def test_a_paste_is_taken_as_it_is(text: str) -> None:
    assert told(f"x{BEGIN}{text}{END}y") == ["<x>", text, "<y>"]


def test_two_pastes_and_keys_between() -> None:
    assert told(f"{BEGIN}a{END}\r{BEGIN}b{END}\x1b[A") == ["a", "<enter>", "b", "<up>"]


def in_pieces(text: str, cuts: Iterable[int]) -> list[str]:
    places = [0, *sorted({cut for cut in cuts if cut <= len(text)}), len(text)]
    return [text[begin:end] for begin, end in itertools.pairwise(places) if begin < end]


@given(st.text("ab\x1b[201~\r", max_size=30).filter(lambda text: END not in text), st.lists(st.integers(0, 40)))
def test_wherever_the_reads_end(text: str, cuts: list[int]) -> None:
    assert told(BEGIN, *in_pieces(f"{text}{END}z", cuts)) == [text, "<z>"]


def test_a_byte_that_is_no_utf_8_is_typed_as_it_is() -> None:
    text = _surviving("utf-8")().decode(b"a\xffb")
    assert text == "a\udcffb"
    [key] = [event for event in ExactParser().feed(text[1]) if isinstance(event, events.Key)]
    assert typed(key.key, key.character) == "\udcff"
