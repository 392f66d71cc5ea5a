"""A full disk: reading has to stop, nothing is torn, nothing is lost, and it goes on once there is room again."""

from __future__ import annotations

import contextlib
import errno
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol.events import PeerFin, ReadingPaused, RunStarted
from tcptui.protocol.ports import RecordFullError

STARTED = RunStarted(0, 5, "1.2", 99, "test")
CHUNK = bytes(range(256)) * 256


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes meanwhile (setrlimit(2), RLIMIT_FSIZE)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(writer: Writer) -> tuple[int, RecordFullError]:
    """Receive until the record is full; gives how many bytes were received, the unwritten turn's included."""
    received = 0
    while True:
        room = writer.room(len(CHUNK))
        assert room is not None
        room[:] = CHUNK
        writer.received(1, received, received, len(CHUNK))
        received += len(CHUNK)
        try:
            writer.flush()
        except RecordFullError as error:
            return received, error


def check_full(writer: Writer, received: int) -> None:
    """While it is full: no room to read into, whole records only, and our own doings are still kept."""
    assert writer.room(1) is None
    assert writer.path is not None
    assert writer.path.stat().st_size == writer.committed
    with Log.open(writer.path) as log:
        assert list(log.walk())[-1].end == writer.committed
        assert log.read(1, "in", 0, 1 << 30) == CHUNK * (received // len(CHUNK) - 1)
    writer.event(ReadingPaused(0, received, "record-full", "The disk is full."))
    writer.sent(1, received, 0, b"s" * 9_000_000)
    with pytest.raises(RecordFullError):
        writer.flush()
    assert writer.path.stat().st_size == writer.committed


def check_again(writer: Writer, received: int) -> None:
    """Room was made: all that waited is there, in order, and reading may go on."""
    writer.flush()
    assert writer.room(1) is not None
    writer.event(PeerFin(1, received, received))
    writer.flush()
    writer.close()
    assert writer.path is not None
    with Log.open(writer.path) as log:
        assert log.torn is None
        assert log.read(1, "in", 0, 1 << 30) == CHUNK * (received // len(CHUNK))
        assert log.read(1, "out", 0, 1 << 30) == b"s" * 9_000_000
        rows = [record for record in log.walk() if record.conn == 1 and record.is_row]
        assert [log.previous(record) for record in rows] == [None, *rows[:-1]]
        assert isinstance(log.event(rows[-1]), PeerFin)


def test_a_file_size_limit_stops_the_reading_and_loses_nothing(tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "run", STARTED)
    with largest_file(1_000_000):
        received, error = fill(writer)
        assert error.errno == errno.EFBIG
        assert error.strerror == "The record has reached the largest file size allowed here."
        check_full(writer, received)
    check_again(writer, received)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    try:
        subprocess.run(mounting, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_stops_the_reading_and_loses_nothing(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(12 << 20))
    writer = Writer.create(small_disk / "run", STARTED)
    received, error = fill(writer)
    assert error.errno == errno.ENOSPC
    assert error.strerror == "The disk that holds the record is full."
    check_full(writer, received)
    ballast.unlink()
    check_again(writer, received)


def test_a_log_that_can_not_even_begin_says_so(tmp_path: Path) -> None:
    with largest_file(10), pytest.raises(RecordFullError):
        Writer.create(tmp_path / "run", STARTED)
    assert not (tmp_path / "run").exists()


def test_closing_while_full_tells_and_still_closes(tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "run", STARTED)
    with largest_file(100_000):
        received, _ = fill(writer)
        with pytest.raises(RecordFullError):
            writer.close()
    writer.close()
    with Log.open(tmp_path / "run" / "log") as log:
        assert not log.live
        assert log.torn is None
        assert log.read(1, "in", 0, 1 << 20) == CHUNK * (received // len(CHUNK) - 1)
