"""Many connections at once on the screen: opened as a group, summed up, marked, and closed together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tcptui.protocol.commands import Abort, Close
from tcptui.protocol.units import exact
from tcptui.ui.groups import Group, GroupWanted, Share
from tcptui.ui.keymap import key_of
from tcptui.ui.reading import ReadActions
from tcptui.ui.screens.ask import Ask
from tcptui.ui.sessions import Session
from tcptui.ui.sidebar import SidebarActions
from tcptui.ui.widgets.connection_list import ConnectionList, What

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.workbench import Workbench

_AT_ONCE = 25
"""Connections asked for in one go: what lies between two goes is the time of the keys."""

_AHEAD = 200
"""Connections asked for that are not begun yet: with more, the answers to the first would wait for them."""

_BREATH = 0.01
"""Seconds between two goes."""


_LIST_KEYS = (
    ("connections.mark", "marks"),
    ("connections.mark-all", "all"),
    ("connections.close", "closes"),
    ("connections.remove", "closes tabs"),
    ("connections.sort-right", "sorts"),
)


class GroupActions(ReadActions, SidebarActions):
    """Opens groups of connections, and does one thing to all that are marked."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self.groups: list[Group] = []

    def pane_keys(self) -> str:
        """While the list of connections has the keys, what they do there."""
        if not self.connections.has_focus:
            return super().pane_keys()
        return " · ".join([*(f"{key_of(key)} {word}" for key, word in _LIST_KEYS), "letters filter"])

    # Opening --------------------------------------------------------------------------------------------------------

    def action_many(self) -> None:
        """Sum up the connections that were opened together last; without any, ask for some."""
        if not self.groups:
            self.action_many_new()
            return
        from tcptui.ui.screens.group import GroupScreen

        def answered(wanted: Share | str | None) -> None:
            if isinstance(wanted, Share):
                self._list(wanted)
            elif wanted is not None:
                self.action_many_new()

        self.app.push_screen(GroupScreen(self.groups, self._end_group), answered)

    def _list(self, share: Share) -> None:
        """Show only these in the list of connections, which gets the keys."""
        self.connections.limit(share)
        if not self.connections.has_focus:
            self.action_connections()

    def action_many_new(self) -> None:
        """Ask for many connections to one target."""
        from tcptui.ui.screens.many_connections import ManyConnections

        def answered(wanted: GroupWanted | None) -> None:
            if wanted is not None:
                self.open_group(wanted)
                if wanted.errand is not None:
                    self.action_many()

        session = self.sessions.current
        target = session.story.target if session is not None and not session.story.is_listener else ""
        room = self.workbench.room_for_files()
        self.app.push_screen(ManyConnections(target, self.framing, room), answered)

    def open_group(self, wanted: GroupWanted) -> None:
        """Open connections to one target, and bring the first of them into view."""
        from tcptui.requests.replaying.tally import Tally

        tally = Tally(wanted.count, by_hand=wanted.errand is None, failure=wanted.failure)
        group = Group(len(self.groups) + 1, wanted, tally)
        self.groups.append(group)
        self._open_more(group)
        self.say(
            f"{exact(wanted.count, 'connection')}: {key_of('many')} sums them up, {key_of('connections')} lists them"
        )

    def _open_more(self, group: Group) -> None:
        """Open the next ones; between two goes the keys have their turn."""
        if self.workbench.failed or group.opened >= group.tally.asked:
            return
        pause = group.wanted.pause
        ahead = group.opened - group.tally.begun
        for _ in range(1 if pause else min(_AT_ONCE, _AHEAD - ahead, group.tally.asked - group.opened)):
            self._open_one(group)
        if group.opened < group.tally.asked:
            self.set_timer(pause or _BREATH, lambda: self._open_more(group))

    def _open_one(self, group: Group) -> None:
        wanted, errand = group.wanted, group.wanted.errand
        framing, limit = wanted.framing, self.settings.connect_timeout
        if errand is not None:
            framing, limit = errand.reading, errand.timeout + 1  # the one time limit is the script's
        script = errand.script if errand is not None else None
        conn = self.workbench.open(wanted.endpoint, framing, script=script, connect_timeout=limit)
        group.opened += 1
        session = self.sessions.get(conn)
        session.story.target, session.story.framing = str(wanted.endpoint), framing
        session.name, session.group = f"{group.opened}/{wanted.count}", group
        if group.opened == 1:
            self.bring(session)

    # Closing --------------------------------------------------------------------------------------------------------

    def _end_group(self, group: Group, abort: bool) -> None:
        """Close what is open of a group, and open no more of it: asked first."""

        def live() -> list[Session]:
            return [session for session in self.sessions.open() if session.group is group]

        def end() -> None:
            group.tally.asked = group.opened
            self._end_all(live(), abort=abort)  # those that came while it was asked, too

        if live() or group.opened < group.tally.asked:
            self._ask_to_end(len(live()), "of this group", end, abort=abort)

    def on_connection_list_asked(self, message: ConnectionList.Asked) -> None:
        """Close, abort or forget those that are marked, or the one under the cursor."""
        self._do_to(message.what, message.sessions)

    def action_marked(self, what: What) -> None:
        """Close, abort or forget those that are marked."""
        self._do_to(what, self.sessions.marked_ones())

    def action_mark_all(self) -> None:
        """Mark all connections; where all are, none."""
        every = {session.key for session in self.sessions}
        self.sessions.marked = set() if self.sessions.marked == every else every
        self.connections.changed()

    def _do_to(self, what: What, sessions: list[Session]) -> None:
        if what == "remove":
            self._remove_all([session for session in sessions if session.over])
            return
        abort = what == "abort"
        live = [session for session in sessions if not session.over]
        if live:
            self._ask_to_end(len(live), "that are marked", lambda: self._end_all(live, abort=abort), abort=abort)

    def _ask_to_end(self, count: int, which: str, end: Callable[[], None], *, abort: bool) -> None:
        how = "Abort" if abort else "Close"
        what = "A RST goes out; what is pending is lost." if abort else "What is pending goes out first, then a FIN."

        def answered(yes: bool | None) -> None:
            if yes:
                end()

        ask = Ask(f"{how} {exact(count, 'open connection')}{f' {which}' if count > 1 else ''}?", what)
        ask.also_yes("connection.abort" if abort else "connection.close")
        self.app.push_screen(ask, answered)

    def _end_all(self, live: list[Session], *, abort: bool) -> None:
        kind = Abort if abort else Close
        self.workbench.submit(*(kind(session.conn) for session in live if not session.over))

    def _remove_all(self, over: list[Session]) -> None:
        """Close the tabs of connections that are over, but for those with something typed."""
        current = self.sessions.current
        for session in over:
            if not session.editor.text:
                self.sessions.remove(session)
                self.let_go(session)
        if self.sessions.current is not current and self.sessions.current is not None:
            self.bring(self.sessions.current)
        else:
            self.show_session()
        if len(self.sessions) < 2 and self.connections.has_focus:
            self._leave_sidebar()
