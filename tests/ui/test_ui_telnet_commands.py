"""The lines of the tcptui> prompt: what they ask for, and what is said about those that ask for nothing."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.ui.telnet.commands import COMMANDS, CommandError, complete, find, help_lines
from tcptui.ui.telnet.requests import Change, Display, Do, Help, Open, Request, SendBytes, SendEnd, SendPath, parse
from tcptui.ui.telnet.settings import SETTINGS, setting

ASKED: list[tuple[str, Request]] = [
    ("open 127.0.0.1 8000", Open("127.0.0.1 8000")),
    ("o [::1]:8000", Open("[::1]:8000")),
    ("close", Do("close")),
    ("c", Do("close")),
    ("ab", Do("abort")),
    ("half", Do("half")),
    ("stat", Do("status")),
    ("  status  ", Do("status")),
    ("l", Do("logout")),
    ("q", Do("quit")),
    (r"send GET / HTTP/1.0\r\n\r\n", SendBytes(b"GET / HTTP/1.0\r\n\r\n")),
    ("send  two  blanks ", SendBytes(b" two  blanks ")),
    ("send hex 0d 0A", SendBytes(b"\r\n")),
    ("send file /tmp/x y", SendPath("/tmp/x y")),
    ("send text hex 0d", SendBytes(b"hex 0d")),
    ("send eol", SendEnd()),
    ("send ayt", SendBytes(b"\xff\xf6")),
    ("send brk", SendBytes(b"\xff\xf3")),
    ("send escape", SendBytes(b"\x1d")),
    ("send ayt there", SendBytes(b"ayt there")),
    ("set eol lf", Change(setting("eol"), "lf")),
    ("set esc", Change(setting("escapes"), "on")),
    ("set enc latin1", Change(setting("encoding"), "latin-1")),
    ("unset escapes", Change(setting("escapes"), "off")),
    ("unset eol", Change(setting("eol"), "crlf")),
    ("toggle crlf", Change(setting("crlf"), None)),
    ("mode char", Change(setting("character"), "on")),
    ("mode line", Change(setting("character"), "off")),
    ("display", Display(None)),
    ("d eol", Display(setting("eol"))),
    ("help send", Help(tuple(help_lines("send")))),
    ("?", Help(tuple(help_lines()))),
    ("?send", Help(tuple(help_lines("send")))),
]


@pytest.mark.parametrize(("line", "request_"), ASKED)
def test_what_a_line_asks_for(line: str, request_: Request) -> None:
    assert parse(line) == request_


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("s", "'s' may be send or status or set: write more of it."),
        ("fly", "There is no command 'fly': ? lists them all."),
        ("open", "Write open TARGET, or open HOST PORT."),
        ("send", "Write send TEXT."),
        ("send hex 0", "The hex digit 0 at character 1 stands alone: a byte is written with two. Nothing was sent."),
        (r"send \q", r"\q at character 1 is no escape: the escapes are \r \n \t \0 \xHH \\. Nothing was sent."),
        ("close now", "`close` stands alone: 'now' behind it means nothing here."),
        ("set", "Write set NAME VALUE; `display` lists the settings."),
        ("set eol", "Write set eol and one of crlf, lf, cr, none."),
        ("set eol crap", "There is no eol called 'crap': it is crlf or lf or cr or none."),
        ("set encoding klingon", "There is no encoding named 'klingon': write utf-8, latin-1, shift_jis, …"),
        ("unset eol lf", "`unset` wants the name of a setting alone."),
        ("mode", "Write mode line, or mode character."),
        ("mode x", "There is no mode 'x': there are line and character."),
        ("? fly", "There is no command 'fly': ? lists them all."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(line: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=f"^{re.escape(sentence)}$"):
        parse(line)


def test_text_goes_out_in_the_connection_s_encoding() -> None:
    assert parse("send é", "latin-1") == SendBytes(b"\xe9")
    with pytest.raises(CommandError, match="can't be written in latin-1"):
        parse("send €", "latin-1")


@given(st.text(max_size=30))
def test_no_line_is_a_surprise(line: str) -> None:
    if line.strip():
        with contextlib.suppress(CommandError):
            parse(line)


def test_every_command_is_found_helped_and_listed() -> None:
    listed = help_lines()
    for command, line in zip(COMMANDS, listed, strict=False):
        assert find(command.name) is command
        assert line.split()[0] == command.name
        assert command.brief in help_lines(command.name)[0]


def test_every_setting_reads_what_it_is_at_first_and_goes_round() -> None:
    for each in SETTINGS:
        assert each.read(each.first) == each.first
        if not each.open:
            value = each.first
            seen = [value := each.after(value) for _ in each.values]
            assert set(seen) == set(each.values)
            assert value == each.first


@pytest.mark.parametrize(
    ("line", "completed", "listed"),
    [
        ("st", "status ", ""),
        ("s", "s", "send  status  set"),
        ("set e", "set e", "eol  escapes  encoding"),
        ("set esc", "set escapes ", ""),
        ("set eol c", "set eol cr", "crlf  cr"),
        ("set view h", "set view hex ", ""),
        ("mode c", "mode character ", ""),
        ("fly high", "fly high", "There is no command 'fly': ? lists them all."),
        ("close x", "close x", ""),
    ],
)
def test_tab(line: str, completed: str, listed: str) -> None:
    assert complete(line) == (completed, listed)
