"""Copying: the forms, and the way to a clipboard."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.escapes import parse_hex, unescape
from tcptui.ui import clipboard
from tcptui.ui.copyforms import Form, Part, written
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk


def received(data: bytes) -> list[Part]:
    return [Part("in", data)]


DIALOGUE = [Part("out", b"GET /\r\n"), Part(None, b"", "a pause"), Part("in", b"a\x00"), Part("in", b"b\n")]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("text", "GET /\n── a pause\na␀b\n"),
        ("escaped", "GET /\\r\\n\na\\0b\\n"),
        ("hex", "47 45 54 20 2f 0d 0a\n61 00 62 0a"),
        ("python", "# sent\nb'GET /\\r\\n'\n# received\nb'a\\x00b\\n'"),
        (
            "c",
            "/* sent */\nunsigned char data1[] = {\n    0x47, 0x45, 0x54, 0x20, 0x2f, 0x0d, 0x0a,\n};\n"
            "/* received */\nunsigned char data2[] = {\n    0x61, 0x00, 0x62, 0x0a,\n};",
        ),
    ],
)
def test_a_dialogue_in_each_form(form: Form, text: str) -> None:
    assert written(DIALOGUE, form, "utf-8") == text


def test_text_is_decoded_as_the_pane_does() -> None:
    assert written(received("日本".encode("shift_jis")), "text", "shift_jis") == "日本"


def test_text_does_not_act_where_it_is_pasted() -> None:
    assert written(received(b"\x1b[2J\r\n"), "text", "utf-8") == "␛[2J\n"


@given(st.binary(max_size=200))
def test_every_form_of_bytes_is_read_back_exactly(data: bytes) -> None:
    assert unescape(written(received(data), "escaped", "utf-8")) == data
    assert parse_hex(written(received(data), "hex", "utf-8")) == data
    assert ast.literal_eval(written(received(data), "python", "utf-8")) == data


def test_literals_of_several_lines_are_one_a_line() -> None:
    assert written(received(b"a\r\nb\n"), "python", "utf-8") == "(\n    b'a\\r\\n'\n    b'b\\n'\n)"


class Clipboards:
    """Stands for what of the desktop and the terminal there is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, desktop: bool) -> None:
        self.desktop: list[str] = []
        self.terminal: list[str] = []
        monkeypatch.setattr(clipboard, "to_desktop", lambda text: desktop and not self.desktop.append(text))

    def watch(self, d: Desk) -> None:
        d.app.copy_to_clipboard = self.terminal.append  # type: ignore[method-assign]


def greet(data: bytes):  # type: ignore[no-untyped-def]
    def behave(peer: Peer) -> None:
        peer.send(data)
        peer.hold()

    return behave


async def test_y_and_a_letter_copy_the_selection_and_say_what(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Clipboards(monkeypatch, desktop=True)
    async with desk(serve(greet(b"one\r\ntwo\r\n")).target) as d:
        await d.until_drawn("two␍␊")
        await d.press("escape", "v", "up", "y")
        await d.until_drawn("Copy what is selected as")
        await d.press("p")
        await d.until_drawn("copied 6 bytes as python to the clipboard")
        assert found.desktop == ["(\n    b'one\\r\\n'\n    b't'\n)"]
        assert d.bench.pane.selection is None


async def test_without_a_clipboard_the_terminal_gets_it(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Clipboards(monkeypatch, desktop=False)
    async with desk(serve(greet(b"one\r\n")).target) as d:
        found.watch(d)
        await d.until_drawn("one␍␊")
        await d.press("escape", "v", "g")
        await d.bench.run_action("copy('text')")
        await d.until_drawn("by the terminal (OSC 52)")
        assert found.terminal[0].startswith("── ")
        assert found.terminal[0].endswith("o\n")


async def test_what_a_terminal_would_drop_is_not_sent(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Clipboards(monkeypatch, desktop=False)
    async with desk(serve(greet(b"x" * 200_000 + b"\n")).target) as d:
        found.watch(d)
        await d.until(lambda: d.session.story.read == 200_001)
        await d.press("escape", "v", "g", "y", "t")
        await d.until_drawn("a terminal takes 100.0 kB at most: s saves it")
        assert not found.terminal


async def test_with_nothing_selected_it_says_how_to_select(serve: Serve) -> None:
    async with desk(serve(greet(b"one\r\n")).target) as d:
        await d.until_drawn("one␍␊")
        await d.press("escape", "y")
        await d.until_drawn("nothing is selected: v in the pane begins")


def test_a_machine_without_a_clipboard_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyperclip

    def none(text: str) -> None:
        raise pyperclip.PyperclipException("no mechanism")

    monkeypatch.setattr(pyperclip, "copy", none)
    assert not clipboard.to_desktop("x")
    monkeypatch.setattr(pyperclip, "copy", lambda text: None)
    assert clipboard.to_desktop("x")
