"""`tcptui sessions`, as a person and as a program use it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tcptui.journal.writer import Writer
from tcptui.protocol.events import Opened, RunStarted, VerdictReached
from tcptui.protocol.verdict import Outcome, ReceivedBytes, SentBytes, Verdict
from tests.conftest import Serve
from tests.servers import behaviours

GET = r"GET /a HTTP/1.1\r\nHost: x\r\nCookie: top=secret\r\n\r\n"


def tcptui(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "tcptui", *words], capture_output=True, timeout=60, check=False)


def lines(*words: str) -> list[str]:
    done = tcptui(*words)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().splitlines()


@pytest.fixture
def recorded(serve: Serve) -> str:
    """One run: a whole answer. Its target."""
    target = serve(behaviours.answer_then_close).target
    done = tcptui("send", target, "--text", GET)
    assert done.returncode == 0
    return target


def test_what_was_sent_is_found_again(recorded: str) -> None:
    (line,) = lines("sessions")
    assert f"{recorded}  complete " in line
    (run,) = (json.loads(one) for one in lines("sessions", "list", "--json"))
    assert run["id"] == line.split()[0]
    (connection,) = run["connections"]
    assert (connection["target"], connection["outcome"], connection["received"]) == (
        recorded,
        "complete",
        len(behaviours.ANSWER),
    )
    assert lines("sessions", "show", "last", "--json") == [json.dumps(run)]


def test_the_columns_stand_below_each_other_whatever_the_endings(data_dir: Path) -> None:
    sent, received = SentBytes(0, 0, 0, 0), ReceivedBytes(0, 0)
    runs: list[list[Outcome]] = [["complete", "resolve-failed"], ["closed"], ["closed", "broken-pipe"]]
    for number, outcomes in enumerate(runs):
        started = RunStarted(0, 1, "0", 1, "", ())
        writer = Writer.create(data_dir / "runs" / f"20260101-00000{number}-0000", started)
        for conn, outcome in enumerate(outcomes, 1):
            verdict = Verdict(outcome, "idle", "none", None, None, sent, received, None, None, "It ended.", "", ())
            writer.event(Opened(conn, 2, "h:80", "none"))
            writer.event(VerdictReached(conn, 3, verdict))
        writer.close()
    listed = lines("sessions")
    assert [line.split("  ")[3].strip() for line in listed] == ["some broken-pipe", "closed", "some resolve-failed"]
    assert len({(line.index("→"), line.index("←"), line.index("record")) for line in listed}) == 1


def test_show_tells_the_exchange_and_no_secret(recorded: str) -> None:
    text = "\n".join(lines("sessions", "show", "last"))
    assert "→  GET /a HTTP/1.1␍␊" in text
    assert "←  HTTP/1.1 200 OK␍␊" in text
    assert "complete: The server gave a complete answer" in text
    assert "Cookie: **********␍␊" in text
    assert "top=secret" in "\n".join(lines("sessions", "show", "last", "--unmasked"))


def test_the_secret_is_nowhere_but_in_the_record(recorded: str, data_dir: Path) -> None:
    lines("sessions")
    for path in data_dir.rglob("*"):
        if path.is_file() and path.name != "log":
            assert b"top=secret" not in path.read_bytes(), path.name
    (log,) = data_dir.rglob("log")
    assert log.read_bytes().count(b"top=secret") == 1


def test_show_stops_at_its_rows(recorded: str) -> None:
    shown = lines("sessions", "show", "last", "--rows", "3")
    (cut,) = (i for i, line in enumerate(shown) if line.startswith("  … more rows"))
    assert len(shown[cut + 1 :]) >= 2
    assert "complete: The server gave a complete answer" in shown[-1]


def test_exports(recorded: str, tmp_path: Path) -> None:
    assert tcptui("sessions", "export", "last", "--as", "raw").stdout == behaviours.ANSWER
    out = tcptui("sessions", "export", "last", "--as", "raw", "--direction", "out").stdout
    assert out == GET.encode().decode("unicode_escape").encode()
    file = tmp_path / "dump"
    assert lines("sessions", "export", "last", "--as", "hexdump", "-o", str(file)) == []
    assert b"|HTTP/1.1 200 OK.|" in file.read_bytes()
    told = [json.loads(line) for line in lines("sessions", "export", "last", "--as", "jsonl")]
    assert told[-1]["event"] == "verdict"
    assert base64.b64decode(next(one["data"] for one in told if one["event"] == "received")) in behaviours.ANSWER


def test_a_torn_record_is_told_and_the_rest_exported(recorded: str, data_dir: Path) -> None:
    (log,) = data_dir.rglob("log")
    with log.open("ab") as file:
        file.write(b"T\x01")
    done = tcptui("sessions", "export", "last", "--as", "raw")
    assert (done.returncode, done.stdout) == (0, behaviours.ANSWER)
    assert "The last record is torn: 2 bytes of it are there" in done.stderr.decode()
    assert "The last record is torn" in lines("sessions")[0]


def test_the_last_of_two_runs_in_a_second_is_the_last(serve: Serve) -> None:
    first, second = (serve(behaviours.answer_then_close).target for _ in range(2))
    for target in (first, second):
        tcptui("send", target, "--text", GET)
    assert json.loads(lines("sessions", "show", "last", "--json")[0])["connections"][0]["target"] == second
    assert [second in lines("sessions")[0], first in lines("sessions")[1]] == [True, True]


def test_no_record_leaves_nothing(serve: Serve, data_dir: Path) -> None:
    assert tcptui("send", serve(behaviours.answer_then_close).target, "--text", GET, "--no-record").returncode == 0
    assert list(data_dir.rglob("*")) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "nope"), "No run has the ID 'nope'"),
        (("export", "last", "--as", "raw", "--conn", "7"), "The run has no connection 7; it has 1."),
        (("export", "last", "--as", "pdf"), "invalid choice: 'pdf'"),
        (("export", "last", "--as", "raw", "--direction", "up"), "invalid choice: 'up'"),
        (("prune", "--keep-below", "0"), "--yes deletes without asking"),
        (("prune", "--keep-below", "much"), "'much' is no size"),
        (("prune", "--keep-below", "9" * 5000), "is no size"),
        (("prune", "--older-than", "-1"), "'-1' is no number of days"),
        (("prune", "--older-than", "nan"), "'nan' is no number of days"),
        (("list", "--nope"), "unrecognized arguments: --nope"),
    ],
)
def test_bad_input_is_one_sentence_and_2(recorded: str, words: tuple[str, ...], sentence: str) -> None:
    done = tcptui("sessions", *words)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_an_unwritable_file_is_1(recorded: str) -> None:
    done = tcptui("sessions", "export", "last", "--as", "raw", "-o", "/nowhere/at/all")
    assert done.returncode == 1
    assert done.stderr.decode() == "tcptui sessions export: /nowhere/at/all: No such file or directory.\n"


def test_prune_deletes_the_oldest_first(serve: Serve) -> None:
    target = serve(behaviours.answer_then_close).target
    for _ in range(3):
        tcptui("send", target, "--text", GET)
    runs = [json.loads(line) for line in lines("sessions", "list", "--json")]
    keep = sum(run["size"] for run in runs) - 1
    assert lines("sessions", "prune", "--keep-below", str(keep), "--yes")[-1].startswith("Deleted 1 run, ")
    assert [json.loads(line)["id"] for line in lines("sessions", "list", "--json")] == [run["id"] for run in runs[:2]]
    assert lines("sessions", "prune", "--older-than", "1") == ["Nothing to delete."]
    assert lines("sessions", "prune") == ["Nothing to delete."]


def test_where_the_catalogue_cannot_be_written_runs_are_found_and_deleted_all_the_same(
    recorded: str, data_dir: Path
) -> None:
    """As on a full disk, where deleting runs is what helps."""
    (data_dir / "catalog.db").unlink()
    (data_dir / "catalog.db").mkdir()
    assert f"{recorded}  complete " in lines("sessions")[0]
    assert lines("sessions", "show", "last")[0].startswith("run ")
    assert lines("sessions", "prune", "--older-than", "0", "--yes")[-1].startswith("Deleted 1 run, ")
    assert not list(data_dir.rglob("log"))
    assert lines("sessions") == [f"Nothing is recorded yet in {data_dir}/runs."]


def test_a_closed_pipe_is_quiet(recorded: str) -> None:
    command = f"{sys.executable} -m tcptui sessions show last | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_a_record_says_acts_on_no_terminal(data_dir: Path) -> None:
    """A record may come from anywhere: its words are not ours."""
    started = RunStarted(0, 1, "0", 1, "\x1b[2J", ("send", "\x1b[2J"))
    writer = Writer.create(data_dir / "runs" / "20260101-000000-0000", started)
    writer.event(Opened(1, 2, "unix:/\x1b[2J\x9b\u202e→", "none"))
    writer.close()
    for words in (("sessions",), ("sessions", "show", "last"), ("sessions", "list", "--json"), ("sessions", "prune")):
        done = tcptui(*words)
        assert (done.returncode, done.stderr) == (0, b""), words
        assert b"\x1b" not in done.stdout
        assert not {"\x9b", "\u202e"} & set(done.stdout.decode())


def test_a_folder_whose_name_is_no_id_is_passed_over(recorded: str, data_dir: Path) -> None:
    Writer.create(data_dir / "runs" / "run\udcff\x1b[2J", RunStarted(0, 1, "0", 1, "", ())).close()
    assert len(lines("sessions")) == 1


def test_a_killed_runs_connection_is_cut_off(serve: Serve) -> None:
    words = [sys.executable, "-m", "tcptui", "send", serve(behaviours.never_answer).target, "--text", GET, "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["event"] == "sent":
                break
        assert " open " in lines("sessions")[0]
        process.kill()
    assert " cut off " in lines("sessions")[0]
    assert "· cut off" in "\n".join(lines("sessions", "show", "last"))


def test_what_is_no_run_is_passed_over(recorded: str, data_dir: Path) -> None:
    (data_dir / "runs" / "notes").mkdir()
    (data_dir / "runs" / "notes" / "log").write_bytes(b"")
    assert len(lines("sessions")) == 1
    assert data_dir.stat().st_mode & 0o077 == 0


def test_exports_for_other_programs(recorded: str, tmp_path: Path) -> None:
    def exported(form: str) -> bytes:
        done = tcptui("sessions", "export", "last", "--as", form, "-o", str(tmp_path / form))
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        return (tmp_path / form).read_bytes()

    assert exported("pcapng")[:4] == b"\x0a\x0d\x0d\x0a"
    assert behaviours.ANSWER in exported("pcapng")
    (entry,) = json.loads(exported("har"))["log"]["entries"]
    assert entry["response"]["content"]["text"] == behaviours.BODY.decode()
    assert b"complete: The server gave a complete answer" in exported("html")
    assert not any(b"top=secret" in exported(form) for form in ("har", "html"))
    done = tcptui("sessions", "export", "last", "--as", "pcapng", "--direction", "in")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"pcapng holds both directions: leave --direction out." in done.stderr
