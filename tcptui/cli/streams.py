"""The three standard streams as the commands need them: whatever they are closed to, full of or stuck behind."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, ClassVar, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STDIN, _STDOUT, _STDERR = 0, 1, 2
_RETRY = 0.01  # seconds; for the rare stdout that someone else has made non-blocking


class StdoutError(Exception):
    """Nothing more can be written to stdout; the message is one sentence. (A reader who left is BrokenPipeError.)"""


class Output(io.FileIO):
    """The file descriptor below stdout or stderr. writing: a write is under way, and may block for as long as it likes.

    So a failed write to stdout is told from a failed read of a record, and one that blocks can be broken off.
    """

    writing: ClassVar[bool] = False

    def write(self, data: ReadableBuffer, /) -> int:
        """Write some of it. On stdout raises StdoutError, BrokenPipeError; what stderr does not take is dropped."""
        Output.writing = True
        try:
            while (written := super().write(data)) is None:
                time.sleep(_RETRY)
            return written
        except OSError as error:
            if self.fileno() == _STDERR:
                return memoryview(data).nbytes
            if isinstance(error, BrokenPipeError):
                raise
            raise StdoutError(f"stdout can't be written: {error.strerror or error}.") from None
        finally:
            Output.writing = False


def prepare() -> None:
    """Make the streams such that printing any text to them is safe. To be called once, before a file is opened.

    A stream that was closed gets a descriptor that refuses: else the record's file would become number 1.
    """
    _occupy(_STDIN, os.O_WRONLY)
    _occupy(_STDOUT, os.O_RDONLY)
    _occupy(_STDERR, os.O_WRONLY)
    if sys.stdin is None:
        sys.stdin = os.fdopen(_STDIN, closefd=False)
    sys.stdout = _text(_STDOUT, sys.stdout)
    sys.stderr = _text(_STDERR, sys.stderr)


def abandon_stdout() -> None:
    """Let all that is still to come on stdout go nowhere, what is gathered already too: nothing blocks at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, _STDOUT)
    os.close(null)


def _occupy(number: int, mode: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        os.open(os.devnull, mode)  # gives the lowest free number, and the streams below this one are open


def _text(number: int, before: TextIO | None) -> TextIO:
    """In the encoding that it has, in which a character that it can't tell is told by its number."""
    raw = Output(number, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=before.encoding if before is not None else "utf-8",
        errors="backslashreplace",
        line_buffering=number == _STDERR or raw.isatty(),
    )


@contextlib.contextmanager
def binary_output(path: str | None) -> Iterator[BinaryIO]:
    """A file to write bytes to, or stdout where none is named. Raises OSError."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with open(path, "wb") as out:
            yield out
