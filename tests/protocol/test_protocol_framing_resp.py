"""RESP, versions 2 and 3: every type, in every cut, and what is none."""

from __future__ import annotations

import pytest

from tcptui.protocol.framing import Exchange, parse_framing
from tcptui.protocol.framing.resp import DEPTH_LIMIT, CommandDecoder, RespDecoder
from tcptui.protocol.framing.resp_tokens import LINE_LIMIT
from tests.protocol.reading import pieces, read

REPLIES = {
    "a simple string": (b"+OK\r\n", "+OK"),
    "an empty one": (b"+\r\n", "+"),
    "an error": (b"-ERR no such key\r\n", "-ERR no such key"),
    "an integer": (b":-42\r\n", ":-42"),
    "a bulk string": (b"$5\r\nhello\r\n", "$5 hello"),
    "an empty bulk string": (b"$0\r\n\r\n", '$0 ""'),
    "a bulk string with line ends": (b"$4\r\na\r\nb\r\n", "$4 a  b"),
    "a null bulk string": (b"$-1\r\n", "$-1"),
    "an array": (b"*3\r\n$3\r\nSET\r\n$1\r\na\r\n$0\r\n\r\n", '*3 SET a ""'),
    "words in an array": (b'*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\na "b"\r\n', '*3 SET k "a \\"b\\""'),
    "words alone": (b"$3\r\na b\r\n", "$3 a b"),
    "an empty array": (b"*0\r\n", "*0"),
    "a null array": (b"*-1\r\n", "*-1"),
    "arrays in arrays": (b"*2\r\n*2\r\n:1\r\n*0\r\n*1\r\n+a\r\n", "*2 *2 :1 *0 *1 +a"),
    "a null": (b"_\r\n", "_"),
    "booleans": (b"*2\r\n#t\r\n#f\r\n", "*2 #t #f"),
    "doubles": (b"*4\r\n,1.5\r\n,-inf\r\n,nan\r\n,1e+20\r\n", "*4 ,1.5 ,-inf ,nan ,1e+20"),
    "a big number": (b"(" + b"9" * 40 + b"\r\n", "(" + "9" * 40),
    "a bulk error": (b"!5\r\nERR x\r\n", "!5 ERR x"),
    "a verbatim string": (b"=7\r\ntxt:abc\r\n", "=7 txt:abc"),
    "a map": (b"%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n:2\r\n", "%2 +a :1 +b *1 :2"),
    "a set": (b"~1\r\n$1\r\na\r\n", "~1 a"),
    "an attribute before its value": (b"|1\r\n+ttl\r\n:9\r\n$1\r\na\r\n", "|1 +ttl :9 a"),
    "an attribute in an array": (b"*2\r\n|1\r\n+k\r\n+v\r\n:1\r\n:2\r\n", "*2 |1 +k +v :1 :2"),
    "a string in chunks": (b"$?\r\n;4\r\nabcd\r\n;1\r\ne\r\n;0\r\n", "$? abcd e"),
    "an array without a size": (b"*?\r\n:1\r\n*1\r\n:2\r\n.\r\n", "*? :1 *1 :2 ."),
    "a map without a size in an array": (b"*1\r\n%?\r\n+a\r\n+b\r\n.\r\n", "*1 %? +a +b ."),
}


@pytest.mark.parametrize(("data", "text"), REPLIES.values(), ids=REPLIES.keys())
def test_a_reply_of_every_type(data, text):
    found = read(RespDecoder, data + b"+next\r\n" + data)
    size = len(data)
    assert [(one.start, one.end, one.complete, one.final) for one in found] == [
        (0, size, True, True), (size, size + 7, True, True), (size + 7, 2 * size + 7, True, True),
    ]  # fmt: skip
    assert (found[0].text, found[2].text) == (text, text)


@pytest.mark.parametrize("data", [data for data, _ in REPLIES.values()], ids=REPLIES.keys())
def test_a_reply_that_is_cut_is_not_complete(data):
    for size in range(1, len(data)):
        found = read(RespDecoder, data[:size])
        assert [one.complete for one in found] == [False]
        assert found[0].problem is None
        assert found[0].where


MISSING = {
    "a bulk string": (b"$50\r\nhello", 47),
    "before its last line end": (b"$5\r\nhello", 2),
    "in its last line end": (b"$5\r\nhello\r", 1),
    "the last of an array": (b"*2\r\n:1\r\n*1\r\n$50\r\nhello", 47),
    "one of an array that goes on": (b"*2\r\n*1\r\n$50\r\nhello", None),
    "a line": (b"+O", None),
    "a chunk": (b"$?\r\n;50\r\nhello", None),
}


@pytest.mark.parametrize(("data", "missing"), MISSING.values(), ids=MISSING.keys())
def test_what_is_missing_where_it_can_be_known(data, missing):
    [found] = read(RespDecoder, data)
    assert found.missing == missing
    talk = Exchange(parse_framing("resp"))
    talk.received(data)
    assert (talk.answering, talk.response.missing) == (True, missing)


BROKEN = {
    "no type": (b"HTTP/1.1 400\r\n", 0),
    "an empty line": (b"\r\n", 0),
    "LF alone": (b"+OK\n", 3),
    "an integer of words": (b":many\r\n", 1),
    "an empty integer": (b":\r\n", 1),
    "a length of words": (b"$five\r\n", 1),
    "an empty length": (b"*\r\n", 1),
    "a negative length": (b"$-2\r\n", 1),
    "a negative map": (b"%-1\r\n", 1),
    "over the limit": (b"$67108865\r\n", 1),
    "a thousand million elements": (b"*1000000000\r\n", 1),
    "a length of many digits": (b"*" + b"9" * 30 + b"\r\n", 1),
    "a boolean of words": (b"#true\r\n", 1),
    "a null with words": (b"_x\r\n", 1),
    "a double of words": (b",one\r\n", 1),
    "content that is longer": (b"$3\r\nabcd\r\n", 7),
    "in the second element": (b"*2\r\n:1\r\n?\r\n", 8),
    "a chunk without a stream": (b";1\r\na\r\n", 0),
    "an end without a stream": (b".\r\n", 0),
    "an end in an array": (b"*1\r\n.\r\n", 4),
    "a value among chunks": (b"$?\r\n:1\r\n", 4),
}


@pytest.mark.parametrize(("data", "at"), BROKEN.values(), ids=BROKEN.keys())
def test_what_breaks_the_framing(data, at):
    whole, broken, *extra = read(RespDecoder, b"+OK\r\n" + data)
    assert whole.complete
    assert broken.start == 5
    assert not broken.complete
    assert f"at byte {5 + at}: " in broken.problem
    assert [one.kind for one in extra] in ([], ["extra"])


def test_another_protocol_is_told_by_its_first_byte():
    [broken] = RespDecoder().feed(b"\x15")
    assert "at byte 0: no type of RESP begins with 0x15" in broken.problem


def test_a_line_without_an_end_is_a_problem():
    decoder = RespDecoder()
    for piece in pieces(b"+" + b"x" * (LINE_LIMIT - 2), 4096):
        assert decoder.feed(piece) == []
    [broken] = decoder.feed(b"yy")
    assert (broken.start, broken.end, broken.complete) == (0, LINE_LIMIT, False)
    assert "at byte 0: " in broken.problem


def test_elements_may_be_nested_deep_but_not_without_end():
    deep = b"*1\r\n" * (DEPTH_LIMIT - 1) + b":1\r\n"
    [found] = RespDecoder().feed(deep)
    assert found.complete
    [broken] = RespDecoder().feed(b"*1\r\n" * 1_000_000)
    assert f"at byte {4 * DEPTH_LIMIT}: " in broken.problem


def test_a_bulk_string_of_50_mb_is_skipped():
    decoder = RespDecoder()
    assert decoder.feed(b"*1\r\n$50000000\r\n" + b"x" * 1000) == []
    assert decoder.skippable == 49_999_000
    assert decoder.skip(49_999_000) == []
    [found] = decoder.feed(b"\r\n")
    assert found.end == 50_000_017


# Pushes


def pushed(*words: bytes) -> bytes:
    return b">%d\r\n" % len(words) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)


def test_a_push_answers_nothing():
    talk = Exchange(parse_framing("resp"))
    talk.sent(b"PING\r\n")
    [push] = talk.received(pushed(b"message", b"channel", b"news"))
    assert (push.found.kind, push.found.final, push.awaited) == ("message", False, 1)
    [answer] = talk.received(b"+PONG\r\n")
    assert (answer.found.final, answer.awaited) == (True, 0)


@pytest.mark.parametrize("word", [b"subscribe", b"psubscribe", b"ssubscribe", b"unsubscribe", b"SUBSCRIBE"])
def test_the_push_that_confirms_a_subscription_is_its_answer(word):
    talk = Exchange(parse_framing("resp"))
    talk.sent(b"*2\r\n$9\r\nSUBSCRIBE\r\n$1\r\na\r\n")
    [answer] = talk.received(pushed(word, b"a", b"1"))
    assert (answer.found.final, answer.awaited) == (True, 0)


# What a client sends

COMMANDS = {
    "an array": (b"*2\r\n$3\r\nGET\r\n$1\r\na\r\n", "*2 GET a"),
    "an inline command": (b"GET a\r\n", "GET a"),
    "an inline command that ends with LF": (b"GET a\n", "GET a"),
    "one that begins like a reply": (b"+GET\r\n", "+GET"),
    "an empty line": (b"\r\n", ""),
}


@pytest.mark.parametrize(("data", "text"), COMMANDS.values(), ids=COMMANDS.keys())
def test_commands(data, text):
    found = read(CommandDecoder, data + b"*1\r\n$4\r\nPING\r\n")
    assert [(one.end, one.complete, one.text) for one in found] == [
        (len(data), True, text), (len(data) + 14, True, "*1 PING"),
    ]  # fmt: skip


def test_an_inline_command_that_is_cut():
    [found] = read(CommandDecoder, b"GET a")
    assert (found.complete, found.where) == (False, "in a line")


def test_in_an_array_there_are_no_inline_commands():
    [broken, *_] = read(CommandDecoder, b"*2\r\nGET a\r\n")
    assert "at byte 4: " in broken.problem


def test_an_inline_command_without_an_end_is_a_problem():
    decoder = CommandDecoder()
    found = [one for piece in pieces(b"x" * (LINE_LIMIT + 10), 4096) for one in decoder.feed(piece)]
    assert [(one.end, one.complete) for one in found] == [(LINE_LIMIT, False)]


def test_a_text_has_at_most_200_characters():
    [found] = read(
        RespDecoder, b"*3\r\n" + b"$150\r\n" + b"x" * 150 + b"\r\n" + b"$150\r\n" + b"y" * 150 + b"\r\n:1\r\n"
    )
    assert found.text == "*3 " + "x" * 150 + " " + "y" * 46
