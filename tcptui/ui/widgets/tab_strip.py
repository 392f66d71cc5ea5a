"""The connections along the top: number, mark of the state, target, and how it ended."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.protocol.glyphs import visible_text
from tcptui.ui.attention import Badge
from tcptui.ui.sessions import Session, Sessions
from tcptui.ui.widgets.click_line import ClickLine, Label

_NAME = Label(" tcptui ", "bold $tone-event")
_NEW = Label(" + new ", "$tone-muted", "screen.new")


class TabStrip(ClickLine):
    """Always shows the connection in view; with too many for the width, those around it."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(id="tabs")
        self._sessions = sessions
        self._drawn: list[Label] = []

    def changed(self) -> None:
        """Draw the tabs again where one of them is not as it was."""
        labels = self.labels()
        if labels != self._drawn:
            self._drawn = labels
            self.refresh()

    def labels(self) -> list[Label]:
        """The name, the tabs that fit, and the way to a new one at the right edge."""
        beyond = len(f"‹{len(self._sessions)}! ")  # at either end
        room = self.size.width - cell_len(_NAME.text) - cell_len(_NEW.text) - 2 * beyond
        tabs = self._fitting(list(self._sessions), room)
        used = sum(cell_len(label.text) for label in tabs)
        gap = Label(" " * max(0, self.size.width - cell_len(_NAME.text) - used - cell_len(_NEW.text)))
        return [_NAME, *tabs, gap, _NEW]

    def _fitting(self, sessions: list[Session], room: int) -> list[Label]:
        current = self._sessions.current
        if current is None:
            return []
        begin = end = sessions.index(current)
        used = _width(self._tab(current))
        while True:
            if end + 1 < len(sessions) and used + _width(self._tab(sessions[end + 1])) <= room:
                end += 1
                used += _width(self._tab(sessions[end]))
            elif begin and used + _width(self._tab(sessions[begin - 1])) <= room:
                begin -= 1
                used += _width(self._tab(sessions[begin]))
            else:
                break
        labels = [label for session in sessions[begin : end + 1] for label in self._tab(session)]
        before = [_beyond("‹# ", sessions[:begin], "screen.neighbour(-1)")] if begin else []
        after = [_beyond(" #›", sessions[end + 1 :], "screen.neighbour(1)")] if end + 1 < len(sessions) else []
        return [*before, *labels, *after]

    def _tab(self, session: Session) -> list[Label]:
        mark, tone = session.shape
        here = session is self._sessions.current
        plain = "reverse" if here else ""
        action = f"screen.switch({session.key})"
        verdict = session.story.verdict
        how = f" {verdict.outcome}" if verdict and mark == "✕" else ""
        # In a group all go to one target: the number tells them apart.
        title = session.name if session.group is not None else visible_text(session.title)
        return [
            Label(f" {session.label} ", plain, action),
            Label(mark, plain if here else f"$tone-{tone}", action),  # reversed, a tone would be a block of colour
            Label(f" {title}{how} ", plain, action),
            *_badge(None if here else session.badge, action, told=bool(how)),
            Label(" "),
        ]


def _badge(badge: Badge | None, action: str, *, told: bool) -> list[Label]:
    """What is new on a tab out of view: a mark, and words for what should be looked at. told: they stand there."""
    if badge is None:
        return []
    words = f" {badge.words}" if badge.pressing and not told else ""
    return [Label(f"{badge.mark}{words} ", f"bold $tone-{badge.tone}", action)]


def _beyond(words: str, sessions: list[Session], action: str) -> Label:
    """How many more tabs there are this way, and whether one of them should be looked at. words: `#` for the number."""
    pressing = any(session.pressing for session in sessions)
    text = words.replace("#", f"{len(sessions)}{'!' if pressing else ''}")
    return Label(text, "bold $tone-warning" if pressing else "$tone-muted", action)


def _width(labels: list[Label]) -> int:
    return sum(cell_len(label.text) for label in labels)
