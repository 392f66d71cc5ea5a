"""Keys as people write them, keys that no terminal sends, and keys that mean two things in one place."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.keys import _character_to_key

from tcptui.config.clashes import check_keys
from tcptui.config.keynames import KeyNameError, key_name, sign
from tcptui.config.keytable import KEYS
from tcptui.config.problems import ConfigError
from tcptui.config.settings import Remapped
from tcptui.ui.altkeys import tell_alt_keys


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("f5", "f5"), ("F12", "f12"), ("ctrl+x", "ctrl+x"), ("Ctrl+X", "ctrl+x"), ("^x", "ctrl+x"), ("C-x", "ctrl+x"),
        ("alt+e", "alt+e"), ("alt+E", "alt+shift+e"), ("M-,", "alt+comma"), ("alt+.", "alt+full_stop"),
        ("?", "question_mark"), ("G", "G"),
        ("-", "minus"), ("+", "plus"), ("alt++", "alt+plus"), ("ctrl+]", "ctrl+right_square_bracket"), ("g", "g"),
        ("shift+g", "G"), ("é", "é"), ("PgUp", "pageup"), ("ctrl+PgDn", "ctrl+pagedown"), ("Esc", "escape"),
        ("Enter", "enter"), ("space", "space"), ("shift+tab", "shift+tab"),
        ("alt+backspace", "alt+backspace"),
        ("Shift+Ctrl+Left", "ctrl+shift+left"), ("question_mark", "question_mark"), ("alt+full_stop", "alt+full_stop"),
    ],
)  # fmt: skip
def test_a_key_has_one_name(written: str, name: str) -> None:
    assert key_name(written) == name


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("ctrl+i", "terminals send it as tab"), ("ctrl+m", "terminals send it as enter"),
        ("^H", "terminals send it as backspace"), ("ctrl+[", "terminals send it as escape"),
        ("alt+enter", "terminals send it as enter alone"), ("ctrl+alt+x", "terminals don't send ctrl and alt together"),
        ("ctrl+shift+x", "terminals don't send it"), ("ctrl+1", "terminals don't send it"), ("ctrl+,", "don't"),
        ("alt+[", "terminals begin other keys with it"), ("alt+O", "terminals begin other keys with it"),
        ("shift+enter", "terminals don't tell shift there"), ("hyper+x", "is no key"), ("ctrl+", "is no key"),
        ("f99", "is no key"), ("", "is no key"), ("\x1b", "is no key"), ("ctrl+ctl+x", "is no key"),
    ],
)  # fmt: skip
def test_a_key_that_never_arrives_is_refused(written: str, why: str) -> None:
    with pytest.raises(KeyNameError) as error:
        key_name(written)
    assert why in str(error.value)


def test_signs_are_named_as_textual_names_them() -> None:
    for code in range(0x21, 0x7F):
        assert key_name(chr(code)) == _character_to_key(chr(code))


def test_what_is_allowed_is_what_the_terminal_sends() -> None:
    tell_alt_keys()
    sent = {
        str(getattr(key, "value", ""))
        for keys in ANSI_SEQUENCES_KEYS.values()
        if isinstance(keys, tuple)
        for key in keys
    }
    for character in map(chr, range(0x21, 0x7F)):
        for modifier in ("ctrl", "alt"):
            try:
                name = key_name(f"{modifier}+{character}")
            except KeyNameError:
                continue
            assert name in sent, name


@pytest.mark.parametrize(
    ("bytes_of_the_key", "name"),
    [("\x1b,", "alt+comma"), ("\x1b1", "alt+1"), ("\x1be", "alt+e"), ("\x1bb", "alt+b"), ("\x1b\x7f", "alt+backspace")],
)
def test_alt_and_a_character_arrive_at_once(bytes_of_the_key: str, name: str) -> None:
    tell_alt_keys()
    assert [event.key for event in XTermParser().feed(bytes_of_the_key) if isinstance(event, events.Key)] == [name]


@given(st.text(max_size=12))
def test_anything_at_all_is_a_key_or_a_sentence(text: str) -> None:
    with contextlib.suppress(KeyNameError):
        assert key_name(text)


def test_a_sign_has_a_name_and_a_name_its_sign() -> None:
    assert [sign(name) for name in ("slash", "question_mark", "comma", "f5", "x", "pageup")] == [
        "/",
        "?",
        ",",
        "",
        "",
        "",
    ]


def clashes(**keys: str) -> list[str]:
    """What is wrong with these keys: `connection_new="f5"`, on a line each."""
    remapped = [
        Remapped(action.replace("_", "."), tuple(map(key_name, written.split())), f"f.toml:{line}")
        for line, (action, written) in enumerate(keys.items(), 1)
    ]
    try:
        check_keys(remapped)
    except ConfigError as error:
        return list(error.problems)
    return []


def test_keys_that_are_free_are_taken() -> None:
    assert clashes(help="f12", connection_new="ctrl+x f11", pane_up="p", view="") == []


def test_two_may_change_places() -> None:
    assert clashes(help="f5", view="f1") == []


def test_a_key_may_stay_where_it_is() -> None:
    assert clashes(connection_remove="ctrl+w", help="f1") == []  # ctrl+w cuts a word in the input line, by design


def test_a_key_that_is_freed_is_free() -> None:
    assert clashes(verdict="", events="f6") == []


def test_a_key_of_another_screen_is_another_key() -> None:
    assert clashes(runs_delete="p", pane_up="p") == []


def test_an_unknown_action_is_told() -> None:
    assert clashes(hlep="f1") == ["f.toml:1: keys.hlep: there is no such action. Did you mean help?"]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (
            {"help": "f5"},
            'f.toml:1: keys.help: f5 already is the key of view, "show the bytes as text, as hex, or as messages"',
        ),
        ({"help": "f12", "view": "f12"}, "f.toml:1: keys.help: f12 already is the key of view (by f.toml:2)"),
        ({"eol": "ctrl+k"}, "f.toml:1: keys.eol: ctrl+k already is the key of input.kill-to-end"),
        ({"pane_up": "h"}, "f.toml:1: keys.pane.up: h already is the key of pane.view"),
        ({"help": "x"}, "f.toml:1: keys.help: x types something: take an F key, or one with ctrl or alt."),
        ({"input_home": "enter"}, "f.toml:1: keys.input.home: enter types something"),
        ({"view": "pageup"}, "f.toml:1: keys.view: pageup always goes up to the pane: take another key."),
    ],
)
def test_a_key_that_can_not_be_is_told(keys: dict[str, str], sentence: str) -> None:
    (problem, *_) = clashes(**keys)
    assert problem.startswith(sentence)


def test_no_default_key_is_one_that_never_arrives() -> None:
    for action, row in KEYS.items():
        for key in row.keys:
            assert key_name(key) == key, action
