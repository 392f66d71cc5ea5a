"""The whole text of a file. Steps that did not change keep theirs, comments and all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.items import Table

from tcptui.protocol.tomllines import headers
from tcptui.protocol.tomltext import decoded
from tcptui.requests.model import SavedRequest, Variable
from tcptui.requests.reading import read_request
from tcptui.requests.writing.blocks import new_block, step_blocks
from tcptui.requests.writing.literals import key, lines_of, text
from tcptui.requests.writing.steps import variable_value


def written(request: SavedRequest) -> str:
    """A new file's text. Raises ValueError for what TOML can't hold."""
    head = [("name", text(request.name))] if request.name else []
    head.append(("target", text(request.target)))
    if request.framing != "auto":
        head.append(("framing", text(request.framing)))
    parts = ["".join(f"{name} = {value}\n" for name, value in head)]
    if request.variables:
        parts.append(_variables_table(request.variables))
    if request.ignore is not None:
        parts.append(_compare_table(request.ignore))
    return "\n".join([*parts, *map(new_block, request.steps)])


def edited(before: bytes, request: SavedRequest, name: str) -> str:
    """A file's text with this request in it instead: what did not change, and what is not ours, stays as it was.

    name: the file, for sentences. A request that says nothing of what may differ leaves that as it was. Raises
    RequestFileError where what is there can't be read, so that it is not lost, and ValueError for what TOML can't hold.
    """
    old = read_request(before, name).request
    if request.ignore is None:
        request = replace(request, ignore=old.ignore)
    source = decoded(before, name)
    parts = _split(source)
    text = _rest(parts.above, old, request, first=True)
    if request.ignore is not None and "compare" not in tomlkit.parse(source):
        text = f"{text.rstrip()}\n\n{_compare_table(request.ignore)}\n"
    if parts.steps or old.steps != request.steps:
        text = text if parts.steps else f"{text.rstrip()}\n\n"
        text += step_blocks(parts.steps, old.steps, request.steps)
    text += _rest(parts.below, old, request, first=False)
    # Whatever odd form the file had, what is read from it next time is what was meant.
    text = text if read_request(text.encode(), name).request == request else written(request)
    return text.replace("\n", "\r\n") if before.count(b"\n") == before.count(b"\r\n") > 0 else text


def _variables_table(variables: tuple[Variable, ...]) -> str:
    lines = (f"{key(one.name)} = {variable_value(one)}\n" for one in variables)
    return "[variables]\n" + "".join(lines)


def _compare_table(rules: tuple[str, ...]) -> str:
    return f"[compare]\nignore = {lines_of(rules)}\n"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A file's text cut into what is above its steps, each step, and what is below them."""

    above: str
    steps: list[str]
    below: str


def _split(source: str) -> _Parts:
    """Comments that stand right above a table belong to it."""
    marks = [(_with_comments(source, one.offset), one.path) for one in headers(source)]
    ends = [offset for offset, _ in marks[1:]]
    above, below = source[: marks[0][0]] if marks else source, ""
    steps: list[str] = []
    for (begin, path), end in zip(marks, [*ends, len(source)], strict=False):
        block = source[begin:end]
        if path[0] != "steps":
            above, below = (above, below + block) if steps else (above + block, below)
        elif len(path) == 2 and isinstance(path[1], int):
            steps.append(block)
        elif steps:
            steps[-1] += block  # `[steps.expect]` and the like
    return _Parts(above, steps, below)


def _with_comments(source: str, offset: int) -> int:
    """Where the comment lines right above an offset begin."""
    begin = source.rfind("\n", 0, offset) + 1
    while begin > 0:
        line = source.rfind("\n", 0, begin - 1) + 1
        if not source[line:begin].lstrip(" \t").startswith("#"):
            break
        begin = line
    return begin


def _rest(source: str, old: SavedRequest, new: SavedRequest, *, first: bool) -> str:
    """What is above, or below, the steps. first: it is above, and takes what has no place yet."""
    document = tomlkit.parse(source)
    if old.steps != new.steps:
        document.pop("steps", None)  # they were written in brackets
    if first:
        for name, before, after in _head(old, new):
            if before != after:
                _set(document, name, text(after))
    if "variables" in document:
        _edit_variables(document["variables"], old.variables, new.variables)
    if "compare" in document and new.ignore is not None and new.ignore != old.ignore:
        _set(document["compare"], "ignore", lines_of(new.ignore))
    result = tomlkit.dumps(document)
    if first and new.variables and not old.variables and "variables" not in document:
        result = f"{result.rstrip()}\n\n{_variables_table(new.variables)}\n"
    return result


def _head(old: SavedRequest, new: SavedRequest) -> list[tuple[str, str, str]]:
    return [(name, getattr(old, name), getattr(new, name)) for name in ("name", "target", "framing")]


def _edit_variables(table: Any, old: tuple[Variable, ...], new: tuple[Variable, ...]) -> None:
    wanted = {one.name: one for one in new}
    for one in old:
        if one.name not in wanted and one.name in table:
            del table[one.name]
    before = {one.name: one for one in old}
    for name, one in wanted.items():
        if before.get(name) != one:
            _set(table, name, variable_value(one))


def _set(table: Table | Container | tomlkit.TOMLDocument, name: str, value: str) -> None:
    """Give a key a value that is written already; the comment behind it stays."""
    table[name] = tomlkit.value(value)
