"""The form of a message as rows, and which of its bytes each row stands for. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from tcptui.protocol.composing import OFF, Setting
from tcptui.protocol.framing.parts import Part
from tcptui.ui.composer.rows import Knob, Row
from tcptui.ui.composer.work import Work

FRAMING, ADD, PATH = "framing", "+header", "path"
"""Ids of the rows that are no settings; a header's is `header:N`, a setting's `set:ID`."""

_CHOOSE = Knob("▾", "event", "choose")
_HEADER_KNOBS = (Knob("▲", "event", "up"), Knob("▼", "event", "down"), Knob("✕", "event", "remove"))
_BEHIND_HEADERS = ("transfer-encoding", "content-length", "empty-line")
"""Settings of HTTP whose bytes come behind the headers."""

_LOOKED_AT = 1000
"""Parts of a message that are looked at for those of a row."""

_REQUEST_LINE = frozenset({"method", "target", "version"})


def form_rows(work: Work) -> tuple[Row, ...]:
    """The framing, its settings, and among them the headers, in the order of the message."""
    rows = [Row(FRAMING, "framing", work.framing, knobs=(_CHOOSE,), choices=("…",), problem=bool(work.framing_problem))]
    behind = [each for each in work.made.settings if each.id in _BEHIND_HEADERS]
    rows += [_setting_row(each) for each in work.made.settings if each not in behind]
    if work.has_headers:
        rows += [Row(f"header:{at}", "", line, "header", own=_HEADER_KNOBS) for at, line in enumerate(work.headers)]
        rows.append(Row(ADD, "", "+ header", "action"))
    return (*rows, *(_setting_row(each) for each in behind))


def file_rows(work: Work) -> tuple[Row, ...]:
    """The path of a file that is the content, and what was found there."""
    return (Row(PATH, "file", work.path, problem=bool(work.file_problem)),)


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
    wanted = "set:target" if row_id.removeprefix("set:") in _REQUEST_LINE else row_id
    first = enumerate(work.made.composed.parts[:_LOOKED_AT])
    return [part for index, part in first if _row_id(work, index, part) == wanted]


def row_of(work: Work, part: Part) -> str | None:
    """The row that a part of the message is from; None for the content, and for what has no row."""
    return _row_id(work, bisect_left(work.made.composed.parts, part.start, key=lambda each: each.start), part)


def _row_id(work: Work, index: int, part: Part) -> str | None:
    if part.kind == "content":
        return None
    if work.has_headers:
        if part.name == "request line":
            return "set:target"
        sent = [at for at, line in enumerate(work.headers) if line.strip(": ")]
        if 1 <= index <= len(sent):
            return f"header:{sent[index - 1]}"
    return _setting_of(work.made.settings, part)


def _setting_of(known: tuple[Setting, ...], part: Part) -> str | None:
    """By the setting's label or id; else the first one of the part's kind."""
    name = part.name.lower().replace(" ", "-")
    for each in known:
        if name in (each.id, each.label.lower().replace(" ", "-")):
            return f"set:{each.id}"
    return next((f"set:{each.id}" for each in known if each.id in (part.kind, name.partition("-")[0])), None)
