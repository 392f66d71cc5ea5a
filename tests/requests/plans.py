"""Requests made ready without files or a real clock, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tcptui.requests.functions import Surroundings
from tcptui.requests.model import Variable
from tcptui.requests.plan import Plan, Preparation, prepare
from tcptui.requests.reading import read_request
from tcptui.requests.values import Values

FOLDER = Path("folder")
NOON = 1_700_000_000.0


def surroundings(**environment: str) -> Surroundings:
    """A clock that stands, noise that is none, and an environment."""
    return Surroundings(lambda: NOON, bytes, environment)


def values(declared: Sequence[Variable] = (), given: Mapping[str, str] | None = None, **environment: str) -> Values:
    """Variables of a file, of `--var`, and of the environment."""
    return Values(declared, given or {}, surroundings(**environment))


def plan(text: str, given: Mapping[str, str] | None = None, **environment: str) -> Plan:
    """A file's text, ready to be replayed; its target is 127.0.0.1:8000 where it has none."""
    if not text.startswith("target ="):
        text = f'target = "127.0.0.1:8000"\n{text}'
    path = FOLDER / "r.toml"
    return prepare(read_request(text.encode(), str(path)), path, Preparation(given or {}, surroundings(**environment)))
