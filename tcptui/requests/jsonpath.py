"""JSON paths (RFC 9535), by a library that only those who use them pay for."""

from __future__ import annotations

import json
import re
import warnings
from functools import cache, lru_cache
from types import ModuleType
from typing import Any

_FORM = "write $.user.name, or $.items[0].id"


class JsonPathError(ValueError):
    """A path that can't be read; the message is one sentence."""


@cache
def _library() -> ModuleType:
    # What a path searches for is a regular expression: no warning on what one may mean one day reaches the screen.
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"jsonpath\.")
    import jsonpath

    return jsonpath


def check_path(path: str) -> None:
    """Raises JsonPathError for what is no JSON path."""
    jsonpath = _library()
    try:
        if not path.startswith("$"):
            raise JsonPathError(f"{path!r} is no JSON path (it begins with no $): {_FORM}.")
        jsonpath.compile(path)
    except (jsonpath.JSONPathError, re.error, OverflowError, RecursionError) as error:
        reason = str(error).partition("\n")[0]
        raise JsonPathError(f"{path!r} is no JSON path ({reason}): {_FORM}.") from None


@lru_cache(maxsize=512)
def _compiled(path: str) -> Any:
    """A path that is looked for in one answer after the other."""
    return _library().compile(path)


def found_at(path: str, document: Any) -> list[Any]:
    """Everything that a path finds in a JSON value, in its order; nothing where it can't be applied to that value."""
    jsonpath = _library()
    # The library reads any text as a document first: a value that is one is handed over as a document's text.
    data = json.dumps(document) if isinstance(document, str) else document
    try:
        return list(_compiled(path).findall(data))
    except (jsonpath.JSONPathError, RecursionError, OverflowError):
        return []
