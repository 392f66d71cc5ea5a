"""Messages that say their size: fixed, length in every width, json-header, netstring; in every cut."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.protocol.framing import Exchange, Found, FramingError, parse_framing
from tcptui.protocol.framing.delimited import DelimitedDecoder, read_delimiter
from tcptui.protocol.framing.fixed import FixedDecoder
from tcptui.protocol.framing.found import LENGTH_LIMIT
from tcptui.protocol.framing.json_header import JsonHeaderDecoder
from tcptui.protocol.framing.layouts import KINDS, Layout, read_layout
from tcptui.protocol.framing.length import LengthDecoder
from tcptui.protocol.framing.netstring import NetstringDecoder
from tcptui.protocol.integers import INTEGERS
from tests.protocol.reading import pieces, read


def told(found: list[Found]) -> list[tuple[int, int, bool, str]]:
    return [(one.start, one.end, one.complete, one.text) for one in found]


def lengths(parameters: str, data: bytes) -> list[Found]:
    return read(lambda: LengthDecoder(read_layout(parameters)), data)


def cut(found: Found) -> tuple[bool, int | None, str]:
    return found.complete, found.missing, found.where


# fixed


def test_fixed_messages_follow_each_other():
    found = read(lambda: FixedDecoder(4), b"onesTwos\0\0\0\0ab")
    assert told(found) == [(0, 4, True, "ones"), (4, 8, True, "Twos"), (8, 12, True, ""), (12, 14, False, "ab")]
    assert cut(found[-1]) == (False, 2, "in the content")


def test_a_fixed_message_of_50_mb_is_skipped():
    decoder = FixedDecoder(50_000_000)
    decoder.feed(b"x" * 1000)
    assert decoder.skippable == 49_999_000
    assert decoder.missing == 49_999_000
    [found] = decoder.skip(49_999_000)
    assert (found.end, found.text) == (50_000_000, "x" * 200)


# length

KIND_EXAMPLES = {
    "u8": b"\x03",
    "u16be": b"\0\x03",
    "u16le": b"\x03\0",
    "u24be": b"\0\0\x03",
    "u24le": b"\x03\0\0",
    "u32be": b"\0\0\0\x03",
    "u32le": b"\x03\0\0\0",
    "u64be": b"\0\0\0\0\0\0\0\x03",
    "u64le": b"\x03\0\0\0\0\0\0\0",
    "varint": b"\x03",
}


def test_every_kind_is_tried():
    assert set(KIND_EXAMPLES) == set(KINDS)


@pytest.mark.parametrize(("kind", "raw"), KIND_EXAMPLES.items())
def test_a_length_of_every_kind(kind, raw):
    size = len(raw)
    found = lengths(kind, (raw + b"abc") * 3 + raw + b"d")
    assert told(found)[:2] == [(0, size + 3, True, "abc"), (size + 3, 2 * (size + 3), True, "abc")]
    assert cut(found[-1]) == (False, 2, "in the content")
    assert len(found) == 4


LAYOUTS = {
    "empty": ("u16be", b"\0\0\0\0", [(0, 2), (2, 4)]),
    "bytes before the length": ("u16be,offset=3", b"abc\0\x02de", [(0, 7)]),
    "the length counts itself": ("u16be,adjust=-2", b"\0\x04de", [(0, 4)]),
    "the length counts everything": ("u32le,offset=2,adjust=-6", b"ab\x08\0\0\0de", [(0, 8)]),
    "something uncounted behind it": ("u8,adjust=2", b"\x01abc\x00de", [(0, 4), (4, 7)]),
    "a length of nothing after adjusting": ("u16be,adjust=-2", b"\0\x02\0\x02", [(0, 2), (2, 4)]),
    "a long varint": ("varint", b"\xac\x02" + bytes(300), [(0, 302)]),
    "a varint with more bytes than it needs": ("varint", b"\x82\x80\0ab", [(0, 5)]),
    "a varint behind other bytes": ("varint,offset=2", b"ab\x01c", [(0, 4)]),
}


@pytest.mark.parametrize(("parameters", "data", "ranges"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(parameters, data, ranges):
    assert [(one.start, one.end) for one in lengths(parameters, data) if one.complete] == ranges


TOO_MUCH = 0x0400_0001
REFUSED = {
    "over the default limit": ("u32be", struct.pack(">I", TOO_MUCH), 0, 4, "67,108,865"),
    "over a limit": ("u8,max=4", b"\x05", 0, 1, "limit of 4"),
    "behind other bytes": ("u16be,offset=2,max=4", b"ab\0\x05", 2, 4, "limit of 4"),
    "all ones": ("u64le", b"\xff" * 8, 0, 8, "18,446,744,073,709,551,615"),
    "negative after adjusting": ("u32be,adjust=-4", b"\0\0\0\x03", 0, 4, "says 3"),
    "a varint of eleven bytes": ("varint", b"\x80" * 10 + b"\x01", 0, 10, "64 bits"),
    "a varint of 65 bits": ("varint", b"\xff" * 9 + b"\x02", 0, 10, "64 bits"),
    "a varint over the limit": ("varint", b"\xff" * 5 + b"\x01", 0, 6, "limit"),
}


@pytest.mark.parametrize(("parameters", "data", "at", "end", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_lengths_that_are_not_believed(parameters, data, at, end, says):
    for before in (b"", b"whole"):
        layout = read_layout(parameters)
        whole = b"ab"[: layout.offset] + layout.length.write(4 - layout.adjust) + b"abcd" if before else b""
        broken, extra = lengths(parameters, whole + data + b"rest")[-2:]
        assert (broken.start, broken.end, broken.complete) == (len(whole), len(whole) + end, False)
        assert f"at byte {len(whole) + at}: " in broken.problem
        assert says in broken.problem
        assert broken.problem.endswith(".")
        assert (extra.kind, extra.final, extra.end) == ("extra", False, len(whole + data) + 4)


def test_the_limit_itself_is_believed():
    decoder = LengthDecoder(Layout(INTEGERS["u32be"]))
    assert decoder.feed(struct.pack(">I", LENGTH_LIMIT) + b"x" * 300) == []
    assert decoder.skippable == LENGTH_LIMIT - 300


@pytest.mark.parametrize(
    ("data", "missing", "where"),
    [(b"\0\0\0", None, "in the length"), (b"\0\0\0\x09", 9, "in the content"), (b"\0\0\0\x09abc", 6, "in the content")],
)
def test_a_message_that_is_cut_tells_what_is_missing(data, missing, where):
    found = lengths("u32be", b"\0\0\0\x02ab" + data)
    assert cut(found[-1]) == (False, missing, where)


TEXTS = {
    "its first line": (b"GET a\r\nmore", "GET a"),
    "at most 200 characters": (b"x" * 300, "x" * 200),
    "words of a binary message": (b"\0\x01ab\0\x02words, and so on\0more", "words, and so on"),
    "nothing that can be read": (bytes(range(12)), ""),
    "UTF-8 as latin-1": ("äh".encode(), "Ã¤h"),
}


@pytest.mark.parametrize(("content", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_a_message_tells_what_of_it_can_be_read(content, text):
    [found] = lengths("u16be", len(content).to_bytes(2, "big") + content)
    assert found.text == text


# json-header


def header(**fields: object) -> bytes:
    whole = {"byteorder": "big", "content-type": "text/json", "content-encoding": "utf-8", "content-length": 0}
    raw = json.dumps({**whole, **{name.replace("_", "-"): value for name, value in fields.items()}}).encode()
    return len(raw).to_bytes(2, "big") + raw


def raw_header(raw: bytes) -> bytes:
    return len(raw).to_bytes(2, "big") + raw


def test_json_headers_and_their_contents():
    first = header(content_length=17) + b'{"result": "yes"}'
    second = header(content_length=3, content_type="binary/custom", content_encoding="binary") + b"\0\1\2"
    third = header()
    found = read(JsonHeaderDecoder, first + second + third)
    assert told(found) == [
        (0, len(first), True, '{"result": "yes"}'),
        (len(first), len(first + second), True, "binary/custom"),
        (len(first + second), len(first + second + third), True, "text/json"),
    ]


@pytest.mark.parametrize(
    ("size", "missing", "where"),
    [(1, None, "in the length"), (2, None, "in the JSON header"), (20, None, "in the JSON header"),
     (-17, 17, "in the content"), (-3, 3, "in the content")],
)  # fmt: skip
def test_a_json_header_message_that_is_cut(size, missing, where):
    data = header(content_length=17) + b'{"result": "yes"}'
    [found] = read(JsonHeaderDecoder, data[:size])
    assert cut(found) == (False, missing, where)


def lacking(*names: str) -> bytes:
    fields = json.loads(header()[2:])
    return json.dumps({name: fields[name] for name in fields if name not in names}).encode()


HEADERS = {
    "empty": (b"", 2, "no JSON"),
    "no JSON": (b'{"byteorder": }', 16, "no JSON"),
    "a quarter of UTF-8": (b'{"a": "\xf0"}', 9, "UTF-8"),
    "nothing but blanks": (b"  \n", 5, "no JSON"),
    "one field lacks": (lacking("byteorder"), 2, "lacks byteorder."),
    "all lack": (b"{}", 2, "lacks byteorder, content-length, content-type, content-encoding."),
    "two lack": (lacking("content-type", "content-length"), 2, "lacks content-length, content-type."),
    "a length of text": (header(content_length="12")[2:], 2, "content-length"),
    "a length of a fraction": (header(content_length=1.5)[2:], 2, "content-length"),
    "a length that is true": (header(content_length=True)[2:], 2, "content-length"),
    "a negative length": (header(content_length=-1)[2:], 2, "content-length"),
    "a length over the limit": (header(content_length=LENGTH_LIMIT + 1)[2:], 2, "67,108,865"),
    "a length of 5,000 digits": (header()[2:].replace(b": 0", b": " + b"9" * 5000), 2, "digits"),
    "a length of 30 digits": (header(content_length=10**30)[2:], 2, "limit"),
    "a type that is none": (header(content_type=None)[2:], 2, "content-type"),
    "an encoding that is a list": (header(content_encoding=[])[2:], 2, "content-encoding"),
    "deep": (b'{"a":' + b"[" * 60_000, 2, "deep"),
    "deep objects": (b'{"a":' * 12_000, 2, "deep"),
}


@pytest.mark.parametrize(("raw", "at", "says"), HEADERS.values(), ids=HEADERS.keys())
def test_headers_that_can_not_be_read(raw, at, says):
    broken, extra = read(JsonHeaderDecoder, raw_header(raw) + b"rest") if len(raw) < 9000 else whole(raw)
    assert (broken.start, broken.end, broken.complete, broken.final) == (0, len(raw) + 2, False, True)
    assert f"at byte {at}: " in broken.problem
    assert says in broken.problem
    assert extra.kind == "extra"


@pytest.mark.parametrize("data", [b"\0\x06[1, 2]", b"\0\x0212", b"HTTP/1.1 400 Bad Request\r\n", b"\xff\xff["])
def test_another_protocol_is_told_by_the_first_byte_of_its_header(data):
    broken, extra = read(JsonHeaderDecoder, data)
    assert (broken.start, broken.end) == (0, 2)
    assert "at byte 2: its JSON header does not begin as an object does" in broken.problem
    assert extra.end == len(data)


def whole(raw: bytes) -> list[Found]:
    decoder = JsonHeaderDecoder()
    return decoder.feed(raw_header(raw) + b"rest") + decoder.end()


def test_a_json_header_of_64_kb_is_read_once():
    """Byte by byte, and its content too: read anew for each it would take minutes."""
    raw = header(content_length=150, note="x" * 65_000) + b"y" * 150
    decoder = JsonHeaderDecoder()
    found = [one for piece in pieces(raw, 1) for one in decoder.feed(piece)]
    assert told(found) == [(0, len(raw), True, "y" * 150)]


# netstring


def test_netstrings():
    found = read(NetstringDecoder, b"12:hello world!,0:,3:abc,5:ab")
    assert told(found) == [
        (0, 16, True, "hello world!"), (16, 19, True, ""), (19, 25, True, "abc"), (25, 29, False, "ab"),
    ]  # fmt: skip
    assert cut(found[-1]) == (False, 4, "in the content")


NETSTRINGS = {
    "a zero before it": (b"03:abc,", 0, "zero"),
    "no digits": (b":abc,", 0, "digits"),
    "a sign": (b"-3:abc,", 0, "digits"),
    "no colon": (b"3abc,", 1, "colon"),
    "no comma": (b"3:abcd,", 5, "','"),
    "over the limit": (b"67108865:x", 0, "67,108,865"),
    "too many digits": (b"123456789:", 0, "digits"),
    "digits without an end": (b"1" * 100, 0, "digits"),
}


@pytest.mark.parametrize(("data", "at", "says"), NETSTRINGS.values(), ids=NETSTRINGS.keys())
def test_netstrings_that_are_none(data, at, says):
    broken, extra = read(NetstringDecoder, data)
    assert f"at byte {at}: " in broken.problem
    assert says in broken.problem
    assert extra.end == len(data)


# delimiter


@pytest.mark.parametrize(
    ("typed", "delimiter"), [(r"\r\n", b"\r\n"), ("|", b"|"), (r"\0", b"\0"), (" ", b" "), ("ä", "ä".encode())]
)
def test_delimiters(typed, delimiter):
    framing = parse_framing(f"delimiter:{typed}")
    assert parse_framing(framing.name) == framing
    assert read_delimiter(typed) == delimiter
    found = read(lambda: DelimitedDecoder(delimiter), delimiter.join([b"one", b"", b"two", b"half"]))
    size = len(delimiter)
    assert told(found)[:3] == [
        (0, 3 + size, True, "one"), (3 + size, 3 + 2 * size, True, ""), (3 + 2 * size, 6 + 3 * size, True, "two"),
    ]  # fmt: skip
    assert cut(found[3]) == (False, None, "in a message")


def test_a_delimiter_that_begins_again_in_itself():
    found = read(lambda: DelimitedDecoder(b"aab"), b"aaab" + b"aaaab" + b"aa")
    assert [(one.start, one.end) for one in found] == [(0, 4), (4, 9), (9, 11)]


@pytest.mark.parametrize("size", [1, 2])
def test_a_message_without_an_end_is_a_problem_at_its_limit(size):
    delimiter = b"\0" * size
    limited = lambda: DelimitedDecoder(delimiter, limit=10)  # noqa: E731
    [found, _] = read(limited, b"0123456789" + delimiter + b"a")
    assert (found.end, found.problem) == (10 + size, None)
    [whole, broken, extra] = read(limited, b"ab" + delimiter + b"0123456789a" + delimiter + b"rest")
    assert whole.complete
    assert (broken.start, broken.end, broken.complete) == (2 + size, 12 + size, False)
    assert f"at byte {2 + size}: it has more than 10 bytes" in broken.problem
    assert (extra.kind, extra.start) == ("extra", 12 + size)


def test_behind_such_a_message_nothing_is_looked_at():
    decoder = DelimitedDecoder(b"\n", "line", limit=10)
    assert decoder.skippable == 0
    decoder.feed(b"x" * 20)
    assert decoder.skippable > 1 << 40
    assert decoder.skip(100) == []
    [extra] = decoder.end()
    assert extra.end == 120


# Any content in any cut


def messages(name: str, contents: list[bytes]) -> bytes:
    match name.partition(":")[0]:
        case "fixed":
            return b"".join(content[:16].ljust(16) for content in contents)
        case "netstring":
            return b"".join(b"%d:%b," % (len(content), content) for content in contents)
        case "json-header":
            return b"".join(header(content_length=len(content)) + content for content in contents)
        case "delimiter":
            return b"".join(content.replace(b"\r\n", b"") + b"\r\n" for content in contents)
    layout = read_layout(name.partition(":")[2])
    return b"".join(
        bytes(layout.offset) + layout.length.write(len(content) - layout.adjust) + content for content in contents
    )


ROUND = [
    *("fixed:16", "netstring", "json-header", r"delimiter:\r\n", "length:u16le,offset=3,adjust=-5"),
    *("length:varint,offset=1", *(f"length:{kind}" for kind in KINDS[1:])),
]


@settings(max_examples=300)
@given(st.sampled_from(ROUND), st.lists(st.binary(max_size=400), max_size=5), st.data())
def test_any_contents_in_any_cut(name, contents, data):
    """Each is found once, at its place, and what is found does not depend on the cut."""
    stream = messages(name, contents)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    parts = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    one, other = Exchange(parse_framing(name)), Exchange(parse_framing(name))
    found = [seen.found for seen in one.received(stream)]
    assert [seen.found for part in parts for seen in other.received(part)] == found
    if name != r"delimiter:\r\n":  # where a content that ends with CR makes the delimiter begin in it
        assert len(found) == len(contents)
    assert all(each.complete for each in found)
    assert (found[-1].end if found else 0) == len(stream)


def test_an_offset_must_be_a_number():
    with pytest.raises(FramingError, match="offset"):
        parse_framing("length:u8,offset=two")


NAMED = {
    "length:u16be": "length:u16be",
    " length:u16be,max=67108864,offset=0": "length:u16be",
    "length: varint, max=0x10, adjust=-2": "length:varint,adjust=-2,max=16",
    "fixed: 012": "fixed:12",
    r"delimiter:\x0d\x0a": r"delimiter:\r\n",
    "delimiter:, ": "delimiter:, ",
    " netstring ": "netstring",
    "json-header: max=0x40": "json-header:max=64",
    "resp:max=12": "resp:max=12",
    "tls:max=70000": "tls:max=70000",
    "postgresql:max=5": "postgresql:max=5",
}


@pytest.mark.parametrize(("typed", "name"), NAMED.items())
def test_a_framing_has_one_way_to_be_written(typed, name):
    framing = parse_framing(typed)
    assert framing.name == name
    assert Exchange(framing).response.framing == name
    assert parse_framing(name) == framing


WRONG = {
    "length": "length:KIND", "length:": "u16be", "length:u17": "varint", "length:i8": "u8", "length:u8,": "offset=N",
    "length:u8,max=0": "1 or more", "length:u8,max=1,max=2": "twice", "length:u8,adjust=x": "adjust",
    "length:u8,offset=70000": "65,535", "fixed": "fixed:N", "fixed:": "whole number", "fixed:-1": "1 or more",
    "fixed:1e3": "whole number", "delimiter": "delimiter:BYTES", "delimiter:": "empty", r"delimiter:\x0": "hex",
    "resp:3": "resp", "dns,max=4": "dns", "fixed:" + "9" * 30: "whole number",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "says"), WRONG.items())
def test_what_can_not_be_read_is_told_in_one_sentence(typed, says):
    with pytest.raises(FramingError) as caught:
        parse_framing(typed)
    sentence = str(caught.value)
    assert says in sentence
    assert sentence.isprintable()
    assert "\n" not in sentence


LIMITED = {
    "json-header:max=9": (header(content_length=9) + b"x" * 9, header(content_length=10)),
    "netstring:max=9": (b"9:123456789,", b"10:"),
    "resp:max=9": (b"$9\r\n123456789\r\n", b"$10\r\n"),
    "dns:max=9": (b"\0\x09123456789", b"\0\x0a"),
    "tls:max=20000": (b"\x17\x03\x03\x4e\x20" + bytes(20_000), b"\x17\x03\x03\x4e\x21"),
    "postgresql:max=9": (b"R\0\0\0\x0912345", b"R\0\0\0\x0a"),
}


@pytest.mark.parametrize(("name", "whole_one", "too_long"), [(name, *data) for name, data in LIMITED.items()])
def test_the_limit_of_every_framing_can_be_set(name, whole_one, too_long):
    talk = Exchange(parse_framing(name))
    found, broken = [seen.found for seen in talk.received(whole_one + too_long)]
    assert found.complete
    assert "over the limit of " in broken.problem
