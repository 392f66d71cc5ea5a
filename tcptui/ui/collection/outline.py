"""The collection as lines: places, the groups in them, the requests in those. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from tcptui.protocol.frozen import frozen
from tcptui.ui.collection.library import Item
from tcptui.ui.collection.places import Place, told

Kind = Literal["place", "group", "request"]


@frozen
class Line:
    """One line. key: by which it is found again; depth: how far it is indented; text: not made safe to be drawn.

    group: of a request and of a group, its folders; closed: of a place or a group, what is in it is not shown; count:
    the requests in it.
    """

    kind: Kind
    key: str
    depth: int
    text: str
    place: Place
    group: str = ""
    item: Item | None = None
    closed: bool = False
    count: int = 0


def outline(
    places: Sequence[Place], items: Iterable[Item], words: Sequence[str], closed: Collection[str]
) -> list[Line]:
    """The lines. words: each of which an item has to hold; while there are any, nothing is closed."""
    fitting = [item for item in items if all(word in item.words for word in words)]
    shut = () if words else closed
    lines: list[Line] = []
    for place in places:
        inside = [item for item in fitting if item.place is place or item.place == place]
        if inside or not words:
            key = place.whose
            lines.append(
                Line("place", key, 0, f"{place.whose}: {told(place.folder)}", place, "", None, key in shut, len(inside))
            )
            if key not in shut:
                lines += _below(place, inside, "", shut)
    return lines


def _below(place: Place, items: list[Item], group: str, shut: Collection[str]) -> list[Line]:
    """What is in a group: its own groups first, then its requests."""
    depth = group.count("/") + 2 if group else 1
    lines: list[Line] = []
    begin = f"{group}/" if group else ""
    names = dict.fromkeys(
        item.entry.group.removeprefix(begin).partition("/")[0]
        for item in items
        if item.entry.group != group and item.entry.group.startswith(begin)
    )
    for name in names:
        inner = f"{begin}{name}"
        inside = [item for item in items if item.entry.group == inner or item.entry.group.startswith(f"{inner}/")]
        key = f"{place.whose}/{inner}"
        lines.append(Line("group", key, depth, name, place, inner, None, key in shut, len(inside)))
        if key not in shut:
            lines += _below(place, inside, inner, shut)
    for item in items:
        if item.entry.group == group:
            lines.append(Line("request", str(item.path), depth, item.name, place, group, item))
    return lines
