"""The comparison: two connections beside each other, what differs between them, and what may."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from tcptui.journal.log import Log
from tcptui.protocol.glyphs import visible_text
from tcptui.requests.comparing import Difference, parse_rules, rejudged, rule_for
from tcptui.ui.comparison.bars import ComparisonKeys, Limits, Summary, Titles, limits, place_words, side_words, summary
from tcptui.ui.comparison.board import ComparisonBoard
from tcptui.ui.comparison.lines import BEFORE, NOW
from tcptui.ui.comparison.rulebook import write_rules
from tcptui.ui.comparison.ruleslist import FORMS, Rules, read_rule
from tcptui.ui.comparison.sides import Compared, Comparing, Side
from tcptui.ui.keymap import key_of
from tcptui.ui.screens.entry import Entry

_LOOK_EVERY = 0.1


class ComparisonScreen(Screen[None]):
    """Compares in a thread; Esc stops that, or leaves."""

    BINDING_GROUP_TITLE = "In the comparison"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "back", id="comparison.back", tooltip="Stop the comparing, or leave"),
        Binding("ctrl+c", "back", "back", priority=True, show=False),
        Binding("n", "jump(1)", "next", id="comparison.next", tooltip="The next difference that may not be"),
        Binding("N", "jump(-1)", "before", id="comparison.previous", tooltip="The difference before"),
        Binding("d", "only", "only differences", id="comparison.only", tooltip="Show only what differs, or all"),
        Binding("i", "ignore", "may differ", id="comparison.ignore", tooltip="Let this differ, by a rule that is kept"),
        Binding("r", "rules", "rules", id="comparison.rules", tooltip="The rules for what may differ"),
        Binding("c", "other", "beside another", id="comparison.other", tooltip="Compare it with another connection"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#comparison"

    class Done(Message):
        """The two were compared, or why they can't be. Posted by the thread."""

        def __init__(self, comparing: Comparing, told: Compared | str) -> None:
            super().__init__()
            self.comparing = comparing
            self.told = told

    def __init__(
        self, log: Log, sides: tuple[Side, Side], other: Callable[[Side, Callable[[Side | None], None]], object]
    ) -> None:
        """log: of the present run; sides: the older one and the newer one; other: has another one chosen to compare
        the newer one with."""
        super().__init__()
        self._log = log
        self._sides = self._shown = sides
        self._choose = other
        self._compared: Compared | None = None
        self._comparing: Comparing | None = None
        self._board = ComparisonBoard()
        self._titles = Titles(BEFORE), Titles(NOW)
        self._summary, self._limits = Summary(), Limits()
        self._told = self._tone = ""
        self._said_of: tuple[int | None, Difference | None] | None = None

    def compose(self) -> ComposeResult:
        """Which two, what came of it, the pairs, the keys."""
        yield from self._titles
        yield self._summary
        yield self._limits
        yield self._board
        yield ComparisonKeys()

    def on_mount(self) -> None:
        """Begin."""
        self._begin()
        self.set_interval(_LOOK_EVERY, self._look)

    def on_unmount(self) -> None:
        """Read no more."""
        if self._comparing is not None:
            self._comparing.stop()

    def _begin(self) -> None:
        if self._comparing is not None:
            self._comparing.stop()
        if self._compared is None:
            for title, side in zip(self._titles, self._sides, strict=True):
                title.show(place_words(side))
        self._comparing = Comparing(self._log, self._sides, lambda one, told: self.post_message(self.Done(one, told)))
        self._comparing.start()

    def _look(self) -> None:
        if self._comparing is not None:
            stops = f"{key_of('comparison.back')} stops"
            self._summary.show(f"comparing … {self._comparing.share:.0%}", stops, "")

    def on_comparison_screen_done(self, message: Done) -> None:
        """Show it, from the first difference on."""
        if message.comparing is not self._comparing:
            return
        self._comparing = None
        if isinstance(message.told, str):
            self._sides = self._shown
            self._summary.show(visible_text(message.told), "", "$tone-failure")
            return
        found = message.told
        self._take(found)
        self._shown = self._sides
        now = time.time_ns()
        for title, side, account in zip(self._titles, self._sides, (found.left, found.right), strict=True):
            title.show(side_words(side, account, now))
        self._board.show(found.comparison)
        self._limits.show(limits(found))
        self._say(found.rules.problem)

    def _take(self, compared: Compared) -> None:
        """This is what came of it. Its differences, which may be many, are counted once."""
        self._compared = compared
        self._told = summary(compared.comparison)
        self._tone = "$tone-warning" if compared.comparison.differences else "$tone-good"

    # What is said ---------------------------------------------------------------------------------------------------

    def _say(self, remark: str = "") -> None:
        """What came of it; beside it a remark, else what is to be said of the line under the cursor."""
        if self._compared is None:
            return
        here = self._board.difference
        self._said_of = self._place
        if not remark and here is not None and here.ignored:
            remark = f"may be, by {here.ignored}"
        self._summary.show(self._told, visible_text(remark), self._tone)

    def on_comparison_board_turned(self) -> None:
        """The cursor may stand elsewhere: what was said about the last key is over then."""
        if self._place != self._said_of:
            self._say()

    @property
    def _place(self) -> tuple[int | None, Difference | None]:
        return self._board.entry, self._board.difference

    # Actions --------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Stop, or leave."""
        comparing, self._comparing = self._comparing, None
        if comparing is not None:
            comparing.stop()
        if comparing is not None and self._compared is not None:
            self._sides = self._shown
            self._say("stopped")
        else:
            self.dismiss(None)

    def action_jump(self, step: int) -> None:
        """To the next difference that may not be."""
        if self._compared is not None and not self._board.jump(step):
            self._say("no further difference" if step > 0 else "no difference before")

    def action_only(self) -> None:
        """Only what differs, or all."""
        self._board.show_only(differences=not self._board.only)
        self._say("only what differs" if self._board.only else "all messages")

    def action_whole(self) -> None:
        """As Enter on the pairs."""
        self._board.action_whole()

    def on_comparison_board_wanted(self, message: ComparisonBoard.Wanted) -> None:
        """Show both messages whole."""
        from tcptui.ui.comparison.whole import Whole

        if self._compared is not None:
            framings = self._compared.left.transcript.framing, self._compared.right.transcript.framing
            hiding = self._compared.comparison.secrets.of(message.pair.left, message.pair.right)
            self.app.push_screen(Whole(message.pair, framings, message.entry + 1, hiding))

    def action_ignore(self) -> None:
        """Let the difference under the cursor be from now on: the rule that does it is proposed, and kept."""
        here = self._board.difference
        if self._compared is None:
            return
        if here is None:
            self._say(f"go to a difference first: {key_of('comparison.next')}")
            return
        if here.ignored:
            self._say(f"it may be already, by {here.ignored}: {key_of('comparison.rules')} changes the rules")
            return
        rule = rule_for(here)
        if rule is None:
            self._say(f"no rule can let {here.words} differ")
            return

        def answered(text: str | None) -> None:
            if text is not None and self._compared is not None:
                self._keep((*self._compared.rules.texts, text))

        self.app.push_screen(Entry("Let this differ", FORMS, "keeps the rule", read_rule, rule), answered)

    def action_rules(self) -> None:
        """Show the rules, and keep what is changed in them."""
        if self._compared is None:
            return

        def answered(texts: tuple[str, ...] | None) -> None:
            if texts is not None:
                self._keep(texts)

        self.app.push_screen(Rules(self._compared.rules, self._compared.comparison), answered)

    def _keep(self, texts: tuple[str, ...]) -> None:
        self.run_worker(self._write(tuple(dict.fromkeys(texts))), group="rules", exclusive=True)

    async def _write(self, texts: tuple[str, ...]) -> None:
        """Judge by these rules at once, and write them."""
        found = self._compared
        if found is None:
            return
        book = await asyncio.to_thread(write_rules, found.rules, texts)
        judged = await asyncio.to_thread(rejudged, found.comparison, parse_rules(texts))
        self._take(Compared(found.left, found.right, judged, book))
        self._board.judge(judged)
        self._say(book.problem or f"kept in {book.path.name}")

    def action_other(self) -> None:
        """Compare the newer one with another connection."""

        def answered(side: Side | None) -> None:
            if side is not None:
                self._sides = side, self._sides[1]
                self._begin()

        self._choose(self._sides[1], answered)
