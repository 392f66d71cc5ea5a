"""Variables: where their values come from, what functions give, and what is said of those that are not known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.endpoint import parse_target
from tcptui.requests import model
from tcptui.requests.envfile import EnvFileError, read_env
from tcptui.requests.model import Variable
from tcptui.requests.plan import Plan, Preparation, prepare
from tcptui.requests.reading import RequestFileError, read_request
from tcptui.requests.templates import TemplateError, read_template
from tests.requests.plans import plan, surroundings, values


def filled(text: str, *declared: Variable, given: dict[str, str] | None = None, **environment: str) -> str:
    """A template with these variables."""
    return values(declared, given, **environment).fill(read_template(text))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{name}}", "Ann"), ("{{ name }}!", "Ann!"), ("{{name}}{{name}}", "AnnAnn"), ("{ {name} }", "{ {name} }"),
        ("}} {", "}} {"), ('{{"{{"}}', "{{"), ("{{len('é', 'ab')}}", "4"), ("{{base64(name, ':', \"x\")}}", "QW5uOng="),
        ("{{base64(base64('a'))}}", "WVE9PQ=="), ("{{now()}}", "1700000000"), ("{{now('%Y-%m-%d')}}", "2023-11-14"),
        ("{{uuid()}}", "00000000-0000-4000-8000-000000000000"), ("{{random(3)}}", "000000"), ("{{random()}}", "00" * 8),
    ],
)  # fmt: skip
def test_what_is_filled_in(text: str, result: str) -> None:
    assert filled(text, Variable("name", "Ann")) == result


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{nam}}", "the variable nam is not known. Did you mean name?"),
        ("{{other}}", "the variable other is not known. Give it with --var other=…, or in [variables]."),
        ("{{uuid}}", "the variable uuid is not known; the function is uuid()."),
        ("{{uid()}}", "there is no function uid(). Did you mean uuid?"),
        ("{{uuid(1)}}", "uuid() takes nothing between its brackets."),
        ("{{random(0)}}", "random() takes a number of bytes from 1 to 65536"),
        ("{{base64()}}", "base64() takes variables or texts, which it joins"),
        ("{{circle}}", "variables stand for each other in a circle: circle -> round -> circle."),
        (
            "{{token}}",
            "the variable token is the environment's TOKEN, which is not set: export it, or give --var token=…",
        ),
        ("{{", "'{{' holds no variable and no call: write {{name}}, or template = false where {{ is meant."),
        ("a {{#if x}}", "'{{#if x}}' holds no variable"),
        ("{{name", "'{{name' holds no variable"),
        ("{{len('x'}}", "\"{{len('x'}}\" holds no variable"),
    ],
)
def test_what_can_not_be_filled_in(text: str, sentence: str) -> None:
    declared = (
        Variable("name", "Ann"), Variable("circle", "{{round}}"), Variable("round", "{{circle}}"),
        Variable("token", "", "TOKEN"),
    )  # fmt: skip
    with pytest.raises(TemplateError) as told:
        filled(text, *declared)
    assert str(told.value).startswith(sentence)


@given(st.text())
def test_any_text_is_a_template_or_told(text: str) -> None:
    try:
        template = read_template(text)
    except TemplateError:
        assert "{{" in text
    else:
        assert "{{" in text or "".join(str(piece) for piece in template.pieces) == text


def test_deeply_nested_calls_are_no_way_to_break_it() -> None:
    with pytest.raises(TemplateError):
        read_template("{{" + "len(" * 5000 + ")" * 5000 + "}}")


def test_of_one_name_the_nearest_counts() -> None:
    declared = Variable("port", "of the file")
    found = values((declared,), {"name": "of --var"})
    found.at_target("h:1", "h", "1")
    fill = lambda text: found.fill(read_template(text))  # noqa: E731
    assert fill("{{port}} {{host}} {{target}} {{name}}") == "of the file h h:1 of --var"
    found.captured("name", "captured", secret=False)
    found.captured("port", "captured too", secret=False)
    assert fill("{{name}} {{port}}") == "captured captured too"
    assert filled("{{port}}", declared, given={"port": "of --var"}) == "of --var"
    assert filled("{{token}}", Variable("token", "", "TOKEN"), TOKEN="t", given={}) == "t"


def test_a_files_variable_is_worked_out_once() -> None:
    sources = surroundings()
    counter = iter(range(9))
    sources = type(sources)(sources.clock, lambda count: bytes([next(counter)]) * count, {})
    from tcptui.requests.values import Values

    found = Values((Variable("id", "{{random(1)}}"),), {}, sources)
    assert found.fill(read_template("{{id}} {{id}} {{random(1)}}")) == "00 00 01"


def test_secrets_are_masked_whatever_became_of_them() -> None:
    found = values((Variable("user", "ann"), Variable("password", "hunter2", secret=True)), {})
    assert found.fill(read_template("{{user}} {{password}} {{base64(user, ':', password)}}"))
    assert found.mask("ann hunter2 hunter22 YW5uOmh1bnRlcjI= x") == "ann *** ***2 *** x"
    found.captured("session", "s3ss", secret=True)
    assert found.mask("s3ss hunter2") == "*** ***"
    given = values((Variable("password", "of the file", secret=True),), {"password": "of --var"})
    assert given.mask("of --var") == "***"


# A file's plan


def problems(text: str) -> list[str]:
    """What a plan for it is refused with."""
    with pytest.raises(RequestFileError) as told:
        plan(text)
    return list(told.value.problems)


def test_unknown_variables_are_told_with_file_line_and_step() -> None:
    text = '[[steps]]\nsend = "{{a}}"\n[[steps]]\nexpect = { contains = "{{b}}" }\n[[steps]]\n'
    text += 'frame = { headers = { X = "{{c}}" } }'
    assert [problem.split(" is not known")[0] for problem in problems(text)] == [
        "folder/r.toml:2: step 1: the variable a",
        "folder/r.toml:4: step 2: the variable b",
        "folder/r.toml:6: step 3: the variable c",
    ]


def test_a_variable_is_known_behind_its_capture() -> None:
    capture = "[[steps]]\ncapture = { id = { status = true } }\n"
    use = '[[steps]]\nsend = "{{id}} {{base64(id)}}"\n'
    assert plan(capture + use).request.steps
    (problem,) = problems(use + capture)
    assert problem.endswith("It is captured only afterwards: id is known from the step after that on.")


def test_a_variable_of_the_file_may_hold_one_that_is_captured() -> None:
    capture = "[[steps]]\ncapture = { id = { status = true } }\n"
    head = '[variables]\npath = "/users/{{id}}"\nlink = "{{base64(path)}}"\n'
    assert plan(f'{head}{capture}[[steps]]\nsend = "{{{{link}}}}"\n')
    (problem,) = problems(f'{head}[[steps]]\nsend = "{{{{link}}}}"\n{capture}')
    assert problem.startswith("folder/r.toml:5: step 1: the variable id is not known.")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("{{id}} {{ring}}", "variables stand for each other in a circle: ring -> ring."),
        ("{{id}} {{x}}", "the variable x is not known."),
        ("{{id}} {{x()}}", "there is no function x()."),
    ],
)
def test_what_is_wrong_beside_a_captured_variable_is_found_before_it_is_captured(value: str, sentence: str) -> None:
    steps = '[[steps]]\ncapture = { id = { status = true } }\n[[steps]]\nsend = "{{ring}}"\n'
    (problem,) = problems(f'[variables]\nring = "{value}"\n{steps}')
    assert problem.startswith(f"folder/r.toml:6: step 2: {sentence}")


def test_what_a_captured_variable_is_part_of_is_worked_out_anew() -> None:
    found = values((Variable("path", "/users/{{id}}"), Variable("key", "{{random(1)}}")), {})
    fill = lambda text: found.fill(read_template(text))  # noqa: E731
    for number in "12":
        found.captured("id", number, secret=False)
        assert fill("{{path}}") == f"/users/{number}"


def test_no_sentence_tells_a_secret() -> None:
    head = '[variables]\nkey = { value = "sesame", secret = true }\n'
    (problem,) = problems(f'{head}[[steps]]\nsend_file = "{{{{key}}}}.bin"\n')
    assert problem == "folder/r.toml:4: step 1: folder/***.bin can't be read: No such file or directory."
    (problem,) = problems(f'target = "{{{{key}}}}"\n{head}[[steps]]\nsend = ""\n')
    assert problem.startswith("folder/r.toml: target: ")
    assert "sesame" not in problem


def test_of_very_many_problems_the_first_are_told() -> None:
    found = problems('[[steps]]\nsend = "{{nope}}"\n' * 2000)
    assert len(found) == 101
    assert found[-1] == "… and 1,900 more problems in this file."


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ('send_file = "no.bin"', "folder/r.toml:2: step 1: folder/no.bin can't be read: No such file"),
        ('frame = { file = "no.bin" }', "folder/r.toml:2: step 1: folder/no.bin can't be read: No such file"),
        ('frame = { hex = "0" }', "folder/r.toml:2: step 1: Line 1, column 1: The hex digit 0"),
        ('send = "{{random(99999999)}}"', "folder/r.toml:2: step 1: random() takes"),
        ('frame = { text = "x", framing = "length:u9" }', "folder/r.toml:2: step 1: "),
    ],
)
def test_what_can_be_known_before_anything_is_sent(step: str, sentence: str) -> None:
    (problem,) = problems(f"[[steps]]\n{step}")
    assert problem.startswith(sentence)


@pytest.mark.parametrize(
    ("target", "given", "where"),
    [("h:1", {}, "h:1"), ("{{host}}:8{{n}}", {"host": "x", "n": "0"}, "x:80"), ("[::1]:7", {}, "[::1]:7")],
)
def test_a_target_with_variables(target: str, given: dict[str, str], where: str) -> None:
    ready = plan(f'target = "{target}"\n[[steps]]\nsend = "{{{{target}}}}"', given)
    assert ready.endpoint == parse_target(where)
    (step,) = ready.request.steps
    assert isinstance(step, model.SendText)
    assert ready.filling.outgoing(step) == where.encode()


def test_a_target_that_is_none() -> None:
    assert problems('target = "{{host}}:80"\n[[steps]]\nsend = ""') == [
        "folder/r.toml: target: the variable host is the target's, which is not known yet: give it with --var host=…"
    ]
    assert problems('target = "nowhere"\n[[steps]]\nsend = ""')[0].startswith(
        "folder/r.toml: target: 'nowhere' has no port"
    )


def test_another_target_counts_before_the_files() -> None:
    read = read_request(b'target = "{{unknown}}"\n[[steps]]\nsend = "{{host}}"', "r.toml")
    ready: Plan = prepare(read, Path("r.toml"), Preparation({}, surroundings(), parse_target("other:9")))
    assert str(ready.endpoint) == "other:9"


# What is sent


def sent(step: str, given: dict[str, str] | None = None, framing: str = "none") -> bytes:
    """The bytes of a step."""
    ready = plan(f'framing = "{framing}"\n[[steps]]\n{step}', given)
    (one,) = ready.request.steps
    assert isinstance(one, model.SendText | model.SendHex | model.Frame)
    data = ready.filling.outgoing(one)
    assert isinstance(data, bytes)
    return data


def test_line_ends_are_the_texts_own_and_not_the_values() -> None:
    assert sent('send = "a\\nb\\r\\n{{v}}\\n"\neol = "crlf"', {"v": "x\ny"}) == b"a\r\nb\r\nx\ny\r\n"
    assert sent('send = "a\\n"\neol = "cr"') == b"a\r"
    assert sent('send = "a\\n"\neol = "none"') == b"a"


def test_bytes_that_were_no_text_are_put_in_as_they_were() -> None:
    assert sent('send = "<{{v}}>"', {"v": b"\xff\x00".decode("utf-8", "surrogateescape")}) == b"<\xff\x00>"


def test_braces_that_are_no_variables() -> None:
    assert sent('send = "{{x}}"\ntemplate = false') == b"{{x}}"


def test_messages_of_the_framing() -> None:
    assert sent('frame = "PING {{x}}"', {"x": "1"}, "length:u16be") == b"\0\x06PING 1"
    assert sent('frame = { hex = "01 02" }', None, "length:u8") == b"\x02\x01\x02"
    assert sent('frame = { json = { a = "{{x}}" }, framing = "line" }', {"x": "é"}) == '{"a": "é"}'.encode() + b"\r\n"
    assert b"\r\nHost: 127.0.0.1:8000\r\n" in sent("frame = { }", None, "http")
    asked = sent(
        'frame = { text = "hi", headers = { X = "1" }, set = { method = "PUT", target = "/{{x}}" } }',
        {"x": "y"},
        "http",
    )
    assert asked.startswith(b"PUT /y HTTP/1.1\r\nX: 1\r\nContent-Length: 2\r\n")


def test_a_file_of_variables() -> None:
    text = "# staging\nA=1\nexport B = 'two words'\n\nC=\"x # y\" # z\nD=a b # c\nE=\nF=a#b\n"
    assert read_env(text, "e") == {"A": "1", "B": "two words", "C": "x # y", "D": "a b", "E": "", "F": "a#b"}
    with pytest.raises(EnvFileError, match=r"^e:2: no variable: write KEY=VALUE\.$"):
        read_env("A=1\nnonsense\n", "e")


def test_paths_begin_where_the_file_lies(tmp_path: Path) -> None:
    (tmp_path / "body.bin").write_bytes(b"\0")
    read = read_request(b'target = "h:1"\n[[steps]]\nsend_file = "{{name}}.bin"', "r.toml")
    ready = prepare(read, tmp_path / "r.toml", Preparation({"name": "body"}, surroundings()))
    (step,) = ready.request.steps
    assert isinstance(step, model.SendFile)
    assert ready.filling.outgoing(step) == tmp_path / "body.bin"


@pytest.mark.parametrize("folder", [".", "/"])
def test_a_folder_is_no_file_to_send(folder: str) -> None:
    with pytest.raises(RequestFileError, match="is no file that can be sent"):
        plan(f'[[steps]]\nsend_file = "{Path(folder).absolute()}"')


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (r'frame = { file = "x\u0000" }', r"folder/x\x00 can't be read: embedded null byte."),
        (r'send_file = "x\u0000"', "can't be read: embedded null byte."),
        (f'send_file = "{"a" * 5000}"', "a file with a name of 5,007 characters can't be read: File name too long."),
    ],
)
def test_a_path_that_none_can_be(step: str, sentence: str) -> None:
    with pytest.raises(RequestFileError) as error:
        plan(f"[[steps]]\n{step}")
    assert str(error.value).startswith("folder/r.toml:2: step 1: ")
    assert str(error.value).replace("\0", r"\x00").endswith(sentence)


def test_what_a_frame_is_made_of_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RequestFileError, match="/dev/zero is no file that can be sent"):
        plan('[[steps]]\nframe = { file = "/dev/zero" }')
    monkeypatch.setattr("tcptui.requests.filling._FRAMED", 1 << 20)
    large = tmp_path / "large.bin"
    large.write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(RequestFileError, match=r"has more than 1 MiB, too many for a frame: send_file has no limit\.$"):
        plan(f'[[steps]]\nframe = {{ file = "{large}" }}')


def test_a_long_chain_of_variables_is_told() -> None:
    chain = [Variable(f"v{number}", f"{{{{v{number + 1}}}}}") for number in range(2000)]
    with pytest.raises(TemplateError, match=r"^v50 is behind more than 50 variables that stand for each other\.$"):
        filled("{{v0}}", *chain)
    assert filled("{{v1960}}", *chain, Variable("v2000", "end")) == "end"


@pytest.mark.parametrize("doubled", ["{{%s}}{{%s}}", "{{len(%s, %s)}}"])
def test_what_variables_stand_for_has_a_bound(doubled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tcptui.requests.values.MOST", 1000)
    many = [Variable(f"v{number}", f"{{{{v{number + 1}}}}}{{{{v{number + 1}}}}}") for number in range(9)]
    assert len(filled("{{v0}}", *many, Variable("v9", "a"))) == 512
    with pytest.raises(TemplateError, match="what its variables stand for is longer than 1,000 characters"):
        filled(doubled % ("v0", "v0"), *many, Variable("v9", "a"))
