"""The connections as the screen knows them: each one's story, its noted events, and what is being typed to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tcptui.diagnosis.story import Story
from tcptui.journal.cuts import Cut
from tcptui.journal.log import Log
from tcptui.journal.rows import Rows
from tcptui.protocol import events as ev
from tcptui.protocol.units import size, span
from tcptui.protocol.wording import Manner, Tone, verdict_tone
from tcptui.ui.attention import Attention, Badge
from tcptui.ui.editor import Editor
from tcptui.ui.keys import Standing
from tcptui.ui.noting import note
from tcptui.ui.pulse import Pulse

if TYPE_CHECKING:
    from tcptui.ui.groups import Group
    from tcptui.ui.recording import Recording

_NOTES_KEPT = 500
_TOGETHER = 200_000_000
"""Nanoseconds: what moves within this time of the last is noted together with it."""

Card = Literal["short", "whole", "hidden"]
"""How much of its verdict a connection shows."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the event list. count: bytes, where it stands for several Sent or Received together."""

    t: int
    text: str
    tone: Tone
    event: str
    count: int = 0


@dataclass(slots=True, eq=False)
class Session:
    """One connection on the screen.

    key: its number on the screen, which no other has: a live one's is `conn`, a recorded one's is negative;
    conn: its number in its log; log, started: the record that holds it; recording: the past run that it is from, None
    for a connection of this run; encoding: a codec's name, for what is read and typed; answers: of a listener, the
    practice server that answers what it accepts, "" for none; name: what the other side is called, "" where only its
    target is known; group: what it was opened together with, None for nothing; replays: the sources (events.Replayed)
    of what was replayed on it, in order; secrets: how many stretches of what came were told to be some, behind
    them; unveiled: whether secrets are shown, None for what the settings say.
    """

    key: int
    conn: int
    log: Log
    started: ev.RunStarted
    story: Story
    recording: Recording | None = None
    encoding: str = "utf-8"
    editor: Editor = field(default_factory=Editor)
    notes: deque[Note] = field(default_factory=lambda: deque(maxlen=_NOTES_KEPT))
    pulse: Pulse = field(default_factory=Pulse)
    attention: Attention = field(default_factory=Attention)
    card: Card = "short"
    answers: str = ""
    name: str = ""
    group: Group | None = None
    replays: list[str] = field(default_factory=list)
    secrets: int = 0
    unveiled: bool | None = None

    def rows(self, cut: Cut) -> Rows:
        """Its rows in the record, under one cut."""
        return Rows(self.log, self.conn, cut)

    @property
    def label(self) -> str:
        """Its number as people read it: `3`; a recorded one's has the mark of recordings before it: `▪1`."""
        return str(self.key) if self.recording is None else f"▪{-self.key}"

    @property
    def title(self) -> str:
        """Where it goes, behind its name where it has one: `echo 127.0.0.1:40001`. Not made safe to be drawn."""
        return f"{self.name} {self.story.target}".strip()

    def on(self, event: ev.Event) -> None:
        """Fold an event in; Sent and Received may be gathered ones."""
        before = self.story.taken if isinstance(event, ev.Sent) else self.story.read
        self.story.on(event)
        self.pulse.happened(event.t)
        self.attention.on(event, self.story)
        if self.group is not None:
            self.group.tally.on(event)
            if self.group.foresaw(event):
                self.attention.seen(self.story)
        match event:
            case ev.Sent() | ev.Received():
                self._moved(event, event.offset + event.size - before)
            case ev.Replayed(source=source):
                self.replays.append(source)
                self._noted(event)
            case ev.KernelSample():
                if (figures := self.story.figures) and figures.rtt:
                    self.pulse.measured(event.t, figures.rtt)
            case ev.Concealed(direction=direction):
                self.secrets += direction == "in"
            case _:
                self._noted(event)

    def _noted(self, event: ev.Event) -> None:
        if told := note(event, self.manner):
            self.notes.append(Note(event.t, *told, event.name))

    def _moved(self, event: ev.Sent | ev.Received, count: int) -> None:
        """Note that so many more bytes moved, together with those before them."""
        self.pulse.moved("out" if isinstance(event, ev.Sent) else "in", event.t, count)
        if isinstance(event, ev.Received):
            self.attention.moved(count)
        if isinstance(event, ev.Received) and self.story.first_in_t == event.t and self.story.asked_t is not None:
            text = f"first byte after {span(self.story.timings.first_byte)}"
            self.notes.append(Note(event.t, text, "event", "first-byte"))
        if self.notes and self.notes[-1].event == event.name and event.t - self.notes[-1].t < _TOGETHER:
            count += self.notes.pop().count
        word = "sent" if isinstance(event, ev.Sent) else "received"
        self.notes.append(Note(event.t, f"{word} {size(count)}", "muted", event.name, count))

    @property
    def badge(self) -> Badge | None:
        """What is new on it since it was looked at; a recording has no news."""
        return self.attention.badge if self.recording is None else None

    @property
    def pressing(self) -> bool:
        """Whether its badge is more than mere news."""
        return self.attention.pressing and self.recording is None

    @property
    def unix(self) -> bool:
        """Whether it goes to a unix socket, which knows no SYN, FIN or RST."""
        return self.story.target.startswith("unix:")

    @property
    def manner(self) -> Manner:
        """How its events are told."""
        return Manner(unix=self.unix, serving=self.story.accepted is not None)

    @property
    def over(self) -> bool:
        """Whether nothing more can happen on it here: it has ended, or is a recording."""
        return self.recording is not None or self.story.closed is not None

    @property
    def silent(self) -> bool:
        """Whether it is over and not a byte went either way."""
        return self.over and self.recording is None and not self.story.taken and not self.story.read

    @property
    def standing(self) -> Standing:
        """What keys can do with it."""
        if self.over:
            return "over"
        if self.story.is_listener:
            return "listening"
        return "live" if self.story.half_closed is None else "half-closed"

    @property
    def can_send(self) -> bool:
        """Whether what is typed can go out, now or once it is connected."""
        story = self.story
        return not self.over and not story.is_listener and story.half_closed is None and story.rst is None

    @property
    def shape(self) -> tuple[str, Tone]:
        """The mark of its state and its tone: ◌ opening, ● open, ◎ listening, ◐ half-closed, ○ closed, ✕ failed."""
        story = self.story
        if story.verdict:
            tone = verdict_tone(story.verdict)
            return ("○", "muted") if tone in ("good", "event", "muted") else ("✕", tone)
        if self.recording is not None and not self.recording.live:
            return "○", "muted"  # its run was cut off before it could tell how
        match story.phase:
            case "open" if story.is_listener:
                return "◎", "good"
            case "new" | "resolving" | "connecting":
                return "◌", "warning"
            case "open":
                half = story.fin is not None or story.half_closed is not None
                return ("◐", "warning") if half else ("●", "good")
            case "over":
                return "○", "muted"


class Sessions:
    """All connections on the screen by their keys, in the order in which they came, and which of them is in view."""

    def __init__(self, log: Log, started: ev.RunStarted, encoding: str = "utf-8") -> None:
        """log, started: of this run; encoding: of its connections, until another is chosen."""
        self._log = log
        self._started = started
        self._encoding = encoding
        self._by_key: dict[int, Session] = {}
        self._hidden: set[int] = set()
        self._recorded = 0
        self._filled: ev.ReadingPaused | None = None
        self.marked: set[int] = set()
        """Keys of the sessions that are marked, for what is done to several at once; none of one that is gone."""
        self.current: Session | None = None

    def __iter__(self) -> Iterator[Session]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, conn: int) -> Session:
        """The session of this run's connection, made when it is new; the first one comes into view."""
        session = self._by_key.get(conn)
        if session is None:
            session = Session(conn, conn, self._log, self._started, Story(conn), encoding=self._encoding)
            if self._filled is not None:
                session.on(self._filled)
            self._by_key[conn] = session
            self.current = self.current or session
        return session

    def find(self, key: int) -> Session | None:
        """The session with this key, None where it is gone."""
        return self._by_key.get(key)

    def add(self, session: Session) -> None:
        """Show a session of a past run, under a key of its own; one that is shown already stays."""
        if self._by_key.get(session.key) is not session:
            self._recorded += 1
            session.key = -self._recorded
            self._by_key[session.key] = session

    def on(self, events: list[ev.Event]) -> set[int]:
        """Fold events of this run in; the numbers of the connections that they were about."""
        touched = set()
        for event in events:
            if isinstance(event, ev.Accepted) and event.listener in self._hidden:
                self._hidden.add(event.conn)
            if event.conn and event.conn not in self._hidden:
                self.get(event.conn).on(event)
                touched.add(event.conn)
            elif isinstance(event, ev.ReadingPaused | ev.ReadingResumed) and not event.conn:
                self._filled = event if isinstance(event, ev.ReadingPaused) else None
                for session in self.open():
                    session.on(event)
        return touched

    def hide(self, conn: int) -> None:
        """Show no session for a connection of this run that has none yet, nor for what it accepts as a listener."""
        self._hidden.add(conn)

    def replace(self, old: Session, new: Session) -> None:
        """Put a session that is shown already into the place of an old one, which is forgotten."""
        del self._by_key[new.key]
        self._by_key = {one.key: one for one in (new if each is old else each for each in self._by_key.values())}
        self._hidden.add(old.key)
        self.marked.discard(old.key)
        if self.current is old:
            self.current = new

    def remove(self, session: Session) -> None:
        """Forget a session; the one after it, at the end the one before, comes into view. The record keeps it."""
        at = (every := list(self)).index(session)
        del self._by_key[session.key], every[at]
        self._hidden.add(session.key)
        self.marked.discard(session.key)
        if self.current is session:
            self.current = every[min(at, len(every) - 1)] if every else None

    def neighbour(self, step: int) -> Session | None:
        """The session so many places after the one in view, around the ends."""
        every = list(self)
        return None if self.current is None else every[(every.index(self.current) + step) % len(every)]

    def open(self) -> list[Session]:
        """Those that are not over."""
        return [session for session in self if not session.over]

    def census(self) -> tuple[int, int]:
        """How many are open, and how many press to be looked at: asked many times a second of thousands."""
        live = pressing = 0
        for session in self._by_key.values():
            if session.recording is None:
                live += session.story.closed is None
                pressing += session.attention.pressing
        return live, pressing

    def marked_ones(self) -> list[Session]:
        """Those that are marked, in the order in which they came."""
        return [session for session in self if session.key in self.marked] if self.marked else []
