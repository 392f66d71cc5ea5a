"""Lessons as the screen shows them. It is imported when the first one is asked for."""

from __future__ import annotations

import re

from textual.content import Content

from tcptui.protocol.teaching import lesson
from tcptui.ui.keymap import key_of

_KEY = re.compile("<([a-z.-]+)>")


def with_keys(text: str) -> str:
    """The text with the keys in force in the places of their actions."""
    return _KEY.sub(lambda found: key_of(found[1]), text)


def in_short(topic: str) -> Content:
    """What it is and when to worry: for the mouse that rests on it."""
    one = lesson(topic)
    return Content.assemble(
        (one.title, "bold $tone-event"),
        f"\n{with_keys(one.what)}\n\n",
        ("When to worry: ", "bold"),
        with_keys(one.worry),
    )


def in_full(topic: str) -> Content:
    """All of it, a paragraph a question."""
    one = lesson(topic)
    return Content.assemble(
        (one.title, "bold $tone-event"),
        f"\n\n{with_keys(one.what)}",
        ("\n\nWhere it comes from\n", "bold"),
        with_keys(one.source),
        ("\n\nWhen to worry\n", "bold"),
        with_keys(one.worry),
        ("\n\nWhat to try\n", "bold"),
        with_keys(one.attempt),
    )
