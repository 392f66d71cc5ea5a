"""Secrets in what is drawn: dots in their places, in rows, in hex and in texts for reading, and nothing else moves."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from tcptui.journal.cuts import HEX, TEXT
from tcptui.journal.masking import Credentials
from tcptui.journal.rows import Rows
from tcptui.protocol.encodings import decode
from tcptui.protocol.events import Concealed, Direction
from tcptui.protocol.glyphs import pieces
from tcptui.protocol.wording import PLAIN
from tcptui.requests.comparing import Utterance
from tcptui.requests.comparing.secrets import Secrets
from tcptui.ui.comparison.aligned import lines
from tcptui.ui.messageview.contents import hex_lines, text_lines
from tcptui.ui.render import Inks
from tcptui.ui.rowbytes import RowBytes
from tcptui.ui.rowlayout import Look, RowLayout, View
from tcptui.ui.veiled import VEIL, veiled
from tcptui.ui.veiledtext import HIDDEN, marked_as, marked_pieces, marked_text, places, without
from tests.journal.recording import STARTED, Recording, record

NONE = Style.null()
TONES = dict.fromkeys(("event", "good", "warning", "failure", "muted"), NONE)
INKS = Inks(NONE, NONE, NONE, NONE, NONE, NONE, NONE, TONES, {})  # type: ignore[arg-type]

Step = tuple[int, str, bytes]


def laid(recording: Recording, view: View = "text", secrets: int | None = 0, width: int = 400) -> list[str]:
    """The rows of connection 1 as they are drawn, without their margin."""
    rows = Rows(recording.log, 1, TEXT if view == "text" else HEX)
    layout = RowLayout(rows, Look(view, PLAIN, "start", "utf-8", secrets), STARTED, width, INKS)
    first = rows.first()
    return [line.text[12:].rstrip() for row in (rows.onward(first) if first else ()) for line in layout(row)]


def texts(*steps: Step, told: tuple[tuple[Direction, int, int], ...] = (), secrets: int | None = 0) -> list[str]:
    with record(*steps) as recording:
        for direction, start, end in told:
            recording.writer.event(Concealed(1, recording.clock, direction, start, end))
        recording.writer.flush()
        return laid(recording, secrets=secrets)


def one(*steps: Step) -> str:
    """All of a stream's rows joined."""
    return "".join(texts(*steps))


AUTHORIZED = "GET / HTTP/1.1\r\nAuthorization: Bearer a€\r\n b\r\nX: y\r\n\r\n".encode()
SHOWN = "GET / HTTP/1.1␍␊Authorization: •••••••••••␍␊ •␍␊X: y␍␊␍␊"


def test_the_value_of_a_credential_is_dots_a_byte_each_and_its_line_ends_are_shown() -> None:
    assert one((1, "out", AUTHORIZED)) == SHOWN


def test_so_it_is_in_whatever_pieces_it_went() -> None:
    assert one(*((1, "out", AUTHORIZED[at : at + 1]) for at in range(len(AUTHORIZED)))) == SHOWN
    for cut in range(1, len(AUTHORIZED)):
        assert one((1, "out", AUTHORIZED[:cut]), (1, "out", AUTHORIZED[cut:])) == SHOWN


def test_what_comes_between_does_not_lift_the_veil() -> None:
    assert texts((1, "out", b"Cookie: ab"), (1, "in", b"x\n"), (1, "event", b""), (1, "out", b"cd\r\nY: z\r\n")) == [
        "Cookie: ••", "x␊", " the peer closed its side (FIN) after 0 bytes", "••␍␊", "Y: z␍␊",
    ]  # fmt: skip


def test_a_line_so_long_that_it_is_several_rows_is_hidden_in_each() -> None:
    shown = texts((1, "in", b"Set-Cookie: " + b"x" * 3000 + b"\nfree\n"))
    assert "x" not in "".join(shown)
    assert shown[-1] == "free␊"


def test_what_the_record_tells_is_hidden_wherever_it_stands() -> None:
    assert texts((1, "in", b'{"key": "s3cret"}\n'), told=(("in", 9, 15),)) == ['{"key": "••••••"}␊']
    assert texts((1, "in", b"a\xe2\x82\xacb\n"), told=(("in", 2, 3),)) == ["a•••b␊"]
    assert texts((1, "in", b"abc\n"), (1, "out", b"abc\n"), told=(("out", 1, 2),)) == ["abc␊", "a•c␊"]


def test_all_is_shown_where_it_is_asked_for() -> None:
    assert "".join(texts((1, "out", AUTHORIZED), secrets=None)) == "".join(p.text for p in pieces(AUTHORIZED.decode()))


def test_hex_shows_neither_value_nor_character_and_stands_where_it_stood() -> None:
    with record((1, "out", b"Cookie: a=1\r\nX: y")) as recording:
        bare, hidden = laid(recording, "hex", None, 100), laid(recording, "hex", 0, 100)
    assert hidden == [
        "00000000  43 6f 6f 6b 69 65 3a 20  •• •• •• 0d 0a 58 3a 20 Cookie: •••␍␊X:",
        "00000010  79                                               y",
    ]
    assert [len(line) for line in hidden] == [len(line) for line in bare]


@given(text=st.text(alphabet="aé€😀e\u0301\x1b\r\n:", max_size=30), data=st.data())
def test_pieces_keep_their_bytes_and_none_that_is_hidden_is_left(text: str, data: st.DataObject) -> None:
    raw = text.encode()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    before, after = pieces(text), veiled(pieces(text), 100, [(100 + start, 100 + end)] if start < end else [])
    assert sum(piece.size for piece in after) == len(raw)
    at = 0
    for piece in after:
        reached = start < end and at < end and at + piece.size > start
        assert not reached or piece.text in "␍␊" or set(piece.text) == {VEIL}
        assert piece.single or len(piece.text) == piece.size
        at += piece.size
    if start == end:
        assert before == after


# Texts for reading ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "shift_jis", "cp1252", "utf-7"])
def test_characters_of_which_a_byte_is_hidden_are_marked(encoding: str) -> None:
    text = "a日本\r\nb" if encoding != "cp1252" else "aÖß\r\nb"
    data = text.encode(encoding)
    assert marked_text(data, encoding, []) == text
    assert marked_text(data, encoding, [(0, len(data))]).translate({ord(HIDDEN): "."}) == "...\r\n."
    assert marked_text(data, encoding, [(0, 1)])[0] == HIDDEN
    assert marked_text(data, encoding, [(len(data) - 1, len(data))])[-1] == HIDDEN


@given(data=st.binary(max_size=40), start=st.integers(0, 40), end=st.integers(0, 40))
def test_marking_never_shows_a_hidden_byte_and_never_fails(data: bytes, start: int, end: int) -> None:
    marked = marked_text(data, "utf-8", [(start, end)] if start < end else [])
    assert len(marked) == len(decode(data, "utf-8")[0])
    seen = marked.replace(HIDDEN, "").encode("utf-8", "surrogateescape")
    kept = data[:start] + bytes(byte for byte in data[start:end] if byte in b"\r\n") + data[max(start, end) :]
    assert len(seen) <= len(kept)


def test_nothing_that_a_peer_sends_is_the_mark() -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-7", "gb18030", "cp1252"):
        for data in (b"\xed\xa0\x80", b"\x00\xd8", b"\xd8\x00", b"\x00\xd8\x00\x00", b"+2AA-"):
            assert HIDDEN not in marked_text(data, encoding, [])
    assert HIDDEN not in without("\ud800", set())


def test_a_text_for_reading_has_neither_credentials_nor_what_was_told() -> None:
    shown = without("Cookie: abc\r\nthe café of cafe\n", {"café".encode(), b"caf"})
    assert shown.replace(HIDDEN, ".") == "Cookie: ...\r\nthe .... of ...e\n"
    assert without("nothing\n", set()) == "nothing\n"
    assert without("\udc80 is half a pair", {b"half"}) == "\udc80 is .... a pair".replace(".", HIDDEN)


def test_bytes_for_reading_likewise() -> None:
    assert places(b"x\x00abc\nToken: z", {b"abc", b"bc", b""}) == [(2, 5), (13, 14)]
    assert places(b"abc", set()) == []


def test_dots_are_drawn_for_marks_and_are_no_text() -> None:
    assert [(piece.text, piece.glyph) for piece in marked_pieces(f"a{HIDDEN * 2}•")] == [
        ("a", False), ("••", True), ("•", False),
    ]  # fmt: skip
    assert marked_as("a**d*", "abcd*") == f"a{HIDDEN * 2}d*"


def test_lines_of_a_message_hide_in_text_and_in_hex() -> None:
    text = ["".join(words for words, _ in line).strip() for line in text_lines(b"ab\ncd", "utf-8", 80, [(1, 4)])]
    assert text == ["a•␊", "•d"]
    [line] = hex_lines(b"a\nbcdefghi", 80, [(1, 3), (8, 9)])
    assert "".join(words for words, _ in line).split() == [
        "000000", "61", "0a", "••", "63", "64", "65", "66", "67", "••", "69", "a␊•cdefg•i",
    ]  # fmt: skip
    assert [words for words, tone in line if tone == "muted" and VEIL in words] == ["••", "••", "a␊•cdefg•i"]


def test_whole_messages_beside_each_other_tell_secrets_by_their_numbers() -> None:
    head = b"HTTP/1.1 200 OK\r\nCookie: abcd\r\nX: k3ys\r\nContent-Length: %d\r\n\r\n"
    for body, shown in ((b"one k3ys\ntwo", ["one ‹secret 2›", "two"]), (b"\x00k3ys\xff", ["000000 00 ‹secret 2› ff"])):
        data = head % len(body) + body
        spots = tuple((at, at + 4) for at in (data.index(b"abcd"), data.index(b"k3ys")))
        one = Utterance("in", "response", data, len(data), 1, secrets=spots)
        found = lines("http", one, Secrets([one]).of(one))
        assert found[1:3] == ["Cookie: ‹secret 1›", "X: ‹secret 2›"]
        assert found[-len(shown) :] == shown


_LINES = (b"Cookie: ab", b"\r\n", b"\n", b" ", b"\t", b"X: y", b":", b"x" * 300, b"Token", b" : ", b"\xff", b"a")
_PIECES = st.lists(st.sampled_from(_LINES), max_size=24)


@settings(max_examples=150, deadline=None)
@given(stream=_PIECES, cuts=st.lists(st.integers(0, 400), max_size=5), between=st.booleans())
def test_rows_hide_what_the_whole_stream_has_as_credentials(
    stream: list[bytes], cuts: list[int], between: bool
) -> None:
    data = b"".join(stream)
    ends = sorted({*(cut for cut in cuts if cut < len(data)), len(data)})
    steps: list[Step] = []
    for begin, end in itertools.pairwise([0, *ends]):
        if begin < end:
            steps += [(1, "in", data[begin:end]), *([(1, "out", b"-")] if between else [])]
    wanted = {at for start, end in Credentials().find(data) for at in range(start, end)}
    with record(*steps) as recording:
        for cut in (TEXT, HEX):
            rows = Rows(recording.log, 1, cut)
            for order in (list, reversed):
                bytes_of, found = RowBytes(rows), set()
                for row in order(list(rows.onward(first)) if (first := rows.first()) else []):
                    if row.is_data and row.direction == "in":
                        found |= {
                            at for start, end in bytes_of.hidden(row, bytes_of.of(row)) for at in range(start, end)
                        }
                assert found == wanted


def test_a_credential_that_was_typed_key_by_key_and_echoed_is_hidden_to_its_end() -> None:
    typed = b"Authorization: Bearer " + b"s" * 200
    steps = [(1, way, typed[at : at + 1]) for at in range(len(typed)) for way in ("out", "in")]
    with record(*steps) as recording:
        rows = Rows(recording.log, 1, TEXT)
        for order in (list, reversed):
            hiding = RowBytes(rows)
            assert all(
                hiding.hidden(row, hiding.of(row)) == [(row.offset, row.offset + 1)] for row in order(rows.last(30))
            )


def test_a_long_credential_and_one_over_many_lines_are_hidden_to_their_ends() -> None:
    assert not set("".join(texts((1, "in", b"Cookie: " + b"s" * 40_000)))[8:]) - {VEIL}
    folded = texts((1, "in", b"Cookie: s\r\n" + b" s\r\n" * 100 + b"X: y\r\n"))
    assert folded == ["Cookie: •␍␊", *[" •␍␊"] * 100, "X: y␍␊"]
