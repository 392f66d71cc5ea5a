"""Keeps a setting in the user's file: everything else in it, comments too, stays as it was."""

from __future__ import annotations

from collections.abc import Mapping

from tcptui.atomicfile import replace_file
from tcptui.config.files import user_file
from tcptui.config.problems import ConfigError


def keep(**settings: str | int | bool) -> None:
    """Set these in the user's file, which is made where there is none.

    Raises OSError where it can't be written, and ConfigError where what is there is no TOML: then it stays untouched.
    """
    path = user_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    real = path.resolve()  # a link into someone's dotfiles stays a link
    try:
        before = real.read_bytes()
    except FileNotFoundError:
        before = b""
    replace_file(real, edited(before, settings, str(path)))


def edited(before: bytes, settings: Mapping[str, str | int | bool], name: str) -> bytes:
    """The file's bytes with these settings in it. Raises ConfigError, in which the file goes by `name`."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(before)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise ConfigError([f"{name}: not TOML: {error}."]) from None
    for setting, value in settings.items():
        document[setting] = value
    return tomlkit.dumps(document).encode()
