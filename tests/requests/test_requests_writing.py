"""Saved requests as text: exact for any bytes, readable, in one order, and what people wrote around it is kept."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.exact import step_for
from tcptui.requests.filling import Filling
from tcptui.requests.model import SavedRequest
from tcptui.requests.reading import RequestFileError, read_request
from tcptui.requests.writing import edited, written
from tests.requests.plans import FOLDER, values

HOST = "127.0.0.1:8000"
SMALL = SavedRequest("", HOST, (model.SendText("x"),))


def round_trip(request: SavedRequest) -> SavedRequest:
    """What is read from what was written."""
    return read_request(written(request).encode(), "r.toml").request


# Bytes

ODD = [
    b"", b"PING\r\n", b"a\nb\n", b"\r", b"\r\r\n\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00\xff",
    b"{{x}}",
    b"{{\xff", b'"""',
    b'say """"" \\n\r\n\r\n"', b"trailing \t\r\nblank \r\n\r\n", "\u202e\ufeff🐶\n\n".encode(),
    b"'single' \\d+", b"\x1b[2J", b"\x7f", b"\n\n\n", b"\\", b"ends with \\", "\u0085".encode(),
    b"# no comment\n=\n[x]\n",
]  # fmt: skip


def sent_again(data: bytes) -> bytes:
    """What goes out of a file that these bytes were saved into."""
    request = round_trip(SavedRequest("", HOST, (step_for(data),)))
    (step,) = request.steps
    assert isinstance(step, model.SendText | model.SendHex)
    out = Filling(values(), FOLDER, "none", HOST).outgoing(step)
    assert isinstance(out, bytes)
    return out


@pytest.mark.parametrize("data", ODD)
def test_odd_bytes_are_the_same_when_sent_again(data: bytes) -> None:
    assert sent_again(data) == data


@given(st.binary() | st.text(st.sampled_from('ab{}"\\\r\n\t \x00é\u2028')).map(str.encode) | st.text().map(str.encode))
def test_any_bytes_are_the_same_when_sent_again(data: bytes) -> None:
    assert sent_again(data) == data


def test_text_stays_readable() -> None:
    text = written(SavedRequest("", HOST, (step_for(b"GET / HTTP/1.1\r\nHost: \xc3\xa9\r\n\r\n"),)))
    assert (
        text
        == f'''target = "{HOST}"

[[steps]]
send = """
GET / HTTP/1.1
Host: é

"""
eol = "crlf"
'''
    )


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"PING\r\n", 'send = "PING\\n"\neol = "crlf"'),
        (b"a\rb\n", 'send = "a\\rb\\n"'),
        (b"\\d+", "send = '\\d+'"),
        (b'{"a": 1}', "send = '{\"a\": 1}'"),
        (b"\x00\x01\xff", 'send_hex = "00 01 ff"'),
        (b"{{x}}", 'send = "{{x}}"\ntemplate = false'),
        ("\u202e".encode(), 'send = "\\u202e"'),
        (b"x \n\n", 'send = """\nx\\u0020\n\n"""'),
    ],
)
def test_the_form_of_what_is_sent(data: bytes, line: str) -> None:
    assert written(SavedRequest("", HOST, (step_for(data),))).endswith(f"[[steps]]\n{line}\n")


def test_hex_of_many_bytes_is_in_lines() -> None:
    text = written(SavedRequest("", HOST, (model.SendHex(bytes(range(70))),)))
    assert max(len(line) for line in text.splitlines()) == 95
    assert round_trip(SavedRequest("", HOST, (model.SendHex(bytes(range(70))),))).steps == (
        model.SendHex(bytes(range(70))),
    )


# Models

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"\\\n\r\t '{}"), max_size=20)
WORDS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,8}", fullmatch=True)
TIMES = st.integers(0, 86_400_000).map(lambda ms: ms / 1000)
PLAIN = st.text(st.sampled_from('ab"\\ é\n'), max_size=8)  # no braces: what is checked as a template is elsewhere
JSONS: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=5,
)


def as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def each(kind: Any, *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.builds(kind, *parts), max_size=2)


HEADERS = st.dictionaries(WORDS, st.sampled_from([(None, False), (None, True), ("text/html", False)]), max_size=3).map(
    lambda found: [cond.Header(name, *said) for name, said in found.items()]
)
STATUSES = st.lists(st.integers(100, 999), min_size=1, max_size=3, unique=True).map(
    lambda codes: [cond.Status(tuple(codes))]
)
JSON_VALUES = st.dictionaries(st.sampled_from(["$.a", "$.b[0].c", "$..x"]), JSONS, max_size=2).map(
    lambda found: [cond.Json(path, as_text(value)) for path, value in found.items()]
)
SIZES = st.sampled_from([[], [cond.Size(5, 5)], [cond.Size(1, None)], [cond.Size(None, 9)], [cond.Size(2, 7)]])
EVENTS = st.lists(st.sampled_from(cond.EVENTS).map(cond.Happened), max_size=2)
CONDITIONS = st.tuples(
    STATUSES, HEADERS, each(cond.Contains, TEXTS), each(cond.Regex, st.sampled_from([r"\d+", "a'b", 'x"y\\.'])),
    each(lambda data: cond.HasBytes(data, "bytes"), st.binary(max_size=40)),
    each(cond.HasBytes, st.binary(max_size=40)),
    JSON_VALUES, SIZES, EVENTS,
).map(lambda kinds: tuple(one for kind in kinds for one in kind))  # fmt: skip
SOURCES = st.one_of(
    st.just(cond.FromStatus()), st.builds(cond.FromHeader, WORDS), st.builds(cond.FromJson, st.just("$.a")),
    st.sampled_from([cond.FromRegex("(a)(b)", 2), cond.FromRegex("x", 0)]), st.just(cond.FromBytes(1, 4)),
)  # fmt: skip
TAKES = st.dictionaries(WORDS, st.tuples(SOURCES, st.booleans()), min_size=1, max_size=3).map(
    lambda found: tuple(model.Take(name, source, secret) for name, (source, secret) in found.items())
)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
FRAMES = st.builds(
    model.Frame, st.sampled_from(["text", "json", "hex", "file"]), TEXTS, PAIRS,
    st.dictionaries(TEXTS, TEXTS, max_size=2).map(lambda found: tuple(found.items())),
    st.sampled_from(["", "line"]), st.booleans(),
)  # fmt: skip
WAITS = st.builds(
    model.Wait,
    st.one_of(
        st.builds(cond.Messages, st.integers(1, 5)), st.builds(cond.Amount, st.integers(1, 99)), st.just(cond.End()),
        st.builds(cond.Happened, st.sampled_from(cond.EVENTS)),
        st.builds(cond.Contains, TEXTS), st.builds(cond.HasBytes, st.binary(max_size=8)),
    ),
    st.none() | TIMES,
)  # fmt: skip
STEPS = st.one_of(
    st.builds(model.SendText, TEXTS, st.none() | st.sampled_from(EndOfLine), st.booleans()),
    st.builds(model.SendHex, st.binary(max_size=80)), st.builds(model.SendFile, TEXTS), FRAMES,
    st.builds(model.Pause, TIMES), WAITS,
    st.builds(model.Expect, CONDITIONS.filter(bool), TIMES), st.builds(model.Capture, TAKES, TIMES),
    st.builds(model.CloseStep, st.sampled_from(["fin", "rst", "half"])),
)  # fmt: skip
VARIABLES = st.dictionaries(
    WORDS, st.tuples(TEXTS, st.none() | TEXTS, st.booleans()), max_size=3
).map(
    lambda found: tuple(
        model.Variable(name, "" if env is not None else value, env, secret)
        for name, (value, env, secret) in found.items()
    )
)  # fmt: skip
REQUESTS = st.builds(
    SavedRequest, TEXTS, TEXTS, st.lists(STEPS, min_size=1, max_size=4).map(tuple), VARIABLES,
    st.sampled_from(["auto", "none", "http", "line"]),
)  # fmt: skip


@settings(max_examples=30)
@given(REQUESTS)
def test_any_request_reads_back_as_it_was(request: SavedRequest) -> None:
    assert round_trip(request) == request


@settings(max_examples=30)
@given(REQUESTS)
def test_the_order_is_always_the_same(request: SavedRequest) -> None:
    text = written(request)
    assert written(read_request(text.encode(), "r.toml").request) == text
    assert tomllib.loads(text)


@settings(max_examples=30)
@given(REQUESTS, REQUESTS)
def test_any_request_takes_the_place_of_any_other(before: SavedRequest, after: SavedRequest) -> None:
    text = edited(written(before).encode(), after, "r.toml")
    assert read_request(text.encode(), "r.toml").request == after


@settings(max_examples=30)
@given(REQUESTS)
def test_saving_what_did_not_change_changes_nothing(request: SavedRequest) -> None:
    text = written(request)
    assert edited(text.encode(), request, "r.toml") == text


def test_json_null_can_not_be_written() -> None:
    with pytest.raises(ValueError, match="TOML has no null"):
        written(SavedRequest("", HOST, (model.Expect((cond.Json("$.a", "null"),)),)))


# What people wrote around it

BY_HAND = """\
# What this is for
name = "Workers"   # its name
target = "127.0.0.1:8000"
owner = "me"

[variables]
# ask Ann
token = { env = "API_TOKEN", secret = true }

# the request
[[steps]]
send = "GET / HTTP/1.1\\r\\n\\r\\n"  # by hand
ticket = 17

# and its answer
[[steps]]
expect = { status = 200 }  # always

[editor]
fold = true
"""


def changed(**what: Any) -> str:
    """The file by hand after these changes of the request in it."""
    return edited(BY_HAND.encode(), replace(read_request(BY_HAND.encode(), "r.toml").request, **what), "r.toml")


def test_a_new_value_changes_its_line_only() -> None:
    assert changed(name="Others") == BY_HAND.replace('"Workers"', '"Others"')


def test_a_step_that_changes_keeps_its_comments_and_strange_keys() -> None:
    send, expect = read_request(BY_HAND.encode(), "r.toml").request.steps
    assert isinstance(send, model.SendText)
    text = changed(steps=(replace(send, template=False), expect))
    assert text == BY_HAND.replace("ticket = 17\n", "ticket = 17\ntemplate = false\n")


def test_steps_come_between_go_and_take_their_comments_with_them() -> None:
    send, expect = read_request(BY_HAND.encode(), "r.toml").request.steps
    text = changed(steps=(send, model.Pause(1.0), expect))
    assert text == BY_HAND.replace("# and its", '[[steps]]\npause = "1s"\n\n# and its')
    assert changed(steps=(expect,)) == BY_HAND[: BY_HAND.index("# the request")] + BY_HAND[BY_HAND.index("# and its") :]


def test_variables_come_and_go() -> None:
    text = changed(variables=(model.Variable("user", "me"),))
    assert 'user = "me"' in text
    assert "token" not in text
    assert text.startswith('# What this is for\nname = "Workers"   # its name\n')


def test_a_file_without_variables_gets_some() -> None:
    text = edited(b'target = "h:1"\n[[steps]]\nsend = "x"\n', SavedRequest(
        "", "h:1", (model.SendText("x"),), (model.Variable("a", "1"),)), "r.toml")  # fmt: skip
    assert text == 'target = "h:1"\n\n[variables]\na = "1"\n\n[[steps]]\nsend = "x"\n'


def test_steps_in_brackets_are_understood() -> None:
    before = b'target = "h:1"\nsteps = [{ send = "a" }, { close = "fin" }]\n'
    request = SavedRequest("", "h:1", (model.SendText("b"), model.CloseStep("fin")))
    assert read_request(edited(before, request, "r.toml").encode(), "r.toml").request == request


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    before = b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode()
    request = read_request(before, "r.toml").request
    assert request == read_request(BY_HAND.encode(), "r.toml").request
    text = edited(before, replace(request, name="Others"), "r.toml")
    assert text.encode() == before[3:].replace(b'"Workers"', b'"Others"'), "its ends of line stay as they are"


def test_a_broken_file_is_not_written_over() -> None:
    with pytest.raises(RequestFileError, match=r"r\.toml:1: not TOML"):
        edited(b"name =", SavedRequest("", HOST), "r.toml")


# What may differ

RULES = ("header:Date", 'json:$["a b"].id', r"line:^took \d+", "event:acked")


def test_rules_for_what_may_differ_are_read_as_they_were_written() -> None:
    for rules in (RULES, (), None):
        assert round_trip(replace(SMALL, ignore=rules)).ignore == rules
    assert '\n    "header:Date",\n' in written(replace(SMALL, ignore=RULES))


@pytest.mark.parametrize(
    "before",
    [
        '# mine\ntarget = "h:1"\n\n[[steps]]\nsend = "x" # s\n',
        '# mine\ntarget = "h:1"\n[compare]\nignore = ["header:A"] # c\nodd = 1\n\n[[steps]]\nsend = "x" # s\n',
        '# mine\ntarget = "h:1"\n[[steps]]\nsend = "x" # s\n\n[compare]\nignore = []\n',
        '# mine\ntarget = "h:1"\n[[steps]]\nsend = "x" # s\n\n[compare]\nodd = 1\n',
    ],
)
def test_rules_are_changed_where_they_stand(before: str) -> None:
    request = read_request(before.encode(), "r.toml").request
    after = edited(before.encode(), replace(request, ignore=RULES), "r.toml")
    assert read_request(after.encode(), "r.toml").request == replace(request, ignore=RULES)
    assert "# mine" in after
    assert "# s" in after
    assert ("odd = 1" in after) == ("odd = 1" in before)
    assert after.count("[compare]") == 1
    kept = edited(after.encode(), replace(request, ignore=None), "r.toml")
    assert kept == after, "who says nothing of it leaves it"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("compare = 1", "compare: write [compare]"),
        ('[compare]\nignore = "header:Date"', "compare.ignore: write an array of rules"),
        ("[compare]\nignore = [1]", "compare.ignore.0: a rule is a text"),
        ('[compare]\nignore = ["Date"]', "compare.ignore.0: 'Date' is no rule for what may differ"),
    ],
)
def test_what_is_no_rule_is_told_with_its_line(said: str, sentence: str) -> None:
    with pytest.raises(RequestFileError, match=re.escape(sentence)):
        read_request(f'target = "h:1"\n{said}\n[[steps]]\nsend = "x"\n'.encode(), "r.toml")
