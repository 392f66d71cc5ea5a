"""The search in the pane: one at a time, over the connection in view; its answers bring matches into view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message
from textual.timer import Timer

from tcptui.protocol.wording import Told
from tcptui.ui.keymap import key_of
from tcptui.ui.reading import ReadActions
from tcptui.ui.rowlayout import Mark
from tcptui.ui.sending import SendActions

if TYPE_CHECKING:
    from tcptui.config.settings import Settings
    from tcptui.journal.rows import Row
    from tcptui.journal.search.hunt import Match, Place
    from tcptui.journal.search.search import Search, State
    from tcptui.ui.sessions import Session
    from tcptui.ui.widgets.search_bar import SearchBar, Wanted
    from tcptui.workbench import Workbench

_REMEMBERED = 100
_FOLLOWING, _AT_ONCE = 0.25, 0.01
"""Seconds from the search's news to the matches on the screen: while the pane follows the end, and while it stands."""


class SearchActions(ReadActions, SendActions):
    """Opens the bar, goes from match to match, and has matches marked as long as a search is on."""

    class SearchNews(Message):
        """The search knows more. Posted by its thread, once until it is looked at."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings)
        self._search_bar: SearchBar | None = None
        self._search_wanted: Wanted | None = None
        self._search_texts: list[str] = []
        self._search: Search | None = None
        self._search_session: Session | None = None
        self._search_news_due = False
        self._search_match: Match | None = None  # the one that one stands on
        self._search_asked = self._search_answered = 0
        self._search_backward = False
        self._search_drawing: Timer | None = None

    # The bar --------------------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Open the bar, with what was looked for last."""
        if self.sessions.current is None:
            self.say("there is nothing to search yet")
            return
        if self._search_bar is not None:
            self._search_bar.focus_input()
            return
        from tcptui.journal.search.query import Query
        from tcptui.ui.widgets.search_bar import SearchBar, Wanted

        self._search_bar = SearchBar(self._search_wanted or Wanted(Query("")), self._search_texts)
        self.mount(self._search_bar, after=self.pane)
        if self._search_wanted is not None:
            self._seek(self._search_wanted)

    def on_search_bar_changed(self, message: SearchBar.Changed) -> None:
        """Look for something else."""
        self._seek(message.wanted)

    def on_search_bar_going(self, message: SearchBar.Going) -> None:
        """Go to a match of what stands in the bar."""
        if message.wanted != self._search_wanted or self._search is None:
            self._seek(message.wanted)
        text = message.wanted.query.text
        if text and text not in self._search_texts[-1:]:
            self._search_texts = [*self._search_texts, text][-_REMEMBERED:]
        self._go(backward=message.backward)

    async def on_search_bar_closed(self) -> None:
        """Stay at the place; letters in the pane go on from match to match."""
        bar, self._search_bar = self._search_bar, None
        if bar is not None:
            self.front.focus()
            await bar.remove()

    def pane_keys(self) -> str:
        """While the bar is open, its keys; while there are matches, how to go on."""
        if self._search_bar is not None and self.focused is not None and self._search_bar in self.focused.ancestors:
            return "Enter next · " + " · ".join(
                f"{key_of(name)} {word}"
                for name, word in (
                    ("search.previous", "previous"),
                    ("search.older", "earlier"),
                    ("search.close", "done"),
                )
            )
        if self._search is not None and self.pane.selection is None:
            return f"{key_of('pane.next')} next match · {key_of('pane.previous')} previous · Esc ends the search"
        return super().pane_keys()

    # The search -----------------------------------------------------------------------------------------------------

    def action_find(self, step: int) -> None:
        """Go to the next match of what was looked for last, or to the one before."""
        if self._search_wanted is None or self.sessions.current is None:
            self.action_search()
            return
        if self._search is None:
            self._seek(self._search_wanted)
        self._go(backward=step < 0)

    def follow_search(self) -> None:
        """Another connection is in view: search there what is being searched for, if something is."""
        if self.sessions.current is not self._search_session and (
            self._search is not None or self._search_bar is not None
        ):
            self.end_search()
            if self._search_bar is not None and self._search_wanted is not None:
                self._seek(self._search_wanted)

    @property
    def searching(self) -> bool:
        """Whether matches are marked."""
        return self._search is not None

    def end_search(self) -> None:
        """Look no further, and mark nothing."""
        if self._search is not None:
            self._search.stop()
        self._search = self._search_session = self._search_match = self.pane.marks = None
        self.pane.record_changed()

    def on_unmount(self) -> None:
        """Look no further."""
        if self._search is not None:
            self._search.stop()

    def on_descendant_focus(self) -> None:
        """Whoever types again has found it."""
        if self.focused is self.prompt and self._search_bar is None and self._search is not None:
            self.end_search()

    def _seek(self, wanted: Wanted) -> None:
        from tcptui.journal.search.matching import matcher
        from tcptui.journal.search.query import QueryError
        from tcptui.journal.search.search import Search

        self.end_search()
        session = self.sessions.current
        self._search_wanted = wanted
        if session is None or not wanted.query.text:
            self._tell_search(("", "muted"))
            return
        try:
            looking = matcher(replace(wanted.query, encoding=session.encoding))
        except QueryError as error:
            self._tell_search((str(error), "failure"))
            return
        self._search_session, self._search_asked, self._search_answered = session, 0, 0
        self._search = Search(session.log, session.conn, looking, wanted.directions, self._search_news)
        self.pane.marks = self._marks
        self._search.start()

    def _search_news(self) -> None:
        """Called by the search's thread."""
        if not self._search_news_due:
            self._search_news_due = True
            self.post_message(self.SearchNews())

    def on_search_actions_search_news(self) -> None:
        """Show what is known by now; what was asked for is brought into view."""
        self._search_news_due = False
        if self._search is None:
            return
        state = self._search.state
        if state.asked == self._search_asked > self._search_answered:
            self._search_answered = self._search_asked
            self._search_match = state.found
            if state.found is not None:
                self.bring_match(state.found)
        told = found_words(state, backward=self._search_backward)
        if state.done and not state.matches and state.problem is None and self._search_wanted is not None:
            told = f"{told[0]}{narrowed_words(self._search_wanted)}", told[1]
        self._tell_search(told)
        if self._search_drawing is None:
            # While the pane follows a flood it is drawn at the flood's pace, which leaves room for the keys.
            self._search_drawing = self.set_timer(_FOLLOWING if self.pane.follows else _AT_ONCE, self._draw_matches)

    def bring_match(self, match: Match) -> None:
        """Bring a match into view."""
        self.pane.go_to(match.pos, match.offset)

    def _draw_matches(self) -> None:
        self._search_drawing = None
        self.pane.record_changed()

    def _go(self, *, backward: bool) -> None:
        if self._search is None:
            return
        self._search_backward = backward
        self._search_asked = self._search.find(self.here(self._search_match), backward=backward)

    def here(self, match: Match | None) -> Place | None:
        """Where to go on from: the match one stands on while it is on the screen, else the screen's first row."""
        from tcptui.journal.search.hunt import Place

        shown = [line.row for line in self.pane.shown()]
        if not shown:
            return None
        if match is not None and any(_holds(row, match) for row in shown):
            return Place(match.pos, match.offset)
        return Place(shown[0].pos, shown[0].offset, itself=True)

    def _marks(self, row: Row) -> list[Mark]:
        """The matches in a row of the connection in view."""
        if self._search is None or row.direction is None or not row.is_data:
            return []
        here = (self._search_match.offset, self._search_match.direction) if self._search_match is not None else None
        return [
            Mark(begin, end, "current" if (begin, row.direction) == here else "match")
            for begin, end in self._search.spans(row.direction, row.offset, row.offset + row.size)
        ]

    def _tell_search(self, told: Told) -> None:
        """In the bar; where that is closed, above the input, once something was asked for."""
        if self._search_bar is not None:
            self._search_bar.tell(*told)
        elif self._search_asked:
            self.say(told[0])


def _holds(row: Row, match: Match) -> bool:
    return row.direction == match.direction and row.offset <= match.offset < row.offset + row.size


def found_words(state: State, *, backward: bool) -> Told:
    """What a search knows by now, in a few words."""
    if state.problem is not None:
        return state.problem, "failure"
    share = "" if state.done or not state.total else f" · {100 * state.looked // state.total} % looked through"
    if state.hunting:
        return f"looking …{share}", "muted"
    if state.done and not state.matches:
        return "not found", "warning"
    so_far = "" if state.done else " so far"
    if state.found is None:
        return f"{state.matches:,} match{'' if state.matches == 1 else 'es'}{so_far}{share}", "event"
    number = "?" if state.number is None else f"{state.number:,}"
    wrapped = f" · on from the {'end' if backward else 'beginning'}" if state.wrapped else ""
    return f"{number} of {state.matches:,}{so_far}{wrapped}{share}", "event"


def narrowed_words(wanted: Wanted) -> str:
    """What kept a search from finding more: case that counts, a direction that is left out; "" for nothing."""
    why = []
    if (
        wanted.query.mode != "hex"
        and not wanted.query.ignore_case
        and wanted.query.text.lower() != wanted.query.text.upper()
    ):
        why.append(f"case counts ({key_of('search.case')})")
    if len(wanted.directions) == 1:
        which = "received" if wanted.directions == ("in",) else "sent"
        why.append(f"only in what was {which} ({key_of('search.ways')})")
    return f": {' · '.join(why)}" if why else ""
