"""HTTP by form: start lines, headers as typed, what follows from the body, and what is wrong on purpose."""

from __future__ import annotations

import h11
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tcptui.protocol.composing import OFF, Draft, change, compose, new_draft, settings
from tests.protocol.drafts import HEADERS, told

HOST = (("Host", "h:80"),)


def http(content: bytes = b"", headers: tuple[tuple[str, str], ...] = HOST, **by_hand: str) -> Draft:
    return Draft("http", content, headers, tuple((name.replace("_", "-"), value) for name, value in by_hand.items()))


def test_a_new_draft_gets_the_root_of_its_target() -> None:
    composed = compose(new_draft("http", "127.0.0.1:8000"))
    assert composed.data == b"GET / HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n\r\n"
    assert told(composed.parts) == ["request line(0-16)", "Host(16-38)", "empty line(38-40)"]


@pytest.mark.parametrize(
    ("draft", "head"),
    [
        (http(method="POST"), b"POST / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 0\r\n\r\n"),
        (http(b"hi"), b"GET / HTTP/1.1\r\nHost: h:80\r\nContent-Length: 2\r\n\r\n"),
        (http(b"hi", (*HOST, ("content-length", "2"))), b"GET / HTTP/1.1\r\nHost: h:80\r\ncontent-length: 2\r\n\r\n"),
        (http(version="HTTP/1.0", headers=()), b"GET / HTTP/1.0\r\n\r\n"),
        (http(target="/ü"), "GET /ü HTTP/1.1\r\nHost: h:80\r\n\r\n".encode()),
        (http(headers=(*HOST, ("X-a", ""), ("x-A", "1"), ("", ""))),
         b"GET / HTTP/1.1\r\nHost: h:80\r\nX-a:\r\nx-A: 1\r\n\r\n"),
        (http(message="response", headers=()), b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        (http(message="response", status="204", headers=()), b"HTTP/1.1 204 No Content\r\n\r\n"),
        (http(b"hi", (), message="response", status="299", content_length=OFF), b"HTTP/1.1 299 \r\n\r\n"),
        (http(message="response", status="404", reason="Nope", headers=()),
         b"HTTP/1.1 404 Nope\r\nContent-Length: 0\r\n\r\n"),
    ],
)  # fmt: skip
def test_the_head(draft: Draft, head: bytes) -> None:
    composed = compose(draft)
    assert composed.data == head + draft.content
    assert composed.malformed == ()


def test_chunks() -> None:
    composed = compose(http(b"hello", body="chunked", chunk_size="3"))
    assert composed.data.endswith(
        b"\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
    )  # fmt: skip
    assert [part.name for part in composed.parts][2:] == [
        "Transfer-Encoding", "empty line", "chunk size", "chunk", "CR LF", "chunk size", "chunk", "CR LF", "last chunk",
        "empty line",
    ]  # fmt: skip
    assert composed.malformed == ()


@pytest.mark.parametrize(
    ("method", "target"), [("GET", "http://x/a"), ("OPTIONS", "*"), ("CONNECT", "x:443"), ("get", "/")]
)
def test_targets_of_every_form(method: str, target: str) -> None:
    assert compose(http(method=method, target=target)).malformed == ()


@pytest.mark.parametrize(
    ("draft", "phrase"),
    [
        (http(b"hi", content_length="5"), "Content-Length says 5, the content has 2"),
        (http(b"hi", content_length="two"), "Content-Length says 'two', which is no number"),
        (http(b"hi", content_length=OFF), "no Content-Length: the content is taken for the next message"),
        (http(b"hi", content_length=""), "no Content-Length: the content is taken for the next message"),
        (http(b"hi", (*HOST, ("Content-Length", "1"))), "Content-Length says 1, the content has 2"),
        (http(content_length="1"), "Content-Length says 1, the content has 0"),
        (http(b"hi", body="chunked", content_length="2"), "Content-Length stands beside chunked"),
        (http(b"hi", body="chunked", transfer_encoding=OFF), "no Transfer-Encoding: the content is taken"),
        (http(b"hi", body="chunked", transfer_encoding="gzip"), "Transfer-Encoding says 'gzip', the body is chunked"),
        (http(b"hi", (*HOST, ("Transfer-Encoding", "chunked"))), "says 'chunked', the content has no last chunk"),
        (http(empty_line=OFF), "no empty line behind the headers"),
        (http(headers=()), "no Host header, which HTTP/1.1 wants"),
        (http(headers=(*HOST, ("a b", "1"))), "a b is no name of a header"),
        (http(headers=(*HOST, ("", "1"))), "header is no name of a header"),
        (http(headers=(*HOST, ("a", "1\r\nb: 2"))), "a has a line end in its value"),
        (http(method="G T"), "request line has no method: 'G T' is none"),
        (http(target=""), "request line has no target"),
        (http(target="/a b"), "request line has a target with a space in it"),
        (http(target="cho"), "request line has a target that does not begin with /"),
        (http(version="HTTP/2"), "request line has no version: 'HTTP/2' is none"),
        (http(message="response", status="20"), "status line has no status: '20' is none"),
        (http(message="response", version="x"), "status line has no version: 'x' is none"),
        (http(b"hi", message="response", status="304"), "a 304 has no content"),
    ],
)
def test_wrong_on_purpose(draft: Draft, phrase: str) -> None:
    composed = compose(draft)
    assert composed.data
    assert phrase in " | ".join(composed.malformed)


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (http(b"hi", body="chunked", chunk_size="0"), "A chunk can't hold 0 bytes: write 1 or more."),
        (http(b"hi", body="chunked", chunk_size="x"), "'x' is no number"),
        (http(b"h" * 10_001, body="chunked", chunk_size="1"), "1 bytes a chunk make more than 10,000 chunks"),
        (http(body="gzip"), "'gzip' is no body known here: take whole, chunked."),
        (http(target="\ud800"), "half of a surrogate pair"),
    ],
)
def test_what_can_not_go_out(draft: Draft, sentence: str) -> None:
    composed = compose(draft)
    assert sentence in composed.problems[0]
    assert composed.data == b""


def test_the_form_shows_what_will_be_filled_in() -> None:
    shown = {setting.id: setting.value for setting in settings(http(b"hi", method="POST"))}
    assert shown == {
        "message": "request", "method": "POST", "target": "/", "version": "HTTP/1.1", "body": "whole",
        "content-length": "2", "empty-line": "empty line",
    }  # fmt: skip


def test_a_header_that_was_typed_is_not_asked_for() -> None:
    assert "content-length" not in {setting.id for setting in settings(http(b"", (("Content-Length", "0"),)))}


@given(HEADERS, st.binary(max_size=50), st.sampled_from(["whole", "chunked"]), st.integers(1, 20))
def test_a_server_that_others_wrote_reads_the_same(
    headers: tuple[tuple[str, str], ...], content: bytes, body: str, size: int
) -> None:
    composed = compose(change(http(content, headers, body=body, method="PUT"), "chunk-size", str(size)))
    assume(not composed.malformed)
    server = h11.Connection(h11.SERVER)
    server.receive_data(composed.data)
    request = server.next_event()
    assert isinstance(request, h11.Request)
    sent = [(name.encode(), value.encode()) for name, value in headers]
    assert [(name, value) for name, value in request.headers.raw_items()][: len(sent)] == sent
    read = b""
    while isinstance(event := server.next_event(), h11.Data):
        read += event.data
    assert isinstance(event, h11.EndOfMessage)
    assert (read, server.trailing_data[0]) == (content, b"")
