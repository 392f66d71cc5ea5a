"""How the record is read: times and encodings by their keys, and what the border says of it."""

from __future__ import annotations

from tcptui.protocol.endpoint import parse_target
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import desk

JAPANESE = "日本語"


def answering(data: bytes, heard: list[bytes]):  # type: ignore[no-untyped-def]
    def behave(peer: Peer) -> None:
        peer.send(data)
        heard.append(peer.read())
        peer.hold()

    return behave


async def test_an_encoding_by_its_letter_for_what_is_read_and_what_is_typed(serve: Serve) -> None:
    heard: list[bytes] = []
    async with desk(serve(answering(f"{JAPANESE}\n".encode("shift_jis"), heard)).target) as d:
        await d.until_drawn("\\x93\\xfa")
        await d.press("escape", "e")
        await d.until_drawn("Read and write this connection as")
        await d.press("f")
        await d.until_drawn(f"← {JAPANESE}␊")
        await d.until_drawn("CRLF · shift_jis")
        await d.press("i")
        await d.type(JAPANESE)
        await d.press("enter")
        await d.until(lambda: heard)
        assert heard == [f"{JAPANESE}\r\n".encode("shift_jis")]
        await d.until_drawn(f"→ {JAPANESE}␍␊")


async def test_an_encoding_by_its_name(serve: Serve) -> None:
    async with desk(serve(answering("Ж\n".encode("cp866"), [])).target) as d:
        await d.until_drawn("\\x86")
        await d.press("escape", "e", "z")
        await d.until_drawn("for example cp850")
        await d.type("klingon")
        await d.press("enter")
        await d.until_drawn("There is no encoding named 'klingon'")
        await d.press("ctrl+u")
        await d.type("CP866")
        await d.press("enter")
        await d.until_drawn("← Ж␊")
        assert d.session.encoding == "cp866"


async def test_each_connection_has_its_own_encoding(serve: Serve) -> None:
    server = serve(answering("é\n".encode("latin-1"), []))
    async with desk(server.target) as d:
        await d.until_drawn("\\xe9␊")
        await d.bench.run_action("encoding('latin-1')")
        await d.until_drawn("← é␊")
        d.bench.open(parse_target(server.target))
        await d.until(lambda: d.session.key == 2)
        await d.until_drawn("\\xe9␊")
        await d.press("alt+1")
        await d.until_drawn("← é␊")


async def test_t_turns_the_times_and_the_border_says_which(serve: Serve) -> None:
    async with desk(serve(answering(b"hello\n", [])).target) as d:
        await d.until_drawn("hello␊")
        await d.press("escape", "t")
        await d.until_drawn("text · since last row")
        await d.press("t")
        await d.until_drawn("text · clock")
        assert [line[2:6:3] for line in d.pane() if "hello" in line] == ["::"]
        await d.press("t")
        await d.until(lambda: "clock" not in d.drawn)


async def test_the_border_tells_how_many_bytes_are_selected(serve: Serve) -> None:
    async with desk(serve(answering(b"hello\n", [])).target) as d:
        await d.until_drawn("hello␊")
        await d.press("escape", "v", "right", "right", "right")
        await d.until_drawn("4 bytes from byte 0 · y copy · s save · w write down · Esc ends")
        await d.press("escape")
        await d.until_drawn("v select")
        assert d.bench.pane.has_focus


async def test_the_words_in_the_border_can_be_clicked(serve: Serve) -> None:
    async with desk(serve(answering(b"hello\n", [])).target) as d:
        await d.until_drawn("hello␊")
        await d.press("escape")
        await d.until_drawn(": jump")
        [y] = [y for y, line in enumerate(d.lines) if ": jump" in line]
        await d.pilot.click(offset=(d.lines[y].index(": jump") + 2, y))
        await d.until_drawn("seconds before the end")
        await d.press("escape")
        await d.until(lambda: len(d.app.screen_stack) == 1)
        [y] = [y for y, line in enumerate(d.lines) if "v select" in line]
        await d.pilot.click(offset=(d.lines[y].index("v select") + 2, y))
        await d.until_drawn("y copy")
