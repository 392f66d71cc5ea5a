"""What is typed faster than the screen follows: each key goes to what the keys before it opened.

A terminal, and more so a slow line to it, hands over several keys at once. Textual gives each to the widget that has
the focus at that moment, though a key before it may be about to open a dialog: what was typed for the dialog would then
stand in the input line, and Enter would send it to the peer.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input

from tcptui.ui.widgets.prompt import Prompt

Typed: TypeAlias = "events.Key | events.Paste"

_PATIENCE = 0.5  # seconds; what opens later than that gets the keys that come later
_HELD_UP = 0.1  # seconds that a timer may be late; later, the screen was held up
_IN_PROMPT = frozenset({"enter", "ctrl+j", "backspace"})


class TakesText:
    """What a widget is to which printable keys are text, as to a line of input: they move no focus."""


class TypeAhead:
    """Holds keys back while one before them may still move the focus. deliver: what Textual does with a key."""

    def __init__(self, app: App[None], deliver: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._held: deque[Typed] = deque()
        self._turn = 0  # counts the keys that were waited for
        self._waiting = False

    async def take(self, event: Typed) -> None:
        """Deliver it, now or after those before it."""
        if self._waiting:
            self._held.append(event)
        else:
            await self._hand_on(event)

    async def _hand_on(self, event: Typed) -> None:
        focused = self._app.focused
        await self._deliver(event)
        if not _is_text(event, focused):
            self._turn += 1
            self._waiting = True
            self._wait(self._turn)
            self._follow(focused or self._app.screen, self._turn)

    def _wait(self, turn: int) -> None:
        """Go on when the patience is over."""
        due = time.monotonic() + _PATIENCE
        self._app.set_timer(_PATIENCE, lambda: self._out_of_patience(turn, due))

    async def _out_of_patience(self, turn: int, due: float) -> None:
        """Go on; not yet where nothing could happen all the while, as when a first import took long."""
        if self._waiting and turn == self._turn and time.monotonic() > due + _HELD_UP:
            self._wait(turn)
        else:
            await self._go_on(turn)

    def _follow(self, node: MessagePump, turn: int) -> None:
        """Come behind the key in the queue of each node that it bubbles through, and last in the application's."""
        while node is not self._app and not node.call_later(self._follow, _parent(node, self._app), turn):
            node = _parent(node, self._app)  # this one is closed
        if node is self._app:
            self._app.call_later(self._settle, turn)

    def _settle(self, turn: int) -> None:
        """The key has acted: wait for the screen that it may have opened, and for the focus."""
        if not self._app.screen.call_after_refresh(lambda: self._app.call_later(self._go_on, turn)):
            self._app.call_later(self._go_on, turn)

    async def _go_on(self, turn: int) -> None:
        if turn != self._turn:
            return  # that one was given up
        self._waiting = False
        while self._held and not self._waiting:
            await self._hand_on(self._held.popleft())


def _parent(node: MessagePump, app: App[None]) -> MessagePump:
    return node._parent or app


def _is_text(event: Typed, focused: Widget | None) -> bool:
    """Whether it moves no focus, since a line takes it as text."""
    if isinstance(event, events.Paste):
        return isinstance(focused, Input | TakesText)
    if isinstance(focused, Prompt):
        return event.is_printable or event.key in _IN_PROMPT
    return isinstance(focused, Input | TakesText) and event.is_printable
