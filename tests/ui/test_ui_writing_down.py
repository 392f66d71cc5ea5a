"""What was just done becomes a request, which does it again."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from tcptui.journal.stretch import StoppedError
from tcptui.protocol.commands import Send
from tcptui.protocol.escapes import EndOfLine
from tcptui.requests.collection import load
from tcptui.requests.conditions import HasBytes, Messages, Status
from tcptui.requests.model import Expect, Pause, SavedRequest, SendText, Wait
from tcptui.ui.collection.captured import Said, captured_of
from tcptui.ui.collection.keeping import Choice
from tcptui.ui.collection.saveform import SaveRequest
from tests.conftest import Serve
from tests.servers.behaviours import answer_and_keep_open, echo, fin_at_once
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk
from tests.ui.recorded import record
from tests.ui.test_ui_listening import client, listen

GET = "GET /{} HTTP/1.1\nHost: x\nAuthorization: Bearer s3cret\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "requests").mkdir()
    return tmp_path / "requests"


async def ask(d: Desk, *paths: str) -> None:
    """Ask for these, each after the answer to the one before."""
    for path in paths:
        before = answered(d)
        await d.type(GET.format(path))
        await d.press("enter")
        await until_answered(d, before + 1)


async def until_answered(d: Desk, count: int) -> None:
    await d.until(lambda: answered(d) >= count)


def answered(d: Desk) -> int:
    """How many answers have come."""
    return sum(note.text.startswith("complete") for note in d.session.notes)


async def say(d: Desk, text: str) -> None:
    """Say a line, and wait for its echo."""
    await d.type(text)
    await d.press("enter")
    await d.until(lambda: f"← {text}␍␊" in newest(d))


def choices(d: Desk) -> list[Choice]:
    """What can be taken or left."""
    assert isinstance(d.app.screen, SaveRequest)
    keeping = d.app.screen._keeping
    return [keeping.choice(number) for number in range(len(keeping))]


def newest(d: Desk) -> str:
    """The pane's last row."""
    return [line for line in d.pane() if line][-1]


def saved(project: Path, name: str) -> SavedRequest:
    return load(project / f"{name}.toml").request


async def test_all_that_was_said_is_saved_with_its_waits_and_pauses_and_without_its_credentials(
    serve: Serve, project: Path
) -> None:
    target = serve(answer_and_keep_open).target
    async with desk(target) as d:
        await ask(d, "a", "b")
        await d.press("escape", "w")
        await d.until_drawn("save as a request")
        assert d.drawn.count("Authorization: *** as {{authorization}}") == 2
        await d.press("enter")
        await d.until_drawn("saved as ./requests/get-a.toml; F3 shows it")
    request = saved(project, "get-a")
    assert (request.target, request.framing) == (target, "http")
    sends = [step for step in request.steps if isinstance(step, SendText)]
    assert [step.text.partition(" HTTP")[0] for step in sends] == ["GET /a", "GET /b"]
    assert all("Bearer {{authorization}}" in step.text for step in sends)
    assert [step for step in request.steps if isinstance(step, Wait)] == [Wait(Messages(1))] * 2
    assert "s3cret" not in (project / "get-a.toml").read_text()
    assert all(isinstance(step, SendText | Wait | Pause) for step in request.steps)


async def test_expectations_are_taken_on_wish_and_steps_left(serve: Serve, project: Path) -> None:
    async with desk(serve(answer_and_keep_open).target) as d:
        await ask(d, "a", "b")
        await d.press("escape", "w")
        await d.until_drawn("save as a request")
        await d.press("ctrl+a", "ctrl+k")
        await d.type("Only b")
        await d.press("tab", "p")  # no pauses
        lines = [choice.text for choice in choices(d)]
        second = next(n for n, line in enumerate(lines) if "GET /b" in line)
        await d.press(*["down"] * second, "o")
        await d.press(*["down"] * (lines.index("expect status 200", second) - second), "space")
        await d.until_drawn("2 steps, to ./requests/only-b.toml")
        await d.press("enter")
        await d.until((project / "only-b.toml").exists)
        await d.until_drawn("saved as")
    request = saved(project, "only-b")
    assert request.name == "Only b"
    assert isinstance(request.steps[0], SendText)
    assert request.steps[1:] == (Expect((Status((200,)),)),)


async def test_what_is_selected_in_the_pane(serve: Serve, project: Path) -> None:
    async with desk(serve(echo).target, framing="line") as d:
        for text in ("one", "two"):
            await say(d, text)
        rows = [n for n, line in enumerate(d.pane()) if "two" in line]
        await d.press("escape", "v", *["up"] * (rows[-1] - rows[0]), "w")
        await d.until_drawn("what was selected on connection 1")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/two.toml")
    assert saved(project, "two").steps == (SendText("two\n", EndOfLine.CRLF), Wait(Messages(1)))


async def test_which_messages_are_meant(serve: Serve, project: Path) -> None:
    async with desk(serve(answer_and_keep_open).target) as d:
        await ask(d, "a", "b", "c")
        await d.press("escape", "m")
        await d.until_drawn("GET /c")
        await d.press("up", "up", "up")  # from the newest answer to the request for b
        for key, sends in (("f", "bc"), ("t", "ab"), ("a", "abc"), ("e", "b")):
            await d.press("w", key)
            await d.until(lambda: isinstance(d.app.screen, SaveRequest))
            said = [choice.text for choice in choices(d) if choice.kind == "send"]
            waits = [choice for choice in choices(d) if choice.kind == "wait"]
            assert said == [f"send GET /{path} HTTP/1.1 …" for path in sends]
            assert len(waits) == len(sends) - (key == "t")  # up to the request: its answer is not in it
            await d.press("enter" if key == "e" else "escape")
            await d.until(lambda: d.app.screen is d.bench)
    [path] = project.glob("*.toml")
    assert [type(step) for step in load(path).request.steps] == [SendText, Wait]


async def test_what_can_not_be_saved_is_said(serve: Serve) -> None:
    async with desk(serve(fin_at_once).target) as d:
        await d.until(lambda: d.session.story.fin is not None)
        await d.press("escape", "escape", "w")
        await d.until_drawn("nothing was sent yet that could be saved as a request")


async def test_only_what_came_is_no_request(serve: Serve) -> None:
    async with desk(serve(echo).target, framing="line") as d:
        await say(d, "one")
        await d.press("escape", "v", "w")
        await d.until_drawn("nothing of this was sent by us")


async def test_a_past_run_and_what_is_replayed_sends_the_same_bytes(serve: Serve, project: Path) -> None:
    got: list[bytes] = []

    def keep(peer: Peer) -> None:
        peer.read()
        peer.send(b"ok\n")
        peer.read_to_end()
        got.append(bytes(peer.received))

    target = serve(keep).target
    said = bytes(range(256))
    run = record(target, said=said, framing="line")
    async with desk() as d:
        from tcptui.ui.screens.past_runs import Picked

        d.bench.open_run(Picked(run))
        await d.until(lambda: len(d.bench.sessions) == 1 and d.session.story.verdict)
        await d.press("escape", "escape", "w")
        await d.until_drawn("save as a request")
        assert f"to {target}" in d.drawn
        await d.press("ctrl+a", "ctrl+k")
        await d.press("enter")
        await d.until_drawn("Write a name: it is found by that.")
        await d.type("all bytes")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/all-bytes.toml")
        d.bench.replay(load(project / "all-bytes.toml"), project / "all-bytes.toml")
        await d.until(lambda: d.app.screen is not d.bench or len(d.bench.sessions) == 2)
        if d.app.screen is not d.bench:
            await d.press("enter")
        await d.until(lambda: len(got) == 2)
    assert got == [said, said]


async def test_something_sent_before_is_saved_by_its_bytes(project: Path) -> None:
    async with desk() as d:
        d.bench.save_sent("127.0.0.1:6379", "resp", b"PING\r\n")
        await d.until_drawn("save as a request")
        await d.press("down", "ctrl+k", "ctrl+u")
        await d.type("nothing at all")
        await d.press("enter")
        await d.until(lambda: "nothing at all" in d.drawn and not list(project.glob("*.toml")))
        await d.press("ctrl+u")
        await d.type("{{host}}:6379")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/ping.toml")
    assert saved(project, "ping").target == "{{host}}:6379"


async def test_what_was_sent_by_a_replay_with_secrets_is_saved_without_them(project: Path) -> None:
    async with desk() as d:
        d.bench.save_sent("127.0.0.1:6379", "none", b"open sesame\r\n", ["sesame"])
        await d.until_drawn("secret: *** as {{secret}}")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/open.toml")
    assert "sesame" not in (project / "open.toml").read_text()


async def test_messages_of_a_framing_are_kept_so_that_they_can_be_read(serve: Serve, project: Path) -> None:
    async with desk(serve(echo).target, framing="length:u16be") as d:
        await d.until(lambda: d.session.story.connected is not None)
        d.bench.workbench.submit(Send(d.session.conn, b"\x00\x05hello"))
        await d.until(lambda: d.session.story.read == 7)
        await d.press("escape", "w")
        await d.until_drawn("messages, their lengths filled in anew")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/hello.toml")
        await d.press("f3")
        await d.until_drawn("␀␅hello")
    assert 'frame = "hello"' in (project / "hello.toml").read_text()
    assert saved(project, "hello").steps[1:] == (Wait(Messages(1)),)


async def test_what_came_to_us_is_saved_in_the_peers_part(project: Path) -> None:
    async with desk() as d:
        await listen(d)
        with client(d) as peer:
            peer.sendall(b"AUTH hunter2\r\n")
            await d.until(lambda: len(d.bench.sessions) == 2)
            await d.press("ctrl+pagedown")
            await d.until(lambda: d.session.story.read == 14)
            d.workbench.submit(Send(d.session.conn, b"+OK\r\n"))
            await d.until(lambda: d.session.story.taken == 5)
            assert d.session.story.accepted is not None
            ours = str(d.session.story.accepted.local)
            await d.press("escape", "w")
            await d.until_drawn("what the peer sent will be sent, and what we answered is waited for")
            await d.press("enter")
            await d.until_drawn("saved as ./requests/auth.toml")
    request = saved(project, "auth")
    assert (request.name, request.target) == ("AUTH ***", ours)
    assert request.steps == (SendText("AUTH {{password}}\n", EndOfLine.CRLF), Wait(HasBytes(b"+OK\r\n", "bytes")))


async def test_what_the_record_says_is_secret_becomes_a_variable(serve: Serve, project: Path) -> None:
    async with desk(serve(echo).target, framing="line") as d:
        await d.until(lambda: d.session.story.connected is not None)
        d.workbench.submit(Send(d.session.conn, b"open sesame now\n", ((5, 11),)))
        await d.until(lambda: d.session.story.read == 16)
        await d.press("escape", "w")
        await d.until_drawn("secret: *** as {{secret}}")
        assert "sesame" not in "\n".join(choice.text for choice in choices(d))
        await d.press("tab", "x", "enter")
        await d.until_drawn("saved as ./requests/open-now.toml")
    assert "sesame" not in (project / "open-now.toml").read_text()
    assert saved(project, "open-now").steps[0] == SendText("open {{secret}} now\n")


async def test_a_credential_that_is_left_is_told_and_stands_in_the_file(serve: Serve, project: Path) -> None:
    async with desk(serve(echo).target, framing="line") as d:
        await say(d, "PASS hunter2")
        await d.press("escape", "w")
        await d.until_drawn("password: *** as {{password}}")
        await d.press("tab", "down", "space")
        await d.until_drawn("! password will stand in the file for everyone to read.")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/pass.toml")
    assert saved(project, "pass").steps[0] == SendText("PASS hunter2\n", EndOfLine.CRLF)


async def test_reading_what_was_said_can_be_stopped(serve: Serve) -> None:
    async with desk(serve(echo).target, framing="line") as d:
        await say(d, "one")
        said = Said(d.session.log, d.session.conn, None, "127.0.0.1:1")
        told: list[str] = []
        assert len(captured_of(said, "line", told.append)) == 4  # send, wait, and two expectations
        assert told == ["0 of 2 things that were said", "1 of 2 things that were said", "looking for credentials …"]
        stop = Event()
        stop.set()
        with pytest.raises(StoppedError):
            captured_of(said, "line", told.append, stop)


async def test_a_group_that_can_not_be_is_told_while_it_is_typed(project: Path) -> None:
    async with desk() as d:
        d.bench.save_sent("127.0.0.1:6379", "resp", b"PING\r\n")
        await d.until_drawn("save as a request")
        await d.press("down", "down")
        await d.paste("g" * 300)
        await d.until_drawn("There can't be such a group: File name too long.")
        await d.press("ctrl+u")
        await d.type("../up")
        await d.until_drawn("'..' can't be a group")
        await d.press("ctrl+u")
        await d.type("a/b c")
        await d.press("enter")
        await d.until((project / "a" / "b c" / "ping.toml").exists)
