"""The catalogue follows the logs: incrementally, past torn records, and from nothing when it is damaged."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from tcptui.journal import runs
from tcptui.journal.catalog import Catalog
from tcptui.journal.entries import SentStretch, run_ending
from tcptui.journal.lasttime import last_time, last_time_of
from tcptui.journal.layout import HEADER, MAGIC, Kind
from tcptui.journal.log import Log
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Accepted, Address, Connected, Listening, Opened, Replayed, RunStarted, VerdictReached
from tcptui.protocol.verdict import ReceivedBytes, SentBytes, Verdict

WALL, T0 = 1_700_000_000_000_000_000, 5_000_000_000


def begin() -> tuple[str, Writer]:
    folder = runs.new_run_folder()
    return folder.name, Writer.create(folder, RunStarted(0, T0, "1.2.3", WALL, "test", ("send", "x:1")))


def exchange(writer: Writer, conn: int, sent: list[bytes], received: bytes) -> None:
    writer.event(Opened(conn, T0 + 1, f"host{conn}:80", "http"))
    peer = Address("ipv4", "127.0.0.1", 80)
    writer.event(Connected(conn, T0 + 2, peer, peer, 1, 0.1))
    offset = 0
    for data in sent:
        writer.sent(conn, T0 + 3, offset, data)
        offset += len(data)
    room = writer.room(len(received))
    assert room is not None
    room[:] = received
    writer.received(conn, T0 + 4, 0, len(received))
    writer.flush()


def verdict(conn: int) -> VerdictReached:
    sent, received = SentBytes(1, 1, 0, 0), ReceivedBytes(1, 0)
    words = ("It went well.", "", ())
    return VerdictReached(
        conn, T0 + 9, Verdict("complete", "idle", "peer-fin", None, None, sent, received, None, None, *words)
    )


@pytest.fixture
def catalog() -> Catalog:
    return Catalog.open()


def test_it_tells_what_is_in_a_run(catalog: Catalog) -> None:
    run, writer = begin()
    exchange(writer, 1, [b"GET /", b" HTTP/1.1\r\n\r\n"], b"answer")
    writer.event(verdict(1))
    writer.close()
    catalog.refresh()
    (entry,) = catalog.runs()
    assert (entry.id, entry.started, entry.version, entry.command) == (run, WALL, "1.2.3", "send x:1")
    assert (entry.live, entry.problem, entry.size) == (False, None, runs.log_path(run).stat().st_size)
    (connection,) = catalog.connections(run)
    assert (connection.target, connection.peer, connection.opened) == ("host1:80", "127.0.0.1:80", WALL + 1)
    assert (connection.outcome, connection.summary) == ("complete", "It went well.")
    assert (connection.sent, connection.received) == (18, 6)
    (stretch,) = catalog.sent(run, 1)
    assert stretch == SentStretch(run, 1, stretch.pos, 0, 18)
    with Log.open(runs.log_path(run)) as log:
        assert log.body(log.record(stretch.pos)) == b"GET /"


def test_a_live_run_is_followed(catalog: Catalog) -> None:
    run, writer = begin()
    exchange(writer, 1, [b"one"], b"1")
    catalog.refresh()
    assert catalog.runs()[0].live
    assert [one.outcome for one in catalog.connections(run)] == [None]
    writer.sent(1, T0 + 6, 3, b"two")
    exchange(writer, 2, [b"other"], b"2")
    writer.event(verdict(1))
    writer.close()
    catalog.refresh()
    assert not catalog.runs()[0].live
    assert [(one.conn, one.sent, one.outcome) for one in catalog.connections(run)] == [(1, 6, "complete"), (2, 5, None)]
    assert [(one.offset, one.size) for one in catalog.sent(run, 1)] == [(0, 3), (3, 3)]


def test_a_torn_record_is_a_problem_of_its_run_only(catalog: Catalog) -> None:
    torn, writer = begin()
    exchange(writer, 1, [b"one"], b"1")
    writer.close()
    with runs.log_path(torn).open("ab") as log:
        log.write(b"\x54\x01\x01")
    whole, writer = begin()
    writer.close()
    catalog.refresh()
    problems = {entry.id: entry.problem for entry in catalog.runs()}
    assert problems[whole] is None
    assert "torn" in str(problems[torn])
    assert catalog.connections(torn)[0].sent == 3


def test_another_formats_log_is_named_and_the_rest_works(catalog: Catalog) -> None:
    folder = runs.runs_dir() / "20200101-000000-aaaa"
    folder.mkdir(parents=True)
    (folder / "log").write_bytes(b"no log at all, but long enough for a header")
    _, writer = begin()
    writer.close()
    catalog.refresh()
    assert [entry.problem for entry in catalog.runs()] == [None, "The file is no log of tcptui's."]


def test_a_run_that_is_gone_is_forgotten(catalog: Catalog) -> None:
    run, writer = begin()
    exchange(writer, 1, [b"one"], b"1")
    writer.close()
    catalog.refresh()
    assert runs.remove(run)
    catalog.refresh()
    assert (catalog.runs(), catalog.connections(run), catalog.sent(run, 1)) == ([], [], [])


def test_a_live_run_is_not_removed() -> None:
    run, writer = begin()
    assert not runs.remove(run)
    writer.close()
    assert runs.remove(run)


@pytest.mark.parametrize("damage", ["garbage", "page", "version", "missing"])
def test_it_is_built_anew(data_dir: Path, damage: str) -> None:
    run, writer = begin()
    exchange(writer, 1, [b"one"], b"1")
    writer.close()
    first = Catalog.open()
    first.refresh()
    first.close()
    path = data_dir / "catalog.db"
    match damage:
        case "garbage":
            path.write_bytes(b"no database " * 1000)
        case "page":
            pages = bytearray(path.read_bytes())
            pages[4096 : 3 * 4096] = b"\xee" * (2 * 4096)
            path.write_bytes(pages)
        case "version":
            with sqlite3.connect(path) as db:
                db.execute("PRAGMA user_version = 99")
            db.close()
        case "missing":
            path.unlink()
    catalog = Catalog.open()
    catalog.refresh()
    assert [(one.target, one.sent) for one in catalog.connections(run)] == [("host1:80", 3)]


def test_nobody_else_may_read_it(data_dir: Path) -> None:
    run, writer = begin()
    writer.close()
    Catalog.open().close()
    assert stat.S_IMODE((data_dir / "catalog.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(runs.log_path(run).stat().st_mode) == 0o600
    assert stat.S_IMODE(runs.log_path(run).parent.stat().st_mode) == 0o700


def test_runs_go_by_the_beginning_of_their_id() -> None:
    with pytest.raises(runs.NoRunError, match="No runs are recorded"):
        runs.find("last")
    for name in ("20260101-000000-aaaa", "20260102-000000-bbbb"):
        Writer.create(runs.runs_dir() / name, RunStarted(0, 1, "1", 1, "x")).close()
    assert runs.find("last") == "20260102-000000-bbbb"
    assert runs.find("20260101") == "20260101-000000-aaaa"
    with pytest.raises(runs.NoRunError, match="begins the IDs of 2 runs"):
        runs.find("2026")
    with pytest.raises(runs.NoRunError, match="No run has the ID 'x'"):
        runs.find("x")


def test_ids_sort_by_time() -> None:
    made = [runs.new_run_folder().name for _ in range(200)]
    assert made == sorted(set(made))


def test_a_busy_catalogue_is_left_alone(data_dir: Path) -> None:
    Catalog.open().close()
    db = sqlite3.connect(data_dir / "catalog.db")
    db.execute("PRAGMA user_version = 98")
    db.commit()
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("BEGIN EXCLUSIVE")
    with pytest.MonkeyPatch.context() as patch:
        connect = sqlite3.connect
        patch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=0.01))
        with pytest.raises(sqlite3.Error):
            Catalog.open().refresh()
    db.rollback()
    assert db.execute("PRAGMA user_version").fetchone() == (98,)
    db.close()


def test_two_who_refresh_at_once_count_once(catalog: Catalog) -> None:
    run, writer = begin()
    exchange(writer, 1, [b"one"], b"1")
    writer.close()
    others = [threading.Thread(target=lambda: Catalog.open().refresh()) for _ in range(4)]
    for other in others:
        other.start()
    catalog.refresh()
    for other in others:
        other.join()
    assert len(catalog.sent(run, 1)) == 1


def test_an_event_that_can_not_be_read_is_a_problem_of_its_run_only(catalog: Catalog) -> None:
    run, writer = begin()
    exchange(writer, 1, [b"one"], b"1")
    writer.close()
    body = b'{"event":"from-the-future"}'
    with runs.log_path(run).open("ab") as log:
        log.write(HEADER.pack(MAGIC, Kind.EVENT, 0, 1, 0, 0, len(body), 0) + body)
    catalog.refresh()
    assert "from-the-future" in str(catalog.runs()[0].problem)
    assert catalog.connections(run)[0].sent == 3


def opened(writer: Writer, conn: int, target: str, seconds: int) -> None:
    writer.event(Opened(conn, T0 + seconds * 10**9, target, "auto"))


def test_recent_targets_are_told_once_and_newest_first(catalog: Catalog) -> None:
    _, writer = begin()
    opened(writer, 1, "old:1", 1)
    opened(writer, 2, "again:2", 2)
    opened(writer, 3, "other:3", 3)
    opened(writer, 4, "again:2", 4)
    writer.event(verdict(4))
    writer.close()
    catalog.refresh()
    recent = catalog.recent(9)
    assert [(one.target, one.outcome) for one in recent] == [
        ("again:2", "complete"),
        ("other:3", None),
        ("old:1", None),
    ]
    assert recent[0].last == WALL + 4 * 10**9
    assert [one.target for one in catalog.recent(1)] == ["again:2"]


def test_what_came_to_a_listener_of_the_run_is_no_recent_target(catalog: Catalog) -> None:
    _, writer = begin()
    here, peer = Address("ipv4", "127.0.0.1", 4000), Address("ipv4", "127.0.0.1", 5000)
    writer.event(Listening(1, T0 + 1, here, 128))
    opened(writer, 2, "127.0.0.1:4000", 1)
    writer.event(Accepted(3, T0 + 3, 1, peer, here))
    opened(writer, 4, "elsewhere:80", 2)
    writer.close()
    catalog.refresh()
    assert [one.target for one in catalog.recent(9)] == ["elsewhere:80"]


def test_the_demos_targets_are_no_recent_ones(catalog: Catalog) -> None:
    writer = Writer.create(runs.new_run_folder(), RunStarted(0, T0, "1.2.3", WALL, "test", ("demo",)))
    opened(writer, 1, "127.0.0.1:4000", 1)
    writer.close()
    catalog.refresh()
    assert catalog.recent(9) == []


def test_a_run_is_summed_up(catalog: Catalog) -> None:
    run, writer = begin()
    exchange(writer, 1, [b"ab"], b"cde")
    exchange(writer, 2, [b"f"], b"")
    writer.event(verdict(2))
    opened(writer, 3, "host1:80", 5)
    writer.close()
    empty, writer = begin()
    writer.close()
    catalog.refresh()
    newest, summary = catalog.summaries()
    assert (newest.run.id, newest.connections, newest.targets, newest.outcomes) == (empty, 0, (), ())
    assert (summary.run.id, summary.connections) == (run, 3)
    assert summary.targets == ("host1:80", "host2:80")
    assert summary.outcomes == (None, "complete")
    assert (summary.sent, summary.received) == (3, 3)
    assert {"host2:80", "complete", run} <= set(summary.words.split())


def test_replays_of_the_same_are_found_across_runs():
    names = []
    for _ in range(2):
        run, writer = begin()
        names.append(run)
        for conn, source in ((1, "/a/r.toml"), (2, "/a/other.toml"), (3, "")):
            if source:
                writer.event(Replayed(conn, T0, source, "r"))
            exchange(writer, conn, [b"x"], b"y")
        writer.flush()
        writer.close()
    with contextlib.closing(Catalog.open()) as catalog:
        catalog.refresh()
        assert catalog.last_replay("/a/r.toml", "~", 0) == (names[1], 1, 0)
        assert catalog.last_replay("/a/r.toml", names[1], 1) == (names[0], 1, 0)
        assert catalog.replayed(names[0], 2) == ("/a/other.toml", 0)
        assert catalog.replayed(names[0], 3) is None
        assert [one.replayed for one in catalog.connections(names[0])] == ["/a/r.toml", "/a/other.toml", None]
        assert [(one.run, one.conn) for one in catalog.newest_connections(4)] == [
            (names[1], 3), (names[1], 2), (names[1], 1), (names[0], 3),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "live", "said"),
    [
        ([], False, ""),
        ([None], True, "open"),
        ([None, "reset"], False, "some reset"),
        (["reset", "reset"], False, "reset"),
        (["complete", "closed"], False, "complete"),
        ([None], False, "cut off"),
        (["closed", "timeout", "reset"], False, "some timeout"),
    ],
)
def test_how_a_runs_connections_ended_is_said_alike_everywhere(
    outcomes: list[str | None], live: bool, said: str
) -> None:
    assert run_ending(outcomes, live=live) == said


def test_the_last_time_is_the_replay_before_else_the_recording():
    names = []
    for _ in range(2):
        run, writer = begin()
        names.append(run)
        for conn in (1, 2):
            writer.event(Replayed(conn, T0, "/a/r.toml", "r"))
            exchange(writer, conn, [b"x"], b"y")
        writer.flush()
        writer.close()
    first, second = names
    assert last_time("/a/r.toml", (second, 2)) == (second, 1)
    assert last_time("/a/r.toml", (second, 1)) == (first, 2)
    assert last_time("/a/r.toml", (first, 1)) is None
    assert last_time("/a/r.toml", ("~", 0)) == (second, 2)
    assert last_time(f"recording {first}/2", (second, 1)) == (first, 2)
    assert last_time("recording nonsense", (second, 1)) is None
    assert last_time_of((second, 2)) == (second, 1)
    assert last_time_of((first, 1)) is None
    assert last_time_of((first, 9)) is None


def test_the_last_time_of_one_of_many_is_the_same_one_of_the_many_before():
    names = []
    for rounds in (((1, 2, 3),), ((1,), (2, 3, 4, 5), (6, 7))):
        run, writer = begin()
        names.append(run)
        for conns in rounds:
            for conn in conns:
                writer.event(Replayed(conn, T0, "/a/r.toml", "r", conns[0] if len(conns) > 1 else 0))
                exchange(writer, conn, [b"x"], b"y")
        writer.flush()
        writer.close()
    first, second = names
    assert [last_time_of((second, conn)) for conn in range(1, 8)] == [
        (first, 1), (second, 1), (second, 1), (second, 1), (second, 1), (second, 2), (second, 3),
    ]  # fmt: skip
    assert last_time("/a/r.toml", ("~", 0), 0) == (second, 6)
    assert last_time("/a/r.toml", ("~", 0), 9) == (second, 7)
    assert last_time("/a/r.toml", (second, 1), 1) == (first, 2)
