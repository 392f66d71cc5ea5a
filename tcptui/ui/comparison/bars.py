"""The lines above and below a comparison: what is compared, what came of it, and the keys."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.protocol.units import exact
from tcptui.requests.comparing import Comparison
from tcptui.transcribing import MOST, Account
from tcptui.ui.comparison.lines import BEFORE, NOW
from tcptui.ui.comparison.sides import Compared, Side
from tcptui.ui.comparison.values import safe
from tcptui.ui.fitting import cut
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import ClickLine, Label

_KEYS = (
    ("comparison.next", "next", "screen.jump(1)"),
    ("comparison.previous", "before", "screen.jump(-1)"),
    ("compared.whole", "whole", "screen.whole"),
    ("comparison.only", "filter", "screen.only"),
    ("comparison.ignore", "ignore", "screen.ignore"),
    ("comparison.rules", "rules", "screen.rules"),
    ("comparison.other", "other", "screen.other"),
    ("comparison.back", "back", "screen.back"),
)
"""The bindings whose keys are shown, a word, and what a click does."""


def side_words(side: Side, account: Account, now: int) -> str:
    """A side in words: when, what was replayed, how it ended, where it is recorded and went. now: ns since 1970."""
    from datetime import datetime

    at = datetime.fromtimestamp(account.began / 1e9)
    today = datetime.fromtimestamp(now / 1e9)
    clock = f"{at:%H:%M:%S}" if at.date() == today.date() else f"{at:%Y-%m-%d %H:%M:%S}"
    place = f"connection {side.conn}" + ("" if side.run is None else f" of {side.run}")
    what = "" if account.replayed is None else f"replay: {account.replayed.title}"
    return safe(" · ".join(filter(None, (clock, what, account.outcome or "no verdict", place, account.target))))


def summary(found: Comparison) -> str:
    """How many differences there are, and which rules let others be."""
    count = exact(found.differences, "difference") if found.differences else "no difference"
    if not found.ignored:
        return count
    every = [one for pair in found.pairs for one in pair.differences]
    rules = dict.fromkeys(one.ignored for one in (*every, *found.events) if one.ignored)
    return f"{count}, {found.ignored:,} more that may be ({', '.join(rules)})"


class Titles(ClickLine):
    """Which two are compared: a line each."""

    def __init__(self, sign: str) -> None:
        super().__init__(classes="comparison-side")
        self._sign = sign
        self._words = ""

    def show(self, words: str) -> None:
        """Say this."""
        self._words = words
        self.refresh()

    def labels(self) -> list[Label]:
        """The sign of the side, and what it is."""
        tone = "$tone-failure" if self._sign == BEFORE else "$tone-good"
        return [Label(f" {self._sign} ", f"bold {tone}"), Label(cut(self._words, max(0, self.size.width - 3)))]


class Summary(ClickLine):
    """What came of it on the left; on the right, something about where the cursor is."""

    def __init__(self) -> None:
        super().__init__(id="comparison-summary")
        self._told = self._remark = ""
        self._tone = ""

    def show(self, told: str, remark: str, tone: str) -> None:
        """Say this. tone: of what came of it."""
        self._told, self._remark, self._tone = told, remark, tone
        self.refresh()

    def labels(self) -> list[Label]:
        """Both; the remark is whole."""
        room = max(0, self.size.width - cell_len(self._remark) - 3)
        told = cut(self._told, room)
        gap = " " * max(1, room - cell_len(told))
        return [Label(f" {told}", f"bold {self._tone}".strip()), Label(gap), Label(self._remark, "$tone-muted")]


class ComparisonKeys(ClickLine):
    """The keys of the view; each can be clicked. Where there is no room for all, the first ones."""

    def __init__(self) -> None:
        super().__init__(id="comparison-keys")

    def labels(self) -> list[Label]:
        """A key and a word each."""
        labels: list[Label] = []
        room = self.size.width + 1
        back = len(f" {key_of(_KEYS[-1][0])} {_KEYS[-1][1]} ")
        for number, (binding, word, action) in enumerate(_KEYS):
            key = f" {key_of(binding)}"
            needed = len(key) + len(word) + 2
            last = number == len(_KEYS) - 1
            if needed > room - (0 if last else back):
                continue
            room -= needed
            labels += [Label(key, "bold $tone-event", action), Label(f" {word} ", "$tone-muted", action)]
        return labels


def left_out(compared: Compared) -> str:
    """What of the two is not compared, in words; "" where all is."""
    sides = [
        sign
        for sign, account in ((BEFORE, compared.left), (NOW, compared.right))
        if account.transcript.left_out
    ]  # fmt: skip
    return f"only the first {MOST:,} messages of {' and '.join(sides)}" if sides else ""
