"""What a settings file may say, and the sentence with its line for what it may not."""

from __future__ import annotations

import pytest

from tcptui.config.problems import ConfigError
from tcptui.config.reading import read
from tcptui.config.settings import DEFAULTS, Settings
from tcptui.config.values import CHECKS
from tcptui.ui.input.wire import EOLS
from tcptui.ui.rowtimes import TIME_MODES


def problems(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as error:
        read(text.encode() if isinstance(text, str) else text, "f.toml")
    return error.value.problems


def test_all_that_can_be_set() -> None:
    said = read(
        b"""
        theme = "tcptui-light"
        eol = "none"
        framing = "line"
        time = "absolute"
        encoding = "Latin1"
        view = "hex"
        connect_timeout = 5
        sidebar = false
        sidebar_width = 60
        record = false
        show_secrets = true
        [keys]
        help = "F2"
        "connection.new" = ["ctrl+x", "f12"]
        connection.again = ""
        [keys.pane]
        up = "p"
        """,
        "f.toml",
    )
    assert said.values == {
        "theme": "tcptui-light", "eol": "none", "framing": "line", "time": "absolute", "encoding": "latin-1",
        "view": "hex", "connect_timeout": 5.0, "sidebar": False, "sidebar_width": 60, "record": False,
        "show_secrets": True,
    }  # fmt: skip
    assert {name: each.keys for name, each in said.keys.items()} == {
        "help": ("f2",), "connection.new": ("ctrl+x", "f12"), "connection.again": (), "pane.up": ("p",),
    }  # fmt: skip
    assert said.keys["pane.up"].where == "f.toml:18"


def test_every_setting_is_checked_and_its_default_is_good() -> None:
    others = {"keys", "project", "sidebar_width"}
    assert {name: check(getattr(DEFAULTS, name)) for name, check in CHECKS.items() if name not in others} == {
        name: getattr(DEFAULTS, name) for name in Settings.__match_args__ if name not in others
    }


def test_the_names_are_those_of_the_screen() -> None:
    for eol in EOLS:
        assert read(f'eol = "{eol}"'.encode(), "f").values == {"eol": eol}
    for mode in TIME_MODES:
        assert read(f'time = "{mode}"'.encode(), "f").values == {"time": mode}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('\nthem = "x"', "f.toml:2: 'them' is no setting. Did you mean theme?"),
        ("[colours]\na = 1", "f.toml:1: 'colours' is no setting."),
        ('theme = "tcptui-ligth"', "f.toml:1: theme: 'tcptui-ligth' is no theme. Did you mean tcptui-light?"),
        ("theme = 5", 'f.toml:1: theme: write a name in quotes, as "tcptui-light".'),
        ('eol = "crfl"', "f.toml:1: eol: 'crfl' is none of crlf, lf, cr or none. Did you mean crlf?"),
        ("eol = true", "f.toml:1: eol: write a name in quotes: crlf, lf, cr or none."),
        ('framing = "htp"', "f.toml:1: framing: 'htp' is no framing known here"),
        ('encoding = "base64"', "f.toml:1: encoding: base64 can't be used here"),
        ('encoding = "klingon"', "f.toml:1: encoding: There is no encoding named 'klingon'"),
        ("connect_timeout = 0", "f.toml:1: connect_timeout: write a number of seconds, more than 0 and up to 86400."),
        ("connect_timeout = nan", "f.toml:1: connect_timeout: write a number of seconds"),
        ("connect_timeout = true", "f.toml:1: connect_timeout: write a number of seconds"),
        ("sidebar_width = 27", "f.toml:1: sidebar_width: write a whole number of columns from 28 to 100."),
        ("sidebar_width = 40.0", "f.toml:1: sidebar_width: write a whole number"),
        ('record = "no"', "f.toml:1: record: write true or false, without quotes."),
        ("keys = 1", "f.toml:1: keys is a table: write [keys], and below it lines such as"),
        ("[keys]\nhelp = 1", 'f.toml:2: keys.help: write a key in quotes, a list of keys as ["f5", "ctrl+x"], or'),
        ('[keys]\nhelp = ["f1", 2]', "f.toml:2: keys.help: write a key in quotes"),
        ('[keys]\n\npane.up = "flup"', "f.toml:3: keys.pane.up: 'flup' is no key"),
        ('keys = { help = "f1",\n}', "f.toml:1: not TOML: "),
        ("a = ", "f.toml:1: not TOML: Invalid value at the end of the file."),
        ("\n\nview = text\n", "f.toml:3: not TOML: Invalid value, at column 8."),
        ('view = "hex"\nview = "text"', "f.toml:2: not TOML: Cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, sentence: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(sentence)


def test_everything_that_is_wrong_is_told_in_order() -> None:
    told = problems('[keys]\nhelp = "ctrl+i"\nx = 5\n[z]\n')
    assert [problem.split(" ")[0] for problem in told] == ["f.toml:2:", "f.toml:3:", "f.toml:4:"]


def test_what_is_no_utf8_is_told_with_its_line() -> None:
    assert problems(b'# \xc3\xa9\ntheme = "\xff"') == ("f.toml:2: byte 0xff is not UTF-8, which TOML is.",)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("[" * 3000 + "]" * 3000, "values lie in each other more than 100 deep."),
        ("{a=" * 3000 + "1" + "}" * 3000, "values lie in each other more than 100 deep."),
        ("9" * 5000, "a number has more than 4,300 digits."),
    ],
)
def test_an_odd_value_is_one_sentence_with_its_line(value: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(f"# 'a [ in a comment\nx = {value}\n".encode(), "tcptui.toml")
    assert error.value.problems == (f"tcptui.toml:2: {sentence}",)
