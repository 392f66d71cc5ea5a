"""The `[[steps]]` of a file, each a block of text: those that stay keep theirs, comments and strange keys and all."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.items import InlineTable, Table

from tcptui.requests.model import Step
from tcptui.requests.reading.steps import read_step
from tcptui.requests.writing.steps import step_items

_Steps = tuple[Step, ...]


def new_block(step: Step) -> str:
    """A step's text where it had none."""
    lines = (f"{name} = {value}\n" for name, value in step_items(step).items())
    return "[[steps]]\n" + "".join(lines)


def step_blocks(blocks: list[str], old: _Steps, new: _Steps) -> str:
    """The new steps' text. blocks: that of each old one, from its header on."""
    if len(blocks) != len(old):
        blocks = [f"{new_block(step)}\n" for step in old]  # they were written in brackets
    begin, end = _common(old, new)
    middle = _Middle(blocks[begin : len(old) - end], old[begin : len(old) - end], new[begin : len(new) - end])
    found = [_Block(text, index) for index, text in enumerate(blocks[:begin])]
    found += [one if one.old is None else _Block(one.text, begin + one.old) for one in middle.found()]
    found += [_Block(blocks[index], index) for index in range(len(old) - end, len(old))]
    return "".join(_apart(one, other) for one, other in zip(found, [*found[1:], None], strict=True))


@dataclass(frozen=True, slots=True)
class _Block:
    """A step's text. old: which of the old ones it is, None where it is none of them any more."""

    text: str
    old: int | None = None


def _apart(block: _Block, other: _Block | None) -> str:
    """A block's text up to the next one's: an empty line parts them, but where they have always stood as they do."""
    text = block.text if block.text.endswith("\n") else f"{block.text}\n"
    neighbours = other is None or (block.old is not None and other.old == block.old + 1)
    return text if neighbours or text.endswith("\n\n") else f"{text}\n"


def _common(old: _Steps, new: _Steps) -> tuple[int, int]:
    """How many steps at the beginning, and how many at the end, are as they were."""
    most = min(len(old), len(new))
    begin = next((index for index in range(most) if old[index] != new[index]), most)
    end = next((count for count in range(most - begin) if old[-1 - count] != new[-1 - count]), most - begin)
    return begin, end


class _Middle:
    """Steps between those at both ends that are as they were."""

    def __init__(self, blocks: list[str], old: _Steps, new: _Steps) -> None:
        self._blocks, self._old, self._new = blocks, old, new
        self._found: dict[int, _Block] = {}  # by the number of the new step
        self._taken: set[int] = set()  # old steps that are one of the new ones

    def found(self) -> list[_Block]:
        """Each new step's block."""
        changes = []
        for kind, begin, end, new_begin, new_end in SequenceMatcher(None, self._old, self._new, False).get_opcodes():
            if kind == "equal":
                for index in range(end - begin):
                    self._keep(begin + index, new_begin + index)
            else:
                changes.append((range(begin, end), range(new_begin, new_end)))
        self._move()
        for gone, come in changes:
            self._change(
                [one for one in gone if one not in self._taken], [one for one in come if one not in self._found]
            )
        return [self._found.get(index) or _Block(new_block(step)) for index, step in enumerate(self._new)]

    def _keep(self, old: int, new: int) -> None:
        self._found[new] = _Block(self._blocks[old], old)
        self._taken.add(old)

    def _move(self) -> None:
        """A step that stands elsewhere now takes its text with it."""
        left: dict[Step, list[int]] = {}
        for index in reversed(range(len(self._old))):
            if index not in self._taken:
                left.setdefault(self._old[index], []).append(index)
        for index, step in enumerate(self._new):
            if index not in self._found and (places := left.get(step)):
                self._keep(places.pop(), index)

    def _change(self, gone: list[int], come: list[int]) -> None:
        """One of the same kind in another's place is taken for the old one, changed."""
        before, after = [type(self._old[one]) for one in gone], [type(self._new[one]) for one in come]
        for kind, begin, end, new_begin, _ in SequenceMatcher(None, before, after, False).get_opcodes():
            for index in range(end - begin if kind == "equal" else 0):
                old, new = gone[begin + index], come[new_begin + index]
                self._found[new] = _Block(_changed(self._blocks[old], self._old[old], self._new[new]))


def _changed(block: str, old: Step, new: Step) -> str:
    """A step's text with what changed in it."""
    document = tomlkit.parse(block)
    table = document["steps"][0]
    before, after = step_items(old), step_items(new)
    for name in before.keys() - after.keys():
        del table[name]
    for name, value in after.items():
        if before.get(name) != value:
            _set(table, name, value)
    text = tomlkit.dumps(document)
    return text if _says(text, new) else new_block(new)


def _says(text: str, step: Step) -> bool:
    """Whether this step will be read from the text: whatever odd form it had, it is to say what was meant."""
    try:
        return read_step(tomllib.loads(text)["steps"][0]) == step
    except ValueError:
        return False


def _set(table: Any, name: str, value: str) -> None:
    """Give a key its new value; in `[steps.expect]` and the like, only what is another one."""
    there, wanted = table.get(name), tomlkit.value(value)
    if not isinstance(there, Table | OutOfOrderTableProxy) or not isinstance(wanted, InlineTable):
        table[name] = wanted
        return
    for key in [key for key in there if key not in wanted]:
        del there[key]
    for key, said in wanted.items():
        if key not in there or there[key] != said:
            there[key] = tomlkit.value(said.as_string())
