"""What `send` prints while it goes: JSON Lines, the answer's bytes, or the answer made safe for a terminal."""

from __future__ import annotations

import contextlib
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator

from tcptui.cli.interrupts import GivenUp
from tcptui.cli.streams import StdoutError, abandon_stdout
from tcptui.cli.usage import harmless
from tcptui.journal.log import Log
from tcptui.protocol.events import Event, ReadingPaused, ReadingResumed, Received
from tcptui.protocol.glyphs import visible
from tcptui.protocol.jsonlines import INTERNAL, as_json
from tcptui.protocol.verdict import Verdict, exit_code
from tcptui.protocol.wording import sentence

_PIECE = 1 << 20
_ORDERLY = ("peer-fin", "local-close")  # anything else is told even behind a whole answer
_LONGEST_LINE = 64 << 10  # a line that is longer is shown in parts


class Printer:
    """What prints to a stdout that may be closed, full or stuck.

    stopped: stdout takes no more. problem: what it refused with, where that is worth a sentence; given_up: we were
    asked to end while it was stuck; else nobody reads it any more.
    """

    def __init__(self) -> None:
        self.stopped = False
        self.problem: StdoutError | None = None
        self.given_up = False

    @contextlib.contextmanager
    def _printing(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            self._stop()
        except StdoutError as error:
            self.problem = error
            self._stop()
        except GivenUp:
            self.given_up = True
            self._stop()

    def _stop(self) -> None:
        self.stopped = True
        abandon_stdout()


class Answer(Printer, ABC):
    """Prints one connection's events."""

    def tell(self, event: Event) -> None:
        """Print what is to be printed of an event."""
        if not self.stopped:
            with self._printing():
                self._tell(event)

    def end(self, verdict: Verdict) -> None:
        """Print what comes last."""
        if not self.stopped:
            with self._printing():
                self._end(verdict)
                sys.stdout.flush()

    @abstractmethod
    def _tell(self, event: Event) -> None: ...

    @abstractmethod
    def _end(self, verdict: Verdict) -> None: ...


def tell_pause(event: Event, command: str) -> None:
    """Say at once on stderr that we stopped reading, for the record is full, and that we read again."""
    if isinstance(event, ReadingPaused | ReadingResumed) and (told := sentence(event)):
        print(f"{command}: {harmless(told[0])}", file=sys.stderr)


class JsonLines(Answer):
    """One object an event, flushed line by line."""

    def __init__(self, started: int) -> None:
        """started: the run's start, monotonic nanoseconds."""
        super().__init__()
        self._started = started

    def _tell(self, event: Event) -> None:
        if event.name not in INTERNAL:
            print(json.dumps(as_json(event, self._started)), flush=True)

    def _end(self, verdict: Verdict) -> None:
        pass


class RawBytes(Answer):
    """The received bytes as they are; the verdict's sentence on stderr, behind the command's name."""

    def __init__(self, log: Log, command: str) -> None:
        super().__init__()
        self._log = log
        self._command = command

    def _tell(self, event: Event) -> None:
        if isinstance(event, Received):
            end = event.offset + event.size
            for offset in range(event.offset, end, _PIECE):
                self._bytes(self._log.read(event.conn, "in", offset, min(_PIECE, end - offset)))
        else:
            tell_pause(event, self._command)

    def _bytes(self, data: bytes) -> None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def _end(self, verdict: Verdict) -> None:
        sys.stdout.flush()
        if exit_code(verdict.outcome) or verdict.ended_by not in _ORDERLY or sys.stderr.isatty():
            print(f"{self._command}: {harmless(verdict.summary)}", file=sys.stderr)
        if exit_code(verdict.outcome):
            for line in (verdict.meaning, *(f"- {advice}" for advice in verdict.next)):
                if line:
                    print(f"  {harmless(line)}", file=sys.stderr)


class VisibleText(RawBytes):
    """The received bytes line by line, nothing in them able to act on the terminal."""

    def __init__(self, log: Log, command: str) -> None:
        super().__init__(log, command)
        self._line = b""

    def _bytes(self, data: bytes) -> None:
        *lines, self._line = (self._line + data).split(b"\n")
        for line in lines:
            print(visible(line + b"\n"))
        while len(self._line) > _LONGEST_LINE:
            print(visible(self._line[:_LONGEST_LINE]))
            self._line = self._line[_LONGEST_LINE:]

    def _end(self, verdict: Verdict) -> None:
        if self._line:
            print(visible(self._line))
        super()._end(verdict)
