"""A recorded run as an archive (HAR) and as a page (HTML)."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from tcptui.journal.har import har
from tcptui.journal.html import page
from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Address, Connected, Message, Opened, PeerFin, RunStarted

REQUEST = b"POST /a?b=c HTTP/1.1\r\nHost: h:81\r\nAuthorization: Basic c2VjcmV0\r\nContent-Length: 2\r\n\r\nhi"
RESPONSE = b"HTTP/1.1 201 Created\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n<b>\x1b[31m\xc3\xa9</b>"
RESPONSE = RESPONSE.replace(b"Length: 11", b"Length: %d" % len(RESPONSE.partition(b"\r\n\r\n")[2]))
SECOND = b"GET /none HTTP/1.0\r\n\r\n"
THERE = Address("ipv4", "10.1.2.3", 81)
MS = 1_000_000


def message(direction: Any, kind: str, start: int, end: int, **more: Any) -> Message:
    said: dict[str, Any] = {"number": 1, "complete": True, "final": True, "awaited": 0} | more
    return Message(1, 0, direction, said.pop("number"), start, end, kind, **said)


def recorded() -> Log:
    """An exchange, and a request that got no answer."""
    writer = Writer.scratch(RunStarted(0, 0, "9.9", 1_700_000_000_000_000_000, "x", ("send", "h:81")))
    writer.event(Opened(1, 10 * MS, "h:81", "http"))
    writer.event(Connected(1, 20 * MS, THERE, Address("ipv4", "10.1.2.4", 40000), 1, 0.01))
    writer.sent(1, 30 * MS, 0, REQUEST)
    writer.event(message("out", "request", 0, len(REQUEST), took=0.001))
    room = writer.room(len(RESPONSE))
    assert room is not None
    room[:] = RESPONSE
    writer.received(1, 40 * MS, 0, len(RESPONSE))
    writer.event(message("in", "response", 0, len(RESPONSE), status=201, took=0.002, after=0.007))
    writer.sent(1, 50 * MS, len(REQUEST), SECOND)
    writer.event(message("out", "request", len(REQUEST), len(REQUEST + SECOND)))
    writer.event(PeerFin(1, 60 * MS, len(RESPONSE)))
    writer.flush()
    return writer.log()


def archived(**how: bool) -> list[dict[str, Any]]:
    log = json.loads(b"".join(har(recorded(), None, **how)))["log"]
    assert (log["version"], log["creator"]) == ("1.2", {"name": "tcptui", "version": "9.9"})
    return log["entries"]  # type: ignore[no-any-return]


def test_an_exchange_as_an_entry() -> None:
    first, second = archived()
    assert first["startedDateTime"] == "2023-11-14T22:13:20.020000+00:00"  # when its connection was asked for
    assert first["timings"] == {
        "blocked": -1, "dns": -1, "ssl": -1, "connect": 10, "send": 1, "wait": 7, "receive": 2,
    }  # fmt: skip
    assert first["time"] == 20
    request, response = first["request"], first["response"]
    assert (request["method"], request["url"], request["httpVersion"]) == ("POST", "http://h:81/a?b=c", "HTTP/1.1")
    assert request["queryString"] == [{"name": "b", "value": "c"}]
    assert request["headers"][1] == {"name": "Authorization", "value": "*" * 14}
    assert request["postData"]["text"] == "hi"
    assert (request["headersSize"], request["bodySize"]) == (len(REQUEST) - 2, 2)
    assert (response["status"], response["statusText"]) == (201, "Created")
    assert response["content"]["text"] == "<b>\x1b[31mé</b>"
    assert (first["serverIPAddress"], first["connection"]) == ("10.1.2.3", "1")
    assert (second["response"]["status"], second["comment"]) == (0, "no answer came")
    assert second["request"]["url"] == "http://10.1.2.3:81/none"
    assert second["timings"]["connect"] == -1


def test_credentials_are_masked_unless_they_are_asked_for() -> None:
    assert archived(unmasked=True)[0]["request"]["headers"][1]["value"] == "Basic c2VjcmV0"


def test_the_page_shows_everything_and_nothing_of_it_acts() -> None:
    text = b"".join(page(recorded(), None)).decode()
    tags: list[str] = []
    texts: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    parser.handle_data = texts.append  # type: ignore[method-assign]
    parser.feed(text)
    assert "b" not in tags
    assert "script" not in tags
    assert "\x1b" not in text
    assert any(one.startswith("connection 1 · h:81 · out ") for one in texts)
    assert "POST /a?b=c HTTP/1.1␍␊" in texts
    assert any("the peer closed its side (FIN)" in one for one in texts)
    assert "c2VjcmV0" not in text
    assert b"c2VjcmV0" in b"".join(page(recorded(), None, unmasked=True))
