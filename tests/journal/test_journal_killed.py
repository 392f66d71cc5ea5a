"""kill -9 at any moment: all that the recorder had told as received is in its log, and is what was sent."""

from __future__ import annotations

import contextlib
import random
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tcptui.journal.log import Log

RECORDER = Path(__file__).with_name("recorder.py")
# Every place in the stream is known by its bytes: a period that shares no factor with any buffer's size.
PATTERN = random.Random(9).randbytes(1_000_003)


def expected(start: int, size: int) -> bytes:
    at = start % len(PATTERN)
    return (PATTERN * (2 + (at + size) // len(PATTERN)))[at : at + size]


def send_pattern(listener: socket.socket, pieces: random.Random) -> None:
    """Send the pattern for ever in pieces of random sizes, small ones too, until the recorder is gone."""
    connection, _ = listener.accept()
    sent = 0
    with connection, contextlib.suppress(OSError):
        while True:
            size = pieces.choice([1, 100, 5_000, 100_000, 1_000_000])
            connection.sendall(expected(sent, size))
            sent += size


def record_until_killed(folder: Path, chance: random.Random) -> int:
    """Gives how many bytes the recorder had told when it was killed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sender = threading.Thread(target=send_pattern, args=(listener, chance))
        sender.start()
        command = [sys.executable, str(RECORDER), str(folder), str(listener.getsockname()[1])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as recorder:
            assert recorder.stdout is not None
            # A random number of turns rather than of seconds, so that slow machines kill as deep in the work.
            for _ in range(chance.randint(1, 400)):
                recorder.stdout.readline()
            recorder.kill()
            told = recorder.stdout.read().splitlines()
        sender.join()
    whole = [int(line) for line in told if line]
    return whole[-1] if whole else 0


@pytest.mark.parametrize("seed", range(20))
def test_what_was_told_as_received_survives_a_kill(tmp_path: Path, seed: int) -> None:
    told = record_until_killed(tmp_path / "run", random.Random(seed))
    with Log.open(tmp_path / "run" / "log") as log:
        assert not log.live
        last = log.last_row(1)
        assert last is not None
        assert last.stream_end >= told
        offset = 0
        while data := log.read(1, "in", offset, 1 << 20):
            assert data == expected(offset, len(data))
            offset += len(data)
        assert offset == last.stream_end
        whole = log.committed == (tmp_path / "run" / "log").stat().st_size
        assert (log.torn is None) == whole
