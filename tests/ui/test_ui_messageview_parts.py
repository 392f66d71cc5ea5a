"""The message view's pure parts: which lines fill its window, a message's line, and what stands below an open one."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tcptui.protocol.events import Message, RunStarted
from tcptui.protocol.framing.telling import Arriving, Standing
from tcptui.ui.messageview.contents import hex_lines, readable_lines, text_lines
from tcptui.ui.messageview.details import Form, Seen, details
from tcptui.ui.messageview.rows import arriving_line, awaited_line, columns, heading, message_line
from tcptui.ui.messageview.times import begun, moment
from tcptui.ui.messageview.window import Spot, Window
from tcptui.ui.widgets.board import Pieces

STARTED = RunStarted(0, 1_000_000_000, "0", 1_580_644_800_000_000_000, "test")


def text(pieces: Pieces) -> str:
    return "".join(words for words, _ in pieces)


def message(**fields: object) -> Message:
    values: dict[str, object] = {
        "conn": 1, "t": 3_000_000_000, "direction": "in", "number": 4, "start": 100, "end": 953, "kind": "response",
        "complete": True, "final": True, "awaited": 0, "text": "HTTP/1.1 200 OK",
    }  # fmt: skip
    return Message(**{**values, **fields})  # type: ignore[arg-type]


# The window -------------------------------------------------------------------------------------------------------


class Shelf:
    """Messages of so many lines each."""

    def __init__(self, *lines: int, first: int = 0) -> None:
        self.first = first
        self.lines = list(lines)
        self.window = Window(
            lambda: range(self.first, self.first + len(self.lines)), lambda n: self.lines[n - self.first]
        )

    def shown(self, height: int = 4) -> list[tuple[int, int]]:
        return [tuple(spot) for spot in self.window.shown(height)]  # type: ignore[misc]


def test_it_follows_the_newest() -> None:
    shelf = Shelf(*[1] * 10)
    assert shelf.shown() == [(6, 0), (7, 0), (8, 0), (9, 0)]
    shelf.lines.append(1)
    assert shelf.shown()[-1] == (10, 0)
    assert shelf.window.here == Spot(10)


def test_it_stays_while_the_cursor_is_elsewhere() -> None:
    shelf = Shelf(*[1] * 10)
    shelf.shown()
    shelf.window.move(-1)
    before = shelf.shown()
    shelf.lines += [1] * 5
    assert shelf.shown() == before
    assert not shelf.window.follows
    shelf.window.move(100)
    assert shelf.window.follows


def test_the_cursor_goes_through_the_lines_of_an_open_message() -> None:
    shelf = Shelf(1, 3, 1)
    shelf.window.put(Spot(1))
    shelf.window.move(1)
    assert shelf.window.here == Spot(1, 1)
    shelf.window.move(2)
    assert shelf.window.here == Spot(2)
    shelf.window.move(-3)
    assert shelf.window.here == Spot(1)
    assert shelf.shown(3) == [(0, 0), (1, 0), (1, 1)] or shelf.shown(3)[0] == (1, 0)


def test_older_ones_that_become_known_move_nothing() -> None:
    shelf = Shelf(*[1] * 6)
    shelf.window.put(Spot(2))
    before = shelf.shown()
    shelf.first, shelf.lines = -100, [1] * 106
    assert shelf.shown() == before


def test_closing_a_message_leaves_the_cursor_on_what_is_left() -> None:
    shelf = Shelf(1, 50, 1)
    shelf.window.put(Spot(1, 40))
    shelf.shown()
    shelf.lines[1] = 1
    assert shelf.window.here == Spot(1)
    assert (1, 0) in shelf.shown()


def test_a_message_is_brought_with_lines_above_it() -> None:
    shelf = Shelf(*[1] * 100)
    shelf.window.bring(50, 2)
    assert shelf.shown() == [(48, 0), (49, 0), (50, 0), (51, 0)]
    shelf.window.first()
    assert shelf.shown()[0] == (0, 0)


def test_an_opened_message_comes_into_view() -> None:
    shelf = Shelf(*[1] * 10)
    shelf.shown()
    shelf.window.move(-1)
    shelf.shown()
    shelf.lines[8] = 3
    shelf.window.reveal(8)
    assert shelf.shown() == [(7, 0), (8, 0), (8, 1), (8, 2)]
    shelf.lines[8] = 30
    shelf.window.reveal(8)
    assert shelf.shown() == [(8, 0), (8, 1), (8, 2), (8, 3)]


def test_an_empty_one_has_no_lines() -> None:
    shelf = Shelf()
    assert shelf.shown() == []
    shelf.window.move(1)
    shelf.window.first()
    assert shelf.window.here is None


def test_a_window_costs_its_height_only() -> None:
    asked = []

    def lines(number: int) -> int:
        asked.append(number)
        return 1

    window = Window(lambda: range(-1_000_000, 1_000_000), lines)
    window.bring(0, 10)
    window.shown(40)
    assert len(asked) < 200


# A line -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [30, 56, 68, 78, 200])
@pytest.mark.parametrize("said", ["HTTP/1.1 200 OK", "日本語" * 40, "\x1b[31m", ""])
def test_a_line_has_exactly_its_width(width: int, said: str) -> None:
    of = columns(width, 12, 9)
    line = text(message_line(message(text=said, after=0.0004), "   +3.000", of, opened=False))
    assert cell_len(line) == max(width, cell_len(line) if width < 40 else width)
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("fields", "told", "tone"),
    [
        ({}, "HTTP/1.1 200 OK", ""),
        ({"problem": "The response breaks its framing at byte 9: no size.", "complete": False},
         "✕ breaks its framing at byte 9: no size.", "failure"),
        ({"problem": "Odd.", "complete": False}, "✕ Odd.", "failure"),
        ({"complete": False, "where": "in the body", "missing": 43},
         "✕ cut in the body, 43 bytes missing · HTTP", "failure"),
        ({"kind": "extra"}, "! answers nothing · HTTP/1.1 200 OK", "warning"),
        ({"notes": ("a bare LF at byte 3",)}, "! HTTP/1.1 200 OK · a bare LF at byte 3", "warning"),
        ({"text": "GET /caf\xc3\xa9", "direction": "out"}, "GET /café", "out"),
    ],
)  # fmt: skip
def test_what_a_line_says_and_in_which_tone(fields: dict[str, object], told: str, tone: str) -> None:
    line = message_line(message(**fields), "   +3.000", columns(120, 12, 9), opened=False)
    assert told in text(line)
    assert next(name for words, name in line if told[:8] in words) == tone


def test_an_answers_time_stands_at_the_right() -> None:
    line = text(message_line(message(after=0.0004), "   +3.000", columns(100, 12, 9), opened=True))
    assert line.startswith("▾ ←    4    +3.000     853 B  response  HTTP/1.1 200 OK")
    assert line.endswith("0.40 ms")


def test_what_is_under_way() -> None:
    of = columns(100, 12, 9)
    known = Arriving("in", 0, 612, 3484, 5)
    assert "… arriving: 612 of 4,096 B, 3,484 missing" in text(arriving_line(known, "", of, over=False))
    assert "✕ 612 of 4,096 B, 3,484 missing" in text(arriving_line(known, "", of, over=True))
    assert "… arriving: 612 B so far" in text(arriving_line(known._replace(missing=None), "", of, over=False))
    assert "… under way: 612 B so far" in text(
        arriving_line(known._replace(missing=None, direction="out"), "", of, over=False)
    )
    lost = text(arriving_line(known._replace(missing=None, lost=True), "", of, over=False))
    assert "612 B behind it that can't be told apart" in lost
    assert "… 2 answers awaited" in text(awaited_line(Standing((known,), 3), "in", of, over=False))
    assert "✕ 1 answer never came" in text(awaited_line(Standing((), 1), "in", of, over=True))


def test_the_heading_says_where_one_is() -> None:
    assert text(heading(columns(100, 12, 9), "3 of 12")).rstrip().endswith("3 of 12  answered")


def test_times_are_those_of_the_first_byte() -> None:
    slow = message(took=0.5)
    assert begun(slow) == 2_500_000_000
    assert moment(begun(slow), "start", STARTED, None) == "   +1.500"
    assert moment(begun(slow), "last", STARTED, 2_000_000_000) == "   +0.500"
    assert moment(begun(slow), "last", STARTED, None) == "   +0.000"


# What is open -----------------------------------------------------------------------------------------------------

JSON = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"a":[1,"b"]}'


def opened(data: bytes, form: Form = "read", width: int = 80, framing: str = "http", **fields: object) -> list[str]:
    of = message(**{"start": 0, "end": len(data), **fields})
    return [text(line) for line in details(Seen(of, data, framing, "utf-8", "s"), form, width)]


def test_parts_by_name_and_json_set_out() -> None:
    lines = opened(JSON, after=0.002)
    assert lines[0] == "    84 bytes from byte 0 · begun 2.00 ms after its request · decoded"
    assert "    Content-Length        13" in lines
    assert any(line.startswith("    ── application/json") for line in lines)
    assert '      "a": [' in lines


def test_a_redis_command_is_read_as_elements_and_each_part_has_its_value() -> None:
    lines = opened(b"*2\r\n$3\r\nGET\r\n$101\r\n" + b"k" * 101 + b"\r\n", framing="resp", width=200)
    at = lines.index("    ── parts")
    assert lines[1:4] == ["    ── content", "    array: 2 elements", '      "GET"']
    assert lines[at + 1 : at + 5] == [
        "    array                 2 elements",
        "    length                3 bytes, bulk string",
        "    bulk string           GET",
        "    CR LF                 ␍␊",
    ]
    assert lines[at + 6] == f"    bulk string           {'k' * 100} … 101 bytes"
    many = opened(b"*500\r\n" + b"$1\r\na\r\n" * 500, framing="resp")
    assert many[-1] == "    … 1,101 more parts"


def test_json_header_fields_are_told_by_their_values() -> None:
    head = b'{"byteorder": "little", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 2}'
    lines = opened(len(head).to_bytes(2, "big") + head + b"{}", framing="json-header", kind="message")
    assert '    content-type          "text/json"' in lines
    assert "    content-length        2" in lines


def test_raw_bytes_are_all_there() -> None:
    assert "    HTTP/1.1 200 OK␍␊" in opened(JSON, "text")
    assert opened(JSON, "hex")[1].startswith("    000000  48 54 54 50 2f 31 2e 31  20 32")
    assert len(opened(JSON, "hex", 60)) == 1 + -(-len(JSON) // 8)


def test_a_content_that_is_no_text_is_shown_in_hex() -> None:
    lines = opened(b"HTTP/1.1 200 OK\r\nContent-Length: 6000\r\n\r\n" + b"\x00\xff" * 3000)
    assert any("no text: 6,000 bytes" in line for line in lines)
    assert any("00 ff 00 ff" in line for line in lines)
    assert any("1,904 bytes more: s saves the message" in line for line in lines)


@pytest.mark.parametrize("form", ["read", "text", "hex"])
@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_fit_the_width_and_nothing_acts(form: Form, width: int) -> None:
    evil = (
        b"HTTP/1.1 200 \x1b[31m\r\nX\x07: \x9b\xe2\x80\xae\r\n"
        + b"Long-" * 30
        + b": 1\r\n\r\n\x1b]0;x\x07\x00"
        + b"a" * 300
    )
    lines = opened(evil, form, width, notes=("\x1b odd",), problem="\x07 bad", complete=False)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set("".join(lines))
    if width >= 40 and form != "hex":
        assert max(map(cell_len, lines)) <= max(width, 45)  # eight bytes in hex


def test_what_is_cut_says_where_and_what_is_missing() -> None:
    lines = opened(JSON[:-5], complete=False, missing=5, where="in the body")
    assert "    ✕ cut in the body: 5 bytes never came" in lines


def test_a_message_that_is_too_long_says_so() -> None:
    lines = opened(JSON, end=len(JSON) + 5_000_000)
    assert lines[-1] == "    these are the first 84 B of 5.0 MB: s saves all"
    many = opened(b"\n" * 30_000, "text")
    assert many[-1] == "    … more lines than are shown here: s saves all of it"
    assert len(many) < 21_000


def test_text_in_another_encoding() -> None:
    assert [text(line) for line in text_lines("日本\n語".encode("shift_jis"), "shift_jis", 80)] == [
        "    日本␊",
        "    語",
    ]


def test_reading_expands_tabs_and_keeps_lines() -> None:
    assert [text(line) for line in readable_lines("a\tb\r\n\nc", 80)] == ["    a   b", "    ", "    c"]
    assert [text(line) for line in readable_lines("x" * 20, 14)] == ["    " + "x" * 10, "    " + "x" * 10]


def test_hex_of_nothing_is_nothing() -> None:
    assert list(hex_lines(b"", 80)) == []
