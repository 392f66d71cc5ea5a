"""The command palette: everything that can be done and chosen, by its name; what can't be done now says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, get_args

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tcptui.config.settings import THEMES, View
from tcptui.protocol.encodings import KNOWN
from tcptui.protocol.framing.table import NAMES
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible
from tcptui.ui.copyforms import FORMS
from tcptui.ui.input.wire import EOLS
from tcptui.ui.keymap import keys_of
from tcptui.ui.keyrows import key_groups
from tcptui.ui.keys import ACTIONS, PANE_ACTIONS, Standing, spoken
from tcptui.ui.rowtimes import TIME_WORDS

if TYPE_CHECKING:
    from tcptui.ui.screens.workbench import WorkbenchScreen

_MARKED = {
    "close": "Close all marked connections (FIN)",
    "abort": "Abort all marked connections (RST)",
    "remove": "Close the tabs of the marked connections that are over",
}

_LISTED = 100
"""Connections that have a line each; the list of connections has all."""

_OPEN: frozenset[Standing] = frozenset({"live", "half-closed", "listening"})
_ENDED: frozenset[Standing] = frozenset({"over"})
_ANY: frozenset[Standing] = _OPEN | _ENDED

_NEEDS: dict[str, tuple[frozenset[Standing], str]] = {
    "verdict": (_ENDED, "the connection in view has no verdict yet"),
    "connection.again": (_ANY, "there is no connection in view"),
    "connection.half-close": (frozenset({"live"}), "no connection in view has our side open"),
    "connection.close": (_OPEN, "no connection in view is open"),
    "connection.abort": (_OPEN, "no connection in view is open"),
    "connection.remove": (_ENDED, "no connection in view is over"),
    "connection.next": (_ANY, "there is no connection"),
    "connection.previous": (_ANY, "there is no connection"),
    "compare": (_ANY, "there is no connection in view"),
    "events": (_ANY, "there is no connection in view"),
    "explain": (_ANY, "there is no connection in view"),
    "replay": (_ANY, "there is no connection in view"),
    **{each.id: (_ANY, "there is no connection in view") for each in PANE_ACTIONS if each.id != "pane.times"},
}
"""How the connection in view has to stand for an action to do something, and why it does not otherwise."""


@frozen
class Command:
    """One line of the palette. told: what is said below the name; why_not: why it would do nothing now, or ""."""

    name: str
    run: Callable[[], object]
    told: str
    why_not: str = ""


class Commands(Provider):
    """Finds commands by their names."""

    def commands(self) -> Iterator[Command]:
        """Every command; a subclass says which."""
        raise NotImplementedError

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self.commands():
            yield DiscoveryHit(_line(command, Content(command.name)), command.run, command.name)

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for command in self.commands():
            score = matcher.match(command.name)
            if score > 0:
                yield Hit(score, _line(command, matcher.highlight(command.name)), command.run, command.name)


class WorkbenchCommands(Commands):
    """What the workbench's screen can do, and all that can be chosen on it."""

    @property
    def _bench(self) -> WorkbenchScreen:
        return self.screen  # type: ignore[return-value]

    def _command(self, name: str, action: str, told: str, why_not: str = "") -> Command:
        return Command(name, partial(self._bench.run_action, action), told, why_not)

    def _actions(self) -> Iterator[Command]:
        standing = self._bench.standing
        for each in (*ACTIONS, *PANE_ACTIONS):
            if each.id == "palette":
                continue
            fits, why = _NEEDS.get(each.id, (None, ""))
            keys = "  ".join(spoken(key) for key in keys_of(each.id))
            where = f"{keys} in the pane" if keys and each in PANE_ACTIONS else keys
            yield self._command(each.text, each.action, where, "" if fits is None or standing in fits else why)
        yield self._command(
            "Keep how things are for the next start", "keep_defaults", "view, times, end of line, framing"
        )
        yield from self._composing()
        why = "" if self._bench.sessions.marked else "no connection is marked"
        for what, name in _MARKED.items():
            yield self._command(name, f"marked('{what}')", "marked in the list of connections", why)
        yield self._command("Mark all connections, or none", "mark_all", "for what is done to several at once")
        for session in islice(self._bench.sessions, _LISTED):
            target = f"Go to {session.label}: {visible(session.story.target.encode('utf-8', 'surrogateescape'))}"
            yield self._command(target, f"switch({session.key})", session.shape[0])

    def _composing(self) -> Iterator[Command]:
        """What can be done in the composer, while it is open."""
        for group in key_groups(self.screen) if self._bench.composing is not None else ():
            for row in group.rows:
                if row.node is self._bench.composer and row.action:
                    run = partial(self.app.run_action, row.action, row.node)
                    yield Command(f"Composer: {row.text}", run, "  ".join(spoken(key) for key in row.keys))

    def _choices(self) -> Iterator[Command]:
        """What is chosen out of a list: each by its own name."""
        from tcptui.lab.responders import RESPONDERS

        for eol in EOLS:
            yield self._command(
                f"End of line: {eol.upper()}", f"set_eol('{eol}')", "what Enter sends at the end of a line"
            )
        for name in NAMES:
            told = "how answers of new connections are told apart"
            yield self._command(f"Framing: {name}", f"set_framing('{name}')", told)
        for responder in RESPONDERS.values():
            yield self._command(f"Practice server: {responder.name}", f"practice('{responder.name}')", responder.text)
        for view in get_args(View):
            yield self._command(f"View: {view}", f"set_view('{view}')", "how the pane shows bytes")
        for mode, words in TIME_WORDS.items():
            yield self._command(f"Times: {words}", f"set_times('{mode}')", "what the pane's times are told from")
        for form in FORMS:
            yield self._command(f"Copy as {form}", f"copy('{form}')", "what is selected in the pane")
        for name, whose in KNOWN:
            yield self._command(f"Encoding: {name}", f"encoding('{name}')", whose)
        for theme in THEMES:
            yield Command(f"Theme: {theme}", partial(setattr, self.app, "theme", theme), "the colours; kept")

    def commands(self) -> Iterator[Command]:
        """What can be done, and what can be chosen."""
        # What can be done now comes first.
        yield from sorted(self._actions(), key=lambda each: bool(each.why_not))
        yield from self._choices()


class ScreenCommands(Commands):
    """What the keys of any other screen do, and its parts'."""

    def commands(self) -> Iterator[Command]:
        """A line for each thing that keys do there; none on the workbench, which has its own."""
        for group in () if self.screen.COMMANDS else key_groups(self.screen):
            for row in group.rows:
                if row.action and row.node is not None and row.id != "palette":
                    run = partial(self.app.run_action, row.action, row.node)
                    yield Command(row.text, run, "  ".join(spoken(key) for key in row.keys))


def _line(command: Command, name: Content) -> Content:
    """The name, and in quieter letters what there is to say about it; dim where it would do nothing now."""
    told = f"not now: {command.why_not}" if command.why_not else command.told
    quiet = Content.styled(f"   {told}", "not bold $tone-muted")
    return name.stylize("dim not bold") + quiet if command.why_not else name + quiet
