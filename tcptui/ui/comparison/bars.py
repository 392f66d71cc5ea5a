"""The lines above and below a comparison: what is compared, what came of it, and the keys."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact, size
from tcptui.requests.comparing import Comparison
from tcptui.requests.comparing.difference import ALTOGETHER as ALL
from tcptui.requests.comparing.difference import MOST as EACH
from tcptui.transcribing import ALTOGETHER, AT_MOST, MOST, Account
from tcptui.ui.comparison.lines import BEFORE, NOW
from tcptui.ui.comparison.sides import Compared, Side
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
    what = "" if account.replayed is None else f"replay: {account.replayed.title}"
    outcome = account.outcome or ("no verdict" if side.run is not None or account.transcript.closed else "open")
    return visible_text(" · ".join(filter(None, (clock, what, outcome, place_words(side), account.target))))


def place_words(side: Side) -> str:
    """Where a side is recorded, in words."""
    run = "" if side.run is None else f" of {side.run}"
    return f"connection {side.conn}{run}" + ("" if side.replay is None else f", replay {side.replay + 1} on it")


def summary(found: Comparison) -> str:
    """How many differences there are, and which rules let others be."""
    count = exact(found.differences, "difference") if found.differences else "no difference"
    if found.more and found.differences:
        count = f"at least {count}"
    if not found.ignored:
        return count
    every = [one for pair in found.pairs for one in pair.differences]
    rules = dict.fromkeys(one.ignored for one in (*every, *found.events) if one.ignored)
    return f"{count}, {found.ignored:,} more ignored ({', '.join(rules)})"


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


class Limits(ClickLine):
    """What of the two was not compared; not there where all was."""

    def __init__(self) -> None:
        super().__init__(id="comparison-limits")
        self.display = False
        self._words = ""

    def show(self, words: str) -> None:
        """Say this; "" for nothing."""
        self._words, self.display = words, bool(words)
        self.refresh()

    def labels(self) -> list[Label]:
        """The words."""
        return [Label(f" ! {cut(self._words, max(0, self.size.width - 4))}", "$tone-warning")]


def limits(compared: Compared) -> str:
    """What of the two is not compared, or not as well as it could be, in words; "" where all is."""
    return "; ".join(_limits(compared))


def _limits(compared: Compared) -> Iterator[str]:
    sides = ((BEFORE, compared.left.transcript), (NOW, compared.right.transcript))
    found = compared.comparison
    if open_ones := [sign for sign, transcript in sides if not transcript.over]:
        yield f"no verdict on {' and '.join(open_ones)}: the end is not compared"
    if more := [sign for sign, transcript in sides if transcript.left_out]:
        yield f"only the first {MOST:,} messages of {' and '.join(more)} are compared"
    if full := [sign for sign, transcript in sides if transcript.size >= ALTOGETHER]:
        yield f"only the first {size(ALTOGETHER)} of {' and '.join(full)}"
    elif not all(one.whole for _, transcript in sides for one in transcript.utterances):
        yield f"≈ only the first {size(AT_MOST)} of a message are compared"
    if found.by_place:
        yield "too many messages to look for those that belong together: paired by their places"
    if found.more:
        yield f"of {exact(found.more, 'pair')} only the first differences, {EACH:,} at most, {ALL:,} of all"
