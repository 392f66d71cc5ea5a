"""Parts of the saved requests' screens by themselves: the outline, the choices of what is kept, the changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tcptui.atomicfile import replace_file
from tcptui.protocol.composing import change, compose, new_draft
from tcptui.requests.capturing import capture
from tcptui.requests.collection import Entry, load
from tcptui.requests.delivery import Delivery, cuts_every
from tcptui.requests.model import CloseStep, Expect, Frame, Pause, SavedRequest, SendHex, SendText, Wait
from tcptui.requests.naming import file_name
from tcptui.requests.reading import read_request
from tcptui.requests.turns import Ended, Turn
from tcptui.requests.writing import written
from tcptui.ui.collection import changes
from tcptui.ui.collection.changes import Change, ChangedError, apply
from tcptui.ui.collection.composed import EXACT, FRAME, PIECES, forms_of_bytes, forms_of_message, name_of
from tcptui.ui.collection.keeping import Choice, Keeping
from tcptui.ui.collection.library import Library, read_library
from tcptui.ui.collection.outline import outline
from tcptui.ui.collection.places import OWN, PROJECT, GroupError, Place, read_group
from tests.requests.porting import sent_by

MS = 1_000_000
GET = b"GET /a HTTP/1.1\r\nHost: x\r\nCookie: c=1\r\nAuthorization: Basic YTpi\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
PING = b'# a comment\nname = "Ping"\ntarget = "127.0.0.1:1"\n[[steps]]\nsend = "PING\\r\\n"\n'


# The outline ----------------------------------------------------------------------------------------------------------


def library(tmp_path: Path, *names: str) -> tuple[list[Place], Library]:
    project, own = Place(PROJECT, tmp_path / "requests"), Place(OWN, tmp_path / "own")
    for name in names:
        path = project.folder / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PING.replace(b"Ping", path.stem.encode()))
    return [project, own], read_library([project, own], Library())


def shown(places: list[Place], found: Library, words: str = "", closed: str = "") -> list[str]:
    lines = outline(places, found.items, words.split(), {closed})
    return [f"{'  ' * line.depth}{line.text if line.kind != 'place' else line.place.whose}" for line in lines]


def test_groups_stand_before_requests_and_below_each_other(tmp_path: Path) -> None:
    places, found = library(tmp_path, "z", "api/users/list", "api/all", "b")
    assert shown(places, found) == [
        PROJECT, "  api", "    users", "      list", "    all", "  b", "  z", OWN,
    ]  # fmt: skip
    assert shown(places, found, closed=f"{PROJECT}/api") == [PROJECT, "  api", "  b", "  z", OWN]
    assert shown(places, found, "user li", f"{PROJECT}/api") == [PROJECT, "  api", "    users", "      list"]


def test_what_is_as_it_was_is_not_read_again(tmp_path: Path) -> None:
    places, found = library(tmp_path, "a", "b")
    assert read_library(places, found) is found
    (tmp_path / "requests" / "a.toml").write_bytes(PING)
    now = read_library(places, found)
    assert now.items[1] is found.items[1]
    assert now.items[0].name == "Ping"


def test_what_is_known_is_told_before_a_long_file_is_read(tmp_path: Path) -> None:
    places, _ = library(tmp_path, "a", "c")
    (tmp_path / "requests" / "b.toml").write_bytes(PING + b"#" * 200_000)
    told: list[Library] = []
    found = read_library(places, Library(), told.append)
    assert [([item.path.stem for item in one.items], one.unread) for one in told] == [(["a"], 2)]
    assert [item.path.stem for item in found.items] == ["a", "b", "c"]
    assert read_library(places, found, told.append) is found
    assert len(told) == 1


@pytest.mark.parametrize("text", ["..", "a/../b", ".hidden", "a//b", "a\x07"])
def test_what_is_no_group(text: str) -> None:
    with pytest.raises(GroupError):
        read_group(text)


def test_a_group_is_written_with_or_without_slashes_around_it() -> None:
    assert [read_group(text) for text in ("", "/", " api/users/ ")] == ["", "", "api/users"]


# What is kept ---------------------------------------------------------------------------------------------------------


def keeping() -> Keeping:
    first, answer = Turn(0, 0, "out", GET), Turn(MS, MS, "in", OK)
    turns = (first, answer, Turn(900 * MS, 900 * MS, "out", GET), Ended(901 * MS, "out", "fin"))
    return Keeping("a", "x:80", {"": capture(turns, "http", pauses=True, expectations=True)})


def every(kept: Keeping) -> list[Choice]:
    return [kept.choice(number) for number in range(len(kept))]


def of_kind(kept: Keeping, kind: str) -> list[Choice]:
    return [choice for choice in every(kept) if choice.kind == kind]


def test_each_secret_stands_below_the_step_that_sends_it_and_the_same_value_has_one_name() -> None:
    kept = keeping()
    assert [choice.kind for choice in every(kept)] == [
        "send", "secret", "secret", "wait", "expect", "expect", "expect", "pause", "send", "secret", "secret", "send",
    ]  # fmt: skip
    request = kept.request("a", "x:80")
    assert request is not None
    assert [one.name for one in request.variables] == ["cookie", "authorization"]
    first, wait, pause, again, close = request.steps
    assert isinstance(first, SendText)
    assert "Cookie: {{cookie}}\nAuthorization: Basic {{authorization}}" in first.text
    assert (type(wait), pause, again, close) == (Wait, Pause(0.899), first, CloseStep("fin"))


def test_a_secret_that_is_left_stands_in_the_clear_and_is_told() -> None:
    kept = keeping()
    kept.turn(of_kind(kept, "secret")[0])
    assert kept.in_clear == ["Cookie"]
    request = kept.request("a", "x:80")
    assert request is not None
    assert isinstance(request.steps[0], SendText)
    assert "Cookie: c=1" in request.steps[0].text
    assert "Basic {{authorization}}" in request.steps[0].text


def test_a_secret_of_a_step_that_is_left_is_no_variable() -> None:
    kept = keeping()
    kept.turn_all("send")
    assert [type(step) for step in kept.request("a", "x:80").steps] == [Wait, Pause]  # type: ignore[union-attr]
    assert kept.request("a", "x:80").variables == ()  # type: ignore[union-attr]
    kept.turn_all("wait")
    kept.turn_all("pause")
    assert kept.request("a", "x:80") is None


def test_all_of_a_kind_are_taken_then_none_and_what_comes_before_is_left() -> None:
    kept = keeping()
    kept.turn_all("expect")
    assert [type(step) for step in kept.request("a", "x").steps[:2]] == [SendText, Expect]  # type: ignore[union-attr]
    kept.turn_all("expect")
    kept.only(of_kind(kept, "send")[1])
    assert [type(step) for step in kept.request("a", "x").steps] == [SendText, CloseStep]  # type: ignore[union-attr]


def test_what_was_left_as_lying_before_is_not_taken_again_with_its_kind() -> None:
    kept = keeping()
    kept.only(of_kind(kept, "send")[1])
    kept.turn_all("expect")
    assert not any(choice.taken for choice in of_kind(kept, "expect"))
    kept.only(of_kind(kept, "pause")[0])
    kept.turn_all("pause")
    assert [choice.taken for choice in of_kind(kept, "pause")] == [True]
    kept.turn_all("pause")
    assert [type(step) for step in kept.request("a", "x").steps] == [SendText, CloseStep]  # type: ignore[union-attr]


def test_the_proposed_name_is_that_of_what_is_sent_first() -> None:
    turns = (
        Turn(0, 0, "out", GET),
        Turn(MS, MS, "in", OK),
        Turn(2 * MS, 2 * MS, "out", b"PUT /it?token=sesame HTTP/1.1\r\nHost: x\r\n\r\n"),
    )
    kept = Keeping("GET /", "x:80", {EXACT: capture(turns, "http")})
    assert kept.proposed == "GET /"
    kept.only(of_kind(kept, "send")[1])
    assert kept.proposed == "PUT /it?token=***"
    kept.turn(of_kind(kept, "send")[1])
    assert kept.proposed == "GET /", "nothing is sent"


def test_another_form_with_the_same_steps_keeps_what_was_chosen() -> None:
    turns = [Turn(0, 0, "out", GET), Turn(MS, MS, "in", OK), Turn(900 * MS, 900 * MS, "out", GET)]
    captured = capture(turns, "http", pauses=True)
    kept = Keeping("a", "x:80", {EXACT: captured, FRAME: captured})
    kept.only(of_kind(kept, "pause")[0])
    kept.take_form(FRAME)
    assert [choice.taken for choice in every(kept) if choice.kind != "secret"] == [False, False, True, True]
    kept.turn_all("wait")
    assert not of_kind(kept, "wait")[0].taken


# Composed messages ----------------------------------------------------------------------------------------------------


def test_a_frame_is_offered_where_it_sends_the_same() -> None:
    draft = change(new_draft("http", "x:80"), "method", "PUT")
    data = compose(draft).data
    forms = forms_of_message(draft, data, "x:80", Delivery(data))
    assert list(forms) == [EXACT, FRAME]
    [step] = forms[FRAME].steps()
    assert isinstance(step, Frame)
    assert list(forms_of_message(draft, data + b"more", "x:80", Delivery(data + b"more"))) == [EXACT]


@pytest.mark.parametrize(
    ("framing", "data"),
    [
        ("auto", GET),
        ("http", b"POST / HTTP/1.1\r\nContent-Length: 3\r\nHost: x\r\n\r\na{{"),
        ("http", b"GET / HTTP/1.0\r\n\r\n"),
        ("length:u32le,offset=2", b"ab\x02\x00\x00\x00\xff\x00"),
        ("line", b"PING {{x}}\n"),
        ("resp", b"*1\r\n$4\r\nPING\r\n"),
        ("json-header", compose(new_draft("json-header")).data),
        ("none", b"\x00"),
    ],
)
def test_every_form_sends_the_same_when_it_has_been_saved(framing: str, data: bytes) -> None:
    for captured in forms_of_bytes(data, framing, "127.0.0.1:80").values():
        request = SavedRequest("x", "127.0.0.1:80", captured.steps(), (), captured.framing)
        assert sent_by(read_request(written(request).encode(), "x").request) == data


def test_pieces_are_sends_with_pauses_between_and_the_ending() -> None:
    draft = new_draft("none")
    delivery = Delivery(b"abcd", cuts_every(4, 2), 0.5, ending="rst", end_at=3)
    steps = forms_of_message(draft, b"abcd", "x:80", delivery)[PIECES].steps()
    assert steps == (SendText("ab"), Pause(0.5), SendText("c"), CloseStep("rst"))


def test_bytes_are_one_step() -> None:
    forms = forms_of_bytes(b"\x00\xff", "none", "x:80")
    assert list(forms) == [EXACT]
    assert forms[EXACT].steps() == (SendHex(b"\x00\xff"),)


def test_what_bytes_hide_is_kept_as_messages_that_send_just_these_bytes() -> None:
    data = b"\x00\x05hello\x00\x02hi"
    forms = forms_of_bytes(data[:7], "length:u16be", "x:80")
    assert list(forms) == [FRAME, EXACT]
    assert forms[FRAME].steps() == (Frame("text", "hello", template=False),)
    assert list(forms_of_bytes(data, "length:u16be", "x:80")) == [EXACT]
    assert list(forms_of_bytes(GET, "http", "x:80")) == [EXACT, FRAME]


@pytest.mark.parametrize(
    ("data", "name"),
    [(GET, "GET /a"), (b"PING\r\nmore", "PING"), (b"\x00\x01", ""), (b"", ""), (b"x" * 99, "x" * 60),
     (b"AUTH me hunter2\r\n", "AUTH me ***"), (b"GET /?token=" + b"x" * 90 + b" HTTP/1.1\r\n\r\n", "GET /?token=***"),
     (b"*2\r\n$4\r\nAUTH\r\n$2\r\npw\r\n*1\r\n$4\r\nPING\r\n", "AUTH ***"), (b"*9\r\n", "")],
)  # fmt: skip
def test_what_it_is_called(data: bytes, name: str) -> None:
    assert name_of(data) == name


# Changes --------------------------------------------------------------------------------------------------------------


def entry(path: Path) -> Entry:
    return Entry(path, "", load(path))


def test_every_change_is_undone_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "ping.toml"
    path.write_bytes(PING)
    makes: list[Callable[[], Change]] = [
        lambda: changes.deleted([entry(path)]),
        lambda: changes.renamed(entry(path), "Pong"),
        lambda: changes.moved(entry(path), tmp_path / "group"),
        lambda: changes.duplicated(entry(path)),
        lambda: changes.created(tmp_path, "ping", "x:1"),
    ]
    for make in makes:
        change = make()
        apply(change)
        assert {one.path: one.path.read_bytes() if one.path.exists() else None for one in change.files} == {
            one.path: one.after for one in change.files
        }
        apply(change.undone)
        assert [file.name for file in tmp_path.rglob("*.toml")] == ["ping.toml"]
        assert path.read_bytes() == PING


def test_a_file_that_others_may_read_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "ping.toml"
    path.write_bytes(PING)
    path.chmod(0o644)
    renamed = changes.renamed(entry(path), "Pong")
    apply(renamed)
    assert (tmp_path / "pong.toml").stat().st_mode & 0o777 == 0o644
    apply(renamed.undone)
    assert path.stat().st_mode & 0o777 == 0o644


def test_nothing_is_done_where_one_file_is_not_as_it_was(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_bytes(PING)
    other.write_bytes(PING)
    change = changes.deleted([entry(one), entry(other)])
    other.write_bytes(PING + b"# more\n")
    with pytest.raises(ChangedError):
        apply(change)
    assert one.exists()


def test_a_file_that_was_named_by_hand_keeps_its_name(tmp_path: Path) -> None:
    path = tmp_path / "by-hand.toml"
    path.write_bytes(PING)
    apply(changes.renamed(entry(path), "Another"))
    assert path.read_bytes() == PING.replace(b"Ping", b"Another")


def test_a_broken_file_is_renamed_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(b"[[[")
    apply(changes.renamed(Entry(path, "", None, ("it is broken",)), "Mended soon"))
    assert (tmp_path / "mended-soon.toml").read_bytes() == b"[[["


def test_what_is_moved_takes_no_others_place(tmp_path: Path) -> None:
    path, there = tmp_path / "ping.toml", tmp_path / "group" / "ping.toml"
    there.parent.mkdir()
    path.write_bytes(PING)
    there.write_bytes(b"other")
    apply(changes.moved(entry(path), there.parent))
    assert there.read_bytes() == b"other"
    assert (there.parent / "ping-2.toml").read_bytes() == PING


def test_a_request_that_sends_files_is_told_of_when_it_is_moved(tmp_path: Path) -> None:
    path = tmp_path / "sends.toml"
    path.write_bytes(b'target = "127.0.0.1:1"\n[[steps]]\nsend_file = "body.bin"\n')
    assert "still found" in changes.moved(entry(path), tmp_path / "group").told


def test_what_can_not_be_done_to_all_files_is_done_to_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / name for name in ("a.toml", "b.toml", "c.toml")]
    for path in paths:
        path.write_bytes(PING)
    change = changes.deleted([Entry(path, "", None) for path in paths])
    unlink = Path.unlink

    def refused(path: Path, *args: bool) -> None:
        if path.name == "c.toml":
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, *args)

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(PermissionError):
        apply(change)
    assert [path.read_bytes() for path in paths] == [PING] * 3


def test_files_with_the_longest_names_are_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 250}.toml"
    path.write_bytes(b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_password_in_a_body_has_its_length_filled_in_anew() -> None:
    form = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\npassword=x"
    assert Keeping("a", "x:1", forms_of_bytes(form, "http", "x:1")).form == FRAME
    assert Keeping("a", "x:1", forms_of_bytes(form.replace(b"password", b"passport"), "http", "x:1")).form == EXACT
    assert Keeping("a", "x:1", forms_of_bytes(GET, "http", "x:80")).form == EXACT


def test_arrays_of_redis_are_kept_as_the_commands_that_they_are() -> None:
    forms = forms_of_bytes(b"*2\r\n$4\r\nAUTH\r\n$7\r\nhunter2\r\n", "resp", "x:1")
    assert list(forms) == [FRAME, EXACT]
    kept = Keeping("auth", "x:1", forms)
    request = kept.request("auth", "x:1")
    assert request is not None
    assert request.steps == (Frame("text", "AUTH {{password}}"),)
    kept.take_form(EXACT)
    request = kept.request("auth", "x:1")
    assert request is not None
    assert "${{len(password)}}\n{{password}}\n" in written(request)


@pytest.mark.parametrize(
    ("name", "stem"),
    [("GET /a b", "get-a-b"), ("../../etc/passwd", "etc-passwd"), ("Größe prüfen", "größe-prüfen"), ("検索", "検索"),
     ("a\u202eb\x00\n", "a-b"), ("…", "request"), ("x" * 500, "x" * 60), ("検" * 500, "検" * 60), ("\udcff", "request"),
     ("CON", "con"), (".hidden", "hidden")],
)  # fmt: skip
def test_a_file_is_called_after_its_request(name: str, stem: str) -> None:
    assert file_name(name) == stem
    assert len(f".{stem}-1000.toml.12345678".encode()) <= 255
