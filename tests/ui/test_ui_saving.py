"""Saving to a file: exactly the bytes, nothing overwritten unasked, and all of it or nothing."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tcptui.journal.stretch import StoppedError, save, stream
from tcptui.ui.savepath import PathError, read_path
from tests.conftest import Serve
from tests.journal.recording import record
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk

ANSWER = bytes(range(256)) * 8 + b"\n"


def answering(peer: Peer) -> None:
    peer.read_exactly(5)
    peer.send(ANSWER)
    peer.hold()


async def ask(d: Desk) -> None:
    await d.until(lambda: d.session.story.phase == "open")
    await d.type("ask")
    await d.press("enter")
    await d.until(lambda: d.session.story.read == len(ANSWER))


async def save_to(d: Desk, path: Path) -> None:
    await d.until_drawn("a path; ~ is your home folder")
    await d.type(str(path))
    await d.press("enter")


async def test_all_that_was_received(serve: Serve, tmp_path: Path) -> None:
    async with desk(serve(answering).target) as d:
        await ask(d)
        await d.press("escape", "s")
        await d.until_drawn("what was received")
        await d.press("i")
        await save_to(d, tmp_path / "answer")
        await d.until_drawn("saved 2,049 bytes to")
    assert (tmp_path / "answer").read_bytes() == ANSWER
    assert os.listdir(tmp_path) == ["answer"]


@pytest.mark.parametrize(
    ("key", "what", "begins"),
    [("p", "Save packets for Wireshark (pcapng)", b"\x0a\x0d\x0d\x0a"), ("h", "Save a page (HTML)", b"<!doctype html>"),
     ("a", "Save HTTP exchanges (HAR)", b'{"log": {"version": "1.2"')],
)  # fmt: skip
async def test_the_whole_connection_for_other_programs(
    serve: Serve, tmp_path: Path, key: str, what: str, begins: bytes
) -> None:
    async with desk(serve(answering).target) as d:
        await ask(d)
        await d.press("escape", "s")
        await d.until_drawn("packets for Wireshark")
        await d.press(key)
        await d.until_drawn(what)
        await save_to(d, tmp_path / "whole")
        await d.until_drawn("saved ")
    data = (tmp_path / "whole").read_bytes()
    assert data.startswith(begins)
    assert (ANSWER[:256] in data) == (key == "p")


async def test_a_unix_socket_has_no_packets_to_offer(serve: Serve) -> None:
    async with desk(serve(answering, "unix").target) as d:
        await ask(d)
        await d.press("escape", "s")
        await d.until_drawn("a page (HTML)")
        assert "packets for Wireshark" not in d.drawn


async def test_a_selection_of_both_directions_in_order(serve: Serve, tmp_path: Path) -> None:
    async with desk(serve(answering).target) as d:
        await ask(d)
        await d.press("escape", "v", "g", "s")
        await d.until_drawn("both, in the order of the record")
        await d.press("b")
        await save_to(d, tmp_path / "both")
        await d.until_drawn("saved ")
        assert d.bench.pane.selection is None
    saved = (tmp_path / "both").read_bytes()
    assert saved.startswith(b"ask\r\n\x00\x01")
    assert (b"ask\r\n" + ANSWER).startswith(saved)


async def test_what_is_there_is_written_over_only_with_a_yes(serve: Serve, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_bytes(b"mine")
    there.chmod(0o640)
    async with desk(serve(answering).target) as d:
        await ask(d)
        for answer, content in (("n", b"mine"), ("y", b"ask\r\n")):
            d.bench.pane.focus()
            await d.press("s", "o")
            await save_to(d, there)
            await d.until_drawn("Write over")
            await d.press(answer)
            if answer == "y":
                await d.until_drawn("saved 5 bytes")
            await d.until(lambda: len(d.app.screen_stack) == 1)
            assert there.read_bytes() == content
    assert there.stat().st_mode & 0o777 == 0o640


async def test_a_place_that_can_not_be_written_is_told(serve: Serve, tmp_path: Path) -> None:
    async with desk(serve(answering).target) as d:
        await ask(d)
        await d.press("escape", "s", "i")
        await save_to(d, tmp_path)
        await d.until_drawn("a folder: write a file")
        await d.press("escape")
        await d.until(lambda: len(d.app.screen_stack) == 1)


async def test_before_there_are_bytes_there_is_nothing_to_save(serve: Serve) -> None:
    async with desk(serve(lambda peer: peer.hold()).target) as d:
        await d.until(lambda: d.session.story.phase == "open")
        await d.press("escape", "s")
        await d.until_drawn("there are no bytes to save yet")


@pytest.mark.parametrize(
    ("path", "told"),
    [("", "Write the path"), ("/", "is a folder"), ("/dev/null", "no ordinary file"),
     ("/nowhere/x", "There is no folder"), ("~nobody-of-this-name/x", "no such user"), ("a\x1bb", "␛")],
)  # fmt: skip
def test_paths_that_can_not_be_meant(path: str, told: str) -> None:
    with pytest.raises(PathError, match=told):
        read_path(path)


def test_a_stretch_of_a_stream() -> None:
    with record((1, "in", b"abc"), (2, "in", b"x"), (1, "out", b"y"), (1, "in", b"def")) as recording:
        assert b"".join(stream(recording.log, 1, "in", 1, 5)) == b"bcde"
        assert b"".join(stream(recording.log, 1, "in", 4, 99)) == b"ef"


def test_stopped_it_leaves_nothing_behind(tmp_path: Path) -> None:
    stop = threading.Event()
    counts: list[int] = []

    def written(count: int) -> None:
        counts.append(count)
        stop.set()

    with pytest.raises(StoppedError):
        save(tmp_path / "x", [b"ab", b"cd"], stop, written)
    assert counts == [2]
    assert os.listdir(tmp_path) == []


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"mine")

    def pieces():  # type: ignore[no-untyped-def]
        yield b"ab"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        save(tmp_path / "x", pieces(), threading.Event(), lambda count: None)
    assert (tmp_path / "x").read_bytes() == b"mine"
    assert os.listdir(tmp_path) == ["x"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    assert save(tmp_path / "link", [b"new"], threading.Event(), lambda count: None) == 3
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()
