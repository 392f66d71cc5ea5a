"""What a lesson is made of."""

from __future__ import annotations

from tcptui.protocol.frozen import frozen


@frozen
class Lesson:
    """One thing that the screen shows, as a good teacher would explain it.

    title: its name, with what the letters stand for; what: what it is; source: where the number or word comes from;
    worry: when it means trouble, and when it does not; attempt: what to do then. Plain text, whole sentences;
    `<connection.close>` stands for the key of the action with that name.
    """

    title: str
    what: str
    source: str
    worry: str
    attempt: str
