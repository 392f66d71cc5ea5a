"""What happened on a connection while another one was in view: its badge in tabs, list and status line."""

from __future__ import annotations

from tcptui.diagnosis.story import Story
from tcptui.protocol import events as ev
from tcptui.protocol.frozen import frozen
from tcptui.protocol.units import exact, size
from tcptui.protocol.wording import Tone, verdict_tone

_NEWS, _NOTICE, _TROUBLE = 1, 2, 3


@frozen
class Badge:
    """Why to look at a connection. mark: one cell, `!` for what is wrong or over, `•` for mere news; words: short."""

    mark: str
    tone: Tone
    words: str

    @property
    def pressing(self) -> bool:
        """Whether it is more than mere news."""
        return self.mark == "!"


class Attention:
    """Remembers the gravest thing since the connection was looked at last; `seen` clears it."""

    __slots__ = ("_arrived", "_rank", "_received", "_retrans", "_tone", "_words")

    def __init__(self) -> None:
        self._rank = self._received = self._arrived = self._retrans = 0
        self._tone: Tone = "muted"
        self._words = ""

    @property
    def pressing(self) -> bool:
        """Whether there is more than mere news: asked of every connection many times a second."""
        return self._rank > _NEWS

    @property
    def badge(self) -> Badge | None:
        """What to show; None where there is nothing new."""
        if self._rank > _NEWS:
            return Badge("!", self._tone, self._words)
        if self._arrived:
            return Badge("•", "event", f"{exact(self._arrived, 'client')}")
        return Badge("•", "event", f"+{size(self._received)}") if self._received else None

    def seen(self, story: Story) -> None:
        """The connection is in view: nothing is new."""
        self._rank = self._received = self._arrived = 0
        self._retrans = _retransmitted(story)

    def moved(self, count: int) -> None:
        """So many bytes came from the peer."""
        self._received += count

    def on(self, event: ev.Event, story: Story) -> None:
        """Weigh an event that the story has been told; bytes come by `moved`."""
        match event:
            case ev.VerdictReached(verdict=verdict):
                tone = verdict_tone(verdict)
                if tone in ("failure", "warning"):
                    self._note(_TROUBLE, tone, verdict.outcome)
                elif not verdict.ended_by.startswith("local"):  # what we closed ourselves is no news
                    self._note(_NOTICE, tone, verdict.outcome)
            case ev.PeerRst():
                self._note(_TROUBLE, "failure", "reset")
            case ev.NetworkError(errno_name=name) | ev.LocalError(errno_name=name):
                self._note(_TROUBLE, "failure", name or "failed")
            case ev.StepDone(step=number, ok=False):
                self._note(_TROUBLE, "failure", f"step {number}")
            case ev.Message(direction="in", problem=str()):
                self._note(_TROUBLE, "failure", "bad framing")
            case ev.PeerFin():
                self._note(_NOTICE, "warning", "FIN")
            case ev.Arrived():
                self._arrived += 1
            case ev.KernelSample():
                self._look_at_figures(story)
            case _:
                pass  # the rest is told where it is looked at

    def _look_at_figures(self, story: Story) -> None:
        figures = story.figures
        if figures is None or story.phase != "open" or story.rst is not None:
            return
        if figures.snd_wnd == 0:
            self._note(_TROUBLE, "warning", "zero window")
        elif _retransmitted(story) > self._retrans:
            self._note(_NOTICE, "warning", f"{_retransmitted(story) - self._retrans} retrans")

    def _note(self, rank: int, tone: Tone, words: str) -> None:
        """What is as grave and newer takes the place of what was."""
        if rank >= self._rank:
            self._rank, self._tone, self._words = rank, tone, words


def _retransmitted(story: Story) -> int:
    return (story.figures.total_retrans or 0) if story.figures else 0
