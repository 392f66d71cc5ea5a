"""The figures of a connection one by one: what each is, where it comes from, when to worry, what to try."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tcptui.protocol.teaching import LESSONS
from tcptui.ui.explaining import in_full
from tcptui.ui.figures import figures_of, remark
from tcptui.ui.keymap import key_of
from tcptui.ui.sessions import Session
from tcptui.ui.widgets.topic_list import Topic, TopicList

_EVERY = 0.5
"""Seconds between two looks at the values."""


class Explanations(ModalScreen[None]):
    """A list of what is shown now, then of everything else that can be shown, and the lesson on the chosen one."""

    BINDING_GROUP_TITLE = "In the explanations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,alt+x,ctrl+c", "dismiss", "back", id="explain.back", tooltip="Back"),
        Binding("pagedown,space", "page(1)", "page down", id="explain.page-down", tooltip="The text's next page"),
        Binding("pageup,b", "page(-1)", "page up", id="explain.page-up", tooltip="The text's page before"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = "#topics"

    def __init__(self, session: Session | None, topic: str) -> None:
        """topic: of the lesson to begin with, "" for the first."""
        super().__init__()
        self._session = session
        self._topics = TopicList(self._current(), topic)
        self._text = VerticalScroll(Static(id="lesson"), id="lesson-page", can_focus=False)

    def compose(self) -> ComposeResult:
        """The list beside its text."""
        with Vertical(classes="dialog dialog-tall", id="explanations") as dialog:
            dialog.border_title = f"explained · connection {self._session.label}" if self._session else "explained"
            up, down, page, back = (key_of(f"explain.{name}") for name in ("up", "down", "page-down", "back"))
            dialog.border_subtitle = f"{up} {down} choose · {page} scrolls the text · {back} back"
            with Horizontal():
                yield self._topics
                yield self._text

    def on_mount(self) -> None:
        """Keep the values fresh as long as this is shown."""
        self.set_interval(_EVERY, lambda: self._topics.renew(self._current()))

    def on_topic_list_turned(self, message: TopicList.Turned) -> None:
        """Show the lesson on what the list stands at now."""
        self.query_one("#lesson", Static).update(in_full(message.topic))
        self._text.scroll_home(animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll the text."""
        self._text.scroll_relative(y=direction * max(1, self._text.size.height - 1), animate=False)

    def _current(self) -> list[Topic]:
        """What is shown of the connection, with its values; then every other lesson, by its name alone."""
        shown = list(_shown(self._session)) if self._session else []
        known = {topic.name for topic in shown}
        others = (Topic(name, one.title.partition(":")[0]) for name, one in LESSONS.items() if name not in known)
        return [*shown, *others]


def _shown(session: Session) -> list[Topic]:
    """The figures, a remark first; several of one topic are one line."""
    topics: dict[str, Topic] = {}
    wrong = remark(session.story)
    if wrong is not None:
        topics[wrong.topic] = Topic(wrong.topic, wrong.value)
    verdict = session.story.verdict
    if verdict is not None:
        topics["verdict"] = Topic(f"outcome.{verdict.outcome}", "verdict", verdict.outcome)
    for figure in figures_of(session).values():
        label, value = figure.label, figure.value.removeprefix("→ ").strip()
        topics.setdefault(figure.topic, Topic(figure.topic, label, value))
    return list(topics.values())
