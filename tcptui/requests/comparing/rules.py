"""What may differ between two runs: dates, identifiers, ports, each by a rule that is written down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property

from tcptui.requests.comparing.difference import Difference
from tcptui.requests.patterns import PatternError, compiled

ALWAYS_CHANGING = (
    "header:Date",
    "header:Age",
    "header:Expires",
    "header:Traceparent",
    "header:*Request-Id",
    "header:*Correlation-Id",
    "header:*Trace-Id",
)
"""What is ignored where nobody says otherwise: fields that servers fill in anew for every answer."""

_FORMS = "header:NAME, json:PATH, line:REGEX, event:NAME"


class RuleError(ValueError):
    """A rule that can't be read; the message is one sentence that tells the forms."""


@dataclass(frozen=True)
class Rule:
    """One thing that may differ, as it is written: `header:Date`, `json:$.items[*].id`, `line:^ID `, `event:acked`.

    `*` stands for any characters in a header's or an event's name and in a JSON path; a header's case counts for
    nothing. A line's rule is a regular expression that is looked for in the lines of both sides.
    """

    text: str
    sort: str
    pattern: str

    @cached_property
    def _line(self) -> re.Pattern[str]:
        return compiled(self.pattern)

    def allows(self, difference: Difference) -> bool:
        """Whether this difference may be."""
        if difference.sort != self.sort:
            return False
        match self.sort:
            case "header":
                return fnmatchcase(difference.where.lower(), self.pattern.lower())
            case "line":
                sides = [side for side in (difference.left, difference.right) if side is not None]
                return all(self._line.search(side) for side in sides)
            case "json":
                return _is_path(difference.where, self.pattern)
            case _:
                return fnmatchcase(difference.where, self.pattern)


def _is_path(path: str, pattern: str) -> bool:
    """Whether a JSON path fits a pattern with `*` in it; a bracket is no set of characters here.

    Each piece is taken where it stands first: that leaves the most for the others, so there is nothing to go back for.
    """
    begin, *rest = pattern.split("*")
    if not rest:
        return path == begin
    *middle, end = rest
    at = len(begin) if path.startswith(begin) else -1
    for piece in middle:
        if at >= 0 and (at := path.find(piece, at)) >= 0:
            at += len(piece)
    return 0 <= at <= len(path) - len(end) and path.endswith(end)


def parse_rule(text: str) -> Rule:
    """Read a rule. Raises RuleError."""
    sort, colon, pattern = text.partition(":")
    if not colon or not pattern or sort not in ("header", "json", "line", "event"):
        raise RuleError(f"{text!r} is no rule for what may differ: write {_FORMS}.")
    if sort == "line":
        try:
            compiled(pattern)
        except PatternError as error:
            raise RuleError(f"{pattern!r} is no regular expression: {error}.") from None
    return Rule(text, sort, pattern)


def parse_rules(texts: Iterable[str]) -> tuple[Rule, ...]:
    """Read rules in order. Raises RuleError."""
    return tuple(parse_rule(text) for text in texts)


def rule_for(difference: Difference) -> str | None:
    """The rule that would let just this differ, as it is written; None where no rule can."""
    match difference.sort:
        case "header" | "json" | "event":
            return f"{difference.sort}:{difference.where}"
        case "line" if difference.left is not None and difference.right is not None:
            return f"line:^{_line_pattern(difference.left, difference.right)}"
        case _:
            return None


def _line_pattern(left: str, right: str) -> str:
    """What both lines are: the same but for their numbers, or of the same beginning, else just these two."""
    numbered = _with_any_numbers(left)
    if numbered == _with_any_numbers(right):
        return f"{numbered}$"
    shorter = min(len(left), len(right))
    common = left[: next((at for at in range(shorter) if left[at] != right[at]), shorter)]
    return re.escape(common) if common.strip() else f"(?:{re.escape(left)}|{re.escape(right)})$"


def _with_any_numbers(line: str) -> str:
    return re.sub("[0-9]+", lambda _: "[0-9]+", re.escape(line))


def judged(differences: Iterable[Difference], rules: Iterable[Rule]) -> tuple[Difference, ...]:
    """The differences, each with the first rule that allows it."""
    known = tuple(rules)
    return tuple(
        replace(one, ignored=next((rule.text for rule in known if rule.allows(one)), "")) for one in differences
    )
