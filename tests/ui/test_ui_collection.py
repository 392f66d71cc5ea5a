"""The saved requests on the screen: found, looked at, changed and undone, edited, replayed."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tcptui.requests.collection import load
from tcptui.ui.collection.editing import EditFile
from tcptui.ui.collection.owneditor import own_editor
from tcptui.ui.collection.screen import Collection
from tests.conftest import Serve
from tests.servers.behaviours import answer_and_keep_open
from tests.ui.composing import gathering
from tests.ui.desk import Desk, desk

WORKERS = b"""\
# who works here
name = "Workers overview"
target = "127.0.0.1:8000"
framing = "http"

[variables]
token = { env = "API_TOKEN", secret = true }

[[steps]]
send = '''
GET /workers HTTP/1.1
Host: {{target}}
X-USER-TOKEN: {{token}}

'''
eol = "crlf"

[[steps]]
expect = { status = 200, contains = "patients", within = "2s" }
"""
PING = b'target = "127.0.0.1:1"\n[[steps]]\nsend = "PING\\r\\n"\n'
BROKEN = b'target = "127.0.0.1:1"\n\n[[steps]]\nexpect = { statsu = 200 }\n'


@pytest.fixture
def requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with some."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("API_TOKEN", "s3cret")
    folder = tmp_path / "requests"
    (folder / "redis").mkdir(parents=True)
    (folder / "workers-overview.toml").write_bytes(WORKERS)
    (folder / "redis" / "ping.toml").write_bytes(PING)
    (folder / "redis" / "wrong.toml").write_bytes(BROKEN)
    return folder


@contextlib.asynccontextmanager
async def opened(at: str = "", **options: object) -> AsyncIterator[Desk]:
    """The collection, opened by its key, and gone down to the line with these words."""
    async with desk(**options) as d:  # type: ignore[arg-type]
        await d.press("f3")
        await d.until(lambda: isinstance(d.app.screen, Collection) and d.app.screen._tree.lines)
        if at:
            await go_to(d, at)
        yield d


async def go_to(d: Desk, words: str) -> None:
    """Go down to the line with these words."""
    screen = d.app.screen
    assert isinstance(screen, Collection)
    await d.press("g")
    while screen._tree.line is None or words not in screen._tree.line.text:
        before = screen._tree.at
        await d.press("j")
        assert screen._tree.at != before, f"{words} is not in the tree:\n{d.drawn}"


async def test_the_preview_has_the_bytes_with_variables_filled_in_and_secrets_masked(requests: Path) -> None:
    async with opened("Workers") as d:
        await d.until_drawn("X-USER-TOKEN: ***␍␊")
        for said in ("Host: 127.0.0.1:8000␍␊", "status 200", 'contains "patients"', "within 2s", "$API_TOKEN (secret)"):
            assert said in d.drawn
        assert "s3cret" not in d.drawn


async def test_a_variable_that_is_not_set_is_told_and_stands_as_it_is_written(
    requests: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("API_TOKEN")
    async with opened("Workers") as d:
        await d.until_drawn("which is not set here")
        assert "GET /workers HTTP/1.1␍␊" in d.drawn


async def test_a_broken_file_is_told_with_its_line_and_the_others_work(requests: Path) -> None:
    async with opened("wrong") as d:
        await d.until_drawn("line 4: step 1: expect.statsu: 'statsu' is not known here. Did you")
        assert "3 requests, 1 broken" in d.drawn
        await d.press("enter")
        await d.until_drawn("it can't be replayed as it is")
        await go_to(d, "ping")
        await d.until_drawn("PING␍␊")


async def test_words_filter_and_esc_forgets_them(requests: Path) -> None:
    async with opened() as d:
        await d.press("slash")
        await d.type("redis pi")
        await d.until(lambda: "Workers" not in d.drawn and "ping" in d.drawn)
        assert "1 of 3 requests" in d.drawn
        assert "PING␍␊" in d.drawn
        await d.press("escape")
        await d.until_drawn("Workers overview")
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)


async def test_groups_close_and_open(requests: Path) -> None:
    async with opened("redis") as d:
        await d.press("left")
        await d.until(lambda: "ping" not in d.drawn and "▸ redis" in d.drawn)
        await d.press("enter")
        await d.until_drawn("ping")
        await go_to(d, "ping")
        await d.press("left")
        await d.until(lambda: d.app.screen._tree.line.text == "redis")  # type: ignore[attr-defined]


async def test_what_is_changed_outside_is_shown_at_once(requests: Path) -> None:
    async with opened("ping") as d:
        path = requests / "redis" / "ping.toml"
        path.write_bytes(PING.replace(b"PING", b"ECHO hello"))
        await d.until_drawn("ECHO hello␍␊")
        (requests / "new.toml").write_bytes(WORKERS.replace(b"Workers overview", b"Come from elsewhere"))
        await d.until_drawn("Come from elsewhere")
        path.unlink()
        await d.until(lambda: "ping" not in d.drawn)


async def test_deleted_and_undone_to_the_byte_also_when_one_comes_back(requests: Path) -> None:
    path = requests / "workers-overview.toml"
    async with opened("Workers") as d:
        await d.press("x")
        await d.until(lambda: not path.exists() and "was deleted · u undoes" in d.drawn)
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)
        await d.press("f3")
        await d.until_drawn("2 requests")
        await d.press("u")
        await d.until_drawn("undone")
        assert path.read_bytes() == WORKERS
        await d.press("u")
        await d.until_drawn("there is nothing to undo")


async def test_a_group_is_deleted_and_comes_back(requests: Path) -> None:
    async with opened("redis") as d:
        await d.press("x")
        await d.until_drawn("2 requests were deleted")
        await d.press("u")
        await d.until_drawn("ping")
        assert (requests / "redis" / "ping.toml").read_bytes() == PING
        assert (requests / "redis" / "wrong.toml").read_bytes() == BROKEN


async def test_what_was_changed_outside_meanwhile_is_not_undone(requests: Path) -> None:
    async with opened("Workers") as d:
        await d.press("d")
        copy = requests / "workers-overview-copy.toml"
        await d.until(copy.exists)
        await d.until_drawn("is a copy of")
        assert load(copy).request.name == "Workers overview copy"
        copy.write_bytes(PING)
        await d.press("u")
        await d.until_drawn("was changed outside: it stays as it is")
        assert copy.read_bytes() == PING


async def test_renamed_with_its_file_and_its_comments(requests: Path) -> None:
    async with opened("Workers") as d:
        await d.press("f2")
        await d.until_drawn("Rename the request")
        await d.press("ctrl+a", "ctrl+k")
        await d.type("All who work")
        await d.press("enter")
        new = requests / "all-who-work.toml"
        await d.until(new.exists)
        await d.until_drawn("u undoes")
        assert new.read_bytes() == WORKERS.replace(b"Workers overview", b"All who work")
        assert not (requests / "workers-overview.toml").exists()
        await d.press("u")
        await d.until_drawn("undone")
        assert (requests / "workers-overview.toml").read_bytes() == WORKERS


async def test_moved_to_another_group_and_to_the_other_collection(requests: Path, data_dir: Path) -> None:
    async with opened("ping") as d:
        await d.press("m")
        await d.until_drawn("Move the request")
        await d.press("ctrl+a", "ctrl+k")
        await d.type("../outside")
        await d.press("enter")
        await d.until_drawn("'..' can't be a group")
        await d.press("ctrl+a", "ctrl+k")
        await d.type("~/mine/all")
        await d.press("enter")
        await d.until((data_dir / "config" / "requests" / "mine" / "all" / "ping.toml").exists)
        await d.until_drawn("mine")
        assert not (requests / "redis" / "ping.toml").exists()


async def test_a_new_one_is_edited_and_what_is_wrong_is_told_while_typing(requests: Path) -> None:
    async with opened("ping") as d:
        await d.press("n")
        await d.until_drawn("New request in ./requests/redis")
        await d.type("Get a page")
        await d.press("enter")
        await d.until(lambda: isinstance(d.app.screen, EditFile))
        path = requests / "redis" / "get-a-page.toml"
        assert load(path).request.name == "Get a page"
        await d.until_drawn("✓ it can be replayed")
        await d.press(*["down"] * 15)
        await d.paste("\n[[steps]]\nwaitt = 1")
        await d.until_drawn("✕ line 16: step 3")
        await d.press("escape")
        await d.until_drawn("Leave without saving?")
        await d.press("n")
        await d.until(lambda: isinstance(d.app.screen, EditFile))
        await d.press(*["backspace"] * 9)
        await d.paste('send = "{{usr}}"')
        await d.until_drawn("✓ it can be replayed; it asks for {{usr}}")
        await d.press(*["backspace"] * 16)
        await d.paste('wait = "end"')
        await d.until(lambda: "✓" in d.drawn and "asks for" not in d.drawn)
        await d.press("ctrl+s")
        await d.until_drawn("saved")
        await d.press("escape")
        await d.until(lambda: isinstance(d.app.screen, Collection))
        assert len(load(path).request.steps) == 3


async def test_the_editor_asks_before_it_writes_over_what_was_changed_outside(requests: Path) -> None:
    path = requests / "redis" / "ping.toml"
    async with opened("ping") as d:
        await d.press("e")
        await d.until(lambda: isinstance(d.app.screen, EditFile))
        await d.paste("# mine\n")
        path.write_bytes(PING + b"# theirs\n")
        await d.press("ctrl+s")
        await d.until_drawn("was changed outside. Write over it?")
        await d.press("n")
        assert path.read_bytes() == PING + b"# theirs\n"
        await d.press("ctrl+s", "y")
        await d.until(lambda: path.read_bytes() == b"# mine\n" + PING)


async def test_the_editor_follows_what_is_changed_outside_until_something_is_changed_in_it(requests: Path) -> None:
    path = requests / "redis" / "ping.toml"
    async with opened("ping") as d:
        await d.press("e")
        await d.until(lambda: isinstance(d.app.screen, EditFile))
        path.write_bytes(PING + b"# theirs\n")
        await d.until_drawn("the file was changed outside: this is what it says now")
        await d.until_drawn("# theirs")
        await d.paste("# mine\n")
        path.unlink()
        await d.until_drawn("the file was deleted outside: saving makes it anew")
        await d.press("ctrl+s")
        await d.until_drawn("was deleted. Write over it?")
        await d.press("y")
        await d.until(lambda: path.exists() and path.read_bytes() == b"# mine\n" + PING + b"# theirs\n")


async def test_leaving_the_application_asks_about_what_is_not_saved(requests: Path) -> None:
    async with opened("ping") as d:
        await d.press("e")
        await d.until(lambda: isinstance(d.app.screen, EditFile))
        await d.paste("# mine\n")
        await d.press("ctrl+q")
        await d.until_drawn("Leave without saving?")
        await d.until_drawn("What you changed in ./requests/redis/ping.toml is lost.")
        await d.press("n")
        await d.until(lambda: isinstance(d.app.screen, EditFile))
        assert "# mine" in d.drawn


async def test_what_the_editor_would_not_give_back_as_it_is_is_not_opened(requests: Path) -> None:
    (requests / "bell.toml").write_bytes(PING + b"# \x07\n")
    async with opened("bell") as d:
        await d.press("e")
        await d.until_drawn("it has characters that can't be seen")


async def test_an_editor_of_ones_own(requests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = requests / "redis" / "ping.toml"
    code = "import sys; open(sys.argv[1], 'a').write('# edited\\n')"
    async with opened("ping") as d:
        for name in ("VISUAL", "EDITOR"):
            monkeypatch.delenv(name, raising=False)
        await d.press("o")
        await d.until_drawn("neither $VISUAL nor $EDITOR")
        monkeypatch.setenv("EDITOR", f'{sys.executable} -c "{code}"')
        monkeypatch.setattr(d.app, "suspend", contextlib.nullcontext)
        assert own_editor(d.app, path, pytest.fail)
        assert path.read_bytes() == PING + b"# edited\n"
        monkeypatch.setenv("EDITOR", "/not/there")
        told: list[str] = []
        assert not own_editor(d.app, path, told.append)
        assert told == ["/not/there can't be run: No such file or directory"]
        monkeypatch.setenv("EDITOR", "vim 'unclosed")
        assert not own_editor(d.app, path, told.append)
        assert "is no command: no closing quotation" in told[1]


async def test_ctrl_c_is_the_editors_while_it_has_the_terminal(requests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupts = "import os, signal; os.kill(os.getppid(), signal.SIGINT)"
    async with opened("ping") as d:
        monkeypatch.setenv("EDITOR", f'{sys.executable} -c "{interrupts}"')
        monkeypatch.setattr(d.app, "suspend", contextlib.nullcontext)
        before = signal.getsignal(signal.SIGINT)
        assert own_editor(d.app, requests / "redis" / "ping.toml", pytest.fail)
        assert signal.getsignal(signal.SIGINT) is before


async def test_enter_replays_the_request(requests: Path, serve: Serve) -> None:
    got: list[bytes] = []
    target = serve(gathering(got)).target
    (requests / "redis" / "ping.toml").write_bytes(PING.replace(b"127.0.0.1:1", target.encode()))
    async with opened("ping") as d:
        await d.press("enter")
        await d.until(lambda: d.app.screen is not None and not isinstance(d.app.screen, Collection))
        if d.app.screen is not d.bench:
            await d.press("enter")  # how it is to be replayed
        await d.until(lambda: b"".join(got) == b"PING\r\n")


async def test_by_the_mouse(requests: Path, serve: Serve) -> None:
    async with opened() as d:
        row = next(y for y, line in enumerate(d.lines) if "Workers" in line)
        await d.pilot.click(offset=(10, row))
        await d.until_drawn("X-USER-TOKEN")
        x = d.lines[-1].index("copy")
        await d.pilot.click(offset=(x, len(d.lines) - 1))
        await d.until((requests / "workers-overview-copy.toml").exists)


async def test_where_there_is_nothing_it_is_told_how_something_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened() as d:
        await d.until_drawn("No request is saved here yet: n makes one.")
        await d.press("f3")
        await d.until(lambda: d.app.screen is d.bench)


async def test_at_80_by_24_the_tree_stands_above_the_preview(requests: Path) -> None:
    async with opened("Workers", size=(80, 24)) as d:
        await d.until_drawn("GET /workers HTTP/1.1␍␊")
        assert "Workers overview" in d.drawn
        assert "Esc back" in d.lines[-2]


async def test_hostile_texts_do_not_reach_the_terminal(requests: Path) -> None:
    (requests / "evil.toml").write_bytes(
        b'name = "a\\u001b]0;x\\u0007[red]b"\ntarget = "127.0.0.1:1"\n[[steps]]\nsend = "\\u001b[2J[bold]x"\n'
    )
    async with opened("]0;x") as d:
        await d.until_drawn("[bold]x")
        assert "\x1b" not in d.drawn
        assert "[red]b" in d.drawn


# Saving into it, where a server answers, is in test_ui_writing_down.py ------------------------------------------------


async def test_a_composed_message_is_saved_without_its_credentials(requests: Path, serve: Serve) -> None:
    async with desk(serve(answer_and_keep_open).target) as d:
        await d.until(lambda: d.session.story.connected is not None)
        await d.press("f2", "alt+h")
        await d.type("X-Api-Key: topsecret")
        await d.press("alt+k")
        await d.until_drawn("X-Api-Key: *** as {{x_api_key}}")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/get.toml")
        text = (requests / "get.toml").read_text()
        assert "topsecret" not in text
        assert 'x_api_key = { env = "X_API_KEY", secret = true }' in text
        assert "X-Api-Key: {{x_api_key}}" in text


async def test_a_composed_message_is_saved_as_a_frame_or_with_its_credentials_where_that_is_wanted(
    requests: Path, serve: Serve
) -> None:
    async with desk(serve(answer_and_keep_open).target) as d:
        await d.until(lambda: d.session.story.connected is not None)
        await d.press("f2", "alt+h")
        await d.type("X-Api-Key: topsecret")
        await d.press("alt+k")
        await d.until_drawn("its bytes, exactly")
        await d.press("down", "down", "down", "down", "right")
        await d.until_drawn("messages, their lengths filled in anew")
        await d.press("tab", "down", "space")
        await d.until_drawn("! X-Api-Key will stand in the file for everyone to read.")
        await d.press("enter")
        await d.until_drawn("saved as ./requests/get.toml")
        text = (requests / "get.toml").read_text()
        assert "frame = " in text
        assert "topsecret" in text


async def test_all_keys_are_shown_in_a_small_terminal_too(requests: Path) -> None:
    async with opened("ping", size=(80, 24)) as d:
        for word in ("replay", "undo", "delete", "your editor"):
            assert word in d.drawn
        await d.press("x")
        await d.until_drawn("u undoes")
        assert await d.pilot.click("#saved-more-keys", offset=(2, 0))  # rename
        await d.until_drawn("Rename the request")


async def test_hostile_names_do_not_act_where_they_are_edited(requests: Path) -> None:
    hostile = b'name = "a\\u001b]0;x\\u0007\\u202eb"\ntarget = "127.0.0.1:1"\n[[steps]]\nsend = "x"\n'
    (requests / "redis" / "e\x1b[31m.toml").write_bytes(hostile)
    async with opened("]0;x") as d:
        await d.press("f2")
        await d.until_drawn("a␛]0;x␇·b")
        assert not {"\x1b", "\x07", "\u202e"} & set(d.drawn)
        await d.press("escape", "slash")
        await d.paste("q\x1b[2Jq")
        await d.until_drawn("q␛[2Jq")
