"""Lessons as the screen shows them. It is imported when the first one is asked for."""

from __future__ import annotations

from textual.content import Content

from tcptui.protocol.teaching import lesson


def in_short(topic: str) -> Content:
    """What it is and when to worry: for the mouse that rests on it."""
    one = lesson(topic)
    return Content.assemble(
        (one.title, "bold $tone-event"), f"\n{one.what}\n\n", ("When to worry: ", "bold"), one.worry
    )


def in_full(topic: str) -> Content:
    """All of it, a paragraph a question."""
    one = lesson(topic)
    return Content.assemble(
        (one.title, "bold $tone-event"),
        f"\n\n{one.what}",
        ("\n\nWhere it comes from\n", "bold"),
        one.source,
        ("\n\nWhen to worry\n", "bold"),
        one.worry,
        ("\n\nWhat to try\n", "bold"),
        one.attempt,
    )
