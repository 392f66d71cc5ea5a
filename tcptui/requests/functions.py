"""The functions of templates, as in `{{uuid()}}`, `{{random(8)}}` and `{{base64(user, ":", password)}}`."""

from __future__ import annotations

import base64 as base64_coding
import re
import uuid as uuids
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from tcptui.protocol.nearest import did_you_mean
from tcptui.requests.templates import TemplateError

_MOST_RANDOM = 1 << 16
_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What functions and variables know of the world, handed in. clock: seconds since the epoch; noise: random bytes;
    environment: the process's variables, those of `--env` files over them."""

    clock: Callable[[], float]
    noise: Callable[[int], bytes]
    environment: dict[str, str]


def call(name: str, arguments: Sequence[str], world: Surroundings) -> str:
    """What a function gives. Raises TemplateError for an unknown function or arguments that do not fit."""
    return _FUNCTIONS[name](arguments, world)


def check_function(name: str) -> None:
    """Raises TemplateError where there is no such function."""
    if name not in FUNCTIONS:
        raise TemplateError(
            f"there is no function {name}().{did_you_mean(name, FUNCTIONS)} Known: {', '.join(FUNCTIONS)}."
        )


def exact_bytes(text: str) -> bytes:
    """A value's bytes: its UTF-8, and bytes that were none as they were (PEP 383)."""
    return text.encode("utf-8", "surrogateescape")


def _uuid(arguments: Sequence[str], world: Surroundings) -> str:
    _none("uuid", arguments)
    return str(uuids.UUID(bytes=world.noise(16), version=4))


def _now(arguments: Sequence[str], world: Surroundings) -> str:
    """Seconds since the epoch; with a format of strftime, UTC in it."""
    match arguments:
        case []:
            return str(int(world.clock()))
        case [form]:
            with suppress(ValueError):  # a NUL, a byte that is no text: a peer's, as a rule
                return datetime.fromtimestamp(world.clock(), UTC).strftime(form)
    raise TemplateError('now() takes nothing, or a format such as now("%Y-%m-%dT%H:%M:%SZ").')


def _random(arguments: Sequence[str], world: Surroundings) -> str:
    """So many random bytes (8), as hex digits."""
    match arguments:
        case []:
            return world.noise(8).hex()
        case [count] if _DIGITS.fullmatch(count) and 0 < int(count) <= _MOST_RANDOM:
            return world.noise(int(count)).hex()
        case _:
            raise TemplateError(f"random() takes a number of bytes from 1 to {_MOST_RANDOM}, as in random(8).")


def _base64(arguments: Sequence[str], _world: Surroundings) -> str:
    return base64_coding.b64encode(exact_bytes("".join(_some("base64", arguments)))).decode()


def _len(arguments: Sequence[str], _world: Surroundings) -> str:
    return str(len(exact_bytes("".join(_some("len", arguments)))))


def _hex(arguments: Sequence[str], _world: Surroundings) -> str:
    return exact_bytes("".join(_some("hex", arguments))).hex(" ")


def _none(name: str, arguments: Sequence[str]) -> None:
    if arguments:
        raise TemplateError(f"{name}() takes nothing between its brackets.")


def _some(name: str, arguments: Sequence[str]) -> Sequence[str]:
    if not arguments:
        raise TemplateError(f'{name}() takes variables or texts, which it joins: {name}(user, ":", password).')
    return arguments


_FUNCTIONS: dict[str, Callable[[Sequence[str], Surroundings], str]] = {
    "uuid": _uuid, "now": _now, "random": _random, "base64": _base64, "len": _len, "hex": _hex,
}  # fmt: skip

FUNCTIONS = tuple(_FUNCTIONS)
"""The names of all functions."""
