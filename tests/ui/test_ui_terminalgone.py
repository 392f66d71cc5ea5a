"""A terminal that is gone takes nothing with it: what is drawn for it is thrown away, and nobody waits for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from textual.drivers._writer_thread import WriterThread

from tcptui.ui.terminalgone import outlive_it


@pytest.fixture
def thread_hook() -> Iterator[None]:
    before = threading.excepthook
    yield
    threading.excepthook = before


@pytest.mark.usefixtures("thread_hook")
def test_drawing_for_a_terminal_that_hung_up_ends() -> None:
    master, slave = os.openpty()
    os.close(master)
    terminal = os.fdopen(slave, "w", encoding="utf-8")
    outlive_it()
    writer = WriterThread(terminal)
    writer.start()

    def draw() -> None:
        for _ in range(1000):  # many times what its queue holds
            writer.write("a frame")
        writer.stop()

    drawing = threading.Thread(target=draw, daemon=True)
    drawing.start()
    drawing.join(10)
    assert not drawing.is_alive()
    with pytest.raises(OSError, match="Input/output"):  # what it could not write is still in its buffer
        terminal.close()


@pytest.mark.usefixtures("thread_hook")
def test_other_errors_of_threads_are_told_as_ever() -> None:
    told: list[type[BaseException]] = []
    threading.excepthook = lambda args: told.append(args.exc_type)
    outlive_it()

    def fails() -> None:
        raise OSError("of another thread")

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    assert told == [OSError]
