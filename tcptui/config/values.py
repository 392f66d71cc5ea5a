"""What each setting may be: every check gives the value as it is used, or says in words what to write."""

from __future__ import annotations

from collections.abc import Callable

from tcptui.config.settings import NARROWEST, OWN_THEMES, THEMES, WIDEST
from tcptui.protocol.nearest import did_you_mean

Check = Callable[[object], object]
"""Gives the value. Raises ValueError with what is wrong, as a part of a sentence."""


def _word(*words: str) -> Check:
    def check(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError(f"write a name in quotes: {_listed(words)}.")
        if value not in words:
            raise ValueError(f"{value!r} is none of {_listed(words)}.{did_you_mean(value, words)}")
        return value

    return check


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _theme(value: object) -> object:
    """There are too many to list them all; the nearest is named."""
    if not isinstance(value, str):
        raise ValueError(f'write a name in quotes, as "{OWN_THEMES[1]}".')
    if value not in THEMES:
        raise ValueError(f"{value!r} is no theme.{did_you_mean(value, THEMES) or f' There are {_listed(OWN_THEMES)}.'}")
    return value


def _switch(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("write true or false, without quotes.")
    return value


def _seconds(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 86400:
        raise ValueError("write a number of seconds, more than 0 and up to 86400.")
    return float(value)


def _cells(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int) or not NARROWEST <= value <= WIDEST:
        raise ValueError(f"write a whole number of columns from {NARROWEST} to {WIDEST}.")
    return value


def _framing(value: object) -> object:
    from tcptui.protocol.framing.table import NAMES, FramingError, parse_framing

    if not isinstance(value, str):
        raise ValueError(f"write a name in quotes: {_listed(NAMES)}.")
    try:
        return str(parse_framing(value))
    except FramingError as error:
        raise ValueError(str(error)) from None


def _encoding(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError('write a name in quotes, as "utf-8" or "latin-1".')
    from tcptui.protocol.encodings import EncodingError, canonical

    try:
        return canonical(value)
    except EncodingError as error:
        raise ValueError(str(error)) from None


CHECKS: dict[str, Check] = {
    "theme": _theme,
    "eol": _word("crlf", "lf", "cr", "none"),
    "framing": _framing,
    "time": _word("absolute", "start", "last"),
    "encoding": _encoding,
    "view": _word("text", "hex"),
    "connect_timeout": _seconds,
    "sidebar": _switch,
    "sidebar_width": _cells,
    "record": _switch,
    "show_secrets": _switch,
}
"""Every setting but `[keys]`, by its name in the file."""
