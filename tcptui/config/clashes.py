"""Whether the keys that people gave to actions can be: actions that exist, keys that are free where they work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tcptui.config.keynames import text_key
from tcptui.config.keytable import KEYS, KeyRow
from tcptui.config.problems import ConfigError
from tcptui.config.settings import Remapped
from tcptui.protocol.nearest import did_you_mean

EVERYWHERE, INPUT = "Everywhere", "In the input line"
"""Two places of the table: in both of them a person may be typing."""

_FIXED = {
    "escape": "goes up to the pane and back",
    "shift+tab": "goes to the part of the screen before",
    "pageup": "goes up to the pane",
    "pagedown": "goes up to the pane",
}


def check_keys(remapped: Sequence[Remapped]) -> None:
    """Raises ConfigError with everything that can't be."""
    problems = [
        f"{each.where}: keys.{each.action}: there is no such action.{did_you_mean(each.action, KEYS)}"
        for each in remapped
        if each.action not in KEYS
    ]
    known = [each for each in remapped if each.action in KEYS]
    for each in known:
        problems += _needed_by_text(each)
    problems += _clashes(known)
    if problems:
        raise ConfigError(sorted(problems, key=_place))


def _place(problem: str) -> tuple[str, int]:
    """File and line, to tell what is wrong in the order of the file."""
    name, _, rest = problem.partition(".toml:")
    return name, int(rest.partition(":")[0])


def _needed_by_text(given: Remapped) -> Iterator[str]:
    if KEYS[given.action].place not in (EVERYWHERE, INPUT):
        return
    for key in given.keys:
        if text_key(key):
            yield f"{given.where}: keys.{given.action}: {key} types something: take an F key, or one with ctrl or alt."
        elif key in _FIXED:
            yield f"{given.where}: keys.{given.action}: {key} always {_FIXED[key]}: take another key."


def _clashes(remapped: Sequence[Remapped]) -> Iterator[str]:
    """Each pair of actions that would have one key in one place, but for those that share it by design."""
    given = {each.action: each for each in remapped}
    seen: set[frozenset[str]] = set()
    for each in remapped:
        for key in each.keys:
            for other, row in KEYS.items():
                in_force = given[other].keys if other in given else row.keys
                pair = frozenset((each.action, other))
                if other == each.action or key not in in_force or pair in seen or _apart(KEYS[each.action], row):
                    continue
                if key in KEYS[each.action].keys and key in row.keys:
                    continue
                seen.add(pair)
                yield _clash(each, key, other, given.get(other))


def _apart(one: KeyRow, other: KeyRow) -> bool:
    """Whether no key reaches both: they are of two places, and neither is that around the other."""
    if one.place == other.place:
        return False
    return one.own or other.own or EVERYWHERE not in (one.place, other.place)


def _clash(given: Remapped, key: str, other: str, also: Remapped | None) -> str:
    text = KEYS[other].text
    where = f" (by {also.where})" if also else ""
    what = f"{text[:1].lower()}{text[1:]}"
    return (
        f'{given.where}: keys.{given.action}: {key} already is the key of {other}{where}, "{what}": '
        "give one of the two another key."
    )
