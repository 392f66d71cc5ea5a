"""curl command lines: the bytes that curl would send, and what is not kept."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.requests.conditions import Messages
from tcptui.requests.importing import CantImportError, Imported
from tcptui.requests.importing.curl import import_curl
from tcptui.requests.model import SendHex, SendText, Wait
from tests.requests.porting import exported, request_of, sent_by

ANY = b"Accept: */*\r\n\r\n"


def load(path: str) -> bytes:
    if path == "body.txt":
        return b"a\r\nb\0c\n"
    if path == "options.txt":
        return b'url = "h/1"\n# not this\n-d "x=\\"y\\""\nheader: A:b c\ncompressed\n'
    if path == "loop.txt":
        return b"config = loop.txt"
    raise FileNotFoundError(2, "No such file or directory", path)


def imported(text: str) -> Imported:
    return import_curl(text, "typed", load)


def sent(text: str) -> bytes:
    (request,) = imported(text).requests
    return sent_by(request)


@pytest.mark.parametrize(
    ("text", "target", "data"),
    [
        ("curl h", "h:80", b"GET / HTTP/1.1\r\nHost: h\r\n" + ANY),
        ("curl -0 http://h:81/a?b -A me", "h:81", b"GET /a?b HTTP/1.0\r\nHost: h:81\r\nUser-Agent: me\r\n" + ANY),
        ("curl -I h -H Accept:", "h:80", b"HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("curl -sSXDELETE h/x -H 'Accept: a'", "h:80", b"DELETE /x HTTP/1.1\r\nHost: h\r\nAccept: a\r\n\r\n"),
        ("curl -G h/x?y -d a=b --data-urlencode 'c=d e'", "h:80", b"GET /x?y&a=b&c=d+e HTTP/1.1\r\nHost: h\r\n" + ANY),
        ("curl -H Accept: u:p@h", "h:80", b"GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Basic dTpw\r\n\r\n"),
        ("curl -H Accept: 'http://[::1]:81/a/./b/../c'", "[::1]:81", b"GET /a/c HTTP/1.1\r\nHost: [::1]:81\r\n\r\n"),
        ("curl -H Accept: h --request-target '*' -XOPTIONS", "h:80", b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("curl https://h/ --resolve h:443:10.0.0.7", "tls://10.0.0.7:443", b"GET / HTTP/1.1\r\nHost: h\r\n" + ANY),
        ("curl -H Accept: h --connect-to ::127.0.0.1:8080", "127.0.0.1:8080", b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("curl -H Accept: h --unix-socket /run/x.sock", "unix:/run/x.sock", b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
    ],
)  # fmt: skip
def test_lines(text: str, target: str, data: bytes) -> None:
    (request,) = imported(text).requests
    assert (request.target, sent_by(request)) == (target, data)


@pytest.mark.parametrize(
    ("data", "body"),
    [
        ("-d a=b -d c=d", b"a=b&c=d"),
        ("-d @body.txt", b"abc"),
        ("--data-binary @- < body.txt", b"a\r\nb\0c\n"),
        ("--data-binary @body.txt", b"a\r\nb\0c\n"),
        ("--data-raw @body.txt", b"@body.txt"),
        ("-T body.txt", b"a\r\nb\0c\n"),
        ("--json '{\"a\":' --json '1}'", b'{"a":1}'),
        ("--data-urlencode '=a b&c'", b"a+b%26c"),
        ("--data-raw $'\\u00e9\\n'", "é\n".encode()),
    ],
)
def test_bodies(data: str, body: bytes) -> None:
    head, _, found = sent(f"curl h {data}").partition(b"\r\n\r\n")
    assert found == body
    assert f"Content-Length: {len(body)}".encode() in head.split(b"\r\n")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("curl h -L", "not kept: -L."),
        ("curl h --http2", "not kept: --http2."),
        ("curl https://h -x proxy:1", "not kept: -x."),
        ("curl h --proxy socks5://proxy", "not kept: --proxy."),
        ("curl h -u joe", "curl would ask for joe's password, which is empty here."),
        ("curl h --digest -u a:b", "not kept: --digest."),
        ('curl h -H "A: $TOKEN"', "$TOKEN is kept as it stands: a shell would replace it."),
        ("curl h/`date`", "`date` is kept as it stands: a shell would replace it."),
        ("curl h -T body.txt -C 3", "not kept: -C."),
        ("curl https://h -k", "not kept: -k."),
        ("curl h -b jar", "-b names a file of cookies, which is not read: write the Cookie header."),
        ("curl h", "curl's own User-Agent header is not added."),
    ],
)
def test_what_is_not_kept_is_named(text: str, remark: str) -> None:
    assert f"typed:1: {remark}" in imported(text).remarks


def test_several_commands_are_several_requests() -> None:
    found = imported(
        "# two\ncurl h/a | jq .\n\ncurl \\\n  h/b && echo done; exit\n".replace("&& echo done; exit", "> x")
    )
    assert [request.name for request in found.requests] == ["GET /a", "GET /b"]
    assert found.remarks[1].startswith("typed:4: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "typed: there is no curl command in it."),
        ("\nwget h", "typed:2: 'wget' is no curl command."),
        ("curl -v", "typed:1: No URL in this curl line"),
        ("curl h -d @missing", "typed:1: -d 'missing' can't be read: No such file or directory."),
        ("curl 'h", "typed: A quote ' opens in line 1 and is never closed."),
        ("curl ftp://h/x", "typed:1: ftp:// is not spoken here"),
        ("curl h:99999", "typed:1: "),
        ("curl http://", "typed:1: "),
        ("curl h --nonsense x", "typed:1: --nonsense is no option of curl that is known here: write the line without"),
        ("curl h -d x --form a=b", "typed:1: curl refuses -F with -d"),
        ("curl h -d @-", "typed:1: -d reads standard input (-), which the line doesn't hold: name a file."),
        ("curl h -F a", "typed:1: -F 'a' is no field of a form: write name=value."),
        ("curl h -F 'a=@x,y'", "typed:1: -F 'a=@x,y': several files in one field can't be read here"),
        ("curl h -F 'a=(;type=b/c'", "typed:1: -F 'a=(;type=b/c': parts of parts can't be read here"),
        ("curl h -F 'a=b;encoder=base64'", "typed:1: -F 'a=b;encoder=base64': encoder=base64 is not known here"),
        ("curl 'h/?a[]=1'", "typed:1: curl takes '[' in 'h/?a[]=1' for several URLs, and can't read it"),
        ("curl 'h/[1-2000]'", "typed:1: 'h/[1-2000]' stands for more than 1,000 requests"),
        ("curl 'h/[1-99]/[1-99]'", "typed:1: 'h/[1-99]/[1-99]' stands for more than 1,000 requests"),
        ("curl" + " h" * 1001, "typed:1: This curl line stands for more than 1,000 requests: write it as several."),
        ("curl -T '[1-999]' 'h/[1-999]'", "typed:1: This curl line stands for more than 1,000 requests"),
        ("curl h/[:", "typed:1: curl takes '[' in 'h/[:' for several URLs"),
        ("curl -K loop.txt", "typed:1: -K names more than 64 files of options."),
        ("seq 3 | curl h -d @-", "typed:1: 'seq' is no curl command."),
        ("echo -e x | curl h -d @-", "typed:1: -d reads standard input (-), which the line doesn't hold: name a file."),
        ("printf %d 1 | curl h -d @-", "typed:1: -d reads standard input (-)"),
        ("cat missing | curl h -d @-", "typed:1: cat 'missing' can't be read: No such file or directory."),
        ("curl h -d @- < missing", "typed:1: < 'missing' can't be read: No such file or directory."),
        ("echo x | wget h", "typed:1: 'wget' is no curl command."),
        ("echo x", "typed:1: 'echo' is no curl command."),
        ("curl h -H $'a: \\ud800'", r"typed: \ud800 in line 1 is half of a surrogate pair and has no bytes."),
        ("curl h\ncurl h -u $'\\U0000dcff'", r"typed: \U0000dcff in line 2 is half of a surrogate pair"),
        ("curl -T $'\\ud800' http://h/", r"typed: \ud800 in line 1 is half"),
        ("curl h --unix-socket $'\\ud800'", r"typed: \ud800 in line 1 is half"),
    ],
)
def test_what_can_not_be_imported_is_told(text: str, told: str) -> None:
    with pytest.raises(CantImportError) as error:
        imported(text)
    assert str(error.value).startswith(told)


_WORDS = st.sampled_from(
    ["h", "http://", "-d", "@body.txt", "-H", "a: b", "a;", "-X", "-G", "--json", "{}", "-u", "--resolve", "h:80:",
     "::", "--connect-to", "-T", "/", "-", "--", "-sS", "--http1.0", "-I", "'", '"', "$'\\x", "\\", "\n",
     "|", ";", "--url", "[", "]", "-F", "a=@body.txt;type=b/c", "'a=\"b;filename='", "--next", "h/{a,b}[1-3]", "-K",
     "options.txt", "^", '^"', "-x", "-b", "-C", "3", "--no-compressed", "--data-urlencode", "n@body.txt",
     "-H@body.txt", "printf", "%s", "| curl h", "< body.txt", "echo", "-d@-",
     "$X", "`y`", "--form-string", "--url-query", "+a", "-u", "--resolve"]
)  # fmt: skip


@given(st.lists(_WORDS | st.text(max_size=5), max_size=10))
def test_nothing_but_the_one_error(words: list[str]) -> None:
    try:
        found = imported(" ".join(["curl", *words]))
    except CantImportError as error:
        assert str(error).startswith("typed")  # noqa: PT017
    else:
        assert found.requests


@pytest.mark.parametrize(
    "text",
    [
        "curl h " + "\\x" * 100_000, "curl h\n" * 2_000, "curl h/" + "${" * 80_000, "curl h/" + "`" * 80_001,
        'curl h "' + "$(" * 50_000 + '"', "curl h" + " -H A:b" * 20_000, "curl -g h/" + "[:" * 80_000,
        "curl h" + " -F a=b" * 10_000, 'curl ^"h^" ^\n' * 5_000 + "\n" + "curl h\n" * 2_000,
        "curl h -F 'a=b" + ";type=" * 50_000 + "'",
    ],
    ids=range(10),
)  # fmt: skip
def test_a_long_text_takes_time_in_proportion(text: str) -> None:
    began = time.process_time()
    with suppress(CantImportError):
        imported(text)
    assert time.process_time() - began < 5, "where something is looked at again and again it takes minutes"


def test_what_is_copied_for_cmd_exe() -> None:
    chrome = """curl ^"http://h/x?a=1^&b=^%^41^" ^
  -H ^"Accept: ^\\^"x^\\^"^" ^
  --data-raw ^"^{^\\^"a^\\^":^\\^"1^

2^\\^"^}^" &
curl "http://h/y?a&b" ^
  -H "Accept: z" > file
"""
    first, second = map(sent_by, imported(chrome.replace("\n", "\r\n")).requests)
    assert first.startswith(b'POST /x?a=1&b=%41 HTTP/1.1\r\nHost: h\r\nAccept: "x"\r\nContent-Length: 11\r\n')
    assert first.endswith(b'\r\n\r\n{"a":"1\n2"}')
    assert second == b"GET /y?a&b HTTP/1.1\r\nHost: h\r\nAccept: z\r\n\r\n"


def test_a_head_stays_readable_beside_a_body_that_is_no_text() -> None:
    (request,) = imported("curl h --data-raw $'\\xff'").requests
    head, body, wait = request.steps
    assert isinstance(head, SendText)
    assert head.text.startswith("POST / HTTP/1.1\nHost: h\n")
    assert (body, wait) == (SendHex(b"\xff"), Wait(Messages()))
    assert len(imported("curl h -H $'A: \\xff' --data-raw $'\\xff'").requests[0].steps) == 2


def test_a_file_of_options() -> None:
    first, second = map(sent_by, imported("curl -K options.txt h/2").requests)
    assert first.startswith(b"POST /1 HTTP/1.1\r\nHost: h\r\nAccept: */*\r\nAccept-Encoding: deflate")
    assert first.endswith(
        b'\r\nA:b\r\nContent-Length: 5\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nx="y"'
    )
    assert second == first.replace(b" /1 ", b" /2 ")


@pytest.mark.parametrize(
    ("feeding", "body"),
    [
        (r"printf 'a%%\r\n\\\047\000\377'", b"a%\r\n\\'\0\xff"),
        ("printf '%s=%s\\n' x 'y z'", b"x=y z\n"),
        ("echo 'a  b' c", b"a  b c\n"),
        ("echo -n x", b"x"),
        ("cat body.txt body.txt", b"a\r\nb\0c\n" * 2),
    ],
)
def test_what_a_pipe_feeds(feeding: str, body: bytes) -> None:
    assert sent(f"{feeding} |\n  curl h --data-binary @- | jq .").endswith(b"\r\n\r\n" + body)


def test_what_stands_before_curl() -> None:
    text = "% curl h/1\nTOKEN=x sudo -E /usr/bin/curl h/2\nC:\\\\curl.exe h/3"
    assert [one.name for one in imported(text).requests] == ["GET /1", "GET /2", "GET /3"]


def test_bytes_that_are_no_text_are_quoted_as_they_are() -> None:
    assert sent("curl $'http://h/\\xff'").startswith(b"GET /%FF HTTP/1.1")
    assert sent("curl http://h/ --data-urlencode $'a=\\xff'").endswith(b"a=%FF")


@given(
    st.sampled_from(["GET", "POST", "HEAD", "PATCH"]),
    st.text("/a?=&%{}[]$'.\\", max_size=10),
    st.lists(st.tuples(st.sampled_from(["X-A", "Cookie", "user-agent", "B"]), st.text("ab '\"$`\\;:é", max_size=9))),
    st.binary(max_size=40) | st.text("ab\n\r@\"'%\\", max_size=12).map(str.encode),
)
def test_what_is_exported_for_curl_reads_back(
    method: str, path: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    length = [("Content-Length", str(len(body)))] if body else []
    fields = [f"{name}: {value}" if value.strip() else f"{name}:" for name, value in [*headers, *length]]
    head = [f"{method} /{path} HTTP/1.1", "Host: h:81", *fields]
    data = "".join(f"{line}\r\n" for line in [*head, ""]).encode() + body
    text = exported(request_of(data, target="h:81"), "curl").data.decode()
    (request,) = imported(text).requests
    assert (request.target, sent_by(request)) == ("h:81", data)
