"""The form of a message as rows, and which of its bytes each row stands for. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from tcptui.protocol.composing import OFF, Setting
from tcptui.protocol.framing.parts import Part
from tcptui.ui.composer.rows import Knob, Row
from tcptui.ui.composer.work import UNNAMED, UNREAD, Work

FRAMING, ADD, PATH = "framing", "+header", "path"
"""Ids of the rows that are no settings; a header's is `header:N`, a setting's `set:ID`."""

_CHOOSE = Knob("▾", "event", "choose")
_HEADER_KNOBS = (Knob("▲", "event", "up"), Knob("▼", "event", "down"), Knob("✕", "event", "remove"))
_BEHIND_HEADERS = ("transfer-encoding", "content-length", "empty-line")
"""Settings of HTTP whose bytes come behind the headers."""

_LOOKED_AT = 1000
"""Parts of a message that are looked at for those of a row."""

_START_LINE = ("set:target", "set:status")
_TOGETHER = {
    **{f"set:{each}": _START_LINE for each in ("method", "target", "version", "status", "reason")},
    **{f"set:{each}": ("set:checksum-value",) for each in ("checksum", "checksum-order")},
}
"""Rows that stand for one part together, and the rows that the part is from."""


def form_rows(work: Work) -> tuple[Row, ...]:
    """The framing, its settings, and among them the headers, in the order of the message."""
    rows = [Row(FRAMING, "framing", work.framing, knobs=(_CHOOSE,), problem=bool(work.framing_problem))]
    behind = [each for each in work.made.settings if each.id in _BEHIND_HEADERS]
    rows += [_setting_row(each) for each in work.made.settings if each not in behind]
    if work.has_headers:
        rows += [Row(f"header:{at}", "", line, "header", own=_HEADER_KNOBS) for at, line in enumerate(work.headers)]
        rows.append(Row(ADD, "", "+ header", "action"))
    return (*rows, *(_setting_row(each) for each in behind))


def file_rows(work: Work) -> tuple[Row, ...]:
    """The path of a file that is the content, and what was found there."""
    return (Row(PATH, "file", work.path, problem=work.file_problem not in ("", UNNAMED, UNREAD)),)


def _setting_row(setting: Setting) -> Row:
    return Row(
        f"set:{setting.id}",
        setting.label,
        "left out" if setting.value == OFF and setting.may_be_off else setting.value,
        knobs=tuple(_knobs(setting)),
        tone="muted" if setting.computed and not setting.by_hand else "",
        choices=setting.choices,
        only_choices=setting.only_choices,
        problem=bool(setting.problem),
    )


def _knobs(setting: Setting) -> Iterator[Knob]:
    if setting.choices:
        yield _CHOOSE
    if setting.computed:
        yield Knob("by hand", "warning", "turn") if setting.by_hand else Knob("auto", "good", "turn")
    elif setting.may_be_off:
        yield Knob("off" if setting.value == OFF else "on", "muted", "turn")


# Rows and bytes -----------------------------------------------------------------------------------------------------


def parts_of(work: Work, row_id: str) -> list[Part]:
    """The parts of the message that a row stands for; of a message of very many parts, among the first."""
    composed = work.made.composed
    wanted = _TOGETHER.get(row_id, (row_id,))
    first = zip(composed.parts[:_LOOKED_AT], composed.origins, strict=False)
    return [part for part, origin in first if _row_id(origin) in wanted]


def row_of(work: Work, part: Part) -> str | None:
    """The row that a part of the message is from; None for the content, and for what has no row."""
    composed = work.made.composed
    return _row_id(composed.origins[bisect_left(composed.parts, part.start, key=lambda each: each.start)])


def _row_id(origin: str) -> str | None:
    if origin in ("", "content"):
        return None
    return origin if origin.startswith("header:") else f"set:{origin}"
