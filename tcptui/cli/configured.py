"""What the files set, and what the command line says instead: flag beats project's file beats user's."""

from __future__ import annotations

import argparse
from dataclasses import replace

from tcptui.cli.usage import UsageError
from tcptui.config.files import load
from tcptui.config.problems import ConfigError
from tcptui.config.settings import Settings

_FLAGS = ("framing", "eol", "record")
"""Settings that have a flag; None where it was not given."""


def settings_for(args: argparse.Namespace) -> Settings:
    """The workbench's settings. Raises UsageError with everything that is wrong in the files."""
    settings = _loaded()
    if settings.keys:
        from tcptui.config.clashes import check_keys

        try:
            check_keys(settings.keys)
        except ConfigError as error:
            raise UsageError(*error.problems) from None
    return replace(settings, **{flag: said for flag in _FLAGS if (said := getattr(args, flag)) is not None})


def is_recorded(flag: bool | None) -> bool:
    """Whether a run without a screen is recorded: all that such a run takes from the files. Raises UsageError."""
    return _loaded().record if flag is None else flag


def _loaded() -> Settings:
    try:
        return load()
    except ConfigError as error:
        raise UsageError(*error.problems) from None
