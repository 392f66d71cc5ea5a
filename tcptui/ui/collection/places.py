"""Where saved requests lie: in the project's folder, and in the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tcptui.config.files import user_file
from tcptui.protocol.endpoint import parse_target
from tcptui.protocol.frozen import frozen
from tcptui.protocol.glyphs import visible_text
from tcptui.requests.collection import FOLDER


class GroupError(ValueError):
    """No name of a group; the message is one sentence."""


@frozen
class Place:
    """A collection. whose: in words; folder: it need not be there yet."""

    whose: str
    folder: Path


PROJECT: Final = "this project's"
OWN: Final = "your own"


def places() -> tuple[Place, ...]:
    """The project's collection, and the user's."""
    return Place(PROJECT, Path(FOLDER).absolute()), Place(OWN, user_file().parent / FOLDER)


def first_place() -> Place:
    """Where something new goes where nobody says otherwise: the project's collection where it has one."""
    project, own = places()
    return project if project.folder.is_dir() else own


def read_group(text: str) -> str:
    """The group that was typed, its folders divided by `/`; "" for none. Raises GroupError."""
    group = text.strip().strip("/")
    if not group.isprintable():
        raise GroupError("The group's name has characters that can't be seen.")
    for part in group.split("/") if group else ():
        if part.startswith(".") or not part.strip():
            raise GroupError(f"{part!r} can't be a group: a name that begins with a dot is hidden.")
    return group


def read_target(text: str) -> None:
    """Raises TargetError for what is no target; one with variables is looked at when they are known."""
    if "{{" not in text:
        parse_target(text.strip())


def told(path: Path) -> str:
    """A path as people know it, safe to be drawn: from here on, or from the home folder."""
    for begin, sign in ((Path.cwd(), "."), (Path.home(), "~")):
        if path.is_relative_to(begin):
            return visible_text(f"{sign}/{path.relative_to(begin)}")
    return visible_text(str(path))
