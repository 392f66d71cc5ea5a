"""HTTP responses cut into messages: RFC 9112 as a table, every row whole, byte by byte and in pieces."""

from __future__ import annotations

import pytest

from tcptui.protocol.framing.http_sides import ResponseDecoder, Unanswered
from tests.protocol.reading import responses

OK = b"HTTP/1.1 200 OK\r\n"


def head(*lines: bytes, start: bytes = OK) -> bytes:
    return start + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


COMPLETE = {
    "Content-Length": head(b"Content-Length: 5") + b"hello",
    "Content-Length in other letters": head(b"CONTENT-length:5\t") + b"hello",
    "Content-Length 0": head(b"Content-Length: 0"),
    "Content-Length with zeros in front": head(b"Content-Length: 0005") + b"hello",
    "Content-Length said twice, the same": head(b"Content-Length: 5", b"content-length: 05") + b"hello",
    "Content-Length as a list of the same": head(b"Content-Length: 5, 5") + b"hello",
    "chunked": head(b"Transfer-Encoding: chunked") + b"5\r\nhello\r\n3\r\nabc\r\n0\r\n\r\n",
    "chunked in other letters": head(b"TRANSFER-encoding: Chunked") + b"0\r\n\r\n",
    "chunked behind gzip": head(b"Transfer-Encoding: gzip, chunked") + b"5\r\nhello\r\n0\r\n\r\n",
    "chunked on a line of its own": head(b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "chunk extensions": head(b"Transfer-Encoding: chunked") + b'5;a=b;c="d e"\r\nhello\r\n0;x\r\n\r\n',
    "chunk size with zeros and blanks": head(b"Transfer-Encoding: chunked")
    + b"0000000000000000005 \t\r\nhello\r\n00\r\n\r\n",
    "chunk size in capitals": head(b"Transfer-Encoding: chunked") + b"A\r\n0123456789\r\n0\r\n\r\n",
    "trailers": head(b"Transfer-Encoding: chunked") + b"0\r\nA: b\r\nC: d\r\n\r\n",
    "chunked wins over Content-Length": head(b"Content-Length: 99", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "chunked wins over a bad Content-Length": head(b"Transfer-Encoding: chunked", b"Content-Length: x") + b"0\r\n\r\n",
    "no header at all but a length of none": head(start=b"HTTP/1.1 204 No Content\r\n"),
    "304 with a length": head(b"Content-Length: 1000", start=b"HTTP/1.1 304 Not Modified\r\n"),
    "204 with a bad length": head(b"Content-Length: x", start=b"HTTP/1.1 204 No Content\r\n"),
    "no reason": head(b"Content-Length: 0", start=b"HTTP/1.1 200 \r\n"),
    "no reason and no blank": head(b"Content-Length: 0", start=b"HTTP/1.1 200\r\n"),
    "more blanks in the status line": head(b"Content-Length: 0", start=b"HTTP/1.1  200  OK\r\n"),
    "HTTP/1.0": head(b"Content-Length: 2", start=b"HTTP/1.0 200 OK\r\n") + b"hi",
    "bare LF": b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
    "bare LF in chunks": head(b"Transfer-Encoding: chunked") + b"5\nhello\n0\nA: b\n\n",
    "an empty header": head(b"X-Empty:", b"Content-Length: 0"),
    "a colon in the value": head(b"Location: http://a:80/", b"Content-Length: 0"),
    "a body that looks like a head": head(b"Content-Length: 38") + head(b"Content-Length: 2"),
    "latin-1 in a value": head(b"X: caf\xe9", b"Content-Length: 0"),
}


@pytest.mark.parametrize("raw", COMPLETE.values(), ids=COMPLETE.keys())
def test_a_complete_response_ends_at_its_last_byte(raw):
    [found] = responses(raw, fin=False)
    assert (found.start, found.end, found.kind) == (0, len(raw), "response")
    assert found.complete
    assert found.final
    assert found.problem is None


@pytest.mark.parametrize("raw", COMPLETE.values(), ids=COMPLETE.keys())
def test_what_follows_belongs_to_the_next_one(raw):
    first, second = responses(raw + COMPLETE["Content-Length"], "GET", "GET", fin=False)
    assert (first.end, second.end) == (len(raw), len(raw) + len(COMPLETE["Content-Length"]))


def test_a_response_says_its_status_and_first_line():
    [found] = responses(head(b"Content-Length: 0", start=b"HTTP/1.1 404 Not \xe9 Found\r\n"))
    assert (found.status, found.text) == (404, "HTTP/1.1 404 Not é Found")


def test_a_first_line_is_kept_up_to_200_characters():
    [found] = responses(head(b"Content-Length: 0", start=b"HTTP/1.1 200 " + b"x" * 500 + b"\r\n"))
    assert found.text == "HTTP/1.1 200 " + "x" * 187


CLOSE_DELIMITED = {
    "without a length": head(b"A: b") + b"all of this",
    "without any header": head() + b"all of this",
    "HTTP/1.0": head(start=b"HTTP/1.0 200 OK\r\n") + b"all",
    "empty": head(),
    "coding that does not end with chunked": head(b"Transfer-Encoding: chunked, gzip", b"Content-Length: 1") + b"abc",
    "unknown coding": head(b"Transfer-Encoding: br") + b"abc",
}


@pytest.mark.parametrize("raw", CLOSE_DELIMITED.values(), ids=CLOSE_DELIMITED.keys())
def test_without_a_length_the_fin_ends_it(raw):
    assert responses(raw, fin=False) == []
    [found] = responses(raw)
    assert found.complete
    assert found.end == len(raw)


def test_identity_is_no_coding():
    [found] = responses(head(b"Transfer-Encoding: identity", b"Content-Length: 2") + b"hi", fin=False)
    assert found.complete
    assert found.notes == ("the obsolete Transfer-Encoding identity at byte 17",)


CUT = [
    (b"H", "in the first line", None, None),
    (b"HTTP/1.1 200", "in the first line", None, None),
    (OK, "in the header", None, None),
    (OK + b"A: b\r\nConte", "in the header", None, None),
    (OK + b"A: b\r\n\r", "in the header", None, None),
    (head(b"Content-Length: 43"), "in the body", 43, 200),
    (head(b"Content-Length: 43") + b"x" * 42, "in the body", 1, 200),
    (head(b"Content-Length: 1000000000000000000") + b"x", "in the body", 10**18 - 1, 200),
    (head(b"Transfer-Encoding: chunked"), "before the first chunk", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"5", "before the first chunk", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"5\r\n", "in a chunk", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"5\r\nhel", "in a chunk", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"5\r\nhello\r", "in a chunk", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"5\r\nhello\r\n", "between chunks", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"5\r\nhello\r\n3", "between chunks", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"0\r\n", "in the trailer", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"0\r\nA: b\r\n", "in the trailer", None, 200),
    (head(b"Transfer-Encoding: chunked") + b"0\r\n\r", "in the trailer", None, 200),
]


@pytest.mark.parametrize(("raw", "where", "missing", "status"), CUT)
def test_a_fin_that_cuts_a_response_is_told_with_its_place(raw, where, missing, status):
    [found] = responses(raw)
    assert not found.complete
    assert (found.where, found.missing, found.status, found.problem) == (where, missing, status, None)


BROKEN = {
    "HTML at once": (b"<html>", 0, 0, "does not begin with a status line"),
    "rubbish after a few good letters": (b"HTTQ", 0, 0, "does not begin with a status line"),
    "a banner": (b"220 mail ready\r\n", 0, 0, "does not begin with a status line"),
    "behind empty lines": (b"\r\n\r\nnope", 4, 4, "does not begin with a status line"),
    "a bare CR": (b"\rHTTP/1.1 200 OK\r\n\r\n", 0, 0, "does not begin with a status line"),
    "no status": (b"HTTP/1.1 OK\r\n", 0, 0, "status line can't be read"),
    "two digits": (b"HTTP/1.1 20 OK\r\n\r\n", 0, 0, "status line can't be read"),
    "no version": (b"HTTP/ 200 OK\r\nA: b\r\n\r\n", 0, 0, "status line can't be read"),
    "glued to the reason": (b"HTTP/1.1 200OK\r\n", 0, 0, "status line can't be read"),
    "negative length": (head(b"A: b", b"Content-Length: -1"), 23, 45, "Content-Length is no number"),
    "length with a plus": (head(b"Content-Length: +1"), 17, 39, "Content-Length is no number"),
    "empty length": (head(b"Content-Length:"), 17, 36, "Content-Length is no number"),
    "hex length": (head(b"Content-Length: 0x10"), 17, 41, "Content-Length is no number"),
    "length in other digits": (head("Content-Length: ٥".encode()), 17, 39, "Content-Length is no number"),
    "huge length": (head(b"Content-Length: " + b"9" * 30), 17, 67, "Content-Length is beyond 2^63"),
    "length of 5000 digits": (head(b"Content-Length: " + b"9" * 5000), 17, 5037, "Content-Length is beyond 2^63"),
    "lengths that differ": (head(b"Content-Length: 1", b"Content-Length: 2"), 36, 57, "Content-Lengths differ"),
    "a list that differs": (head(b"Content-Length: 1, 2"), 17, 41, "Content-Lengths differ"),
}


@pytest.mark.parametrize(("raw", "at", "end", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_an_impossible_framing_is_a_problem_with_its_offset(raw, at, end, words):
    found, *rest = responses(raw + b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    assert not found.complete
    assert found.end == end
    assert found.problem is not None
    assert words in found.problem
    assert f"at byte {at}:" in found.problem
    assert [(one.kind, one.final) for one in rest] == [("extra", False)]


BROKEN_CHUNKS = {
    "no hex": (b"xyz\r\n", 0, "chunk size can't be read"),
    "nothing": (b"\r\n", 0, "chunk size can't be read"),
    "a sign": (b"+5\r\nhello", 0, "chunk size can't be read"),
    "an 0x": (b"0x5\r\nhello", 0, "chunk size can't be read"),
    "an underscore": (b"1_0\r\n", 0, "chunk size can't be read"),
    "words behind it": (b"5 hello\r\n", 0, "chunk size can't be read"),
    "larger than any connection": (b"f" * 16 + b"\r\n", 0, "chunk size can't be read"),
    "no end": (b"5;" + b"x" * 20000, 0, "chunk-size line is longer"),
    "more data than said": (b"5\r\nhello!\r\n", 8, "not followed by a line end"),
    "CR without LF": (b"5\r\nhello\rX", 8, "not followed by a line end"),
    "the second one": (b"5\r\nhello\r\nzz\r\n", 10, "chunk size can't be read"),
}


@pytest.mark.parametrize(("chunks", "at", "words"), BROKEN_CHUNKS.values(), ids=BROKEN_CHUNKS.keys())
def test_a_broken_chunk_is_a_problem_where_it_begins(chunks, at, words):
    start = head(b"Transfer-Encoding: chunked")
    found, *rest = responses(start + chunks)
    assert (found.complete, found.status, found.end) == (False, 200, len(start) + at)
    assert found.problem is not None
    assert words in found.problem
    assert f"at byte {len(start) + at}:" in found.problem
    assert [one.kind for one in rest] == ["extra"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (OK + b"A: " + b"x" * 300_000 + b"\r\n\r\n", "head is longer than 256 KB"),
        (b"HTTP/1.1 200 " + b"x" * 300_000, "head is longer than 256 KB"),
        (head(b"Transfer-Encoding: chunked") + b"0\r\nA: " + b"x" * 300_000, "trailer is longer than 256 KB"),
    ],
    ids=["a header", "the status line", "the trailer"],
)
def test_a_head_has_a_limit(raw, words):
    # Byte by byte three times 300 KB would only take time: sizes that straddle the limit do.
    for size in (len(raw), 1000, 65536):
        decoder = ResponseDecoder(Unanswered())
        found = [one for at in range(0, len(raw), size) for one in decoder.feed(raw[at : at + size])]
        assert len(found) == 1
        assert found[0].problem is not None
        assert words in found[0].problem


def test_a_head_just_under_the_limit_is_read():
    raw = head(b"A: " + b"x" * (256 * 1024 - 45), b"Content-Length: 0")
    assert len(raw) <= 256 * 1024
    decoder = ResponseDecoder(Unanswered())
    [found] = decoder.feed(raw)
    assert found.complete


NOTED = {
    "no colon": (head(b"nonsense", b"Content-Length: 0"), "a malformed header line at byte 17"),
    "a blank in the name": (head(b"A b: c", b"Content-Length: 0"), "a malformed header line at byte 17"),
    "no name": (head(b": c", b"Content-Length: 0"), "a malformed header line at byte 17"),
    "NUL in a value": (head(b"A: \0", b"Content-Length: 0"), "a malformed header line at byte 17"),
    "bare CR in a value": (head(b"A: b\rc", b"Content-Length: 0"), "a malformed header line at byte 17"),
    "second line": (head(b"A: b", b"nonsense", b"Content-Length: 0"), "a malformed header line at byte 23"),
    "folded": (head(b"A: b", b" c", b"Content-Length: 0"), "a folded header line at byte 23"),
    "folded length": (head(b"Content-Length:", b"\t0"), "a folded header line at byte 34"),
    "folded first line": (head(b" A: b", b"Content-Length: 0"), "a folded header line at byte 17"),
    "blank before the colon": (
        head(b"Content-Length : 0"),
        "a header line with a space before its colon at byte 17",
    ),
    "bare LF": (OK + b"Content-Length: 0\n\r\n", "a line end without CR at byte 34"),
    "bare LF in the status line": (
        b"HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        "a line end without CR at byte 15",
    ),
    "repeated length": (
        head(b"Content-Length: 0", b"Content-Length: 0"),
        "a repeated Content-Length at byte 36",
    ),
    "empty lines before": (b"\r\n\n" + head(b"Content-Length: 0"), "empty lines before the message at byte 0"),
    "both lengths": (
        head(b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        "a Transfer-Encoding beside a Content-Length, which then counts for nothing at byte 36",
    ),
    "chunked in 1.0": (
        head(b"Transfer-Encoding: chunked", start=b"HTTP/1.0 200 OK\r\n") + b"0\r\n\r\n",
        "a Transfer-Encoding in HTTP/1.0 at byte 17",
    ),
    "bare LF behind a chunk size": (
        head(b"Transfer-Encoding: chunked") + b"0\n\r\n",
        "a chunk-size line that ends without CR at byte 48",
    ),
    "bare LF behind a chunk": (
        head(b"Transfer-Encoding: chunked") + b"1\r\nx\n0\r\n\r\n",
        "a chunk that ends without CR at byte 51",
    ),
    "malformed trailer": (
        head(b"Transfer-Encoding: chunked") + b"0\r\nA: b\r\nnope\r\n\r\n",
        "a malformed header line at byte 56",
    ),
}


@pytest.mark.parametrize(("raw", "note"), NOTED.values(), ids=NOTED.keys())
def test_what_is_odd_is_noted_with_its_offset_and_never_fatal(raw, note):
    [found] = responses(raw, fin=False)
    assert found.complete
    assert found.problem is None
    assert note in found.notes


def test_offsets_in_notes_are_the_streams():
    first = COMPLETE["Content-Length"]
    _, found = responses(first + NOTED["no colon"][0], "GET", "GET")
    assert found.notes == (f"a malformed header line at byte {len(first) + 17}",)


def test_a_flood_of_odd_lines_is_noted_only_so_often():
    [found] = responses(head(*[b"nonsense"] * 500, b"Content-Length: 0"), fin=False)
    assert len(found.notes) == 8


def test_a_well_formed_response_has_no_notes():
    [found] = responses(COMPLETE["Content-Length"])
    assert found.notes == ()


def test_head_has_no_body_whatever_its_fields_say():
    raw = head(b"Content-Length: 1000")
    first, second = responses(raw + head(b"Transfer-Encoding: chunked"), "HEAD", "HEAD", fin=False)
    assert (first.end, second.complete) == (len(raw), True)


def test_each_answer_is_read_as_its_own_requests():
    data = head(b"Content-Length: 3") + head(b"Content-Length: 3") + b"abc" + head(b"Content-Length: 3")
    found = responses(data, "HEAD", "GET", "HEAD", fin=False)
    assert [one.end - one.start for one in found] == [38, 41, 38]


def test_interim_responses_are_not_final():
    data = head(start=b"HTTP/1.1 100 Continue\r\n") + head(b"Link: <a>", start=b"HTTP/1.1 103 Early Hints\r\n")
    found = responses(data + COMPLETE["Content-Length"], fin=False)
    assert [(one.kind, one.status, one.final) for one in found] == [
        ("interim", 100, False),
        ("interim", 103, False),
        ("response", 200, True),
    ]


def test_behind_101_comes_a_stream():
    start = head(b"Upgrade: websocket", start=b"HTTP/1.1 101 Switching Protocols\r\n")
    found = responses(start + b"\x81\x05hello HTTP/1.1 200 OK\r\n\r\n")
    assert [(one.kind, one.status, one.complete, one.final) for one in found] == [
        ("response", 101, True, True),
        ("stream", None, True, False),
    ]
    assert found[0].end == len(start)


def test_behind_connect_comes_a_stream_only_where_it_worked():
    raw = head(b"Content-Length: 2") + b"hi"
    assert [one.kind for one in responses(raw, "CONNECT")] == ["response", "stream"]
    refused = head(b"Content-Length: 2", start=b"HTTP/1.1 403 No\r\n") + b"hi"
    assert [(one.kind, one.end) for one in responses(refused, "CONNECT")] == [("response", len(refused))]


def test_bytes_behind_the_last_answer_are_extra():
    raw = COMPLETE["Content-Length"]
    found = responses(raw + b" and more")
    assert [(one.kind, one.start, one.complete, one.final) for one in found] == [
        ("response", 0, True, True),
        ("extra", len(raw), True, False),
    ]


def test_a_response_that_nobody_asked_for_is_not_final():
    raw = COMPLETE["Content-Length"]
    asked, unasked = responses(raw + head(b"Content-Length: 0", start=b"HTTP/1.1 408 Timeout\r\n"))
    assert asked.final
    assert (unasked.kind, unasked.status, unasked.final) == ("response", 408, False)


def test_empty_lines_alone_are_no_message():
    [found] = responses(b"\r\n\n\r\n")
    assert (found.kind, found.final) == ("extra", False)


def test_nothing_at_all_finds_nothing():
    assert responses(b"") == []
