"""The collection as lines: places, the groups in them, the requests in those. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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
    roots = {place.whose: _Group() for place in places}
    for item in fitting:
        roots[item.place.whose].add(item)
    lines: list[Line] = []
    for place in places:
        key, root = place.whose, roots[place.whose]
        if root.count or not words:
            text = f"{place.whose}: {told(place.folder)}"
            lines.append(Line("place", key, 0, text, place, "", None, key in shut, root.count))
            lines += _below(place, root, "", 1, shut) if key not in shut else ()
    return lines


class _Group:
    """What is in a group: groups by their names, and requests."""

    def __init__(self) -> None:
        self.groups: dict[str, _Group] = {}
        self.items: list[Item] = []
        self.count = 0

    def add(self, item: Item) -> None:
        """Put a request where it belongs."""
        group = self
        group.count += 1
        for name in item.entry.group.split("/") if item.entry.group else ():
            group = group.groups.setdefault(name, _Group())
            group.count += 1
        group.items.append(item)


def _below(place: Place, group: _Group, path: str, depth: int, shut: Collection[str]) -> Iterator[Line]:
    """What is in a group: its own groups first, then its requests."""
    for name, inside in group.groups.items():
        inner = f"{path}/{name}" if path else name
        key = f"{place.whose}/{inner}"
        yield Line("group", key, depth, name, place, inner, None, key in shut, inside.count)
        if key not in shut:
            yield from _below(place, inside, inner, depth + 1, shut)
    for item in group.items:
        yield Line("request", str(item.path), depth, item.name, place, path, item)
