"""The composition root: record, engine and diagnosis put together for one run, started and stopped in order.

The app and the headless commands both stand on it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Self

import tcptui
from tcptui.engine import Engine
from tcptui.journal import runs
from tcptui.journal.writer import Writer
from tcptui.latescript import LateScript
from tcptui.protocol.commands import Command, Listen, Open
from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.events import Event, RunStarted
from tcptui.protocol.ports import Script
from tcptui.tap import Tap

_HEAD_START = 0.02
"""Seconds that the loop has for itself to get a connection under way."""


class Workbench:
    """One run: `start`, then `open` connections, `submit` commands, listen through a `tap`, and `stop`."""

    def __init__(self, *, record: bool = True, command: Sequence[str] = ()) -> None:
        """record: keep the run in the data directory; otherwise in a nameless file that ends with the process.

        Raises OSError where the record can't be begun.
        """
        wall, t = time.time_ns(), time.monotonic_ns()
        system = f"{sys.platform} {os.uname().release}"
        self.started = RunStarted(0, t, tcptui.__version__, wall, system, tuple(command))
        self._kept = record
        self._writer = Writer.create(runs.new_run_folder(), self.started) if record else Writer.scratch(self.started)
        self.log = self._writer.log()
        """The record, to be read from any thread."""
        self._taps: tuple[Tap, ...] = ()
        self._early: list[tuple[int, LateScript]] = []
        self._engine = Engine(self._writer, self._hear, self._engine_failed)

    def start(self) -> Self:
        """Start the engine's thread."""
        self._engine.start()
        return self

    def stop(self) -> None:
        """Close every connection, end the engine, complete the record and its catalogue.

        Raises what broke the engine, if something did, and RecordFullError where the last records found no room.
        """
        self.catch_up()
        try:
            self._engine.stop()
        finally:
            self._writer.close()
            self.log.close()
        if self._kept:
            _catalogue()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    # -- what can be asked

    @staticmethod
    def room_for_files() -> int:
        """How many more sockets and files this process may have open at once (getrlimit(2))."""
        from tcptui.engine.kernel import room_for_files

        return room_for_files()

    def open(
        self,
        endpoint: Endpoint,
        framing: str = "auto",
        *,
        script: Callable[[int], Script] | None = None,
        resolve_timeout: float = 10.0,
        connect_timeout: float = 30.0,
    ) -> int:
        """Connect; gives the connection's number. script: makes what acts on the connection by itself.

        resolve_timeout: seconds for the look-up; connect_timeout: seconds from the first SYN. Raises FramingError for
        an unknown framing.
        """
        from tcptui.diagnosis.witness import Witness
        from tcptui.protocol.framing.table import parse_framing

        conn = self._engine.new_connection()
        witness = Witness(conn, parse_framing(framing), self.log)
        scripts: tuple[Script, ...] = (witness,) if script is None else (witness, script(conn))
        self._engine.submit(Open(conn, endpoint, framing, resolve_timeout, connect_timeout, scripts))
        return conn

    def listen(
        self,
        address: Endpoint,
        *,
        respond: Callable[[int], Script] | None = None,
        responder: str = "",
        framing: str = "auto",
        tell_messages: bool = True,
        backlog: int = 128,
        limit: int | None = None,
    ) -> int:
        """Take connections at an address (port 0: a free one); gives the listener's number.

        respond: asked, on the loop thread, for what answers by itself on each accepted connection, by its number;
        None: nobody does but who submits commands. responder: what people call it. framing: how the requests that come
        and the answers to them are told apart. tell_messages: look for them as the bytes come, which takes a third of
        its speed from a practice server under load; without, the record can still be read under any framing later.
        limit: connections after which it stops listening.

        Raises FramingError for an unknown framing.
        """
        from tcptui.diagnosis.witness import Witness
        from tcptui.protocol.framing.table import parse_framing

        parsed = parse_framing(framing if tell_messages else "none")

        def scripts(conn: int) -> tuple[Script, ...]:
            witness = Witness(conn, parsed, self.log, asks="in")
            return (witness,) if respond is None else (witness, respond(conn))

        conn = self._engine.new_connection()
        witness = Witness(conn, None, self.log)
        self._engine.submit(Listen(conn, address, backlog, limit, scripts, responder, (witness,), str(parsed)))
        return conn

    def open_early(self, endpoint: Endpoint, connect_timeout: float = 30.0) -> int:
        """Connect with `auto` framing before the diagnosis is even imported: for the run's first connection.

        The SYN is on its way, and the screen stands, earlier by that import. `catch_up` makes it good: what happened
        meanwhile is told to the diagnosis then, in order.
        """
        conn = self._engine.new_connection()
        late = LateScript()
        self._early.append((conn, late))
        under_way = threading.Event()
        tap = self.tap(under_way.set)
        self._engine.submit(Open(conn, endpoint, "auto", connect_timeout=connect_timeout, scripts=(late,)))
        under_way.wait(_HEAD_START)  # an import would take the interpreter from the loop just when it connects
        self._taps = tuple(one for one in self._taps if one is not tap)
        return conn

    def catch_up(self) -> None:
        """Give the connections that were opened early their diagnosis. Again, or without any, it does nothing."""
        early, self._early = self._early, []
        if early:
            from tcptui.diagnosis.witness import Witness
            from tcptui.protocol.framing.table import parse_framing

            for conn, late in early:
                late.provide(Witness(conn, parse_framing("auto"), self.log))

    def submit(self, *commands: Command) -> None:
        """Have commands carried out in this order, soon."""
        self._engine.submit(*commands)

    # -- what is told

    def tap(self, news: Callable[[], None], verdict: Callable[[], None] | None = None) -> Tap:
        """A listener of its own to all events from now on; see Tap."""
        tap = Tap(news, verdict)
        self._taps = (*self._taps, tap)
        return tap

    @property
    def failed(self) -> bool:
        """Whether an error of ours has ended the engine; `stop` raises it. Taps are told by their `news`."""
        return self._engine.failure is not None

    def _engine_failed(self) -> None:
        for tap in self._taps:
            tap.wake()

    def _hear(self, event: Event) -> None:
        for tap in self._taps:
            tap.hear(event)


def _catalogue() -> None:
    """Bring the catalogue up to this run. It is derived: what fails here is made good by the next who looks."""
    import sqlite3

    from tcptui.journal.catalog import Catalog

    with contextlib.suppress(OSError, sqlite3.Error), contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()
