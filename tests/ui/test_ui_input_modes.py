"""The input's modes without a screen: keys go in, and it is seen what comes of them and how the input looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcptui.ui.input.characters import Characters
from tcptui.ui.input.completing import common_start
from tcptui.ui.input.drawing import Drawing
from tcptui.ui.input.files import FileError, complete_path, completed, named_file
from tcptui.ui.input.history import Entry
from tcptui.ui.input.lines import Lines
from tcptui.ui.input.mode import Act, Ask, End, Handled, Ignored, Leave, Mode, Submit, SubmitLines, Wire
from tcptui.ui.input.pasting import PasteQuestion
from tcptui.ui.input.searching import HistorySearch
from tcptui.ui.input.turning import Turning
from tcptui.ui.input.wire import TypedError, Way


def press(mode: Mode, *keys: str) -> Act:
    act: Act = Handled()
    for key in keys:
        act = mode.press(key, " " if key == "space" else key if len(key) == 1 else None)
    return act


def lines(text: str = "", *said: str, way: Way = Way()) -> Lines:  # noqa: B008 - frozen
    made = Lines()
    made.to_peer, made.way = True, way
    for each in said:
        made.history.add(Entry(each))
    made.editor.set(text)
    return made


def below(mode: Mode) -> str:
    face = mode.face()
    return " ".join(text for text, _ in face.below) + " · ".join(each.words for each in face.choices)


# The wire ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "text", "data"),
    [
        (Way(), "a\nb", b"a\r\nb\r\n"),
        (Way("none"), "a", b"a"),
        (Way("lf", "latin-1"), "é", b"\xe9\n"),
        (Way("crlf", "utf-16-le"), "a", b"a\0\r\0\n\0"),
        (Way("lf", "utf-8", True), r"a\x00\\", b"a\0\\\n"),
        (Way("lf", "utf-8", False), r"a\x00", b"a\\x00\n"),
        (Way("lf"), "raw \udcff\x1b", b"raw \xff\x1b\n"),
    ],
)
def test_typed_text_as_bytes(way: Way, text: str, data: bytes) -> None:
    assert way.block(text) == data


@pytest.mark.parametrize(
    ("way", "text", "sentence"),
    [
        (Way("lf", "latin-1"), "a€", r"€ (character 2) can't be written in latin-1."),
        (Way("lf", "latin-1"), "a\n€", r"Line 2: € (character 1) can't be written in latin-1."),
        (Way(escapes=True), "a\\", r"The text ends with a lone \ (character 2): write \\ for a backslash."),
    ],
)
def test_what_has_no_bytes_is_told_with_its_place(way: Way, text: str, sentence: str) -> None:
    with pytest.raises(TypedError) as told:
        way.block(text)
    assert str(told.value) == sentence


# Lines ------------------------------------------------------------------------------------------------------------


def test_enter_takes_the_text_out_at_once() -> None:
    mode = lines("GET /")
    mode.editor.cursor = 2
    submitted = press(mode, "enter")
    assert submitted == Submit(Entry("GET /"), 2)
    assert mode.editor.text == ""
    assert isinstance(submitted, Submit)
    mode.give_back(submitted)
    assert (mode.editor.text, mode.editor.cursor) == ("GET /", 2)


def test_what_is_given_back_swallows_nothing_that_was_typed_since() -> None:
    mode = lines("first")
    submitted = press(mode, "enter")
    press(mode, "x")
    assert isinstance(submitted, Submit)
    mode.give_back(submitted)
    assert mode.editor.text == "first\nx"


@pytest.mark.parametrize("key", ["f1", "ctrl+q", "tab", "ctrl+w"])
def test_keys_that_are_no_text_are_left_to_others(key: str) -> None:
    assert press(lines(), key) == Ignored()


@pytest.mark.parametrize("key", ["escape", "pageup", "pagedown"])
def test_keys_that_leave(key: str) -> None:
    assert press(lines("x"), key) == Leave(key)


def test_escapes_show_the_bytes_as_they_will_go() -> None:
    mode = lines("", way=Way("crlf", "utf-8", escapes=True))
    press(mode, "a", "\\", "0")
    assert below(mode) == "4 bytes  61 00 0d 0a"
    press(mode, "\\", "q")
    assert below(mode).startswith(r"\q at character 4 is no escape")
    mode.editor.set("x" * 5_000)
    assert below(mode) == "5,000 characters: too many to show their bytes"


def test_turning_escapes_on_and_off_keeps_the_bytes() -> None:
    mode = lines("C:\\x")
    assert mode.turn_escapes(on=True) == ""
    assert mode.editor.text == r"C:\\x"
    assert "holds escapes" in mode.turn_escapes(on=False)
    assert mode.way.escapes
    mode.editor.set("plain")
    assert mode.turn_escapes(on=False) == ""
    assert not mode.way.escapes


def test_a_line_typed_with_escapes_comes_back_in_their_mode() -> None:
    mode = lines()
    mode.history.add(Entry(r"a\x00", escapes=True))
    assert press(mode, "up") == Handled("escapes mode is on: this was typed in it")
    assert mode.way.escapes
    assert mode.editor.text == r"a\x00"


# Pastes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "text", "remarked"),
    [("one", "one", False), ("one\r", "one", True), ("a\tb\x1b[2J", "a\tb\x1b[2J", False), ("\n", "", False)],
)
def test_one_pasted_line_goes_in(pasted: str, text: str, remarked: bool) -> None:
    mode = lines()
    act = mode.paste(pasted)
    assert isinstance(act, Handled)
    assert bool(act.remark) == remarked
    assert mode.editor.text == text


def test_several_pasted_lines_are_asked_about() -> None:
    mode = lines("draft")
    assert mode.paste("a\rb\r") == Ask("a\nb\n")
    assert mode.editor.text == "draft"
    mode.to_peer = False
    mode.paste("a\r\nb")
    assert mode.editor.text == "drafta\nb"


def question(text: str = "GET /\nHost: x\n\n", **way: str) -> PasteQuestion:
    return PasteQuestion(text, lines("> ", way=Way(**way)))  # type: ignore[arg-type]


def test_the_question_counts_lines_and_bytes() -> None:
    assert below(question()) == "3 lines, 18 bytes: s sends each line now · b block editor · Esc nothing"
    assert below(question(eol="lf")).startswith("3 lines, 15 bytes")


def test_the_question_follows_the_end_of_line() -> None:
    asked = question()
    asked.behind.way = Way("none")
    assert below(asked).startswith("3 lines, 12 bytes")


def test_the_answers() -> None:
    asked = question()
    assert press(asked, "x", "enter", "tab") == Handled()
    assert press(asked, "f1") == Ignored()
    assert press(asked, "s") == SubmitLines(("GET /", "Host: x", ""))
    assert press(asked, "b") == End()
    assert asked.behind.editor.text == "> GET /\nHost: x\n"
    asked = question()
    assert isinstance(press(asked, "escape"), End)
    assert asked.behind.editor.text == "> "


def test_lines_that_have_no_bytes_can_only_be_edited() -> None:
    asked = question("a\n€\n", encoding="latin-1")
    assert "Line 2: €" in asked.face().above[0][0]
    assert press(asked, "s") == Handled()
    assert press(asked, "b") == End()


def test_another_connection_in_view_drops_no_paste() -> None:
    asked = question()
    assert not asked.leave()
    assert asked.behind.editor.text == "> GET /\nHost: x\n"


# The search in what was sent --------------------------------------------------------------------------------------


def test_each_key_narrows_and_ctrl_r_goes_on() -> None:
    mode = lines("draft", "GET /a", "POST /b", "GET /c")
    search = HistorySearch(mode)
    press(search, "G", "E")
    assert search.face().text == "GET /c"
    assert search.face().lead == "(search) GE: "
    search.older()
    assert search.face().text == "GET /a"
    search.older()
    assert search.face().lead == "(no older match) GE: "
    assert press(search, "enter") == End("")
    assert mode.editor.text == "GET /a"


def test_giving_up_changes_nothing() -> None:
    mode = lines("draft", "GET /a")
    for key in ("escape", "ctrl+g", "ctrl+c"):
        search = HistorySearch(mode)
        press(search, "G")
        assert press(search, key) == End()
    assert mode.editor.text == "draft"


def test_no_match_is_said_and_a_shorter_query_finds_again() -> None:
    search = HistorySearch(lines("", "GET /a"))
    press(search, "G", "x")
    assert search.face().lead.startswith("(no older match)")
    press(search, "backspace")
    assert (search.face().lead, search.face().text) == ("(search) G: ", "GET /a")


def test_a_key_that_moves_accepts_and_moves() -> None:
    mode = lines("", "GET /a")
    assert press(HistorySearch(mode), "ctrl+a") == End("ctrl+a")
    assert mode.editor.text == "GET /a"


# Character mode ---------------------------------------------------------------------------------------------------


def test_every_key_is_bytes() -> None:
    mode = Characters(lines(way=Way("lf")), "^]")
    assert press(mode, "x") == Wire(b"x")
    assert press(mode, "enter") == Wire(b"\n")
    assert press(mode, "f1") == Wire(b"\x1bOP")
    assert mode.paste("a\rb") == Wire(b"a\nb")
    assert mode.takes_all()
    assert "^] leaves" in mode.face().words


def test_enter_is_a_return_where_no_end_of_line_is_chosen() -> None:
    assert press(Characters(lines(way=Way("none")), "^]"), "enter") == Wire(b"\r")


def test_what_the_encoding_lacks_is_not_sent() -> None:
    mode = Characters(lines(way=Way("lf", "latin-1")), "^]")
    assert press(mode, "€") == Handled("€ can't be written in latin-1: not sent")
    assert mode.paste("€") == Handled("€ (character 1) can't be written in latin-1. Nothing was sent.")


# Turning ----------------------------------------------------------------------------------------------------------


def test_the_key_of_the_prompt_goes_there_and_back() -> None:
    typed = lines("draft")
    turning = Turning(typed)
    key = "ctrl+right_square_bracket"
    assert turning.turn_of(key) == "input.telnet"
    turning.turn("input.telnet")
    assert turning.at_command
    press(turning.mode, "s", "t")
    turning.turn("input.telnet")
    assert turning.mode is typed
    turning.turn("input.telnet")
    assert turning.mode.face().text == "st", "what was begun is still there"
    turning.turn("input.search")
    assert not turning.at_command or turning.mode.behind is not None


def test_only_that_key_leaves_character_mode() -> None:
    typed = lines()
    turning = Turning(typed)
    turning.turn("input.characters")
    assert turning.turn_of("alt+e") == ""
    assert turning.turn_of("ctrl+right_square_bracket") == "input.telnet"
    assert "line mode again" in turning.turn("input.telnet")
    assert turning.mode is typed


def test_a_question_about_a_paste_is_not_passed_over() -> None:
    turning = Turning(lines())
    turning.ask("a\nb")
    asked = turning.mode
    for name in ("input.telnet", "input.escapes", "input.characters", "input.search"):
        assert "decide first" in turning.turn(name)
        assert turning.mode is asked


def test_character_mode_needs_somebody_who_gets_the_keys() -> None:
    typed = lines()
    typed.to_peer = False
    turning = Turning(typed)
    assert turning.turn("input.characters")
    assert turning.mode is typed


# Files ------------------------------------------------------------------------------------------------------------


def test_a_line_that_names_a_file(tmp_path: Path) -> None:
    file = tmp_path / "body.bin"
    file.write_bytes(b"123")
    mode = lines(f"< {file}")
    assert mode.reads_file
    assert mode.face().ends == "", "nothing is added to it"
    assert named_file(mode.editor.text) == (file, 3)
    assert not lines(f"< {file}\n").reads_file
    assert not lines("<html>").reads_file
    assert not lines("< x", way=Way(escapes=True)).reads_file


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Write the path of a file."),
        ("/no/such", "/no/such can't be read: No such file or directory."),
        ("/", "/ is no regular file."),
        ("/dev/null", "/dev/null is no regular file."),
    ],
)
def test_a_file_that_can_t_be_read(name: str, sentence: str) -> None:
    with pytest.raises(FileError) as told:
        named_file(f"< {name}")
    assert str(told.value) == sentence


def test_tab_completes_a_path(tmp_path: Path) -> None:
    for name in ("hosts", "hosts.allow", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "only").mkdir()
    assert completed(f"<  {tmp_path}/ho") == (f"<  {tmp_path}/hosts", "hosts  hosts.allow")
    assert complete_path(f"{tmp_path}/o") == (f"{tmp_path}/only/", "")
    assert complete_path(f"{tmp_path}/x") == (f"{tmp_path}/x", "nothing here begins with x")
    assert complete_path(f"{tmp_path}/none/x")[1] == f"there is no folder {tmp_path}/none"
    assert complete_path(f"{tmp_path}/")[1] == "hosts  hosts.allow  only/"


@pytest.mark.parametrize(
    ("names", "start"), [(["abc"], "abc"), (["abc", "abd"], "ab"), (["a", "b"], ""), (["a", "ab"], "a")]
)
def test_common_start(names: list[str], start: str) -> None:
    assert common_start(names) == start


# Drawing ----------------------------------------------------------------------------------------------------------


def drawn(mode: Mode, width: int = 40, **said: str) -> list[str]:
    from rich.style import Style

    drawing = Drawing(mode.face(), width, **said)
    return [drawing.strip(y, lambda tone: Style.null(), has_focus=True).text.rstrip() for y in range(drawing.height)]


def test_a_block_with_what_is_said_about_it() -> None:
    assert drawn(lines("a\nb"), notice="why not") == ["why not", "› a␍␊", "· b␍␊"]


def test_a_remark_is_told_whole_and_stands_in_the_notice_s_place() -> None:
    said = "it takes as many lines as it needs, up to three of them, and then no more of it is to be seen at all"
    assert drawn(lines("a"), remark=said, notice="why not") == [
        "it takes as many lines as it needs, up",
        "to three of them, and then no more of it",
        "is to be seen at all",
        "› a␍␊",
    ]
    assert drawn(lines("a"), notice=said)[:2] == ["it takes as many lines as it needs, up …", "› a␍␊"]


def test_the_end_of_line_stands_there_before_anything_is_typed() -> None:
    assert drawn(lines(), hint="type a line") == ["› ␍␊ type a line"]


def test_what_is_too_long_beside_the_text_is_cut_with_its_count_kept() -> None:
    mode = lines("a" * 60, way=Way("crlf", "utf-8", escapes=True))
    assert drawn(mode)[-1] == "  62 bytes  61 61 61 61 61 61 61 61 61 …"


def test_a_choice_can_be_clicked() -> None:
    drawing = Drawing(question().face(), 80)
    y = drawing.height - 1
    line = drawn(question(), 80)[-1]
    assert drawing.choice_at(line.index("s sends"), y) == "s"
    assert drawing.choice_at(line.index("editor"), y) == "b"
    assert drawing.choice_at(len(line) - 1, y) == "escape"
    assert drawing.choice_at(len(line), y) is None
    assert drawing.choice_at(3, y) is None
    assert drawing.choice_at(line.index("editor"), y - 1) is None


def test_a_typed_escape_sequence_acts_on_nothing() -> None:
    search = HistorySearch(lines("", "x\x1b[2J"))
    press(search, "x")
    assert "\x1b" not in "".join(drawn(search))
    assert "\x1b" not in "".join(drawn(question("a\x1b[2J\nb")))
