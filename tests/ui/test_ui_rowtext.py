"""Rows as text: characters that a row's end or a record's end splits, encodings, times, and widths."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tcptui.journal.cuts import TEXT
from tcptui.journal.rows import Rows
from tcptui.protocol.encodings import decode
from tcptui.protocol.events import RunStarted
from tcptui.protocol.glyphs import pieces
from tcptui.protocol.wording import PLAIN
from tcptui.ui.render import Inks
from tcptui.ui.rowlayout import Look, RowLayout
from tcptui.ui.rowtimes import clock
from tests.journal.recording import STARTED, record
from tests.ui.panes import alone

NONE = Style.null()
TONES = dict.fromkeys(("event", "good", "warning", "failure", "muted"), NONE)
INKS = Inks(NONE, NONE, NONE, NONE, NONE, NONE, NONE, TONES, {})  # type: ignore[arg-type]


def texts(steps: list[tuple[int, str, bytes]], encoding: str = "utf-8", width: int = 4000) -> list[str]:
    """The rows of connection 1 as they are drawn, without their margin."""
    with record(*steps) as recording:
        rows = Rows(recording.log, 1, TEXT)
        layout = RowLayout(rows, Look("text", PLAIN, "start", encoding), STARTED, width, INKS)
        first = rows.first()
        every = list(rows.onward(first)) if first else []
        return [line.text[12:].rstrip() for row in every for line in layout(row)]


def test_a_character_that_the_cut_of_a_long_line_splits_stands_whole_where_it_begins() -> None:
    euro = "€".encode()
    assert texts([(1, "in", b"x" * 1023 + euro + b"y\n")]) == ["x" * 1023 + "€", "y␊"]


def test_a_mark_stays_with_its_letter_across_a_cut() -> None:
    assert texts([(1, "in", b"x" * 1023 + "e\u0301y\n".encode())]) == ["x" * 1023 + "e\u0301", "y␊"]


@pytest.mark.parametrize("between", [[], [(1, "out", b"!\n")], [(1, "event", b"")], [(2, "in", b"noise\n")]])
def test_a_character_whose_halves_come_apart(between: list[tuple[int, str, bytes]]) -> None:
    euro = "€".encode()
    shown = texts([(1, "in", b"a" + euro[:1]), *between, (1, "in", euro[1:] + b"b\n")])
    assert "".join(line for line in shown if "!" not in line and "closed" not in line) == "a€b␊"


async def test_a_character_is_whole_as_soon_as_its_rest_is_there() -> None:
    euro = "€".encode()
    async with alone((1, "in", b"a" + euro[:2])) as a:
        assert a.texts() == ["a\\xe2\\x82", *[""] * 9]
        await a.more((1, "in", euro[2:] + b"b"))
        assert a.texts()[0] == "a€b"


async def test_so_it_is_when_the_row_has_ended_before_the_rest_came() -> None:
    euro = "€".encode()
    async with alone((1, "in", b"a" + euro[:2]), (1, "out", b"!")) as a:
        assert a.texts()[:2] == ["a\\xe2\\x82", "!"]
        await a.more((1, "in", euro[2:] + b"b"))
        assert a.texts()[:3] == ["a€", "!", "b"]


def test_the_line_end_of_utf_16_is_no_row_of_its_own() -> None:
    data = "Grüße\n日本\n".encode("utf-16-le")
    assert texts([(1, "in", data)], "utf-16-le") == ["Grüße␊", "日本␊"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "shift_jis", "gb18030", "euc_jp", "cp1252"])
@settings(max_examples=25)
@given(
    text=st.text(alphabet="ab é日本語 \n0Яn", min_size=1, max_size=40),
    repeat=st.integers(1, 60),
    cuts=st.lists(st.integers(1, 200), max_size=5),
)
def test_rows_together_show_what_the_whole_would(encoding: str, text: str, repeat: int, cuts: list[int]) -> None:
    data = (text * repeat).encode(encoding, "ignore")
    steps: list[tuple[int, str, bytes]] = []
    for size in cuts:
        steps.append((1, "in", data[:size]))
        data = data[size:]
    steps.append((1, "in", data))
    whole = b"".join(piece for _, _, piece in steps)
    expected = "".join(piece.text for piece in pieces(*decode(whole, encoding)))
    assert "".join(texts([step for step in steps if step[2]], encoding)).replace(" ", "") == expected.replace(" ", "")


@given(st.text(alphabet="a日e\u0301ि\u0915\U0001f468\u200d\x1b\u202e", max_size=40), st.integers(2, 20))
def test_no_line_is_wider_than_the_window_and_no_character_is_split(text: str, width: int) -> None:
    lines = texts([(1, "in", text.encode() + b"\n")], width=width + 12)
    assert all(cell_len(line) <= width for line in lines)
    assert not any(line.startswith(("\u0301", "ि")) for line in lines)


def test_vowel_signs_take_the_cell_that_terminals_give_them() -> None:
    assert texts([(1, "in", "हिन्दी|".encode())], width=12 + 6) == ["हिन्दी|"]


async def test_times_by_the_clock_and_since_the_row_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    async with alone((1, "in", b"a\n")) as a:
        a.app.recording.clock += 2_500_000_000
        await a.more((1, "in", b"b\n"), (1, "in", b"c\n"))
        assert [line[:9] for line in a.lines()[:3]] == ["   +0.000", "   +2.500", "   +2.500"]
        a.pane.time_mode = "last"
        await a.pilot.pause()
        assert [line[:9] for line in a.lines()[:3]] == ["   +0.000", "   +2.500", "   +0.000"]
        a.pane.time_mode = "absolute"
        await a.pilot.pause()
        assert [line[:12] for line in a.lines()[:3]] == ["00:00:00.000", "00:00:02.500", "00:00:02.500"]
    monkeypatch.undo()
    time.tzset()


def test_the_clock_counts_from_the_runs_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    started = RunStarted(0, 5_000_000_000, "0", 86_399_900_000_000, "test")
    assert clock(5_000_000_000, started) == "23:59:59.900"
    assert clock(5_200_000_000, started) == "00:00:00.100"
    monkeypatch.undo()
    time.tzset()
