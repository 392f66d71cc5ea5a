"""The composer by its keys and by the mouse: the form, the content, the bytes, and what leads from one to the other."""

from __future__ import annotations

from pathlib import Path

from textual.widgets.text_area import Selection

from tcptui.protocol.endpoint import parse_target
from tests.conftest import Serve
from tests.ui.composing import composing, gathering

# Opening and leaving ------------------------------------------------------------------------------------------------


async def test_f2_goes_to_the_composer_and_back_and_esc_closes_it(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("a draft")
        await d.press("f2")
        await d.until(lambda: d.bench.prompt.has_focus)
        await d.until_drawn("composer · none")
        await d.press("f2")
        await d.until(lambda: d.pane.content.has_focus)
        await d.press("escape")
        await d.until(lambda: d.bench.prompt.has_focus and "composer · none" not in d.drawn)
        await d.press("f2")
        await d.until_drawn("a draft")


async def test_each_connection_keeps_its_own_draft(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("first draft")
        first = d.session
        d.bench.open(parse_target(serve(gathering([])).target))
        await d.until(lambda: d.pane.work.typed == "")
        await d.write("second draft")
        d.bench.bring(first)
        await d.until_drawn("first draft")
        assert "second draft" not in d.drawn
        await d.press("ctrl+pagedown")
        await d.until_drawn("second draft")


async def test_on_a_small_screen_it_takes_the_place_of_the_session(serve: Serve) -> None:
    async with composing(serve, size=(80, 24)) as d:
        assert d.pane.region.height == 22
        await d.until_drawn("alt+y copy   alt+p to input line")
        await d.press("alt+l")
        await d.until_drawn("there is one connection only")
        await d.press("f2")
        await d.until(lambda: not d.pane.region.height and d.bench.prompt.has_focus)
        await d.press("f2")
        await d.until(lambda: d.pane.region.height == 22)


async def test_tab_goes_round_its_parts(serve: Serve) -> None:
    async with composing(serve) as d:
        for part in (d.pane.content, d.pane.bytes, d.pane.form):
            await d.press("tab")
            await d.until(lambda part=part: part.has_focus)
        await d.press("shift+tab")
        await d.until(lambda: d.pane.bytes.has_focus)


# The form -----------------------------------------------------------------------------------------------------------


async def test_a_framing_is_typed_or_chosen_and_what_is_none_is_answered(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("hi")
        await d.field("framing", "length:u99")
        await d.until_drawn("'u99' is no way to write a length")
        await d.press("ctrl+s")
        await d.until_drawn("nothing was sent: 'u99'")
        await d.field("framing", "delimiter:[/bold]")
        await d.until(lambda: d.data == b"hi[/bold]")
        await d.until_drawn("composer · delimiter:[/bold]")
        await d.field("framing", "length:u16le")
        await d.until(lambda: d.data == b"\x02\x00hi")
        await d.press("alt+r")
        await d.until_drawn("Messages of which framing?")
        await d.press("b")
        await d.until(lambda: d.data == b"hi\r\n")
        await d.field("framing", "length:u16le")
        await d.press("alt+r", "z")
        await d.until_drawn("take it")
        await d.type("length:u8")
        await d.press("enter")
        await d.until(lambda: d.data == b"\x02hi")


async def test_the_framings_to_choose_from_scroll_between_question_and_keys(serve: Serve) -> None:
    async with composing(serve, size=(80, 24)) as d:
        await d.press("alt+r")
        await d.until_drawn("Messages of which framing?")
        await d.until_drawn("the letter or Enter takes it")
        await d.press("end")
        await d.until_drawn("by its name")
        assert "Messages of which framing?" in d.drawn
        assert "the letter or Enter takes it" in d.drawn


async def test_what_is_typed_goes_on_behind_what_is_there(serve: Serve) -> None:
    async with composing(serve, "resp") as d:
        d.pane.content.focus()
        await d.type(" it")
        await d.until(lambda: d.pane.work.typed == "PING it")
        await d.press("ctrl+home")
        await d.until(lambda: d.pane.content.index == 0)
        await d.press("ctrl+end")
        await d.until(lambda: d.pane.content.index == 7)


async def test_headers_are_added_moved_and_removed_with_their_case(serve: Serve) -> None:
    async with composing(serve, "http") as d:
        await d.field("header:0", "Host: here")
        await d.press("enter")
        await d.type("x-TOKEN: abc")
        await d.until(lambda: b"Host: here\r\nx-TOKEN: abc\r\n\r\n" in d.data)
        await d.press("alt+up")
        await d.until(lambda: b"x-TOKEN: abc\r\nHost: here\r\n" in d.data)
        await d.press("down", "alt+w")
        await d.until(lambda: b"Host" not in d.data)
        assert d.data == b"GET / HTTP/1.1\r\nx-TOKEN: abc\r\n\r\n"


async def test_a_length_is_set_by_hand_left_out_and_filled_in_again(serve: Serve) -> None:
    async with composing(serve, "length:u8") as d:
        await d.write("content")
        await d.field("set:length", "5")
        await d.until_drawn("malformed on purpose: length says 5")
        assert d.data == b"\x05content"
        await d.press("alt+u")
        await d.until(lambda: d.data == b"content")
        await d.press("alt+u")
        await d.until(lambda: d.data == b"\x07content")
        assert "malformed" not in d.drawn
        await d.press("alt+u")
        await d.until(lambda: d.data == b"\x05content")


async def test_a_value_of_which_there_are_few_is_turned_by_arrows(serve: Serve) -> None:
    async with composing(serve, "line") as d:
        await d.write("x")
        d.pane.form.focus()
        d.pane.form.go_to("set:delimiter")
        await d.press("right")
        await d.until(lambda: d.data == b"x\n")
        await d.press("enter")
        await d.until_drawn("crlf")
        await d.press("a")
        await d.until(lambda: d.data == b"x\r\n")


async def test_the_mouse_edits_turns_and_removes(serve: Serve) -> None:
    async with composing(serve, "http") as d:
        box = d.pane.form.region

        async def click(text: str, *, last: bool = False) -> None:
            y = next(y for y in range(box.y, box.bottom) if text in d.lines[y][box.x : box.right])
            x = d.lines[y].rindex(text, box.x, box.right) if last else d.lines[y].index(text, box.x)
            await d.pilot.click(offset=(x, y))

        await click("Host:")
        await d.until_drawn("✕")
        await click("✕")
        await d.until(lambda: b"Host" not in d.data)
        await click("+ header")
        await d.type("A: 1")
        await d.until(lambda: b"A: 1\r\n" in d.data)
        await d.write("body")
        await d.until_drawn("auto")
        await click("auto")
        await d.until_drawn("by hand")


# The content --------------------------------------------------------------------------------------------------------


async def test_json_is_checked_while_it_is_typed_and_formatted(serve: Serve) -> None:
    async with composing(serve) as d:
        d.pane.content.focus()
        await d.press("alt+t")
        await d.write('{"a": 1,\n "b" 2}')
        await d.until_drawn("alt+t as text it goes out as it is")
        await d.until_drawn("Line 2, column 6")
        assert d.pane.content.get_line(1).spans[-1][:2] == (5, 6)
        await d.press("ctrl+s")
        await d.until_drawn("nothing was sent: Line 2, column 6")
        await d.write('{"a": 1, "b": [2]}')
        await d.press("alt+j")
        await d.until(lambda: d.data.startswith(b'{\n  "a": 1,\n'))
        assert not [span for span in d.pane.content.get_line(1).spans if "underline" in str(span.style)]


async def test_json_that_is_none_goes_out_as_text(serve: Serve) -> None:
    async with composing(serve) as d:
        d.pane.action_kind("json")
        await d.write("[1,")
        await d.until_drawn("as text it goes out as it is")
        await d.press("alt+t")
        await d.until(lambda: d.pane.work.kind == "text" and d.data == b"[1,")
        await d.press("alt+t")
        await d.until(lambda: d.pane.content.text == "5b 31 2c")


async def test_the_same_bytes_as_text_json_and_hex(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write(r'"\x41"')
        for typed in ('"A"', "22 41 22"):
            await d.press("alt+t")
            await d.until(lambda typed=typed: d.pane.content.text == typed)
            assert d.data == b'"A"'
        await d.write("00 ff")
        await d.press("alt+t", "alt+t")
        await d.until(lambda: d.pane.content.text == r"\0\xff")
        await d.press("alt+t")
        await d.until_drawn("as json it can't be written")
        await d.until(lambda: d.pane.content.text == "00 ff")
        await d.write("00 ff 1")
        await d.until_drawn("stands alone")
        await d.write("00 ff 1b")
        await d.until(lambda: d.data == b"\x00\xff\x1b")


async def test_a_file_is_the_content(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "content.bin").write_bytes(b"\x00\x01binary")
    async with composing(serve, "length:u8") as d:
        d.pane.action_kind("file")
        await d.type(f"{tmp_path}/con")
        await d.press("tab")
        await d.until(lambda: d.data == b"\x08\x00\x01binary")
        assert d.pane.file.row is not None
        assert d.pane.file.row.value.endswith("/content.bin")
        await d.until_drawn("8 bytes of")
        await d.press("ctrl+s")
        await d.received(b"\x08\x00\x01binary")
        await d.field("framing", "none")
        d.pane.file.focus()
        await d.type(".not")
        await d.until_drawn("can't be read")


async def test_a_file_without_a_path_or_that_is_not_there_is_not_sent(serve: Serve, tmp_path: Path) -> None:
    async with composing(serve, "length:u8") as d:
        await d.write("before")
        d.pane.action_kind("file")
        await d.until_drawn("the path of a file of")
        await d.press("ctrl+s")
        await d.until_drawn("nothing was sent: The content is a file, and no path is given yet.")
        await d.type(f"{tmp_path}/none")
        await d.until_drawn("can't be read")
        assert [each.value for each in d.pane.work.made.settings if each.id == "length"] == ["6"]
        await d.press("ctrl+s")
        await d.until_drawn("nothing was sent: ")
        assert d.session.story.taken == 0


async def test_a_large_file_is_composed_off_the_keys_path(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(3_000_000))
    async with composing(serve, "length:u32be") as d:
        d.pane.action_kind("file")
        await d.type(f"{tmp_path}/large")
        await d.until(lambda: len(d.data) == 3_000_004)
        d.pane.bytes.focus()
        await d.press("end")
        await d.until_drawn("byte 3,000,003 of 3,000,004")
        await d.press("ctrl+s")
        await d.until(lambda: d.session.story.taken == 3_000_004)


async def test_nothing_that_is_typed_or_pasted_acts_on_the_terminal(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("\x1b[31m\u202ered\x9b")
        await d.until(lambda: d.data == "\x1b[31m\u202ered\x9b".encode())
        assert not set("\x1b\u202e\x9b") & set(d.drawn)
        await d.press("alt+t")
        await d.press("alt+t")
        await d.press("escape", "f2")
        await d.field("framing", "http")
        await d.field("set:target", "/\u202e\x07")
        await d.until(lambda: d.pane.form.row is not None and d.pane.form.row.value == "/\u202e\x07")
        assert not set("\x1b\u202e\x07") & set(d.drawn)


async def test_what_is_too_long_to_be_edited_is_not_pasted(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("x" * 70_000)
        await d.until_drawn("that is too long to be edited (65.5 kB at most): take it from a file")
        assert d.data == b""


async def test_a_new_line_becomes_the_chosen_line_end(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("a\nb")
        await d.press("f9")
        await d.until(lambda: d.data == b"a\r\nb")


# The bytes and the form ---------------------------------------------------------------------------------------------


async def test_what_is_edited_is_highlighted_in_the_bytes(serve: Serve) -> None:
    async with composing(serve, "length:u16be") as d:
        await d.write(r"ab\x00c")
        d.pane.content.move_cursor((0, 6))
        await d.until(lambda: d.pane.bytes.spans == ((5, 6),))
        d.pane.form.focus()
        d.pane.form.go_to("set:length")
        await d.until(lambda: d.pane.bytes.spans == ((0, 2),))


async def test_the_bytes_lead_to_what_they_are_from(serve: Serve) -> None:
    async with composing(serve, "http") as d:
        await d.write("body")
        d.pane.bytes.focus()
        await d.press("home", "n")
        await d.until_drawn("byte 16")
        assert d.pane.form.row is not None
        assert d.pane.form.row.id == "header:0"
        await d.press("end")
        await d.until(lambda: d.pane.content.index == 3)
        await d.press("enter")
        await d.until(lambda: d.pane.content.has_focus)


async def test_a_click_on_a_byte_goes_there_and_the_right_button_marks_it(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("hello")
        x = d.lines[d.pane.bytes.region.y].index("65 6c 6c")
        await d.pilot.click(offset=(x, d.pane.bytes.region.y))
        await d.until_drawn("byte 1 of 5 · 0x65 101")
        await d.pilot.click(offset=(x + 3, d.pane.bytes.region.y), button=3)
        await d.until(lambda: d.pane.work.marks == {2})
        await d.until_drawn("65│6c")


# Inserting, copying -------------------------------------------------------------------------------------------------


async def test_a_checksum_of_the_content_is_inserted(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.write("123456789")
        await d.press("alt+i", "a")
        await d.until_drawn("4 bytes: cb f4 39 26")
        await d.press("down", "right")
        await d.until_drawn("4 bytes: 26 39 f4 cb")
        await d.press("enter")
        await d.until(lambda: d.data == b"123456789\x26\x39\xf4\xcb")
        assert d.pane.content.has_focus
        await d.write("<123456789>")
        d.pane.content.selection = Selection((0, 1), (0, 10))
        await d.press("alt+i", "e")
        await d.until_drawn("2 bytes: 29 b1")
        await d.press("enter")
        await d.until(lambda: d.data == b"<123456789\x29\xb1>")


async def test_an_integer_is_inserted_in_hex_and_a_wrong_one_is_answered(serve: Serve) -> None:
    async with composing(serve) as d:
        d.pane.action_kind("hex")
        await d.write("ff")
        await d.press("alt+i", "l", "ctrl+k", "backspace")
        await d.type("99999999999")
        await d.until_drawn("99999999999 does not fit u32be")
        await d.press("enter")
        await d.press(*["backspace"] * 8, "enter")
        await d.until(lambda: d.data == b"\xff\x00\x00\x03\xe7")


async def test_a_file_is_inserted(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "piece").write_bytes(b"\x00piece")
    async with composing(serve) as d:
        await d.write("<>")
        d.pane.content.move_cursor((0, 1))
        await d.press("alt+i", "z")
        await d.type(str(tmp_path / "piece"))
        await d.press("enter")
        await d.until(lambda: d.data == b"<\x00piece>")


async def test_it_is_put_into_the_input_line_with_escapes(serve: Serve) -> None:
    async with composing(serve, "line") as d:
        await d.write(r"a\x01\\b")
        await d.press("alt+p")
        await d.until(lambda: d.bench.prompt.has_focus)
        await d.until_drawn(r"\› a\x01\\b")
        await d.press("enter")
        await d.received(b"a\x01\\b\r\n")


async def test_it_is_copied(serve: Serve) -> None:
    async with composing(serve) as d:
        copied: list[str] = []
        d.app.copy_to_clipboard = copied.append  # type: ignore[method-assign]
        await d.write(r"a\xff")
        await d.press("alt+y")
        await d.until_drawn("Copy 2 bytes as")
        await d.press("h")
        await d.until(lambda: copied == ["61 ff"])


# Help and palette ---------------------------------------------------------------------------------------------------


async def test_help_and_palette_have_its_keys(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.press("f1")
        await d.until_drawn("In the composer")
        await d.until_drawn("composer.send")
        await d.press("escape", "ctrl+p")
        await d.type("how it goes out")
        await d.until_drawn("Composer: How it goes out")
        await d.press("enter")
        await d.until_drawn("bytes: whole, at once")


# What is there already ----------------------------------------------------------------------------------------------


async def test_it_begins_with_what_stands_in_the_input_line_in_its_form(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.press("escape")
        d.bench.open(parse_target(serve(gathering([])).target), "auto")
        d.session.editor.set("POST /a HTTP/1.1\nHost: x\nX-Mine: 1\n")
        await d.press("f2")
        await d.until(lambda: d.data == b"POST /a HTTP/1.1\r\nHost: x\r\nX-Mine: 1\r\n\r\n")
        assert (d.pane.work.framing, d.pane.work.headers) == ("http", ["Host: x", "X-Mine: 1"])
        assert d.session.editor.text.startswith("POST")


async def test_the_line_end_of_the_input_is_left_out_of_a_framed_content(serve: Serve) -> None:
    async with composing(serve) as d:
        await d.press("escape")
        d.bench.open(parse_target(serve(gathering([])).target), "none")
        d.session.editor.set("hello")
        await d.press("f2")
        await d.until(lambda: d.data == b"hello\r\n")
        await d.field("framing", "netstring")
        await d.until_drawn("answers are read as none: m and f in the session's pane read them otherwise")
        await d.until(lambda: d.data == b"5:hello,")
        assert d.pane.content.text == "hello"
        await d.field("framing", "none")
        await d.until(lambda: d.data == b"hello\r\n")


async def test_beside_a_list_of_connections_the_one_in_view_still_has_its_lines(serve: Serve) -> None:
    async with composing(serve) as d:
        for _ in range(7):
            d.bench.open(parse_target(serve(gathering([])).target))
        await d.until(lambda: d.bench.query_one("#connections").region.height == 5)
        await d.until(lambda: d.bench.query_one("#connection").region.height >= 5)
