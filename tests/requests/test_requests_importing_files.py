"""`.http` files, HTTP archives and raw bytes as saved requests."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.requests.exporting import CantExportError
from tcptui.requests.importing import CantImportError, Imported
from tcptui.requests.importing.har import import_har
from tcptui.requests.importing.httpfile import import_http
from tcptui.requests.importing.raw import import_raw
from tcptui.requests.model import Frame, SavedRequest, Variable
from tests.requests.porting import exported, request_of, sent_by


def load(path: str) -> bytes:
    files = {"body.json": b'{"a": 1}\r\n', "template": b"hello {{name}}", "binary": b"\xff\0", "latin": b"\xe9"}
    if path in files:
        return files[path]
    raise FileNotFoundError(2, "No such file or directory", path)


def of_http(text: str) -> Imported:
    return import_http(text, "a.http", load)


def only(found: Imported) -> SavedRequest:
    (request,) = found.requests
    return request


# .http


def test_a_file_as_people_write_it() -> None:
    found = of_http(
        "# a comment\n@base = http://localhost:8080/api\n@token = abc\n\n"
        "### List all\n# @name list\n// another comment\nGET {{base}}/items\n    ?a=1\n    &b=2 HTTP/1.1\n"
        "Authorization: Bearer {{token}}\n\n"
        "###\nhttp://h/plain\n\n"
        "### Make one\nPOST https://h:444/x HTTP/1.0\nContent-Type: application/json\n\n{\n  \"a\": 1\n}\n\n\n"
    )  # fmt: skip
    first, second, third = found.requests
    assert (first.name, first.target, first.framing) == ("list", "localhost:8080", "http")
    assert first.variables == (Variable("token", "abc"),)
    assert sent_by(first) == (
        b"GET /api/items?a=1&b=2 HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer abc\r\n\r\n"
    )
    assert (second.name, sent_by(second)) == ("GET /plain", b"GET /plain HTTP/1.1\r\nHost: h\r\n\r\n")
    assert (third.name, third.target) == ("Make one", "tls://h:444")
    assert sent_by(third) == (
        b'POST /x HTTP/1.0\r\nHost: h:444\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\n  "a": 1\n}'
    )
    assert found.remarks == ()


def test_a_body_with_placeholders_is_counted_when_it_is_sent() -> None:
    request = only(of_http("@name = x{{more}}\n@more = yz\nPOST http://{{host}}:81/\n\nhello {{name}}"))
    assert isinstance(request.steps[0], Frame)
    assert request.target == "{{host}}:81"
    assert [one.name for one in request.variables] == ["name", "more"]
    assert sent_by(request, host="h") == (b"POST / HTTP/1.1\r\nHost: h:81\r\nContent-Length: 9\r\n\r\nhello xyz")
    assert sent_by(request, host="h", name="é").endswith(b"Content-Length: 8\r\n\r\nhello \xc3\xa9")


@pytest.mark.parametrize(
    ("variables", "url", "target", "line"),
    [
        ("@host = h:81", "http://{{host}}/a", "{{host}}", "GET /a HTTP/1.1"),
        ("@host = {{inner}}\n@inner = h:81", "https://{{ host }}/a", "tls://{{host}}", "GET /a HTTP/1.1"),
        ("@host = [::1]:81", "{{host}}/a", "[::1]:81", "GET /a HTTP/1.1"),
        ("@host = h", "http://{{host}}/a", "{{host}}:80", "GET /a HTTP/1.1"),
        ("@host = h:81/api", "http://{{host}}/a", "h:81", "GET /api/a HTTP/1.1"),
        ("@port = 81", "http://h:{{port}}/a", "h:{{port}}", "GET /a HTTP/1.1"),
    ],
)
def test_a_variable_may_hold_the_port_or_a_path_too(variables: str, url: str, target: str, line: str) -> None:
    request = only(of_http(f"{variables}\nGET {url}\n"))
    assert request.target == target
    assert sent_by(request).decode().partition("\r\n")[0] == line


def test_variables_that_hold_themselves_come_to_an_end() -> None:
    assert only(of_http("@host = {{host}}{{host}}\nGET http://{{host}}/")).target == "{{host}}:80"


def test_bodies_out_of_files() -> None:
    assert sent_by(only(of_http("POST http://h/\n\n< body.json"))).endswith(b'Content-Length: 10\r\n\r\n{"a": 1}\r\n')
    template = only(of_http("POST http://h/\n\n<@ template\nand more"))
    assert sent_by(template, name="you").endswith(b"Content-Length: 18\r\n\r\nhello you\nand more")
    assert sent_by(only(of_http("PUT http://h/\n\n< binary"))).endswith(b"Content-Length: 2\r\n\r\n\xff\0")


def test_functions_and_the_environment_in_our_words() -> None:
    found = of_http("GET http://h/{{$guid}}/{{$timestamp}}\nX-Home: {{$processEnv HOME}}\nX-N: {{$randomInt 1 5}}\n")
    request = only(found)
    assert request.variables == (Variable("HOME", env="HOME"),)
    sent = sent_by(request, _randomInt_1_5="3").decode().split("\r\n")
    assert sent[0] == "GET /00000000-0000-4000-8000-000000000000/1700000000 HTTP/1.1"
    assert sent[2:4] == ["X-Home: /home/of-a-test", "X-N: 3"]
    assert found.remarks == (
        "a.http:1: {{$randomInt 1 5}} is no variable here: it became {{_randomInt_1_5}}, "
        "give it with --var _randomInt_1_5=…",
    )


def test_what_is_not_kept_is_named() -> None:
    found = of_http(
        "GET http://h/ HTTP/2\n\n> {%\n client.test()\n%}\n<> stored.json\n### \n< {% x() %}\nGET http://{{u}}:p@h/b"
    )
    assert [remark.partition(": not kept: ")[2] for remark in found.remarks] == [
        "HTTP/2, which became HTTP/1.1.", "a script (> {% … %}).", "a reference to a stored answer (<>).",
        "a script (< {% … %}).", "the user in the URL: write an Authorization header.",
    ]  # fmt: skip
    assert sent_by(found.requests[0]) == b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"


FORM = "POST http://h/ HTTP/1.0\nContent-Type: application/x-www-form-urlencoded\n\n"
PARTS = "POST http://h/ HTTP/1.0\nContent-Type: multipart/form-data; boundary=B\n\n--B\nA: b\n\n"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("GET http://h/x\n?page=2\n&size=10\nA: b\n", "GET /x?page=2&size=10 HTTP/1.1|Host: h|A: b||"),
        ("get http://h/x", "GET /x HTTP/1.1|Host: h||"),
        ("OPTIONS *\nHost: h:81", "OPTIONS * HTTP/1.1|Host: h:81||"),
        (f"{FORM}name=foo\n&password=b r", "Content-Length: 21||name=foo&password=b r"),
        (f"{FORM}name=foo&\n  more=bar\n\n", "Content-Length: 17||name=foo&more=bar"),
        (f"{FORM}id = 9 &\nvalue = x y", "Content-Length: 14||id=9&value=x y"),
        ("@name=you\nPOST http://h/\n\n<@ template", "Content-Length: 9||hello you"),
        (f"{FORM}one\ntwo", "Content-Length: 7||one\ntwo"),
        (f"{PARTS}< body.json\n--B--\n", '||--B|A: b||{"a": 1}||--B--'),
        (f"{PARTS}x\n--B--\n".replace("\n", "\r\n"), "||--B|A: b||x|--B--"),
        ("GET http://joe:p%40w@h/", "Host: h|Authorization: Basic am9lOnBAdw==||"),
        ("GET http://joe@h/", "Host: h|Authorization: Basic am9lOg==||"),
        ("GET http://joe@h/\nauthorization: x", "Host: h|authorization: x||"),
        ("GET http://h/\nAuthorization: Basic joe pw", "Authorization: Basic am9lOnB3||"),
        ("GET http://h/\nAuthorization: basic joe:p w", "Authorization: basic am9lOnAgdw==||"),
        ("GET http://h/\nAuthorization: Basic am9lOnB3", "Authorization: Basic am9lOnB3||"),
        ("@u=joe\n@p=p\nGET http://h/\nAuthorization: Basic {{u}} {{p}}-w", "Authorization: Basic am9lOnAtdw==||"),
        ("POST http://h/\n\n<@latin1 latin", "Content-Length: 2||é"),
        ("import other.http\nrun #one\nGET http://h/", "GET / HTTP/1.1|Host: h||"),
        ("GET http://h/\n\n> {%\n### no end\n%}\n", "GET / HTTP/1.1|Host: h||"),
        ("GET http://h/{{a.response.headers.x}}", "GET /T HTTP/1.1|Host: h||"),
        ("WEBSOCKET ws://h/\n\nx\n###\nGRPC h:1/x\n###\nGET wss://h\n###\ncurl h\n###\nGET http://h/",
         "GET / HTTP/1.1|Host: h||"),
    ],
)  # fmt: skip
def test_the_dialects_of_clients(text: str, end: str) -> None:
    given = {"a.response.headers.x": "T"}
    assert sent_by(only(of_http(text)), **given).decode().replace("\r\n", "|").endswith(end)


def test_what_is_of_another_protocol_is_left_out() -> None:
    found = of_http("WEBSOCKET ws://h/\n###\nGET wss://h\n###\ncurl h\n###\nGET http://h/{{a.response.body.x}}")
    assert [one.removeprefix("a.http:") for one in found.remarks] == [
        "1: left out: a WEBSOCKET request.", "3: left out: a WebSocket.",
        "5: left out: a curl command: give it to the import of curl lines.",
        "7: {{a.response.body.x}} comes out of another request's answer: give it with --var a.response.body.x=…",
    ]  # fmt: skip


def test_line_ends_of_the_editor_are_not_the_bodys() -> None:
    assert sent_by(only(of_http("POST http://h/\r\n\r\na\r\nb\r\n"))).endswith(b"\r\n\r\na\nb")
    assert sent_by(only(of_http("POST http://h/\n\na\r\nb\n"))).endswith(b"\r\n\r\na\r\nb")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a.http: there is no request in it"),
        ("### x\n# nothing\n", "a.http: there is no request in it"),
        ("GET http://h/\nno header", "a.http:2: 'no header' is no header: write Name: value."),
        ("GET /path\n", "a.http:1: '/path' names no host"),
        ("\nGET ftp://h/\n", "a.http:2: 'ftp://h/' is no URL of HTTP"),
        ("POST http://h/\n\n< missing", "a.http:1: 'missing' can't be read: No such file or directory."),
        ("POST http://h/{{a}}\n\n< binary", "a.http:1: a body that is no text can't be kept beside placeholders"),
        ("POST http://h/\n\n<@ binary", "a.http:1: binary is not UTF-8"),
        ("GET http://h/\nX: \ud800", "a.http:1: "),
        ("GET http://h/\n\n> {%\n###\n", "a.http:3: a script begins here and never ends: write %}."),
        ("GRAPHQL http://h/", "a.http:1: left out: a GRAPHQL request."),
        ("POST http://h/\n\n<@nonsense binary", "a.http:1: binary is not nonsense"),
    ],
)
def test_http_files_that_can_not_be_imported(text: str, told: str) -> None:
    with pytest.raises(CantImportError) as error:
        of_http(text)
    assert str(error.value).startswith(told)


_LINES = st.sampled_from(
    ["###", "GET http://h/", "POST {{a}}", "@a = http://h", "@a={{a}}", "X: y", "", "< body.json", "<@ template",
     "> {%", "%}", "{{$guid}}", "# c", "  ?a=b", "GET http://[::1/", "{{", "}}", "{{}}", "GET http://h:x/",
     "Content-Length: 3"]
)  # fmt: skip


@given(st.lists(_LINES | st.text(max_size=8), max_size=12))
def test_nothing_but_the_one_error_for_http_files(lines: list[str]) -> None:
    try:
        of_http("\n".join(lines))
    except CantImportError as error:
        assert str(error).startswith("a.http")  # noqa: PT017


_TOKEN = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,8}", fullmatch=True)
_VALUE = st.text("abc é=,;/\"'{}~", max_size=12).map(str.strip)


@given(
    st.sampled_from(["GET", "POST", "DELETE", "PROPFIND"]),
    st.from_regex(r"/[a-z0-9/%?=&{}'-]{0,10}", fullmatch=True),
    st.lists(st.tuples(_TOKEN, _VALUE), max_size=3),
    st.text("ab {}#<>@\r\n\té", max_size=20),
)
def test_http_files_round_trip(method: str, path: str, headers: list[tuple[str, str]], body: str) -> None:
    """What is exported and imported again sends the same bytes; or the export says that it can't."""
    names = {name.lower() for name, _ in headers}
    if names & {"host", "content-length", "transfer-encoding", "expect", "upgrade", "connection"}:
        return
    length = [("Content-Length", str(len(body.encode())))] if body or method == "POST" else []
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: h:81",
        *(f"{n}: {v}".rstrip() for n, v in [*headers, *length]),
        "",
        body,
    ]
    data = "\r\n".join(lines).encode()
    try:
        text = exported(request_of(data, target="h:81"), "http").data
    except CantExportError:
        assert "{{" in data.decode() or body.endswith("\n") or any(one in body for one in "#<>")
        return
    again = only(of_http(text.decode()))
    assert (again.target, sent_by(again)) == ("h:81", data)


# HAR


def of_har(*requests: dict[str, Any]) -> Imported:
    entries = [{"request": {"method": "GET", "url": "http://h/", "headers": []} | one} for one in requests]
    return import_har(json.dumps({"log": {"version": "1.2", "entries": entries}}).encode(), "a.har")


def headers(**fields: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in fields.items()]


def test_an_entry_of_a_browser() -> None:
    found = of_har(
        {
            "method": "POST", "url": "https://h/a?b=c#d", "httpVersion": "h2",
            "headers": headers(**{":method": "POST", ":authority": "h", "accept": "*/*", "content-length": "6"}),
            "postData": {"mimeType": "text/plain", "text": "né\r\n!"},
        }
    )  # fmt: skip
    request = only(found)
    assert (request.name, request.target, request.framing) == ("POST /a?b=c", "tls://h:443", "http")
    assert sent_by(request) == (
        b"POST /a?b=c HTTP/1.1\r\nHost: h\r\naccept: */*\r\ncontent-length: 6\r\n\r\nn\xc3\xa9\r\n!"
    )
    assert found.remarks == ("a.har: entry 1: it was sent as h2, and is HTTP/1.1 now.",)


@pytest.mark.parametrize(
    ("post", "body", "remark"),
    [
        ({"text": "aGk=", "encoding": "base64"}, b"hi", ""),
        ({"mimeType": "application/x-www-form-urlencoded", "params": headers(a="b c", d="é")}, b"a=b+c&d=%C3%A9", ""),
        (
            {"mimeType": "multipart/form-data; boundary=x", "params": headers(a="b")},
            b"",
            "a body of multipart/form-data",
        ),
        ({"text": ""}, b"", ""),
    ],
)
def test_bodies_of_archives(post: dict[str, Any], body: bytes, remark: str) -> None:
    found = of_har({"method": "POST", "postData": post})
    head, _, sent = sent_by(only(found)).partition(b"\r\n\r\n")
    assert sent == body
    assert (b"Content-Length: %d" % len(body) in head) == bool(body)
    assert any(remark in one for one in found.remarks) if remark else found.remarks == ()


def test_what_an_archive_leaves_out_is_named() -> None:
    found = of_har(
        {"url": "wss://h/"},
        {"headers": headers(**{"Transfer-Encoding": "chunked", "Content-Length": "7"}), "postData": {"text": "abc"}},
    )
    assert [one.removeprefix("a.har: entry ") for one in found.remarks] == [
        "1: wss:// is not HTTP. It is left out.",
        "2: not kept: Transfer-Encoding, as the archive has the body without its chunks.",
        "2: Content-Length said 7; the archive's body has 3 bytes, and so it says now.",
    ]
    assert sent_by(only(found)) == b"GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"


def test_what_is_wrong_with_one_entry_leaves_the_others() -> None:
    found = of_har({"url": "data:text/plain,x"}, {"method": 1}, {"url": "http://h/fine"}, {"url": "http://h/a b"})
    assert [one.name for one in found.requests] == ["GET /fine"]
    assert [remark.removeprefix("a.har: entry ").partition(":")[0] for remark in found.remarks] == ["1", "2", "4"]


def test_halves_of_surrogate_pairs_as_browsers_write_them() -> None:
    text = rb"\ud83d\ude00 \ud800 \\ud800 \\\uDC00\ud800"
    data = b'{"log":{"entries":[{"request":{"method":"PUT","url":"http://h/","postData":{"text":"%b"}}}]}}' % text
    found = import_har(data, "a.har")
    assert sent_by(only(found)).endswith("\r\n\r\n😀 \ufffd \\ud800 \\\ufffd\ufffd".encode())
    assert found.remarks == ("a.har: halves of surrogate pairs, which have no bytes, became U+FFFD: 3.",)
    assert import_har(data.replace(text, rb"\ud83d\ude00"), "a.har").remarks == ()


def test_what_programs_leave_out_or_make_null() -> None:
    found = of_har(
        {"headers": None, "httpVersion": None, "postData": {"mimeType": None, "text": "x"}, "_more": [1]},
        {"headers": [{"name": "X", "value": None}, {"name": "Y"}], "cookies": headers(a="b", c="d"), "postData": None},
        {"headers": headers(Cookie="sent"), "cookies": headers(sent="")},
    )
    assert [sent_by(one).partition(b"\r\n")[2] for one in found.requests] == [
        b"Host: h\r\nContent-Length: 1\r\n\r\nx",
        b"Host: h\r\nX:\r\nY:\r\nCookie: a=b; c=d\r\n\r\n",
        b"Host: h\r\nCookie: sent\r\n\r\n",
    ]
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "a.har: it is no HAR: "),
        (b"<html>", "a.har: it is no HAR: "),
        (b"\xff", "a.har: it is no HAR: "),
        (
            b'{"log": {"entries": [{"request": {"method": 1, "url": ""}}]}}',
            "a.har: entry 1: it holds no request: Expected `str`, got `int`",
        ),
        (b'{"log": {"entries": []}}', "a.har: there is no request in it."),
        (b"[" * 100_000, "a.har: it is no HAR: "),
    ],
)
def test_what_is_no_archive(data: bytes, told: str) -> None:
    with pytest.raises(CantImportError) as error:
        import_har(data, "a.har")
    assert str(error.value).startswith(told)


@pytest.mark.parametrize(
    "request_",
    [
        {"url": "http://[::1/"}, {"url": "http:///x"}, {"method": ""}, {"method": "GET x"}, {"url": "http://h/a b"},
        {"headers": headers(a="b\r\nc: d")}, {"postData": {"text": "§", "encoding": "base64"}}, {"url": "http://h:999999/"},
    ],
)  # fmt: skip
def test_entries_that_can_not_be_imported(request_: dict[str, Any]) -> None:
    with pytest.raises(CantImportError, match=r"^a\.har: entry 1: "):
        of_har(request_)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value", "text"]), inner),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from(["method", "url", "headers", "postData", "httpVersion"]), _JSON),
    st.text("htp:/[]@?#.%h1 \ud800", max_size=14),
)
def test_nothing_but_the_one_error_for_archives(said: dict[str, Any], url: str) -> None:
    try:
        of_har({"url": f"http://{url}"} | said)
    except CantImportError as error:
        assert str(error).startswith("a.har")  # noqa: PT017


# Raw bytes


def test_a_raw_request_goes_where_its_host_says() -> None:
    data = b"\r\nGET /x HTTP/1.1\r\nhost:  [::1]:81 \r\n\r\n"
    found = import_raw(data[2:], "a.bin")
    assert (only(found).target, only(found).name, found.remarks) == ("[::1]:81", "GET /x", ())
    assert only(import_raw(b"GET /x HTTP/1.1\nHost: h\n\n", "a")).target == "h:80"
    assert "HTTP wants CR LF" in import_raw(b"GET /x HTTP/1.1\nHost: h\n\n", "a").remarks[0]
    assert only(import_raw(data, "a.bin", "h:82")).framing == "none"


@given(st.binary(min_size=1, max_size=60))
def test_raw_bytes_round_trip(data: bytes) -> None:
    request = only(import_raw(data, "a.bin", "h:81"))
    assert exported(request, "raw").data == sent_by(request) == data


@pytest.mark.parametrize(
    ("data", "target", "told"),
    [
        (b"", "h:1", "it is empty"),
        (b"hello", "", "give --target HOST:PORT"),
        (b"GET / HTTP/1.1\r\n\r\nHost: h", "", "give --target HOST:PORT"),
        (b"GET / HTTP/1.1\r\nHost: h:x\r\n\r\n", "", "is no port"),
        (b"x", "h", "has no port"),
    ],
)
def test_raw_bytes_that_can_not_be_imported(data: bytes, target: str, told: str) -> None:
    with pytest.raises(CantImportError, match=told):
        import_raw(data, "a.bin", target)


@pytest.mark.parametrize(
    "text",
    [
        "GET http://a/" + "{{" * 100_000, "GET http://" + "{{" * 100_000, "GET http://a" + ":{{" * 100_000 + "x}}",
        "GET http://a/{{x" + "{{x " * 100_000 + "}}",
        "GET http://a/" + "".join(f"{{{{a {n}}}}}" for n in range(20_000)),
        "GET http://a/\n" + "  ?a\n" * 100_000, "GET http://a/" + " " * 200_000 + "b",
        "GET http://a/\nX: a" + " " * 200_000 + "b", "@a=b" + " " * 200_000 + "c\nGET http://a/",
        "# @name a" + " " * 200_000 + "c\nGET http://a/",
    ],
    ids=range(10),
)  # fmt: skip
def test_a_long_file_takes_time_in_proportion(text: str) -> None:
    began = time.process_time()
    of_http(text)
    assert time.process_time() - began < 5, "where something is looked at again and again it takes minutes"


def test_a_url_may_go_on_over_lines_up_to_its_version() -> None:
    request = only(of_http("GET http://a/b\n  ?c=d\n  &e=f HTTP/1.0\nX: y"))
    assert sent_by(request) == b"GET /b?c=d&e=f HTTP/1.0\r\nHost: a\r\nX: y\r\n\r\n"
