"""ctrl+]: the tcptui> prompt on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk

CTRL_BRACKET = "ctrl+right_square_bracket"


async def command(d: Desk, line: str) -> None:
    await d.type(line)
    await d.press("enter")


async def test_the_prompt_comes_and_goes(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.type("draft")
        await d.press(CTRL_BRACKET)
        await d.until_drawn("tcptui>")
        assert "session ·" in d.drawn, "the session stays above"
        await d.press("enter")
        await d.until_drawn("› draft␍␊")
        await d.press(CTRL_BRACKET, "escape")
        await d.until_drawn("› draft␍␊")
        assert d.workbench.log.read(1, "out", 0, 99) == b""


async def test_status_in_the_sidebar_s_words(serve: Serve) -> None:
    server = serve(behaviours.echo)
    async with desk(server.target) as d:
        await d.type("abc")
        await d.press("enter")
        await d.until_drawn("← abc␍␊")
        await d.press(CTRL_BRACKET)
        await command(d, "stat")
        await d.until_drawn("tcptui> stat")
        await d.until_drawn(f"→ {server.target}")
        assert "out 5 B · acked 5 B · Send-Q 0 B" in d.drawn
        assert "in 5 B" in d.drawn
        assert "PgUp" not in d.drawn
        assert "PgDn" not in d.drawn


async def test_answers_stay_and_can_be_read_again(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target, size=(80, 24)) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press(CTRL_BRACKET)
        await command(d, "?")
        await d.until_drawn("open     connect")
        await d.press("pagedown")
        await d.until_drawn("?        all commands")
        await command(d, "toggle eol")
        await d.until_drawn("eol is lf now")
        await d.press("pageup", "pageup", "pageup")
        await d.until_drawn("open     connect")
        await d.until(lambda: "PgUp: earlier" not in d.drawn, "the first line's border")
        await d.press("escape")
        await d.until(lambda: "eol is lf" not in d.drawn)
        assert "session · text · LF" in d.drawn


@pytest.mark.parametrize(
    ("line", "data"),
    [
        (r"send a\x00\r\n", b"a\0\r\n"),
        ("send hex ff f6", b"\xff\xf6"),
        ("send ayt", b"\xff\xf6"),
        ("send eol", b"\r\n"),
        ("send text eol", b"eol"),
    ],
)
async def test_sending(serve: Serve, line: str, data: bytes) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press(CTRL_BRACKET)
        await command(d, line)
        await d.until(lambda: d.workbench.log.read(1, "out", 0, 99) == data)
        await d.until_drawn(f"sent {len(data)} bytes: {data.hex(' ')}")


async def test_sending_a_file(serve: Serve, tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"\x00\xff\r\n")
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press(CTRL_BRACKET)
        await command(d, f"send file {file}")
        await d.until(lambda: d.workbench.log.read(1, "out", 0, 99) == b"\x00\xff\r\n")
        await command(d, "send file /no/such")
        await d.until_drawn("/no/such can't be read: No such file or directory. Nothing was sent.")


async def test_half_then_close(serve: Serve) -> None:
    async with desk(serve(behaviours.stop_reading).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press(CTRL_BRACKET)
        await command(d, "half")
        await d.until_drawn("we closed our side (FIN)")
        await command(d, "send x")
        await d.until_drawn("nothing can be sent on this connection")
        await command(d, "abort")
        await d.until_drawn("we aborted the connection (RST)")
        await command(d, "close")
        await d.until_drawn("connection 1 is over")
        assert d.session.over


async def test_open_brings_the_new_connection_and_its_line(serve: Serve) -> None:
    server = serve(behaviours.echo)
    host, port = server.target.rsplit(":", 1)
    async with desk() as d:
        await d.press(CTRL_BRACKET)
        await command(d, "status")
        await d.until_drawn("no connection is in view")
        await command(d, "open nowhere:99999999")
        await d.until(lambda: d.drawn.count("99999999") > 1)
        await command(d, f"open {host} {port}")
        await d.until_drawn("● ESTABLISHED")
        assert d.bench.prompt.mode is d.bench.prompt.lines
        await d.press(CTRL_BRACKET)
        await command(d, "logout")
        await d.until(lambda: d.session.over)


async def test_settings_do_what_their_keys_do(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press(CTRL_BRACKET)
        for line in ("set eol lf", "set escapes", "set encoding latin1", "set view hex", "set framing line"):
            await command(d, line)
        await d.until_drawn("framing is line now")
        await command(d, "display")
        await d.until_drawn("encoding   latin-1")
        assert d.bench.pane.view == "hex"
        assert d.bench.framing == "line"
        await d.press("enter")
        await d.type(r"\xe9é")
        await d.press("enter")
        await d.until(lambda: d.workbench.log.read(1, "out", 0, 99) == b"\xe9\xe9\n")


async def test_a_history_of_its_own_and_a_search_in_it(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.type("to the peer")
        await d.press("enter", CTRL_BRACKET)
        await command(d, "status")
        await d.press("up")
        assert "tcptui> status" in d.drawn
        await d.press("ctrl+u", "ctrl+r", "t", "a")
        await d.until_drawn("(search) ta: status")
        await d.press("enter")
        await d.until_drawn("tcptui> status")
        assert d.bench.prompt.at_command
        await d.press("ctrl+u", "enter", "up")
        await d.until_drawn("› to the peer␍␊")


async def test_quit_asks_where_a_connection_is_open(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        await d.press(CTRL_BRACKET)
        await command(d, "q")
        await d.until_drawn("Leave with 1 open connection?")
        await d.press("n")
        await d.until(lambda: d.app.screen is d.bench)


async def test_what_is_typed_behind_the_key_at_once_is_a_command(serve: Serve) -> None:
    from textual import events

    async with desk(serve(behaviours.echo).target) as d:
        await d.until_drawn("● ESTABLISHED")
        for key in (CTRL_BRACKET, *"status", "enter", "enter", "x"):
            d.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await d.until_drawn("› x␍␊")
        assert d.workbench.log.read(1, "out", 0, 99) == b""


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_the_prompt_stays_in_view_beside_a_verdict_and_a_long_answer(size: tuple[int, int]) -> None:
    async with desk("127.0.0.1:1", size=size) as d:
        await d.until_drawn("✕ refused")
        await d.press(CTRL_BRACKET)
        for line in ("?", "status"):
            await command(d, line)
            await d.until_drawn(f"tcptui> {line}")
            await d.until_drawn("a command, ? for all")
