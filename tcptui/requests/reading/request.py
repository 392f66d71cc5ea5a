"""A whole file: its name, target, framing, variables and steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tcptui.protocol.framing.table import FramingError, parse_framing
from tcptui.protocol.nearest import did_you_mean
from tcptui.protocol.tomllines import Path, key_lines, line_of
from tcptui.protocol.tomltext import TomlError, decoded, parsed
from tcptui.requests.model import Frame, SavedRequest, Step, Variable
from tcptui.requests.reading.steps import NO_HOST, lacks_host, read_step, unknown_keys
from tcptui.requests.reading.wrong import RequestFileError, WrongValueError, flag, only_key, table, text
from tcptui.requests.templates import TemplateError, check_name

T = TypeVar("T")
KEYS = ("name", "target", "framing", "variables", "compare", "steps")


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says. lines: of each step, from 1; remarks: what in it means nothing, or may not be meant,
    sentences as of a problem."""

    request: SavedRequest
    lines: tuple[int, ...]
    remarks: tuple[str, ...] = ()


def read_request(data: bytes, name: str) -> Read:
    """Read a file's bytes. name: the file, as sentences name it. Raises RequestFileError with all that is wrong."""
    try:
        source = decoded(data, name)
        document = parsed(source, name)
    except TomlError as error:
        raise RequestFileError([str(error)]) from None
    return _Reader(name, key_lines(source)).read(document)


class _Reader:
    """Reads one document, and gathers what is wrong with it."""

    def __init__(self, name: str, lines: dict[Path, int]) -> None:
        self._name = name
        self._lines = lines
        self._wrong: list[tuple[int, str]] = []
        self._odd: list[tuple[int, str]] = []

    def read(self, document: dict[str, Any]) -> Read:
        title = self._value(document, "name", lambda value: text(value, "the name"), "")
        target = self._value(document, "target", _target, "")
        framing = self._value(document, "framing", _framing, "auto")
        variables = self._variables(document.get("variables", {}))
        ignore = self._value(document, "compare", self._ignored, None)
        steps = self._steps(document.get("steps", []), framing)
        if "target" not in document:
            self._complain((), 'it has no target: write target = "127.0.0.1:8000".')
        for key in document:
            if key not in KEYS:
                self._remark((key,), f"{key!r} means nothing here, and is kept.{did_you_mean(key, KEYS)}")
        if self._wrong:
            raise RequestFileError(self._sentences(self._wrong))
        lines = tuple(line_of(self._lines, ("steps", number)) for number in range(len(steps)))
        return Read(
            SavedRequest(title, target, steps, variables, framing, ignore), lines, tuple(self._sentences(self._odd))
        )

    def _value(self, document: dict[str, Any], key: str, read: Callable[[object], T], default: T) -> T:
        return default if key not in document else self._try((key,), lambda: read(document[key]), default)

    def _ignored(self, said: object) -> tuple[str, ...] | None:
        """The rules for what may differ between two replays."""
        if not isinstance(said, dict):
            raise WrongValueError('write [compare], and below it ignore = ["header:Date"].')
        for key in said:
            if key != "ignore":
                self._remark(("compare", key), f"compare.{key} means nothing here, and is kept.")
        return read_rules(said["ignore"]) if "ignore" in said else None

    def _variables(self, said: object) -> tuple[Variable, ...]:
        if not isinstance(said, dict):
            self._complain(("variables",), "variables is a table: write [variables], and below it name = value.")
            return ()
        found = []
        for name, value in said.items():
            path = ("variables", name)
            read = self._try(path, lambda name=name, value=value: _variable(name, value), None)  # type: ignore[misc]
            if read is not None:
                found.append(read)
        return tuple(found)

    def _steps(self, said: object, framing: str) -> tuple[Step, ...]:
        if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
            self._complain(("steps",), "steps are tables: write [[steps]], and below it what to do.")
            return ()
        if not said:
            self._complain((), 'it has no steps: write [[steps]], and below it send = "…".')
        found = []
        for number, one in enumerate(said):
            path: Path = ("steps", number)
            step = self._try(path, lambda one=one: read_step(one), None)  # type: ignore[misc]
            if step is not None:
                found.append(step)
                for key in unknown_keys(one):
                    self._remark((*path, key), f"step {number + 1}: {key!r} means nothing here, and is kept.")
                if isinstance(step, Frame) and lacks_host(step, framing):
                    self._remark((*path, "frame"), f"step {number + 1}: {NO_HOST}")
        return tuple(found)

    def _try(self, path: Path, read: Callable[[], T], default: T) -> T:
        try:
            return read()
        except WrongValueError as error:
            self._complain((*path, *error.below), str(error))
        except ValueError as error:
            self._complain(path, str(error))
        return default

    def _complain(self, path: Path, sentence: str) -> None:
        self._wrong.append((line_of(self._lines, path), _told(path, sentence)))

    def _remark(self, path: Path, sentence: str) -> None:
        self._odd.append((line_of(self._lines, path), sentence))

    def _sentences(self, found: list[tuple[int, str]]) -> list[str]:
        return [f"{self._name}:{line}: {sentence}" for line, sentence in sorted(found)]


def _told(path: Path, sentence: str) -> str:
    """The sentence, behind the key that it is about: `step 2: expect.status: …`."""
    match path:
        case ("steps", int(number), *rest):
            where = f"step {number + 1}: "
        case _:
            where, rest = "", list(path)
    keys = ".".join(str(key) for key in rest)
    return f"{where}{keys}: {sentence}" if keys else f"{where}{sentence}"


def _target(value: object) -> str:
    return text(value, "a target")


def _framing(value: object) -> str:
    said = text(value, "a framing")
    try:
        parse_framing(said)
    except FramingError as error:
        raise WrongValueError(str(error)) from None
    return said


def read_rules(said: object) -> tuple[str, ...]:
    """Rules for what may differ, which are strings in an array. Raises WrongValueError."""
    from tcptui.requests.comparing import RuleError, parse_rule

    if not isinstance(said, list):
        raise WrongValueError('write an array of rules: ["header:Date", "json:$.id"].', "ignore")
    for number, one in enumerate(said):
        try:
            parse_rule(text(one, "a rule"))
        except (RuleError, WrongValueError) as error:
            raise WrongValueError(str(error), "ignore", number) from None
    return tuple(said)


_FORM = '"value", or { env = "NAME" }, or { value = "…", secret = true }'


def _variable(name: str, value: object) -> Variable:
    try:
        check_name(name)
    except TemplateError as error:
        raise WrongValueError(str(error)) from None
    if isinstance(value, str):
        return Variable(name, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Variable(name, str(value))
    found = table(value, ("env", "value", "secret"), _FORM)
    kind = only_key(found, ("env", "value"))
    said = text(found[kind], kind)
    secret = flag(found.get("secret", False), "secret")
    return Variable(name, said, None, secret) if kind == "value" else Variable(name, "", said, secret)
