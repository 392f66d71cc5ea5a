"""The index kept beside a long log: opening takes it, and never believes it where the log says otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tcptui.journal import indexfile, recorded
from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol.events import PeerFin, RunStarted

STARTED = RunStarted(0, 5, "1.2", 99, "test")


@pytest.fixture(autouse=True)
def short_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs of 1 KB are long ones here, and get a mark every 100 bytes."""
    monkeypatch.setattr(indexfile, "WORTH", 1000)
    monkeypatch.setattr("tcptui.journal.index.SPACING", 100)


def write(folder: Path, records: int = 50) -> Path:
    """A run with two connections; its log's path."""
    writer = Writer.create(folder, STARTED)
    for number in range(records):
        writer.sent(1 + number % 2, number, number // 2 * 20, b"twenty bytes of data")
    writer.event(PeerFin(1, 99, 0))
    writer.close()
    assert writer.path is not None
    return writer.path


def walked(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """From where on the log was walked when it was opened."""
    starts: list[int] = []
    walk = recorded.walk
    with monkeypatch.context() as patch:
        patch.setattr(recorded, "walk", lambda fd, start, stop: starts.append(start) or walk(fd, start, stop))
        with Log.open(path):
            return starts


def seen(path: Path) -> list[object]:
    """All that a reader finds by the index."""
    with Log.open(path) as opened:
        marks = [opened.mark_after(conn, pos) for conn in (0, 1, 2) for pos in range(-1, opened.committed, 50)]
        ends = [opened.last_row(conn) for conn in (1, 2)]
        return [opened.connections(), ends, marks, opened.read(1, "out", 0, 9999), opened.own(1), opened.torn]


def test_what_the_index_tells_is_what_a_walk_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path)
    by_index = seen(path)
    assert walked(path, monkeypatch) == [path.stat().st_size], "nothing is left to walk"
    path.with_name("index").unlink()
    assert walked(path, monkeypatch) == [0]
    assert path.with_name("index").exists(), "whoever had to walk keeps what was found"
    assert seen(path) == by_index


def test_it_is_the_persons_own_and_leaves_nothing_else_behind(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert path.with_name("index").stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["index", "log"]


def test_a_short_log_has_none(tmp_path: Path) -> None:
    assert not write(tmp_path, records=3).with_name("index").exists()


def test_a_log_that_has_grown_is_walked_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write(tmp_path / "whole")
    with Log.open(whole) as opened:
        middle = [record.pos for record in opened.walk()][30]
    data = whole.read_bytes()
    path = tmp_path / "log"
    path.write_bytes(data[:middle])
    with Log.open(path):
        assert path.with_name("index").exists()
    path.write_bytes(data)
    assert walked(path, monkeypatch) == [middle]
    assert seen(path) == seen(whole)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 300)


def other_run(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(8)
        file.write(b"\x07")


def zeros_at_the_end(path: Path) -> None:
    size = path.stat().st_size
    os.truncate(path, size - 300)
    os.truncate(path, size)


def damaged(path: Path) -> None:
    with path.with_name("index").open("r+b") as file:
        file.seek(100)
        file.write(b"\xff")


def torn(path: Path) -> None:
    os.truncate(path.with_name("index"), 200)


def empty(path: Path) -> None:
    os.truncate(path.with_name("index"), 0)


def later_version(path: Path) -> None:
    with path.with_name("index").open("r+b") as file:
        file.seek(8)
        file.write(b"\xfe")


@pytest.mark.parametrize("spoil", [cut, other_run, zeros_at_the_end, damaged, torn, empty, later_version])
def test_an_index_that_does_not_fit_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    path = write(tmp_path)
    spoil(path)
    assert walked(path, monkeypatch) == [0]
    by_walk = seen(path)
    path.with_name("index").unlink(missing_ok=True)
    assert seen(path) == by_walk


def test_a_folder_that_cannot_be_written_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path)
    path.with_name("index").unlink()
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError()))
    with Log.open(path) as opened:
        assert opened.connections() == [1, 2]
    assert [file.name for file in tmp_path.iterdir()] == ["log"]


def test_a_live_run_is_read_without_keeping_anything(tmp_path: Path) -> None:
    writer = Writer.create(tmp_path, STARTED)
    writer.sent(1, 0, 0, b"x" * 2000)
    writer.flush()
    assert writer.path is not None
    with Log.open(writer.path):
        assert not writer.path.with_name("index").exists()
    writer.close()
