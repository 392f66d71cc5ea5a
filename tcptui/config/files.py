"""Where the settings files are, and all that they set together: the project's file beats the user's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tcptui.config.problems import ConfigError
from tcptui.config.settings import DEFAULTS, Remapped, Settings

NAME = "tcptui.toml"


def user_file() -> Path:
    """The user's file, which need not exist: in $TCPTUI_CONFIG_DIR, else the platform's place (XDG_CONFIG_HOME)."""
    named = os.environ.get("TCPTUI_CONFIG_DIR")
    if named:
        return Path(named) / NAME
    from platformdirs import user_config_dir

    return Path(user_config_dir("tcptui", appauthor=False)) / NAME


def project_file() -> Path:
    """The project's file, which need not exist: in the folder that tcptui was started in."""
    return Path(NAME)


def load() -> Settings:
    """All settings. Raises ConfigError where a file can't be read or understood. Without files it costs nothing."""
    found = [(path, text) for path in (user_file(), project_file()) if (text := _bytes(path)) is not None]
    if not found:
        return DEFAULTS
    from tcptui.config.reading import read

    values: dict[str, Any] = {}
    keys: dict[str, Remapped] = {}
    problems: list[str] = []
    project: tuple[str, ...] = ()
    for path, text in found:
        try:
            said = read(text, str(path))
        except ConfigError as error:
            problems += error.problems
            continue
        values |= said.values
        keys |= said.keys
        project = tuple(said.values) if path == project_file() else ()
    if problems:
        raise ConfigError(problems)
    return Settings(**values, keys=tuple(keys.values()), project=project)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError([f"{path}: can't be read: {error.strerror}."]) from None
