"""A recording process for the tests: a bare loop from one socket into a Writer.

`python recorder.py FOLDER PORT` tells on stdout, after each flush, how many bytes are recorded by now.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

from tcptui.journal.writer import Writer
from tcptui.protocol.events import KernelSample, RunStarted


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    writer = Writer.create(folder, RunStarted(0, time.monotonic_ns(), "test", time.time_ns(), "test"))
    offset = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while True:
            room = writer.room(1 << 18)
            assert room is not None, "everything is flushed every turn"
            size = connection.recv_into(room)
            if not size:
                break
            writer.received(1, time.monotonic_ns(), offset, size)
            writer.event(KernelSample(1, time.monotonic_ns(), b"s" * 230, offset))
            writer.flush()
            offset += size
            os.write(1, f"{offset}\n".encode())
    writer.close()


if __name__ == "__main__":
    main()
