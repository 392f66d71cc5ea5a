"""Several lines were pasted: what shall become of them is asked in place, with their count and their bytes."""

from __future__ import annotations

from tcptui.protocol.units import exact
from tcptui.ui.input.lines import Lines
from tcptui.ui.input.mode import Act, Choice, End, Face, Handled, Ignored, Piece, SubmitLines, typed
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
        self._weighed_for: Way | None = None
        self._said = self._problem = ""

    def _weigh(self) -> None:
        """How many lines and bytes, and why they can't be sent, "" where they can; anew when the way has changed."""
        way = self.behind.way
        if way == self._weighed_for:
            return
        self._weighed_for, self._said, self._problem = way, exact(len(self._lines), "line"), ""
        try:
            self._said += f", {exact(sum(map(len, way.lines(self._lines))))}"
        except TypedError as error:
            self._problem = str(error)

    def press(self, key: str, character: str | None) -> Act:
        """s sends, b puts them into the block editor, Esc drops them; what else one types does nothing."""
        self._weigh()
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
        self._weigh()
        problem: Piece = (f"they can't be sent as they are: {self._problem}", "warning")
        return Face(
            lead="paste ",
            lead_tone="warning",
            text=self._text,
            above=(problem,) if self._problem else (),
            below=((f"{self._said}: ", "warning"),),
            choices=_CHOICES[1:] if self._problem else _CHOICES,
        )
