"""curl command lines: the bytes that curl would send, and what is not kept."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.requests.importing import CantImportError, Imported
from tcptui.requests.importing.curl import import_curl
from tests.conftest import Serve
from tests.requests.porting import sent_by
from tests.servers.listening import Peer
from tests.servers.real import find_program

ANY = b"Accept: */*\r\n\r\n"


def load(path: str) -> bytes:
    if path == "body.txt":
        return b"a\r\nb\0c\n"
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
        ("curl h -F a=b", "not kept: -F: curl would send POST with a form's fields, this is GET without them."),
        (
            "curl h -X PUT --form a=b",
            "not kept: --form: curl would send PUT with a form's fields, this is PUT without them.",
        ),
        ("curl h --http2", "not kept: --http2."),
        ("curl h -x proxy:1", "not kept: -x."),
        ("curl https://h -k", "not kept: -k."),
        ("curl h/a h/b", "not kept: the URL h/b."),
        ("curl h/{a,b}", "the URL's { } or [ ] are kept as they are: curl would make several requests of it."),
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
        ('curl ^"http://h/^" ^\n  -H ^"a: b^"', "typed: this is quoted for cmd.exe"),
        ("curl 'h", "typed: A quote ' opens in line 1 and is never closed."),
        ("curl ftp://h/x", "typed:1: ftp:// is not spoken here"),
        ("curl h:99999", "typed:1: "),
        ("curl http:///x", "typed:1: "),
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
     "|", ";", "--url", "[", "]"]
)  # fmt: skip


@given(st.lists(_WORDS | st.text(max_size=5), max_size=10))
def test_nothing_but_the_one_error(words: list[str]) -> None:
    try:
        found = imported(" ".join(["curl", *words]))
    except CantImportError as error:
        assert str(error).startswith("typed")  # noqa: PT017
    else:
        assert found.requests


def test_the_bytes_are_those_that_curl_sends(serve: Serve, tmp_path: Path) -> None:
    """The real curl, beside what we make of its command line."""
    curl = find_program("curl")
    lines = [
        "{url}/a/../b?q=1#f -H 'X: y' -A me -e ref -b c=d --compressed -r 0-5",
        "{url} -d a=b -d 'c d' -u joe:pw -A me",
        "-X PUT {url}/x -A me --json '{{\"a\": 1}}' -H 'Empty;' -H 'Host: other'",
        "-T body.txt {url}/dir/ -A me --http1.0 -H 'Accept: x' -H 'Content-Type: t'",
        "-G {url}/x -A me --data-urlencode 'a=b c' -d d",
        "-I {url}/ -A me --oauth2-bearer abc",
    ]
    (tmp_path / "body.txt").write_bytes(load("body.txt"))

    def answer(peer: Peer) -> None:
        peer.read_exactly(len(expected))
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        peer.read_to_end()

    for line in lines:
        server = serve(answer)
        text = "curl " + line.format(url=f"http://{server.target}")
        expected = sent(text)
        subprocess.run(["bash", "-c", text.replace("curl", f"{curl} -s", 1)], cwd=tmp_path, timeout=20, check=True,
                       capture_output=True)  # fmt: skip
        peer = server.peer()
        assert peer.ended.wait(5)
        assert _without_codings(bytes(peer.received)) == _without_codings(expected), line


def _without_codings(data: bytes) -> bytes:
    """Each build of curl offers the codings that it was built with."""
    return b"\r\n".join(line for line in data.split(b"\r\n") if not line.startswith(b"Accept-Encoding:"))


def test_bytes_that_are_no_text_are_quoted_as_they_are() -> None:
    assert sent("curl $'http://h/\\xff'").startswith(b"GET /%FF HTTP/1.1")
    assert sent("curl http://h/ --data-urlencode $'a=\\xff'").endswith(b"a=%FF")
