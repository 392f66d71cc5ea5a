"""The parts of the history of what was sent: what is kept and shown, how it is read, and the search in its bytes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import pytest

from tcptui.journal import runs
from tcptui.journal.sententry import SentEntry
from tcptui.ui.senthistory import hunting, loading
from tcptui.ui.senthistory.hunting import Hunted, Hunting
from tcptui.ui.senthistory.line import SentLine, sent_line
from tcptui.ui.senthistory.loading import Loading, Some
from tcptui.ui.senthistory.preview import Preview, _lines_of
from tcptui.ui.senthistory.shown import History
from tests.journal.test_journal_history import Run


def line(text: str, pos: int = 0, *, run: str = "a", t: int = 0, size: int = 3) -> SentLine:
    entry = SentEntry(run, 1, pos, 0, size, t, 0, 0, "", "there:80", "none", "closed", 1)
    return sent_line(entry, text, live=False)


def texts(lines: Iterable[SentLine]) -> list[str]:
    return [one.text for one in lines]


@pytest.fixture
def history() -> History:
    history = History()
    history.take(Some([line("GET /a", 3, t=3), line("PUT /b", 2, t=2)], 3, 0.6, anew=True))
    history.take(Some([line("get /c", 1, t=1)], 3, 0.999))
    return history


def test_every_word_has_to_occur_somewhere(history: History) -> None:
    assert texts(history.shown) == ["GET /a", "PUT /b", "get /c"]
    for asked, shown in (("GET", ["GET /a", "get /c"]), ("get there:80 closed /c", ["get /c"]), ("get put", [])):
        history.ask(asked)
        assert texts(history.shown) == shown


def test_what_comes_later_is_filtered_too(history: History) -> None:
    history.ask("get")
    history.take(Some([line("get /d", 0), line("PUT /e", 4)], 5, 1.0))
    assert texts(history.shown) == ["GET /a", "get /c", "get /d"]


def test_what_was_found_in_bytes_is_in_its_place_until_other_words_are_asked_for(history: History) -> None:
    history.ask("get")
    assert texts(history.unfitting()) == ["PUT /b"]
    history.found([history.every[1].key])
    assert texts(history.shown) == ["GET /a", "PUT /b", "get /c"]
    history.ask("get ")
    assert texts(history.shown) == ["GET /a", "get /c"]


def test_a_run_that_changed_takes_its_own_place_only(history: History) -> None:
    history.take(Some([line("other", 9, run="b", t=0)], 4, 1.0))
    fresh = [line("new", 5, t=5), line("GET /a", 3, t=3)]
    history.take(Some(fresh, 3, 1.0, changed=frozenset({"a"})))
    assert texts(history.every) == ["new", "GET /a", "other"]


def test_read_anew_nothing_is_left_of_before(history: History) -> None:
    history.take(Some([line("only")], 1, 1.0, anew=True))
    assert texts(history.every) == texts(history.shown) == ["only"]


# Reading ------------------------------------------------------------------------------------------------------------


def load() -> list[Some]:
    told: list[Some] = []
    over = threading.Event()

    def tell(some: Some) -> None:
        told.append(some)
        if some.share == 1:
            over.set()

    Loading(tell).start()
    assert over.wait(10)
    return told


def kept(told: list[Some]) -> History:
    history = History()
    for some in told:
        history.take(some)
    return history


def test_what_the_catalogue_knows_comes_first_then_what_is_new() -> None:
    run = Run().opened()
    for number in range(250):
        run.sent(b"line %d\n" % number).received(b"!")
    run.over()
    assert [len(some.lines) for some in load()] == [0, 250]
    Run().opened().sent(b"newest\n").over()
    told = load()
    assert [(len(some.lines), some.total, some.share) for some in told] == [
        (200, 250, 0.8),
        (50, 250, 0.999),
        (1, 251, 1),
    ]
    history = kept(told)
    assert sorted(texts(history.shown))[-2:] == ["line 99", "newest"]
    assert len(history.shown) == 251


def test_too_many_changed_runs_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_RUNS_AT_ONCE", 1)
    for number in range(3):
        Run().opened().sent(b"run %d\n" % number).over()
    told = load()
    assert [some.anew for some in told] == [True, True]
    assert len(kept(told).shown) == 3


def test_the_oldest_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST", 2)
    Run().opened().sent(b"old\n").received(b"!").sent(b"newer\n").received(b"!").sent(b"newest\n").over()
    load()
    history = kept(load())
    assert (texts(history.every), history.total, history.share) == (["newest", "newer"], 3, 1.0)


def test_a_run_that_is_deleted_meanwhile_is_left_out() -> None:
    gone = Run().opened().sent(b"gone\n").over()
    Run().opened().sent(b"here\n").over()
    load()
    runs.remove(gone.id)
    assert texts(kept(load()).every) == ["here"]


# Looking in the bytes -----------------------------------------------------------------------------------------------


def test_a_search_that_is_stopped_tells_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, going_on = threading.Event(), threading.Event()
    looked: list[int] = []

    def slow(entries: Iterable[tuple[SentEntry, list[bytes]]]) -> Iterator[bool]:
        for number, _ in enumerate(entries):
            looked.append(number)
            asked.set()
            assert going_on.wait(10)
            yield True

    monkeypatch.setattr(hunting, "hunt", slow)
    told: list[Hunted] = []
    search = Hunting([line("a", n) for n in range(9)], ["x"], told.append)
    search.start()
    assert asked.wait(10)
    search.stop()
    going_on.set()
    for thread in threading.enumerate():
        if thread.name == "history-search":
            thread.join(10)
    assert (looked, told) == ([0], [])


def test_only_words_that_are_not_known_yet_are_looked_for_in_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[bytes]] = []
    over = threading.Event()
    monkeypatch.setattr(hunting, "hunt", lambda entries: (asked.append(words) or True for _, words in entries))
    found: list[Hunted] = []
    Hunting([line("GET /")], ["get", "körper"], lambda hunted: found.append(hunted) or over.set()).start()
    assert over.wait(10)
    assert asked == [["körper".encode()]]
    assert [(one.found, one.looked, one.of, one.over) for one in found] == [([("a", 0)], 1, 1, True)]


# The bytes ----------------------------------------------------------------------------------------------------------


def drawn(data: bytes, width: int, size: int | None = None) -> list[str]:
    shown = Preview(line("", size=len(data) if size is None else size), data)
    return ["".join(text for text, _ in row) for row in _lines_of(shown, width)]


def test_lines_are_wrapped_by_cells_and_nothing_of_them_is_lost() -> None:
    assert drawn(b"ab\r\ncd", 80) == ["ab␍␊", "cd"]
    assert drawn("日本語x".encode(), 4) == ["日本", "語x"]
    assert drawn(b"\x1b[31mred\n", 5) == ["␛[31m", "red␊"]


def test_what_is_not_shown_is_counted() -> None:
    assert drawn(b"ab", 80, size=1002) == ["ab", "… and 1,000 bytes more"]
