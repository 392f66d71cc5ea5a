"""What of a message is not shown, where the record says a great deal of secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Concealed, Message, RunStarted
from tcptui.ui.messageview.secrets import ConnectionSecrets


def test_of_many_secrets_the_first_and_the_messages_own_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Writer.create(tmp_path / "run", RunStarted(0, 0, "1", 0, "test", ()))
    for number in range(3000):
        writer.event(Concealed(1, number, "out", 10 * number, 10 * number + 6))
        writer.sent(1, number, 10 * number, b"%06d\r\n\r\n" % number)
    writer.flush()
    reads = 0
    read = Log.read

    def counted(log: Log, *where: object) -> bytes:
        nonlocal reads
        reads += 1
        return read(log, *where)  # type: ignore[arg-type]

    monkeypatch.setattr(Log, "read", counted)
    with writer.log() as log:
        secrets = ConnectionSecrets(log, 1)
        last = Message(1, 0, "out", 3000, 29_990, 30_000, "line", True, True, 0)
        found = secrets.of(last, b"002999\r\n\r\n")
        assert found.hidden == [(0, 6)]
        assert found.values is not None
        assert {b"002999", b"000000"} <= found.values
        first, reads = reads, 0
        secrets.of(last, b"002999\r\n\r\n")
    writer.close()
    assert (first < 1000, reads < 10) == (True, True)
