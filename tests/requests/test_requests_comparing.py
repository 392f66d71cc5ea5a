"""Two conversations beside each other."""

from __future__ import annotations

import gzip
import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.requests.comparing import ALWAYS_CHANGING, Incident, Transcript, Utterance, compare, parse_rules, rejudged

DATE = b"Date: Sat, 21 Nov 2026 10:00:0%d GMT\r\n"


def request(data=b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"):
    return Utterance("out", "request", data, len(data), 1, data.split(b"\r\n")[0].decode("latin-1"))


def answer(body, *fields, status=b"200 OK", size=None):
    head = b"HTTP/1.1 " + status + b"\r\n" + b"".join(fields) + b"Content-Length: %d\r\n\r\n" % len(body)
    data = head + body
    return Utterance("in", "response", data, len(data) if size is None else size, 2, "HTTP/1.1 " + status.decode())


def http(*said, happened=()):
    return Transcript("http", said, tuple(happened))


def told(comparison):
    return [(one.words, one.left, one.right) for pair in comparison.pairs for one in pair.differences]


def test_the_same_is_the_same():
    run = http(request(), answer(b"hello\n"), happened=[Incident("peer-fin", "", 3)])
    found = compare(run, run)
    assert (found.differences, found.ignored) == (0, 0)
    assert all(pair.same for pair in found.pairs)


def test_headers_differ_by_name_and_the_always_changing_may():
    left = http(request(), answer(b"hi", DATE % 1, b"Server: a\r\nX-Old: 1\r\n"))
    right = http(request(), answer(b"hi", DATE % 2, b"server: b\r\nX-New: 2\r\n"))
    found = compare(left, right, parse_rules(ALWAYS_CHANGING))
    assert (found.differences, found.ignored) == (3, 1)
    assert told(found)[1:] == [("header Server", "a", "b"), ("header X-Old", "1", None), ("header X-New", None, "2")]
    assert found.pairs[1].differences[0].ignored == "header:Date"
    assert found.pairs[0].same
    assert not found.pairs[1].same


def test_a_field_that_comes_twice_is_compared_in_its_order():
    left = http(answer(b"", b"Via: a=1\r\nVia: b=1\r\n"))
    right = http(answer(b"", b"Via: a=1\r\nVia: b=2\r\nVia: c=3\r\n"))
    assert told(compare(left, right)) == [("header Via", "b=1", "b=2"), ("header Via", None, "c=3")]


def test_credentials_differ_without_being_told():
    fields = b"Set-Cookie: id=%b\r\nX-Api-Key: %b\r\n"
    left, right = (http(answer(b"", fields % (key, key))) for key in (b"mine", b"ours!"))
    found = compare(left, right)
    assert told(found) == [
        ("header Set-Cookie", "‹secret 1›", "‹secret 2›"),
        ("header X-Api-Key", "‹secret 3›", "‹secret 4›"),
    ]
    assert compare(left, right, parse_rules(["header:Set-Cookie", "header:X-Api-Key"])).differences == 0


def test_the_status_line_is_told():
    left, right = http(request(), answer(b"x")), http(request(), answer(b"x", status=b"500 Oops"))
    assert told(compare(left, right)) == [("start status line", "HTTP/1.1 200 OK", "HTTP/1.1 500 Oops")]


def test_json_bodies_differ_by_key_whatever_their_spaces():
    left, right = http(answer(b'{"a": 1, "b": [1]}')), http(answer(b'{"b":[2],  "a":1   }'))
    assert told(compare(left, right)) == [("json $.b[0]", "1", "2")]


def test_a_length_that_follows_from_the_content_is_no_difference_of_its_own():
    left, right = http(answer(b'{"id": 9}')), http(answer(b'{"id": 10}'))
    assert told(compare(left, right)) == [("json $.id", "9", "10")]
    assert compare(left, right, parse_rules(["json:$.id"])).differences == 0
    spaces = http(answer(b'{"id":  9}'))
    assert told(compare(left, spaces)) == [("header Content-Length", "9", "10")]


def test_text_differs_by_line():
    left, right = http(answer(b"one\ntwo\n")), http(answer(b"one\nTwo\n"))
    assert told(compare(left, right)) == [("line 2", "two", "Two")]


def test_text_that_differs_in_its_line_ends_only_differs_in_its_bytes():
    left, right = http(answer(b"a\r\n")), http(answer(b"a\n"))
    assert told(compare(left, right))[-1] == ("bytes 0..2", "61 0d 0a", "61 0a")


def test_bytes_differ_in_hex():
    left, right = http(answer(b"\xff\x00")), http(answer(b"\xff\x01"))
    assert told(compare(left, right)) == [("bytes 0..1", "ff 00", "ff 01")]


def test_codings_and_chunks_are_undone_before_contents_are_compared():
    coding = b"Content-Encoding: gzip\r\n"
    left = http(answer(gzip.compress(b"same text\n", 1, mtime=1), coding))
    right = http(answer(gzip.compress(b"same text\n", 9, mtime=2), coding))
    assert not told(compare(left, right))
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    ways = [chunked + b"3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", chunked + b"6\r\nabcdef\r\n0\r\n\r\n"]
    left, right = (http(Utterance("in", "response", way, len(way), 1, "HTTP/1.1 200 OK")) for way in ways)
    assert not told(compare(left, right))


def test_what_was_not_looked_at_whole_differs_by_its_size():
    left, right = http(answer(b"aaaa", size=5_000)), http(answer(b"aaaa", size=6_000))
    assert told(compare(left, right)) == [("size", "5,000 bytes", "6,000 bytes")]


@pytest.mark.parametrize(("count", "told_of"), [(1_000, (1_000, False, 0)), (1_001, (1_000, True, 1))])
def test_more_differences_than_anyone_reads_are_told_to_be_more(count, told_of):
    left, right = (http(answer(b"\n".join(b"%d%b" % (n, end) for n in range(count)))) for end in (b"a", b"b"))
    found = compare(left, right)
    assert (len(found.pairs[0].differences), found.pairs[0].more, found.more) == told_of
    assert rejudged(found, ()).more == found.more


def test_of_all_differences_so_many_are_told_and_of_further_pairs_one(monkeypatch):
    monkeypatch.setattr(importlib.import_module("tcptui.requests.comparing.compare"), "ALTOGETHER", 4)
    left, right = (http(*[answer(b"1%b\n2%b\n3%b" % (end, end, end))] * 4) for end in (b"a", b"b"))
    found = compare(left, right)
    assert [(len(pair.differences), pair.more) for pair in found.pairs] == [(3, False), (1, True), (1, True), (1, True)]


def test_a_message_that_only_one_side_has_is_a_difference():
    left, right = http(request(), answer(b"x")), http(request())
    assert told(compare(left, right)) == [("message", "HTTP/1.1 200 OK", None)]


def test_events_differ_by_what_happened_and_how():
    ended = Incident("outcome", "", 9)
    left = http(happened=[Incident("peer-fin", "after 10 bytes", 1), Incident("closed", "", 2), ended])
    right = http(happened=[Incident("peer-fin", "after 12 bytes", 9), Incident("peer-rst", "ECONNRESET", 9), ended])
    found = [(one.where, one.left, one.right) for one in compare(left, right).events]
    assert found == [
        ("peer-fin", "after 10 bytes", "after 12 bytes"),
        ("closed", "closed", None),
        ("peer-rst", None, "ECONNRESET"),
    ]
    assert compare(left, right, parse_rules(["event:*"])).differences == 0


def test_where_one_is_not_over_its_end_is_no_difference():
    begun = Incident("connected", "", 1)
    ours = [Incident("closed", "", 2, ours=True), Incident("acked", "all", 2), Incident("outcome", "complete", 2)]
    left = http(happened=[begun, *ours])
    assert compare(left, http(happened=[begun])).differences == 0
    found = compare(left, http(happened=[begun, Incident("peer-fin", "", 1)])).events
    assert [(one.where, one.left, one.right) for one in found] == [("peer-fin", None, "peer-fin")]


def test_other_rules_judge_the_same_differences_anew():
    left = http(request(), answer(b"x", DATE % 1), happened=[Incident("peer-fin", "", 1)])
    right = http(request(), answer(b"x", DATE % 2), happened=[Incident("peer-rst", "ECONNRESET", 1)])
    found = compare(left, right)
    assert (found.differences, found.ignored) == (3, 0)
    anew = rejudged(found, parse_rules(["header:Date", "event:peer-*"]))
    assert (anew.differences, anew.ignored) == (0, 3)
    assert rejudged(anew, ()) == found


def test_it_tells_how_far_it_is_and_can_be_stopped():
    run = http(request(), answer(b"x"))
    shares = []
    compare(run, run, (), shares.append)
    assert shares == [0.5, 1.0]
    with pytest.raises(ZeroDivisionError):
        compare(run, run, (), lambda share: 1 / 0)


def test_times_are_no_difference():
    early, late = (Transcript("line", (Utterance("in", "line", b"a\n", 2, t, "a"),)) for t in (1, 9_000_000_000))
    assert compare(early, late).differences == 0


@given(
    st.binary(max_size=60), st.binary(max_size=60), st.sampled_from(["http", "line", "none", "length:u16be", "gone"])
)
def test_any_bytes_are_compared_without_an_error_and_only_equal_ones_are_equal(left, right, framing):
    sides = [Transcript(framing, (Utterance("in", "message", data, len(data), 0),)) for data in (left, right)]
    found = compare(*sides)
    if left == right:
        assert found.differences == 0
