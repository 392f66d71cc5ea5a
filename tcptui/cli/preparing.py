"""What the options `--var`, `--env` and `--target` say about saved requests."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from tcptui.cli.usage import UsageError, endpoint
from tcptui.requests.envfile import EnvFileError, read_env
from tcptui.requests.functions import Surroundings
from tcptui.requests.plan import Preparation
from tcptui.requests.templates import TemplateError, check_name


def preparation_of(args: argparse.Namespace) -> Preparation:
    """What the options say about variables. Raises UsageError."""
    of_files: dict[str, str] = {}
    for name in args.env:
        of_files |= _env_file(name)
    given = dict(_variable(text) for text in args.var)
    world = Surroundings(time.time, os.urandom, {**os.environ, **of_files})
    return Preparation({**of_files, **given}, world, endpoint([args.target] if args.target else []))


def _variable(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    try:
        check_name(name)
    except TemplateError as error:
        raise UsageError(f"--var: {error}") from None
    if not equals:
        raise UsageError(f"--var {name}: it has no value: write --var {name}=VALUE.")
    return name, value


def _env_file(name: str) -> dict[str, str]:
    try:
        return read_env(Path(name).read_text("utf-8-sig"), name)
    except OSError as error:
        raise UsageError(f"--env {name}: can't be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"--env {name}: it is not UTF-8.") from None
    except EnvFileError as error:
        raise UsageError(f"--env: {error}") from None
