"""The first steps for someone who has read nothing: three lines above the input, each ticked off when it is done."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tcptui.protocol.frozen import frozen


@frozen
class Step:
    """One line. text: what to do; done: whether it was."""

    text: str
    done: bool


class Guide(Widget):
    """Shows the steps: ✓ before those that are done, ▸ before the one that is next."""

    steps: reactive[tuple[Step, ...]] = reactive((), layout=True)

    def __init__(self) -> None:
        super().__init__(id="guide")

    def render(self) -> Content:
        """One line a step."""
        following = next((step for step in self.steps if not step.done), None)
        return Content("\n").join(self._line(step, step is following) for step in self.steps)

    @staticmethod
    def _line(step: Step, following: bool) -> Content:
        if step.done:
            return Content.styled(f"✓ {step.text}", "$tone-muted")
        if following:
            return Content.assemble(("▸ ", "bold $tone-event"), (step.text, "bold"))
        return Content(f"  {step.text}")
