"""What the composer sends: exactly the bytes that it shows, in the pieces and with the ending that were chosen."""

from __future__ import annotations

from tcptui.protocol.endpoint import parse_target
from tests.conftest import Serve
from tests.ui.composing import composing, gathering

FRAMINGS = {
    "none": "plain",
    "line": "a line",
    r"delimiter:\x03": "ends with ETX",
    "fixed:16": "padded",
    "length:u16le,adjust=-2": "counted",
    "length:u32be,offset=1": "behind a type",
    "json-header": '{"action": "search", "value": "🐶"}',
    "http": "a body",
    "until-close": "all of it",
    "netstring": "hello world!",
    "resp": "SET key 'two words'",
    "dns": "a query",
    "tls": "a record",
    "postgresql": "select 1",
    "mysql": "a packet",
    "kafka": "a request",
    "mongodb": "a message",
    "modbus": "read",
}


async def test_what_is_shown_is_what_the_server_gets_under_every_framing(serve: Serve) -> None:
    async with composing(serve) as d:
        sent = b""
        for framing, text in FRAMINGS.items():
            d.pane.set_framing(framing)
            await d.write(text)
            await d.until(lambda text=text: d.pane.work.typed == text)
            assert d.pane.work.problems == (), framing
            assert b"".join(d.data[part.start : part.end] for part in d.pane.bytes.composed.parts) == d.data
            sent += d.data
            await d.press("ctrl+s")
            await d.received(sent)


async def test_it_goes_out_at_marks_with_pauses(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("hello")
        d.pane.bytes.focus()
        await d.press("home", "right", "m", "right", "right", "m")
        await d.until(lambda: d.pane.work.marks == {1, 3})
        await d.until_drawn("in 3 pieces, 100.0 ms apart")
        await d.press("alt+o", "down")
        await d.press("ctrl+a", "ctrl+k")
        await d.type("0.05")
        await d.until_drawn("in 3 pieces, 50.0 ms apart")
        await d.press("enter", "ctrl+s")
        await d.received(b"hello")
        assert d.got == [b"h", b"el", b"lo"]
        d.pane.bytes.focus()
        await d.press("x")
        await d.until_drawn("whole, at once")
        await d.press("alt+o", "right")
        await d.until_drawn("m in the bytes cuts before a byte")
        assert "then the connection stays as it is. There" in d.drawn


async def test_one_byte_at_a_time_several_times_and_then_a_fin(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("abc")
        await d.press("alt+o", "left", "down")
        await d.press("ctrl+a", "ctrl+k", "0", "down", "ctrl+k", "backspace", "2", "down", "right")
        await d.until_drawn("in 3 pieces, 2 times; then our side is closed (FIN)")
        await d.press("enter", "ctrl+s")
        await d.received(b"abcabc")
        await d.until(lambda: d.session.story.half_closed is not None)
        await d.until(lambda: d.got[-1] == b"")


async def test_a_reset_in_the_middle_leaves_the_rest_unsent(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("hello world")
        d.pane.bytes.focus()
        await d.press("home", *["right"] * 5, "m", "alt+o", "down", "down", "down", "left", "down", "right")
        await d.until_drawn("the first 5, at once; then it is reset (RST)")
        await d.press("enter", "ctrl+s")
        await d.until(lambda: d.session.story.verdict is not None)
        assert d.session.story.verdict is not None
        assert d.session.story.verdict.ended_by == "local-rst"
        assert d.session.story.taken == 5


async def test_what_goes_out_leaves_room_for_the_key_that_changes_it(serve: Serve) -> None:
    async with composing(serve, size=(80, 24)) as d:
        await d.write("hello world")
        d.pane.bytes.focus()
        await d.press("home", "right", "m")
        await d.until_drawn("in 2 pieces, 100.0 ms apart; then the conn")
        assert "alt+o change" in d.drawn


async def test_an_ending_before_a_byte_begins_at_the_cursor_or_in_the_middle(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("hello world")
        await d.press("alt+o", "down", "down", "left", "down", "left")
        await d.until_drawn("the first 5, at once; then it is reset (RST)")
        await d.press("escape")
        d.pane.bytes.focus()
        await d.press("home", "right", "right", "alt+o", "down", "down", "left", "down", "left")
        await d.until_drawn("the first 2, at once; then it is reset (RST)")
        await d.press("enter", "ctrl+s")
        await d.until(lambda: d.session.story.verdict is not None)
        assert d.session.story.taken == 2


async def test_what_takes_long_shows_how_far_it_is_and_is_stopped(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("slowly")
        await d.press("alt+o", "left", "down", "ctrl+a", "ctrl+k")
        await d.type("60")
        await d.press("enter", "ctrl+s")
        await d.until_drawn("sending: 1 of 6 bytes")
        await d.press("alt+z")
        await d.until_drawn("stopped after 1 of 6 bytes")
        await d.until(lambda: "sending:" not in d.drawn)
        assert d.got == [b"s"]


async def test_the_record_shows_it_and_the_focus_stays(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("to the peer")
        await d.press("ctrl+s")
        await d.until_drawn("→ to the peer")
        await d.until_drawn("sent 11 bytes")
        assert d.pane.content.has_focus


async def test_it_goes_to_all_that_are_marked(serve: Serve) -> None:
    async with composing(serve) as d:
        other: list[bytes] = []
        await d.press("escape")
        first = d.session
        second = d.bench.open(parse_target(serve(gathering(other)).target))
        d.bench.sessions.marked |= {first.key, second.key}
        await d.press("f2")
        await d.until_drawn("to 2 marked")
        d.pane.set_framing("none")
        await d.write("both")
        await d.press("alt+g")
        await d.until_drawn("on 2 connections")
        await d.received(b"both")
        await d.until(lambda: other == [b"both"])


async def test_without_a_connection_it_says_what_to_do() -> None:
    async with composing(None) as d:
        await d.write("kept")
        for key, told in (
            ("ctrl+s", "nothing was sent: there is no connection yet, ^n opens one"),
            ("alt+g", "no connection is marked"),
            ("alt+z", "nothing is going out"),
        ):
            await d.press(key)
            await d.until_drawn(told)
        assert d.data == b"kept"


async def test_a_connection_that_is_over_can_not_take_it(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("late")
        await d.press("f7")
        await d.until(lambda: d.session.over)
        await d.press("ctrl+s")
        await d.until_drawn("nothing was sent: this connection is over")


async def test_what_has_a_problem_is_not_sent(serve: Serve) -> None:
    async with composing(serve, "length:u8") as d:
        await d.write("x" * 300)
        await d.until_drawn("does not fit u8")
        await d.press("ctrl+s")
        await d.until_drawn("nothing was sent: The length 300 does not fit u8")
        assert d.got == []
