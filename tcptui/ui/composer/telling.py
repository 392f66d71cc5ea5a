"""What the composer's lines say, as labels that can be clicked. Pure."""

from __future__ import annotations

from rich.cells import cell_len

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact, size
from tcptui.protocol.wording import Told
from tcptui.ui.composer.bytesview import BytesView
from tcptui.ui.composer.lines import key_label
from tcptui.ui.composer.plan import PlanError
from tcptui.ui.composer.work import FILE_LIMIT, KINDS, NEWLINES, UNREAD, Work
from tcptui.ui.fitting import cut
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.click_line import Label

_NARROW = 100
"""Cells of the composer up to which its keys have two lines."""

_GAP = 3
"""Cells between two keys; those behind the last one may be cut off."""


def content_labels(work: Work) -> list[Label]:
    """How the content is given: the ways, the chosen one marked, and what a new line becomes."""
    labels = [Label("content ", "$tone-muted")]
    for kind in KINDS:
        chosen = kind == work.kind
        word = kind.upper() if kind == "json" else kind
        style = "bold reverse $tone-event" if chosen else "$tone-muted"
        labels += [Label(f" {word} ", style, f"owner(\"kind('{kind}')\")", "Write the content so")]
    if work.kind in ("text", "json"):
        tip = f"What a new line of the content becomes: {key_of('composer.newline')}"
        labels.append(Label(f" ⏎ {NEWLINES[work.newline]}", "$tone-muted", "owner('newline')", tip))
    if work.kind == "json":
        labels += [Label("  "), *key_label("composer.format", "format", "format")]
    return labels


def _place_labels(work: Work, view: BytesView) -> list[Label]:
    """Where the cursor of the bytes is, and what can be done there."""
    data, part = work.made.composed.data, view.part
    if part is None or view.stale or not view.has_focus:
        return []
    at = view.cursor
    labels = [
        Label(f"byte {at:,} of {len(data):,} · 0x{data[at]:02x} {data[at]} · ", "$tone-muted"),
        Label(visible_text(part.name), "bold"),
        Label(f"  ✕ {visible_text(part.wrong)}" if part.wrong else "", "bold $tone-warning"),
        Label(f"  {visible_text(part.value)}   " if part.value else "   ", "$tone-muted"),
    ]
    if at:
        labels += key_label("bytes.mark", "no cut here" if at in view.marks else "cut here", "bytes('mark')")
    if view.marks:
        labels += key_label("bytes.unmark", f"remove {exact(len(view.marks), 'cut')}", "bytes('unmark')")
    return labels


def told_labels(work: Work, view: BytesView, remark: Told) -> list[Label]:
    """About the last key; else why it can't go out; else the place in the bytes; else what is wrong on purpose."""
    if remark[0]:
        return [Label(visible_text(remark[0]), f"$tone-{remark[1]}")]
    if work.kind == "file" and not work.path.strip() and not work.framing_problem:
        return [Label(f"the path of a file of {size(FILE_LIMIT)} at most; Tab completes it", "$tone-muted")]
    if work.problems == (UNREAD,):
        return [Label("the file is being read …", "$tone-muted")]
    if work.problems:
        problem = Label(f"✕ {visible_text(work.problems[0])}", "$tone-failure")
        # The sentence names all framings, which no small screen has room for.
        if work.framing_problem:
            return [*key_label("composer.framing", "lists them", "ask('framing')"), problem]
        if work.kind == "json" and work.made.error is not None and work.typed.strip():
            return [*key_label("composer.kind", "as text it goes out as it is", "kind('text')"), problem]
        return [problem]
    if place := _place_labels(work, view):
        return place
    malformed = work.made.composed.malformed
    if malformed:
        return [Label(f"! malformed on purpose: {visible_text('; '.join(malformed))}", "bold $tone-warning")]
    if work.read_otherwise:
        keys = f"{key_of('pane.messages')} and {key_of('pane.framing')} in the session's pane read them otherwise"
        return [Label(f"answers are read as {visible_text(work.read_as)}: {keys}", "$tone-muted")]
    return []


def way_labels(work: Work, going: str, width: int, *, busy: bool) -> list[Label]:
    """How it goes out, or how far it has gone out, in so many cells. busy: its bytes are still being made."""
    if going:
        return [Label(f"{going}   ", "bold $tone-out"), *key_label("composer.stop", "stop", "ask('stop')")]
    if busy:
        return [Label("→ the bytes are being made …", "$tone-muted")]
    if work.problems:
        return [Label("→ nothing can go out yet", "$tone-muted")]
    try:
        words, style = work.plan.words(work.made.composed.data, work.marks), ""
    except PlanError as error:
        words, style = str(error), "$tone-failure"
    way = "ask('way')"
    count = f"→ {exact(len(work.made.composed.data))} "
    change = key_label("composer.way", "change", way)
    room = width - cell_len(count) - sum(cell_len(label.text) for label in change)  # which ends with a gap, as words do
    return [
        Label(count, "bold $tone-out", f"owner({way!r})", "Change how it goes out"),
        Label(f"{cut(visible_text(words), max(1, room))}   ", style, f"owner({way!r})", "Change how it goes out"),
        *change,
    ]


def key_labels(marked: int, width: int) -> tuple[list[Label], list[Label]]:
    """The keys that matter, those most used first, as many as there is room for, in two lines on a narrow screen.

    marked: connections that are.
    """
    keys = [
        ("composer.send", "send", "ask('send')"),
        ("composer.send-marked", f"to {marked:,} marked", "ask('send_marked')"),
        ("composer.insert", "insert", "ask('insert')"),
        ("composer.kind", "content", "kind"),
        ("composer", "session", "ask('leave')"),
        ("composer.close", "close", "ask('close')"),
        ("composer.save", "save", "ask('save')"),
        ("composer.copy", "copy", "ask('copy')"),
        ("composer.put", "to input line", "ask('put')"),
        ("composer.framing", "framing", "ask('framing')"),
    ]
    lines: tuple[list[Label], list[Label]] = ([], [])
    at, room = 0, width
    for name, word, action in keys:
        if name != "composer.send-marked" or marked:
            labels = key_label(name, word, action)
            cells = sum(cell_len(label.text) for label in labels)
            if cells - _GAP > room and not at:
                at, room = 1, width if width < _NARROW else 0
            if cells - _GAP <= room:
                lines[at].extend(labels)
            room -= cells
    return lines
