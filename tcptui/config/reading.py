"""One settings file's text as settings, or all that is wrong in it, each with its line; pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from tcptui.config.keynames import KeyNameError, key_name
from tcptui.config.problems import ConfigError
from tcptui.config.settings import Remapped
from tcptui.config.values import CHECKS
from tcptui.protocol.nearest import did_you_mean
from tcptui.protocol.tomllines import Path, key_lines
from tcptui.protocol.tomltext import TomlError, decoded, parsed


@dataclass(frozen=True, slots=True)
class Said:
    """What one file sets: values by their setting's name, and keys by their action's."""

    values: dict[str, object] = field(default_factory=dict)
    keys: dict[str, Remapped] = field(default_factory=dict)


def read(text: bytes, name: str) -> Said:
    """Read a file's bytes. name: the file, as the sentences name it. Raises ConfigError with everything that is wrong.

    Whether an action exists, and whether keys clash, is not looked at here: that takes all files together.
    """
    try:
        source = decoded(text, name)
        document = parsed(source, name)
    except TomlError as error:
        raise ConfigError([str(error)]) from None
    return _Reader(name, key_lines(source)).read(document)


class _Reader:
    """Checks one document and gathers what is wrong with it."""

    def __init__(self, name: str, lines: dict[Path, int]) -> None:
        self._name = name
        self._lines = lines
        self._said = Said()
        self._wrong: list[tuple[int, str]] = []

    def read(self, document: dict[str, object]) -> Said:
        for setting, value in document.items():
            if setting == "keys":
                self._keys(value)
            elif setting in CHECKS:
                self._value(setting, value)
            else:
                hint = did_you_mean(setting, [*CHECKS, "keys"])
                self._complain((setting,), f"{setting!r} is no setting.{hint}")
        if self._wrong:
            raise ConfigError([f"{self._name}:{line}: {sentence}" for line, sentence in sorted(self._wrong)])
        return self._said

    def _complain(self, path: Path, sentence: str) -> None:
        self._wrong.append((self._lines.get(path, 1), sentence))

    def _value(self, setting: str, value: object) -> None:
        try:
            self._said.values[setting] = CHECKS[setting](value)
        except ValueError as error:
            self._complain((setting,), f"{setting}: {error}")

    def _keys(self, table: object) -> None:
        if not isinstance(table, dict):
            self._complain(("keys",), 'keys is a table: write [keys], and below it lines such as help = "f1".')
            return
        for path, value in _actions(table):
            self._remap(path, value)

    def _remap(self, path: tuple[str, ...], value: object) -> None:
        """One line of `[keys]`; an action's dots are TOML's dots as well, so both ways of writing it are understood."""
        action = ".".join(path)
        written = [value] if isinstance(value, str) else value
        if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
            sentence = 'write a key in quotes, a list of keys as ["f5", "ctrl+x"], or "" for none.'
            self._complain(("keys", *path), f"keys.{action}: {sentence}")
            return
        try:
            keys = tuple(key_name(each) for each in written if each.strip())
        except KeyNameError as error:
            self._complain(("keys", *path), f"keys.{action}: {error}")
            return
        line = self._lines.get(("keys", *path), 1)
        self._said.keys[action] = Remapped(action, keys, f"{self._name}:{line}")


def _actions(table: dict[str, object], prefix: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], object]]:
    """The lines of `[keys]`: `connection.new = …` is a table within the table."""
    found: list[tuple[tuple[str, ...], object]] = []
    for part, value in table.items():
        if isinstance(value, dict):
            found += _actions(value, (*prefix, part))
        else:
            found.append(((*prefix, part), value))
    return found
