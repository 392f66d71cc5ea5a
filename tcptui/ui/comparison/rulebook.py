"""Where the rules are kept for what may differ: in the request that was replayed, else in a file of the user's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tcptui.config.ignoring import ignore_file, keep_ignored, load_ignored
from tcptui.config.problems import ConfigError
from tcptui.protocol.frozen import frozen
from tcptui.requests.collection import load
from tcptui.requests.comparing import ALWAYS_CHANGING, RuleError, parse_rules
from tcptui.requests.files import save
from tcptui.requests.reading import RequestFileError


@frozen
class Rulebook:
    """The rules of one comparison. request: the file of the request that both replayed, None for none.

    texts: the rules as they are written; problem: why those that are written can't be used, a sentence, else "".
    """

    request: Path | None
    texts: tuple[str, ...] = ALWAYS_CHANGING
    problem: str = ""

    @property
    def path(self) -> Path:
        """The file that they are written to."""
        return self.request or ignore_file()


def read_rulebook(source: str) -> Rulebook:
    """The rules for what was replayed, the source of events.Replayed; "" for what was none. It reads the disk."""
    path = Path(source)
    request = path if source and path.is_absolute() and path.is_file() else None
    try:
        written = load_ignored() if request is None else load(request).request.ignore
        parse_rules(written or ())
    except (ConfigError, RequestFileError) as error:
        return Rulebook(request, problem=error.problems[0])
    except RuleError as error:
        return Rulebook(request, problem=f"{ignore_file()}: {error}")
    return Rulebook(request, ALWAYS_CHANGING if written is None else written)


def write_rules(book: Rulebook, texts: tuple[str, ...]) -> Rulebook:
    """Write these rules instead; gives the book with them, or with why they can't be written. It writes to the disk."""
    try:
        if book.request is None:
            keep_ignored(texts)
        else:
            save(book.request, replace(load(book.request).request, ignore=texts))
    except (ConfigError, RequestFileError) as error:
        return Rulebook(book.request, texts, f"not kept: {error.problems[0]}")
    except (OSError, ValueError) as error:
        return Rulebook(book.request, texts, f"not kept: {book.path}: {getattr(error, 'strerror', None) or error}")
    return Rulebook(book.request, texts)
