"""The engine: one background thread that owns every socket, takes commands and tells events."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import count, cycle

from tcptui.engine import kernel
from tcptui.engine.attached import Attached
from tcptui.engine.connection import Connection
from tcptui.engine.listener import Listener
from tcptui.engine.reactor import Reactor
from tcptui.engine.resolver import Resolver
from tcptui.protocol.commands import Attach, Command, Detach, Listen, Note, Open, Send, SendFile, Watch
from tcptui.protocol.events import Address, Closed, Event, LocalError, ReadingPaused, ReadingResumed, Received, Tick
from tcptui.protocol.ports import Recorder, RecordFullError

_COMMANDS_A_TURN = 1000  # a flood of commands must not keep the sockets waiting
_SAMPLE_EVERY = 0.1  # seconds between two looks at the kernel's figures of the watched connection
_SHARES = 10  # of all connections one in so many is looked at each time, so that thousands don't hold a turn up
_RETRY_FULL_RECORD = 0.25
_LAST_WORDS = 2.0  # seconds that scripts have after the sockets are closed, to say their verdicts


class Engine:
    """Runs connections on its own thread. All public methods may be called from any thread."""

    def __init__(
        self, recorder: Recorder, hear: Callable[[Event], None], failed: Callable[[], None] = lambda: None
    ) -> None:
        """recorder: where everything goes first. hear: told every event after that, on the loop thread.

        failed: called once, on the loop thread, when an error of ours has ended the loop: nothing more will be told.
        """
        self._failed = failed
        self._recorder = recorder
        self._hear = hear
        self._reactor = Reactor(recorder, self._publish)
        self._resolver = Resolver()
        self._commands: deque[Command] = deque()
        self._attached: dict[int, Attached] = {}
        self._numbers = count(1)
        self._watched = 0
        self._shares: tuple[dict[int, Attached], ...] = tuple({} for _ in range(_SHARES))
        self._share = cycle(self._shares)
        self._held: list[Event] = []
        self._filled: ReadingPaused | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="tcptui-engine", daemon=True)
        self.failure: BaseException | None = None
        """What ended the loop, if it was an error of ours; raised by `stop`."""

    def start(self) -> None:
        """Start the thread."""
        kernel.raise_file_limit()
        self._thread.start()

    def new_connection(self) -> int:
        """A number that no connection of this run has had."""
        return next(self._numbers)

    def submit(self, *commands: Command) -> None:
        """Have commands carried out in this order, soon."""
        self._commands.extend(commands)
        self._reactor.wake()

    def stop(self, timeout: float = 5.0) -> None:
        """Close every connection, let the last verdicts be said, end the thread.

        Raises what broke the loop, if something did, and TimeoutError when it does not end in `timeout` seconds.
        """
        self._stopping = True
        self._reactor.wake()
        if self._thread.is_alive():
            self._thread.join(timeout)
        if self._thread.is_alive():
            raise TimeoutError(f"the engine did not stop within {timeout} s")
        if self.failure is not None:
            raise self.failure

    # -- the thread

    def _run(self) -> None:
        try:
            self._every(_SAMPLE_EVERY, self._sample)
            while not self._stopping:
                self._turn()
            self._wind_up()
        except BaseException as error:  # noqa: BLE001 - kept for `stop`: a thread's traceback would vanish
            self.failure = error
        finally:
            self._reactor.close()
            if self.failure is not None:
                self._failed()

    def _turn(self) -> None:
        # Commands first: what a script wants written when the connection stands goes out before a RST can be read.
        for _ in range(min(len(self._commands), _COMMANDS_A_TURN)):
            self._carry_out(self._commands.popleft())
        self._reactor.turn(at_once=bool(self._commands or self._reactor.heard))
        self._publish()

    def _wind_up(self) -> None:
        while self._commands:
            self._carry_out(self._commands.popleft())
        for attached in list(self._attached.values()):
            attached.connection.stop()
        self._publish()
        until = time.monotonic() + _LAST_WORDS
        while (self._attached or self._commands or self._reactor.heard) and time.monotonic() < until:
            self._turn()

    def _every(self, seconds: float, action: Callable[[], None]) -> None:
        def again() -> None:
            action()
            self._every(seconds, action)

        self._reactor.timers.at(time.monotonic() + seconds, again)

    # -- commands

    def _carry_out(self, command: Command) -> None:
        match command:
            case Open():
                self._open(command)
            case Listen():
                self._listen(command)
            case Note(event=event):
                # Stamped anew: it was found after later events were told, and the record's time never goes back.
                self._reactor.emit(replace(event, t=self._reactor.now()))
            case Watch(conn=conn):
                self._watched = conn
            case Attach():
                self._join(command)
            case Detach():
                self._leave(command)
            case _ if (attached := self._attached.get(command.conn)) is not None:
                attached.connection.carry_out(command)
            case Send() | SendFile():
                self._too_late(command.conn)
            case _:
                pass  # to close what is closed already is no error

    def _open(self, command: Open) -> None:
        connection = Connection(self._reactor, command.conn, command.scripts)
        self._attach(connection)
        connection.open(self._resolver, command)

    def _listen(self, command: Listen) -> None:
        def taken(sock: socket.socket, peer: Address, local: Address) -> int:
            number = self.new_connection()
            connection = Connection(self._reactor, number, command.respond(number))
            self._attach(connection)
            connection.accepted(command, sock, peer, local)
            return number

        listener = Listener(self._reactor, self._resolver, command, taken)
        self._attach(listener)
        listener.start()

    def _join(self, command: Attach) -> None:
        """A script comes to a connection that stands; it hears of nothing that was before."""
        attached = self._attached.get(command.conn)
        if attached is None or attached.over:
            error = self._too_late(command.conn)
            command.script.on(error, error.t / 1e9)
        else:
            attached.join(command.script)
            self._set_deadline(command.conn, attached)

    def _leave(self, command: Detach) -> None:
        attached = self._attached.get(command.conn)
        if attached is not None:
            attached.leave(command.script)
            self._set_deadline(command.conn, attached)

    def _too_late(self, conn: int) -> LocalError:
        error = LocalError(conn, self._reactor.now(), None, None, "Nothing was sent: the connection is closed.")
        self._reactor.emit(error)
        return error

    def _attach(self, connection: Connection | Listener) -> None:
        if connection.id in self._attached:
            raise ValueError(f"connection number {connection.id} is in use")
        attached = self._attached[connection.id] = Attached(connection)
        self._shares[connection.id % _SHARES][connection.id] = attached
        if self._filled is not None:
            self._commands += attached.tell(self._filled)

    # -- telling

    def _publish(self) -> None:
        """Everything into the record, then everyone hears of it."""
        if not self._reactor.heard:
            return
        if not self._reactor.record_full:
            try:
                self._recorder.flush()
            except RecordFullError as error:
                self._record_filled(error)
        if self._reactor.record_full:
            self._tell_what_needs_no_record()
        else:
            heard, self._reactor.heard = self._reactor.heard, []
            self._tell(heard)

    def _record_filled(self, error: RecordFullError) -> None:
        """Only the record may stop the reading: TCP's window then slows the peers, and we say that it is us."""
        self._reactor.record_full = True
        self._filled = ReadingPaused(0, self._reactor.now(), "record-full", str(error.strerror or error))
        self._reactor.emit(self._filled)
        self._refresh_all()
        self._reactor.timers.at(time.monotonic() + _RETRY_FULL_RECORD, self._try_full_record)

    def _try_full_record(self) -> None:
        try:
            self._recorder.flush()
        except RecordFullError:
            self._reactor.timers.at(time.monotonic() + _RETRY_FULL_RECORD, self._try_full_record)
            return
        self._reactor.record_full = False
        self._filled = None
        self._reactor.heard[:0], self._held = self._held, []
        self._reactor.emit(ReadingResumed(0, self._reactor.now()))
        self._refresh_all()

    def _tell_what_needs_no_record(self) -> None:
        """Other work goes on: only received bytes, and what came after them on their connection, wait for the disk."""
        heard, self._reactor.heard = self._held + self._reactor.heard, []
        # A connection that is over waits no longer: its person is told now, its bytes are kept for the disk.
        over = {event.conn for event in heard if isinstance(event, Closed)}
        waiting: set[int] = set()
        ready: list[Event] = []
        self._held = []
        for event in heard:
            if isinstance(event, Received) and event.conn not in over:
                waiting.add(event.conn)
            # Behind a held event of its connection an event is held, too, so each connection's order stays.
            (self._held if event.conn in waiting else ready).append(event)
        self._tell(ready)

    def _refresh_all(self) -> None:
        for attached in self._attached.values():
            attached.connection.refresh()

    def _tell(self, events: list[Event]) -> None:
        touched: dict[int, Attached] = {}
        for event in events:
            self._hear(event)
            attached = self._attached.get(event.conn)
            if attached is not None:
                touched[event.conn] = attached
                attached.end_told = attached.end_told or isinstance(event, Closed)
                self._commands += attached.tell(event)
            elif isinstance(event, ReadingPaused | ReadingResumed):
                for each in self._attached.values():
                    self._commands += each.tell(event)
        for conn, attached in touched.items():
            self._set_deadline(conn, attached)

    def _set_deadline(self, conn: int, attached: Attached) -> None:
        """Have the scripts woken at the first of their deadlines; with none, one whose end they know is forgotten."""
        first = attached.first_deadline()
        if first is None:
            attached.cancel_timer()
            if attached.end_told:
                self._attached.pop(conn, None)
                self._shares[conn % _SHARES].pop(conn, None)
        elif attached.timer is None or attached.timer.action is None or attached.timer.when > first:
            attached.cancel_timer()
            attached.timer = self._reactor.timers.at(first, lambda: self._tick(conn, attached))

    def _tick(self, conn: int, attached: Attached) -> None:
        attached.timer = None
        t = self._reactor.now()
        if any((due := script.deadline()) is not None and due <= t / 1e9 for script in attached.connection.scripts):
            self._commands += attached.tell(Tick(conn, t))
        self._set_deadline(conn, attached)

    # -- the kernel's figures

    def _sample(self) -> None:
        """Each connection once a second, the watched one every time."""
        for attached in next(self._share).values():
            attached.connection.sample()
        watched = self._attached.get(self._watched)
        if watched is not None:
            watched.connection.sample()
