"""`tcptui replay` as a CI job runs it: files in, lines and an exit status out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tcptui.cli.arguments import command_parser
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Behaviour, Peer
from tests.servers.unanswered import refused_port

GET = '[[steps]]\nsend = "GET / HTTP/1.1\\r\\nHost: {{host}}\\r\\n\\r\\n"\n'
OK = "[[steps]]\nexpect = { status = 200 }\n"


def replay(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `tcptui replay WORDS` in a folder, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "tcptui", "replay", *words],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


def replay_here(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> int:
    """The same in this process, where many are to be tried: the exit status."""
    monkeypatch.chdir(folder)
    args = command_parser().parse_args(["replay", *words, "--no-record"])
    return int(args.run(args))


def told(folder: Path, *words: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and objects of `replay --json`."""
    done = replay(folder, *words, "--json")
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def saved(folder: Path, name: str, target: str, steps: str, framing: str = "http", head: str = "") -> str:
    """A request's file; gives its name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'target = "{target}"\nframing = "{framing}"\n{head}{steps}')
    return name


def without_times(output: str) -> list[str]:
    """The lines without what differs from run to run."""
    lines = (line.rstrip() for line in output.splitlines())
    return [line.rsplit("  ", 1)[0].rstrip() if line.endswith((" ms", " µs", " s")) else line for line in lines]


def test_a_line_a_step_and_a_summary(serve: Serve, tmp_path: Path) -> None:
    target = serve(behaviours.answer_and_keep_open).target
    saved(tmp_path, "ok.toml", target, GET + OK + '[[steps]]\npause = "1ms"\n[[steps]]\nclose = "fin"\n')
    done = replay(tmp_path, "ok.toml")
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = without_times(done.stdout)
    assert lines == [
        f"ok.toml · {target}",
        "   1 ok    send GET / HTTP/1.1 … (35 bytes)",
        "   2 ok    expect status 200",
        "   3 ok    pause 1ms",
        "   4 ok    close fin",
    ]
    assert last.startswith("1 replay: 1 passed · steps: 4 ok · ")


def test_what_is_not_met_is_4_and_shows_expected_and_got(serve: Serve, tmp_path: Path) -> None:
    target = serve(behaviours.answer_and_keep_open).target
    expect = '[[steps]]\nexpect = { status = [201, 202], contains = "patients" }\n'
    saved(tmp_path, "bad.toml", target, GET + expect + OK)
    done = replay(tmp_path, "bad.toml")
    assert done.returncode == 4
    assert without_times(done.stdout)[2:6] == [
        '   2 FAIL  expect status 201 or 202, contains "patients"',
        '           expected  status 201 or 202; contains "patients"',
        f"           got       status 200 (HTTP/1.1 200 OK); 100 bytes: {behaviours.BODY.decode()}",
        "   3 -     expect status 200  (not run)",
    ]
    assert "1 replay: 0 passed, 1 failed · steps: 1 ok, 1 failed, 1 not run" in done.stdout


def test_a_folder_in_its_order_and_the_first_failure_counts(serve: Serve, tmp_path: Path) -> None:
    target = serve(behaviours.answer_and_keep_open).target
    saved(tmp_path, "all/b.toml", target, GET + OK.replace("200", "404"))
    saved(tmp_path, "all/a.toml", target, GET + OK)
    with refused_port() as nobody:
        saved(tmp_path, "all/group/c.toml", nobody, GET + OK)
        code, events = told(tmp_path, "all")
        only_refused, _ = told(tmp_path, "all/group/c.toml", "all/a.toml")
    assert (code, only_refused) == (4, 7)
    steps = [(one["file"], one["step"], one["ok"]) for one in events if one["event"] == "step"]
    assert steps == [
        ("all/a.toml", 1, True),
        ("all/a.toml", 2, True),
        ("all/b.toml", 1, True),
        ("all/b.toml", 2, False),
    ]
    assert [one["outcome"] for one in events if one["event"] == "verdict"] == ["complete", "complete", "refused"]
    summary = events[-1]
    assert (summary["event"], summary["replays"], summary["passed"], summary["failed"]) == ("summary", 3, 1, 2)
    assert (summary["steps"], summary["exit"]) == ({"passed": 3, "failed": 1, "not_run": 2}, 4)


def test_what_failed_of_many_is_named_again_at_the_end(serve: Serve, tmp_path: Path) -> None:
    target = serve(behaviours.answer_and_keep_open).target
    saved(tmp_path, "a.toml", target, GET + OK)
    saved(tmp_path, "b.toml", target, GET + OK.replace("200", "404"), head='name = "B"\n')
    done = replay(tmp_path, "a.toml", "b.toml", "--connections", "21")
    assert done.returncode == 4
    *_, first, last, more, summary = done.stdout.splitlines()
    assert last == f"  b.toml · B · {target} · connection 41 · step 2 expect status 404 · exit 4"
    assert first.replace("connection 40", "connection 41") == last
    assert more == "  … and 1 more"
    assert summary.startswith("42 replays: 21 passed, 21 failed · steps: 63 ok, 21 failed · ")


def test_json_tells_the_events_with_the_steps_among_them(serve: Serve, tmp_path: Path) -> None:
    saved(tmp_path, "r.toml", serve(behaviours.answer_and_keep_open).target, GET + OK)
    code, events = told(tmp_path, "r.toml")
    names = [one["event"] for one in events if one["event"] not in ("acked", "message")]
    assert (code, names) == (
        0, ["connecting", "connected", "sent", "step", "received", "step", "closed", "verdict", "summary"],
    )  # fmt: skip
    first, second = (one for one in events if one["event"] == "step")
    assert first == {
        "event": "step", "conn": 1, "t": first["t"], "file": "r.toml", "step": 1, "what": "send GET / HTTP/1.1 …",
        "ok": True, "seconds": 0.0, "bytes": 35, "expected": None, "got": None,
    }  # fmt: skip
    assert (second["what"], second["ok"], second["bytes"]) == ("expect status 200", True, None)


@pytest.mark.parametrize(
    ("behave", "steps", "framing", "code"),
    [
        (behaviours.reset_before_answer, "", "http", 56),
        (behaviours.reset_before_answer, "[[steps]]\nexpect = { event = 'peer-rst', within = '5s' }", "http", 0),
        (behaviours.reset_mid_body, "[[steps]]\nexpect = { event = 'peer-rst' }", "http", 0),
        (behaviours.fin_mid_body, "", "http", 18),
        (behaviours.fin_without_answer, "[[steps]]\nwait = 'end'", "http", 52),
        (behaviours.fin_without_answer, "[[steps]]\nexpect = { event = 'peer-fin' }", "http", 0),
        (behaviours.answer_then_close, "[[steps]]\nexpect = { event = 'peer-rst', within = '50ms' }", "http", 4),
        (behaviours.garbage, "", "http", 8),
        (behaviours.never_answer, "[[steps]]\nwait = { message = 1, within = '100ms' }", "http", 28),
        (behaviours.never_answer, "[[steps]]\nexpect = { status = 200, within = '100ms' }", "http", 4),
        (behaviours.never_answer, "[[steps]]\nclose = 'rst'", "http", 0),
        (behaviours.answer_then_reset, OK, "http", 0),
        (behaviours.echo_after_end, "[[steps]]\nclose = 'half'\n[[steps]]\nexpect = { contains = 'Host:' }", "none", 0),
    ],
)
def test_endings(
    serve: Serve,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    behave: Behaviour,
    steps: str,
    framing: str,
    code: int,
) -> None:
    saved(tmp_path, "r.toml", serve(behave).target, GET + steps, framing)
    assert replay_here(monkeypatch, tmp_path, "r.toml") == code


def test_nothing_is_sent_where_anything_is_wrong(serve: Serve, tmp_path: Path, data_dir: Path) -> None:
    asked: list[Peer] = []
    target = serve(asked.append).target
    saved(tmp_path, "all/good.toml", target, GET)
    saved(tmp_path, "all/unknown.toml", target, '[[steps]]\nsend = "{{nmae}}"\n', head='[variables]\nname = "x"\n')
    saved(tmp_path, "all/broken.toml", target, "[[steps]]\nsend = \n")
    saved(tmp_path, "all/tls.toml", "tls://h:1", GET)
    done = replay(tmp_path, "all")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "tcptui replay: all/broken.toml:4: not TOML: Invalid value, at column 8.",
        "tcptui replay: all/tls.toml: target: tls://h:1: this version speaks plain TCP only; TLS is still to come.",
        "tcptui replay: all/unknown.toml:5: step 1: the variable nmae is not known. Did you mean name?",
    ]
    assert asked == []
    assert not list(data_dir.rglob("log"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["no.toml"], "no.toml: can't be read: No such file or directory."),
        (["empty"], "empty: there is no request in this folder (a request is a file NAME.toml)."),
        (["r.toml", "--var", "x"], "--var x: it has no value: write --var x=VALUE."),
        (["r.toml", "--var", "a b=1"], "--var: 'a b' is no name of a variable"),
        (["r.toml", "--env", "no.env"], "--env no.env: can't be read: No such file or directory."),
        (["r.toml", "--target", "nowhere"], "'nowhere' has no port"),
        (["r.toml", "--repeat", "0"], "argument --repeat: '0' is no whole number"),
    ],
)
def test_what_is_asked_wrongly(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    (tmp_path / "empty").mkdir()
    saved(tmp_path, "r.toml", "h:1", GET)
    try:
        code = replay_here(monkeypatch, tmp_path, *words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"tcptui replay: {sentence}")


def test_where_variables_come_from_and_secrets_stay_secret(serve: Serve, tmp_path: Path) -> None:
    head = '[variables]\ntoken = { env = "API_TOKEN", secret = true }\nwho = "file"\nhow = "file"\nwhat = "file"\n'
    send = '[[steps]]\nsend = "GET /{{who}}/{{how}}/{{what}}?{{token}} HTTP/1.1\\n\\n"\n'
    expect = "[[steps]]\nexpect = { contains = 'GET /cli/env/file?{{token}} HTTP', within = '2s' }\n"
    wrong = "[[steps]]\nexpect = { contains = 'no {{token}}', within = '0s' }\n"
    saved(tmp_path, "r.toml", serve(behaviours.echo_after_first_line).target, send + expect + wrong, "none", head)
    (tmp_path / "e.env").write_text("who=env\nhow=env\nAPI_TOKEN=hunter2\n", "utf-8-sig")
    words = ("r.toml", "--env", "e.env", "--var", "who=cli", "--junit", "out.xml")
    for form in ((), ("--json",)):
        done = replay(tmp_path, *words, *form, API_TOKEN="not this one")
        assert done.returncode == 4, done.stdout
        assert "hunter2" not in done.stdout + done.stderr + (tmp_path / "out.xml").read_text()
        assert "GET /cli/env/file?*** HTTP/1.1" in done.stdout


def test_another_target_and_remarks(serve: Serve, tmp_path: Path) -> None:
    saved(tmp_path, "r.toml", "127.0.0.1:1", GET.replace("send", "note = 1\nsend", 1) + OK)
    done = replay(tmp_path, "r.toml", "--target", serve(behaviours.answer_and_keep_open).target)
    assert done.returncode == 0
    assert done.stderr == "tcptui replay: r.toml:4: step 1: 'note' means nothing here, and is kept.\n"


def test_many_connections_are_told_in_their_order(serve: Serve, tmp_path: Path) -> None:
    saved(tmp_path, "r.toml", serve(behaviours.answer_slowly).target, GET + OK)
    done = replay(tmp_path, "r.toml", "--connections", "5", "--repeat", "2")
    assert done.returncode == 0
    titles = [line.split(" · ")[2:] for line in done.stdout.splitlines() if line.startswith("r.toml")]
    assert titles == [[f"{turn} of 2", f"connection {5 * (turn - 1) + n}"] for turn in (1, 2) for n in range(1, 6)]
    assert "10 replays: 10 passed · steps: 20 ok · " in done.stdout


def test_junit(serve: Serve, tmp_path: Path) -> None:
    target = serve(behaviours.answer_and_keep_open).target
    saved(tmp_path, "a.toml", target, GET + OK.replace("200", "404") + '[[steps]]\nclose = "fin"\n')
    with refused_port() as nobody:
        saved(tmp_path, "b.toml", nobody, GET)
        assert replay(tmp_path, "a.toml", "b.toml", "--junit", "out.xml").returncode == 4
    root = ElementTree.parse(tmp_path / "out.xml").getroot()
    first, second = root
    counts = ("tests", "failures", "errors", "skipped")
    assert [root.get(name) for name in counts] == ["5", "1", "1", None], "there is no such attribute of them all"
    assert [first.get(name) for name in counts] == ["3", "1", "0", "1"]
    assert [case.get("name") for case in first] == ["1 send GET / HTTP/1.1 …", "2 expect status 404", "3 close fin"]
    failure = first[1][0]
    assert failure.text.startswith("expected  status 404\ngot       status 200 (HTTP/1.1 200 OK); 100 bytes: 0123")
    assert [second.get(name) for name in counts] == ["2", "0", "1", "1"]
    assert (second[1].get("name"), second[1][0].get("type")) == ("connection", "refused")


def test_a_junit_file_that_can_not_be_written(serve: Serve, tmp_path: Path) -> None:
    saved(tmp_path, "r.toml", serve(behaviours.answer_and_keep_open).target, GET + OK)
    for place, why in (("no/out.xml", f"can't be written: {tmp_path}/no does not exist"), (".", "it is a folder")):
        done = replay(tmp_path, "r.toml", "--junit", place)
        assert (done.returncode, done.stdout) == (2, ""), "nothing is sent whose results would be lost"
        assert done.stderr.startswith(f"tcptui replay: --junit {place}: {why}")


def test_steps_are_in_the_record(serve: Serve, tmp_path: Path) -> None:
    saved(tmp_path, "r.toml", serve(behaviours.answer_and_keep_open).target, GET + OK)
    assert replay(tmp_path, "r.toml").returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "tcptui", "sessions", "export", "last", "--as", "jsonl"],
        capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    steps = [one for line in done.stdout.splitlines() if (one := json.loads(line))["event"] == "step"]
    assert [(one["step"], one["ok"]) for one in steps] == [(1, True), (2, True)]


def test_asked_to_end_it_ends_in_order(serve: Serve, tmp_path: Path) -> None:
    saved(tmp_path, "r.toml", serve(behaviours.never_answer).target, GET + "[[steps]]\nwait = 'message'\n")
    words = [sys.executable, "-m", "tcptui", "replay", "r.toml", "r.toml", "--junit", "out.xml"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while "1 ok " not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert process.returncode == 130
    assert "2 -     wait message  (not run)" in rest
    *_, never = ElementTree.parse(tmp_path / "out.xml").getroot()
    assert [never.get(name) for name in ("tests", "skipped", "failures")] == ["2", "2", "0"]
    assert str(never.get("name")).endswith(" · 1 not run")
    assert "2 replays: 0 passed, 1 stopped, 1 not run · steps: 1 ok, 3 not run" in rest, "the second file is not begun"


def test_a_file_that_goes_away_ends_the_run_and_all_is_counted(serve: Serve, tmp_path: Path) -> None:
    body = tmp_path / "body.bin"
    body.write_bytes(b"GET / HTTP/1.1\r\n\r\n")

    def take_away(peer: Peer) -> None:
        peer.read_head()
        body.unlink()
        peer.send(behaviours.ANSWER)
        peer.read_to_end()

    saved(tmp_path, "r.toml", serve(take_away).target, '[[steps]]\nsend_file = "body.bin"\n' + OK)
    done = replay(tmp_path, "r.toml", "--repeat", "3", "--json", "--junit", "out.xml")
    summary = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, summary["exit"]) == (2, 2)
    assert [summary[key] for key in ("replays", "passed", "failed", "not_run")] == [3, 1, 0, 2]
    assert "step 1: body.bin can't be read: No such file" in done.stderr
    assert len(ElementTree.parse(tmp_path / "out.xml").getroot()) == 2


def test_asked_to_end_where_nothing_is_owed_it_has_not_passed(serve: Serve, tmp_path: Path) -> None:
    steps = GET + OK + '[[steps]]\npause = "1h"\n' + GET + OK
    saved(tmp_path, "r.toml", serve(behaviours.answer_and_keep_open).target, steps)
    words = [sys.executable, "-m", "tcptui", "replay", "r.toml", "--connections", "2", "--json", "--junit", "out.xml"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        met = 0
        while met < 4:
            met += json.loads(process.stdout.readline())["event"] == "step"
        process.send_signal(signal.SIGTERM)
        *_, last = process.stdout.read().splitlines()
    summary = json.loads(last)
    assert (process.returncode, summary["exit"]) == (130, 130)
    assert [summary[key] for key in ("replays", "passed", "failed", "stopped", "not_run")] == [2, 0, 0, 2, 0]
    assert summary["steps"] == {"passed": 4, "failed": 0, "not_run": 6}
    for suite in ElementTree.parse(tmp_path / "out.xml").getroot():
        assert (suite.get("errors"), suite.get("skipped"), suite[-1][0].get("type")) == ("1", "3", "cancelled")


@pytest.mark.parametrize(("to", "why"), [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")])
def test_a_stdout_that_takes_nothing(serve: Serve, tmp_path: Path, to: str, why: str) -> None:
    saved(tmp_path, "r.toml", serve(behaviours.answer_and_keep_open).target, GET + OK)
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m tcptui replay r.toml {to}"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, f"tcptui replay: stdout can't be written: {why}.\n")


def test_the_pace_says_what_becomes_of_pauses(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = serve(behaviours.answer_and_keep_open).target
    paused = saved(tmp_path, "paused.toml", target, GET + '[[steps]]\npause = "1h"\n' + OK)
    assert replay_here(monkeypatch, tmp_path, paused, "--pace", "wait") == 0
    assert replay_here(monkeypatch, tmp_path, paused, "--pace", "none") == 0
