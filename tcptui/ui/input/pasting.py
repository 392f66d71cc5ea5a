"""Several lines were pasted: what shall become of them is asked in place, with their count and their bytes."""

from __future__ import annotations

from tcptui.protocol.units import exact
from tcptui.ui.input.lines import Lines
from tcptui.ui.input.mode import Act, Choice, End, Face, Handled, Ignored, SubmitLines, typed
from tcptui.ui.input.wire import TypedError, Way

_CHOICES = (
    Choice("s sends each line now", "s"),
    Choice("b block editor", "b"),
    Choice("Esc nothing", "escape"),
)


class PasteQuestion:
    """Shows the pasted lines, and puts them where the cursor of the lines behind is."""

    def __init__(self, text: str, behind: Lines) -> None:
        """text: several lines with LF between them."""
        self.behind = behind
        self._text = text.removesuffix("\n")
        self._lines = self._text.split("\n")
        self._said, self._problem = _weighed(self._lines, behind.way)

    def press(self, key: str, character: str | None) -> Act:
        """s sends, b puts them into the block editor, Esc drops them; what else one types does nothing."""
        match key:
            case "s" | "S" if not self._problem:
                return SubmitLines(tuple(self._lines))
            case "b" | "B":
                self.behind.editor.insert(self._text)
                return End()
            case "escape" | "ctrl+c" | "ctrl+g":
                return End(remark="the pasted lines are dropped; nothing was sent")
            case _:
                return Handled() if typed(key, character) or key in ("enter", "tab") else Ignored()

    def paste(self, text: str) -> Act:  # noqa: ARG002 - one question at a time
        """The first paste is to be decided before another."""
        return Handled("decide on the lines above first")

    def click(self, index: int) -> None:
        """Nothing: the lines are not edited here."""

    def takes_all(self) -> bool:
        """The screen's other keys work on."""
        return False

    def leave(self) -> bool:
        """The lines go into the block editor: what was asked was about this connection."""
        self.behind.editor.insert(self._text)
        return False

    def face(self) -> Face:
        """The lines as they would be in the block editor, and the question below them."""
        problem = ((f"they can't be sent as they are: {self._problem}", "warning"),) if self._problem else ()
        return Face(
            lead="paste ",
            lead_tone="warning",
            text=self._text,
            above=problem,  # type: ignore[arg-type]
            below=((f"{self._said}: ", "warning"),),
            choices=_CHOICES[1:] if self._problem else _CHOICES,
        )


def _weighed(lines: list[str], way: Way) -> tuple[str, str]:
    """How many lines and bytes, and why they can't be sent, "" where they can."""
    try:
        count = sum(map(len, way.lines(lines)))
    except TypedError as error:
        return exact(len(lines), "line"), str(error)
    return f"{exact(len(lines), 'line')}, {exact(count)}", ""
