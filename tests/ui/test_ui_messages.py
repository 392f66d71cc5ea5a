"""The message view: its rows, what opens below them, and the ways to and from the bytes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tcptui.protocol.commands import Close, Send
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk
from tests.ui.recorded import record
from tests.ui.test_ui_listening import client, listen
from tests.ui.test_ui_past_runs import open_newest

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
PACKED = gzip.compress(json.dumps({"name": "Zoë", "list": [1, 2]}, ensure_ascii=False).encode(), mtime=0)
JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
JSON = JSON_HEAD % len(PACKED) + PACKED
PART = b"HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n" + b"x" * 612
BROKEN = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello"
EVIL = b"HTTP/1.1 200 \x1b[31mred\r\nX: \x9b2J\r\nContent-Length: 9\r\n\r\n\x1b]0;evil\x07"


def answering(*answers: bytes) -> object:
    """A server that answers one request after the other with these, and then holds the connection."""

    def behave(peer: Peer) -> None:
        for number, answer in enumerate(answers, 1):
            while peer.received.count(b"\r\n\r\n") < number and not peer.at_end:
                peer.read()
            peer.send(answer)
        peer.hold()

    return behave


def shown(d: Desk) -> list[str]:
    """The lines of the message view."""
    view = d.bench.messages
    assert view is not None
    return [strip.text.rstrip() for strip in view.render_lines(view.size.region)]


async def ask(d: Desk, count: int = 1, data: bytes = GET) -> None:
    """Send requests, and wait until each has got a byte of its answer."""
    for _ in range(count):
        before = d.session.story.read
        d.workbench.submit(Send(d.session.conn, data))
        await d.until(lambda before=before: d.session.story.read > before, "an answer")


async def turn(d: Desk, *texts: str) -> None:
    """Go to the messages, and wait until these are there."""
    await d.press("f5", "f5")
    await d.until(lambda: d.bench.messages is not None and d.bench.front is d.bench.messages)
    if d.bench.prompt.has_focus:
        await d.press("escape", "escape" if d.bench.card.display else "shift")
    for text in texts:
        await d.until(lambda text=text: any(text in line for line in shown(d)), text)


async def test_a_row_a_message_with_the_answers_time(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await ask(d, 2)
        await turn(d, "← ", "HTTP/1.1 200 OK")
        await d.until(lambda: len([line for line in shown(d)[1:] if line]) == 4)
        rows = shown(d)[1:5]
        assert [row.split()[1:3] for row in rows] == [["→", "1"], ["←", "1"], ["→", "2"], ["←", "2"]]
        assert "27 B" in rows[0]
        assert "request" in rows[0]
        assert "GET / HTTP/1.1" in rows[0]
        assert "response" in rows[1]
        assert rows[1].endswith((" ms", "µs"))
        assert not rows[0].endswith((" ms", "µs"))
        assert "session · messages · auto: http" in d.drawn


async def test_f5_goes_round_and_the_keys_go_along(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await ask(d)
        await d.press("escape", "f5")
        await d.until_drawn("session · hex")
        assert d.bench.pane.has_focus
        await d.press("f5")
        await d.until_drawn("session · messages")
        assert d.bench.messages is not None
        assert d.bench.messages.has_focus
        await d.press("f5")
        await d.until_drawn("session · text")
        assert d.bench.pane.has_focus
        await d.press("m")
        await d.until_drawn("session · messages")
        await d.press("h")
        await d.until_drawn("session · text")
        await d.press("m", "i")
        assert d.bench.prompt.has_focus
        await d.press("escape", "escape")
        assert d.bench.messages.has_focus


async def test_an_open_message_shows_parts_and_content_undone(serve: Serve) -> None:
    async with desk(serve(answering(JSON)).target) as d:
        await ask(d)
        await turn(d, "HTTP/1.1 200 OK")
        await d.press("enter")
        await d.until(lambda: any('"name": "Zoë",' in line for line in shown(d)))
        text = "\n".join(shown(d))
        assert "Content-Encoding      gzip" in text
        assert "status line           HTTP/1.1 200 OK" in text
        assert "application/json · gzip undone" in text
        assert "ms after its request" in text or "µs after its request" in text
        await d.press("r")
        await d.until(lambda: any("HTTP/1.1 200 OK␍␊" in line for line in shown(d)))
        await d.press("r")
        await d.until(lambda: any("000000  48 54 54 50 2f" in line for line in shown(d)))
        await d.press("left")
        await d.until(lambda: not any("000000" in line for line in shown(d)))
        await d.press("right")
        await d.until(lambda: any('"name": "Zoë",' in line for line in shown(d)))


async def test_a_click_opens_and_closes(serve: Serve) -> None:
    async with desk(serve(answering(JSON)).target) as d:
        await ask(d)
        await turn(d, "HTTP/1.1 200 OK")
        await d.pilot.click("#messages", offset=(20, 2))
        await d.until(lambda: any("gzip undone" in line for line in shown(d)))
        await d.pilot.click("#messages", offset=(20, 2))
        await d.until(lambda: not any("gzip undone" in line for line in shown(d)))


async def test_nothing_of_a_peers_acts_on_the_terminal(serve: Serve) -> None:
    async with desk(serve(answering(EVIL)).target) as d:
        await ask(d)
        await turn(d, "␛[31mred")
        for _ in range(3):
            await d.press("enter" if _ == 0 else "r")
            await d.pilot.pause()
            assert not {"\x1b", "\x07", "\x9b"} & set(d.drawn)


async def test_what_arrives_and_what_is_awaited_is_told_live(serve: Serve) -> None:
    async with desk(serve(answering(PART)).target) as d:
        await ask(d)
        await turn(d, "arriving: 653 of 4,137 B, 3,484 missing")
        d.workbench.submit(Send(d.session.conn, GET))
        await d.until(lambda: any("… 1 answer awaited" in line for line in shown(d)))
        d.workbench.submit(Close(d.session.conn))
        await d.until(lambda: any("✕ 1 answer never came" in line for line in shown(d)))


async def test_what_is_open_while_it_arrives_grows_and_becomes_the_message(serve: Serve) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nfirst"
    async with desk(serve(answering(head, b" second")).target) as d:
        await ask(d)
        await turn(d, "arriving")
        await d.press("enter")
        await d.until(lambda: any("… what is there so far, 7 bytes missing" in line for line in shown(d)))
        assert any(line.strip() == "first" for line in shown(d))
        await ask(d)  # what is asked meanwhile stands before the answer that is arriving
        await d.until(lambda: any(line.strip() == "first second" for line in shown(d)))
        assert not any("so far" in line for line in shown(d))


async def test_a_broken_message_stands_out_and_says_why(serve: Serve) -> None:
    async with desk(serve(answering(BROKEN)).target) as d:
        await ask(d)
        await turn(d, "✕ breaks its framing", "9 B behind it")
        await d.press("up", "enter")
        await d.until(lambda: any("✕ The response breaks its framing at byte 47" in line for line in shown(d)))


async def test_from_a_message_to_its_bytes_and_back(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target, size=(120, 24)) as d:
        await ask(d, 20)
        await turn(d, "← ")
        await d.press("g", "down", "down", "down")
        assert d.bench.messages is not None
        await d.until(lambda: d.bench.messages.message and d.bench.messages.message.number == 2)
        message = d.bench.messages.message
        await d.press("m")
        await d.until(lambda: d.bench.pane.went_to is not None)
        row = d.bench.pane.rows.at(*d.bench.pane.went_to)
        assert (row.direction, row.offset) == (message.direction, message.start)
        assert d.bench.pane.has_focus
        marked = [mark for mark in d.bench.pane.marks_of(row) if mark.kind == "current"]
        assert [(mark.begin, mark.end) for mark in marked] == [(message.start, message.end)], "all of its bytes"
        await d.press("down", "m")
        await d.until(lambda: d.bench.front is d.bench.messages)
        assert d.bench.messages.message == message


async def test_the_first_look_goes_to_the_message_of_the_bytes_one_stands_on(serve: Serve) -> None:
    async with desk(serve(answering(JSON, PART)).target) as d:
        await ask(d, 2)
        await d.press("escape", "v", "g", "down", "down", "down", "m")
        await d.until(lambda: d.bench.messages is not None and d.bench.messages.message is not None)
        assert d.bench.messages is not None
        await d.until(lambda: "1 of 4" in shown(d)[0])
        await d.press("G", "m")
        await d.until(lambda: d.bench.pane.went_to is not None and d.bench.pane.went_to[1] == len(JSON))


async def test_bytes_in_no_message_are_told(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until(lambda: d.session.story.phase == "open")
        d.workbench.submit(Send(d.session.conn, b"hello\r\n"))
        await d.until(lambda: d.session.story.read)
        await d.press("escape", "v", "m")
        await d.until_drawn("these bytes are in no message")


async def test_the_search_goes_from_message_to_message(serve: Serve) -> None:
    async with desk(serve(answering(JSON, PART, JSON)).target) as d:
        await ask(d, 1)
        await ask(d, 1)
        await turn(d, "arriving")
        await d.press("g", "slash")
        await d.type("gzip")
        await d.press("enter", "escape")
        assert d.bench.messages is not None
        await d.until(lambda: d.bench.messages.message and d.bench.messages.message.number == 1)
        assert d.bench.messages.message.direction == "in"
        assert d.bench.messages.has_focus


async def test_a_message_is_saved_and_copied(serve: Serve, tmp_path: Path) -> None:
    async with desk(serve(answering(JSON)).target) as d:
        await ask(d)
        await turn(d, "HTTP/1.1 200 OK")
        await d.press("s")
        await d.until_drawn("Save message 1 of what was received")
        await d.type(str(tmp_path / "message"))
        await d.press("enter")
        await d.until_drawn("saved ")
        assert (tmp_path / "message").read_bytes() == JSON
        await d.press("y")
        await d.until_drawn("Copy message 1 of what was received as")
        await d.press("h")
        await d.until_drawn(f"copied {len(JSON)} bytes as hex")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_keys_all_have_room_in_the_frame(serve: Serve, size: tuple[int, int]) -> None:
    async with desk(serve(answering(JSON)).target, size=size) as d:
        await ask(d)
        await turn(d, "HTTP/1.1 200 OK")
        await d.until_drawn(f" {d.bench.pane_keys()} ")
        assert "framing" in d.bench.pane_keys()


async def test_another_framing_finds_other_messages_in_the_same_bytes(serve: Serve) -> None:
    async with desk(serve(answering(PART)).target) as d:
        await ask(d)
        await turn(d, "arriving")
        await d.press("f")
        await d.until_drawn("as it was recorded")
        await d.press("c")
        await d.until_drawn("messages · line, read again")
        await d.until(lambda: any("Content-Length: 4096" in line for line in shown(d)))
        assert d.session.story.framing == "auto"
        await d.until(lambda: d.app.screen is d.bench)
        await d.press("f", "z")
        await d.until_drawn("length:KIND")
        await d.type("fixed:7")
        await d.press("enter")
        await d.until_drawn("messages · fixed:7, read again")
        await d.press("g")
        await d.until(lambda: any("GET / H" in line for line in shown(d)))
        await d.until(lambda: d.app.screen is d.bench)
        await d.press("f", "a")
        await d.until_drawn("messages · auto: http ·")
        await d.until(lambda: any("arriving: 653 of 4,137 B, 3,484 missing" in line for line in shown(d)))


async def test_words_of_the_title_turn_the_view_and_ask_for_a_framing(serve: Serve) -> None:
    async with desk(serve(answering(PART)).target) as d:
        await ask(d)
        await turn(d, "arriving")
        assert d.lines[1].startswith("┏━ session · messages · auto: http")
        await d.pilot.click("#session", offset=(24, 0))
        await d.until_drawn("as it was recorded")
        await d.press("escape")
        await d.pilot.click("#session", offset=(14, 0))
        await d.until_drawn("session · text")


async def test_a_framing_that_is_none_is_answered_in_place(serve: Serve) -> None:
    async with desk(serve(behaviours.echo).target) as d:
        await d.until(lambda: d.session.story.phase == "open")
        d.workbench.submit(Send(d.session.conn, b"hello\r\n"))
        await d.until(lambda: d.session.story.read)
        await d.press("f5", "f5")
        await d.until_drawn("The framing auto finds no messages in these bytes.")
        await d.until_drawn("Esc brings the keys here: f looks at them under another one; or click.")
        await d.press("escape")
        await d.until_drawn("  f looks at them under another one; or click.")
        await d.pilot.click("#messages", offset=(20, 5))
        await d.until_drawn("as it was recorded")
        await d.press("z")
        await d.type("length:u17")
        await d.press("enter")
        await d.until_drawn("u17")
        await d.press("escape")
        assert "read again" not in d.drawn


async def test_a_recording_shows_its_messages_and_whose_is_whose(serve: Serve) -> None:
    record(serve(behaviours.answer_then_close).target, said=b"GET / HTTP/1.0\r\n\r\n")
    async with desk() as d:
        await open_newest(d)
        await turn(d, "GET / HTTP/1.0", "HTTP/1.1 200 OK")


async def test_on_an_accepted_connection_the_answers_are_ours() -> None:
    async with desk() as one:
        await listen(one)
        await one.press("f5", "f5")
        await one.until_drawn("A listener has no messages")
        with client(one) as peer:
            peer.sendall(GET)
            await one.until(lambda: len(one.bench.sessions) == 2)
            await one.press("ctrl+pagedown")
            await one.until(lambda: any("← " in line and "GET / HTTP/1.1" in line for line in shown(one)))
            await one.until(lambda: any("→" in line and "1 answer awaited" in line for line in shown(one)))
            one.workbench.submit(Send(one.session.conn, b"HTTP/1.1 204 No Content\r\n\r\n"))
            await one.until(lambda: any("→ " in line and "204 No Content" in line for line in shown(one)))


async def test_each_connection_keeps_its_place(serve: Serve) -> None:
    target = serve(behaviours.answer_and_keep_open).target
    async with desk(target) as d:
        await ask(d, 3)
        await turn(d, "← ")
        await d.press("g", "enter")
        await d.until(lambda: any("request line" in line for line in shown(d)))
        await d.press("ctrl+t")
        await d.until(lambda: len(d.bench.sessions) == 2)
        await d.until_drawn("No message yet")
        await d.press("ctrl+pageup")
        await d.until(lambda: any("request line" in line for line in shown(d)))


async def test_newer_messages_are_counted_while_one_reads_older_ones(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target, size=(120, 20)) as d:
        await ask(d, 10)
        await turn(d, "← ")
        await d.until(lambda: "20  answered" in shown(d)[0])
        await d.press("g")
        await d.until(lambda: "1 of 20  answered" in shown(d)[0])
        await ask(d)
        await d.until(lambda: "1 of 22 ▼ 2 new" in shown(d)[0])
        await d.press("G", "up")
        await d.until(lambda: "21 of 22  answered" in shown(d)[0])
        await d.press("g")
        await d.until(lambda: "1 of 22  answered" in shown(d)[0])


async def test_what_came_into_view_at_once_or_was_there_is_not_new(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await ask(d, 2)
        await turn(d, "← ")
        await d.press("g")
        await d.until(lambda: "1 of 4  answered" in shown(d)[0])
        await ask(d)
        await d.until(lambda: "1 of 6  answered" in shown(d)[0])
        await d.press("f", "l")
        await d.until_drawn("read again")
        await d.press("g")
        await d.until(lambda: "1 of " in shown(d)[0])
        assert "new" not in shown(d)[0]


async def test_an_error_of_redis_stands_out(serve: Serve) -> None:
    def behave(peer: Peer) -> None:
        peer.read()
        peer.send(b"+OK\r\n-ERR no such thing\r\n")
        peer.hold()

    async with desk(serve(behave).target, framing="resp") as d:
        await ask(d, data=b"*1\r\n$4\r\nPING\r\n" * 2)
        await turn(d, "-ERR no such thing", "+OK")
        view = d.bench.messages
        assert view is not None
        await d.press("g")
        tones = {words.strip(): tone for line in view.board() for words, tone in line}
        assert tones["-ERR no such thing"] == "failure"
        assert tones["+OK"] == ""


async def test_what_is_under_way_or_behind_a_broken_message_is_counted_with_the_others(serve: Serve) -> None:
    async with desk(serve(answering(PART, BROKEN)).target) as d:
        await ask(d)
        await turn(d, "arriving")
        await d.press("up", "down", "enter")
        await d.until(lambda: "2 of 2  answered" in shown(d)[0])
    async with desk(serve(answering(BROKEN)).target) as d:
        await ask(d)
        await turn(d, "9 B behind it")
        await d.press("enter")
        await d.until(lambda: "3 of 3  answered" in shown(d)[0])


async def test_times_turn_and_the_screen_says_which(serve: Serve) -> None:
    async with desk(serve(behaviours.answer_and_keep_open).target) as d:
        await ask(d)
        await turn(d, "+")
        await d.press("t")
        await d.until_drawn("messages · auto: http · since last row")
        await d.press("t")
        await d.until_drawn("messages · auto: http · clock")


async def test_a_large_message_says_that_it_is_not_all_here(serve: Serve) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n"
    async with desk(serve(answering(head + b"a line\n" * 428_571 + b"end")).target) as d:
        await ask(d)
        await d.until(lambda: d.session.story.read == len(head) + 3_000_000)
        await turn(d, "3.0 MB")
        await d.press("enter")
        await d.until(lambda: any("a line" in line for line in shown(d)))
        await d.press("G")
        await d.until_drawn("these are the first 1.0 MB of 3.0 MB: s saves all")
