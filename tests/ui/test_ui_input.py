"""The input on the screen: escapes, character mode, pastes, files, and what earlier runs sent."""

from __future__ import annotations

import time
from pathlib import Path

from textual import events

from tcptui.protocol.commands import Close, Send
from tcptui.protocol.endpoint import parse_target
from tcptui.workbench import Workbench
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk

CTRL_BRACKET = "ctrl+right_square_bracket"


def out(d: Desk) -> bytes:
    return d.workbench.log.read(1, "out", 0, 999)


async def test_escapes_mode(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("alt+e")
        await d.until_drawn("CRLF · escapes")
        await d.type(r"a\x00\q")
        await d.until_drawn(r"\q at character 6 is no escape")
        await d.press("enter")
        await d.until_drawn("Nothing was sent: ")
        await d.press("backspace", "backspace")
        await d.until_drawn("4 bytes  61 00 0d 0a")
        await d.press("enter")
        await d.until(lambda: out(d) == b"a\0\r\n")
        await d.press("f9")
        await d.until_drawn("Enter ends a line with LF")
        await d.press("alt+e")
        await d.until(lambda: "escapes" not in d.drawn)


async def test_every_key_goes_to_the_wire_in_character_mode(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("draft")
        await d.press("alt+c")
        await d.until_drawn("character mode: every key goes to the wire · ^] leaves")
        keys = ("l", "s", "enter", "tab", "shift+tab", "f1", "f5", "ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "escape",
                "up", "pageup", "backspace", "alt+e", "ctrl+d", "ctrl+w")  # fmt: skip
        await d.press(*keys)
        wanted = b"ls\r\n\t\x1b[Z\x1bOP\x1b[15~\x11\x03\x10\x1a\x1b\x1b[A\x1b[5~\x7f\x1be\x04\x17"
        await d.until(lambda: out(d) == wanted, repr(wanted))
        assert d.app.screen is d.bench
        assert d.bench.prompt.has_focus
        await d.paste("pasted\rlines")
        await d.until(lambda: out(d) == wanted + b"pasted\r\nlines")
        await d.press(CTRL_BRACKET)
        await d.until_drawn("line mode again")
        assert "› draft␍␊" in d.drawn


async def test_character_mode_ends_with_the_connection(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press("alt+c")
        await d.until_drawn("character mode")
        d.workbench.submit(Close(1))
        await d.until_drawn("this connection is over")
        assert "character mode" not in d.drawn
        await d.press("alt+c")
        await d.until_drawn("there is no open connection that could get it")


async def test_a_paste_of_several_lines_is_asked_about_in_place(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("draft ")
        await d.paste("GET /\rHost: x\r\r")
        await d.until_drawn("3 lines, 18 bytes: s sends each line now")
        await d.press("escape")
        await d.until_drawn("nothing was sent")
        assert "› draft ␍␊" in d.drawn
        await d.paste("GET /\rHost: x\r\r")
        await d.press("s")
        await d.until_drawn("sent 3 lines, 18 bytes")
        await d.until(lambda: out(d) == b"GET /\r\nHost: x\r\n\r\n")
        assert "› draft ␍␊" in d.drawn, "what was typed is still there"
        await d.paste("one\rtwo")
        await d.press("b")
        await d.until_drawn("› draft one␍␊")
        assert "· two␍␊" in d.drawn
        assert len(out(d)) == 18


async def test_a_pasted_line_goes_in_with_its_controls_visible(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.paste("a\x1b[2J\tb\r")
        await d.until_drawn("› a␛[2J␉b␍␊")
        await d.press("enter")
        await d.until(lambda: out(d) == b"a\x1b[2J\tb\r\n")


async def test_keys_that_come_at_once_are_each_understood(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        for key in ("G", "enter", "enter", "H", "enter", "x"):
            d.app.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        await d.until(lambda: out(d) == b"G\r\n\r\nH\r\n")
        await d.until_drawn("› x␍␊")


async def test_a_line_can_send_a_file(serve: Serve, tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"\x00\xff\n")
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type(f"< {tmp_path}/bo")
        await d.until_drawn("Enter sends this file as it is")
        await d.press("tab")
        assert d.session.editor.text == f"< {file}"
        await d.press("enter")
        await d.until(lambda: out(d) == b"\x00\xff\n")
        await d.until_drawn("sending 3 bytes as they are")
        await d.type("< /no/such")
        await d.press("enter")
        await d.until_drawn("/no/such can't be read")
        assert d.session.editor.text == "< /no/such"
        assert len(out(d)) == 3


async def test_what_the_encoding_lacks_is_not_sent(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        d.bench.action_encoding("latin-1")
        await d.type("€")
        await d.press("enter")
        await d.until_drawn("Nothing was sent: € (character 1) can't be written in latin-1.")
        assert d.session.editor.text == "€"
        await d.press("backspace", "é", "enter")
        await d.until(lambda: out(d) == b"\xe9\r\n")


def an_earlier_run(target: str) -> None:
    with Workbench(record=True) as workbench:
        conn = workbench.open(parse_target(target))
        for line in (b"GET / HTTP/1.0\r\n", b"Authorization: secret\r\n", b"\r\n"):
            workbench.submit(Send(conn, line))
        while workbench.log.read(conn, "out", 0, 99).count(b"\n") < 3:
            time.sleep(0.001)


async def test_the_history_of_a_target_outlives_the_run(serve: Serve) -> None:
    server = serve(behaviours.echo)
    an_earlier_run(server.target)
    async with desk(server.target) as d:
        history = d.bench.histories.of(server.target)
        await d.until(lambda: len(history) == 2, "what the earlier run sent")
        await d.type("now")
        await d.press("enter", "up")
        await d.until_drawn("› now␍␊")
        await d.press("up", "up")
        await d.until_drawn("› GET / HTTP/1.0␍␊")
        await d.press("down", "down", "down", "ctrl+r", "T", "P")
        await d.until_drawn("(search) TP: GET / HTTP/1.0")
        await d.press("enter")
        await d.until_drawn("› GET / HTTP/1.0␍␊")
        assert out(d) == b"now\r\n", "a match is taken into the line, not sent"


async def test_each_target_has_its_own_history(serve: Serve) -> None:
    first, second = serve(behaviours.echo), serve(behaviours.echo)
    async with desk(first.target) as d:
        await d.type("to the first")
        await d.press("enter")
        d.bench.open(parse_target(second.target))
        await d.until(lambda: d.session.conn == 2)
        await d.press("up")
        assert d.session.editor.text == ""
        await d.press("ctrl+r")
        await d.until_drawn("nothing was sent to this target yet")


async def test_a_paste_that_was_not_decided_on_stays_with_its_connection(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(server.target) as d:
        await d.until_drawn("● ESTABLISHED")
        first = d.session
        await d.paste("one\rtwo")
        d.bench.open(parse_target(server.target))
        await d.until(lambda: d.session.conn == 2)
        assert first.editor.text == "one\ntwo"
        assert d.bench.prompt.mode is d.bench.prompt.lines
