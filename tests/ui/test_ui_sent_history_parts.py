"""The parts of the history of what was sent: what is kept and shown, how it is read, and the search in its bytes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tcptui.journal import runs
from tcptui.journal.sententry import SentEntry
from tcptui.ui.senthistory import hunting, loading, shown
from tcptui.ui.senthistory.hunting import Hunted, Hunting
from tcptui.ui.senthistory.line import SentLine, sent_line
from tcptui.ui.senthistory.loading import Loading, Some
from tcptui.ui.senthistory.preview import Preview, _lines_of
from tcptui.ui.senthistory.shown import History
from tests.journal.test_journal_history import WALL, Run


def line(text: str, pos: int = 0, *, run: str = "a", t: int = 0, size: int = 3) -> SentLine:
    entry = SentEntry(run, 1, pos, 0, size, t, 0, 0, "", "there:80", "none", "closed", 1)
    return sent_line(entry, text, live=False)


def texts(lines: Iterable[SentLine]) -> list[str]:
    return [one.text for one in lines]


@pytest.fixture
def history() -> History:
    history = History()
    history.take(Some([line("GET /a", 3, t=3), line("PUT /b", 2, t=2)], 3, 0.6))
    history.take(Some([line("get /c", 1, t=1)], 3, 1.0))
    return history


def test_every_word_has_to_occur_somewhere(history: History) -> None:
    assert texts(history.shown) == ["GET /a", "PUT /b", "get /c"]
    for asked, fitting in (("GET", ["GET /a", "get /c"]), ("get there:80 closed /c", ["get /c"]), ("get put", [])):
        history.ask(asked)
        assert texts(history.shown) == fitting


def test_what_comes_later_is_filtered_too(history: History) -> None:
    history.ask("get")
    history.take(Some([line("get /d", 0), line("PUT /e", 4)], 5, 1.0))
    assert texts(history.shown) == ["GET /a", "get /c", "get /d"]


def test_what_was_found_in_bytes_is_in_its_place_until_other_words_are_asked_for(history: History) -> None:
    history.ask("get")
    assert texts(history.unfitting()) == ["PUT /b"]
    history.found([history.every[1]])
    assert texts(history.shown) == ["GET /a", "PUT /b", "get /c"]
    history.ask("get ")
    assert texts(history.shown) == ["GET /a", "get /c"]


def test_what_was_found_before_its_run_was_read_anew_is_shown_as_it_is_now(history: History) -> None:
    history.ask("get")
    put = history.every[1]
    history.take(Some([line("GET /a", 3, t=3), line("PUT /b again", 2, t=2)], 2, 1.0, changed=frozenset({"a"})))
    history.found([put])
    assert texts(history.shown) == ["GET /a", "PUT /b again"]


def test_a_run_that_changed_takes_its_own_place_only(history: History) -> None:
    history.take(Some([line("other", 9, run="b", t=0)], 4, 1.0))
    fresh = [line("new", 5, t=5), line("GET /a", 3, t=3)]
    history.take(Some(fresh, 3, 1.0, changed=frozenset({"a"})))
    assert texts(history.every) == ["new", "GET /a", "other"]


# Reading ------------------------------------------------------------------------------------------------------------


def load() -> list[Some]:
    told: list[Some] = []
    over = threading.Event()

    def tell(some: Some) -> None:
        told.append(some)
        if some.new == 1:
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
    assert [(len(some.lines), some.share, some.new) for some in load()] == [(250, 1, 1)]
    Run().opened().sent(b"newest\n").over()
    told = load()
    assert [(len(some.lines), some.total, some.share, some.new) for some in told] == [
        (200, 250, 0.8, 0),
        (50, 250, 1, 0),
        (1, 251, 1, 1),
    ]
    history = kept(told)
    assert sorted(texts(history.shown))[-2:] == ["line 99", "newest"]
    assert len(history.shown) == 251


def test_while_much_is_new_it_is_told_as_it_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_EVERY", -1)
    for number in range(3):
        Run(WALL + number).opened().sent(b"run %d\n" % number).over()
    told = load()
    assert [texts(some.lines) for some in told] == [["run 2"], ["run 1"], ["run 0"], []]
    assert [round(some.new, 2) for some in told] == [0.33, 0.67, 1.0, 1]
    assert texts(kept(told).shown) == ["run 2", "run 1", "run 0"]


def test_of_very_many_runs_the_catalogue_is_asked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_RUNS_AT_ONCE", 2)
    for number in range(5):
        Run(WALL + number).opened().sent(b"run %d\n" % number).over()
    assert texts(kept(load()).shown) == [f"run {number}" for number in (4, 3, 2, 1, 0)]


def test_the_oldest_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST", 2)
    monkeypatch.setattr(shown, "MOST", 2)
    Run().opened().sent(b"old\n").received(b"!").sent(b"newer\n").received(b"!").sent(b"newest\n").over()
    load()
    history = kept(load())
    assert (texts(history.every), history.total, history.read) == (["newest", "newer"], 3, True)


def test_a_run_that_is_deleted_meanwhile_is_left_out() -> None:
    gone = Run().opened().sent(b"gone\n").over()
    Run().opened().sent(b"here\n").over()
    load()
    runs.remove(gone.id)
    assert texts(kept(load()).every) == ["here"]


def test_while_another_takes_long_to_take_in_a_run_one_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    Run().opened().sent(b"known\n").over()
    load()
    Run(WALL + 1).opened().sent(b"new\n").over()
    connect = sqlite3.connect
    other = connect(runs.data_dir() / "catalog.db", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    tried: list[float] = []

    def impatient(path: Path, timeout: float) -> sqlite3.Connection:
        tried.append(timeout)
        if len(tried) == 4:
            other.rollback()
        return connect(path, timeout=0.01)

    monkeypatch.setattr(sqlite3, "connect", impatient)
    assert texts(kept(load()).shown) == ["new", "known"]
    other.close()


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
    assert [(texts(one.found), one.looked, one.of, one.over) for one in found] == [(["GET /"], 1, 1, True)]


# The bytes ----------------------------------------------------------------------------------------------------------


def drawn(data: bytes, width: int, size: int | None = None) -> list[str]:
    preview = Preview(line("", size=len(data) if size is None else size), data)
    return ["".join(text for text, _ in row) for row in _lines_of(preview, width)]


def test_lines_are_wrapped_by_cells_and_nothing_of_them_is_lost() -> None:
    assert drawn(b"ab\r\ncd", 80) == ["ab␍␊", "cd"]
    assert drawn("日本語x".encode(), 4) == ["日本", "語x"]
    assert drawn(b"\x1b[31mred\n", 5) == ["␛[31m", "red␊"]


def test_what_is_not_shown_is_counted() -> None:
    assert drawn(b"ab", 80, size=1002) == ["ab", "… and 1,000 bytes more"]
