"""The line of each key, in TOML as odd as it may be."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.tomllines import Header, headers, key_lines, line_of, longer_than

ODD = '''\
# comment with [brackets] = and "quotes"
plain = 1 # theme = 2

"quoted key" = "a # no comment"
'literal key' = 'c:\\'
dotted.key.deep = true
many = [
  "a]", # ]
  'b]',
  [1, { inner = 2 }],
]
text = """
[no.table]
not = "a key" \\"""
"""
raw = \'\'\'
x = 1
\'\'\'''
after = { one = 1, "t.w.o" = [2, 3], three.four = """}""" }
[ table . "with.dot" ]
key = 1979-05-27T07:32:00Z
[[list]]
in_list = 1
[[list]]
in_list = 2
\u00e9 = 1
'''.replace("\u00e9 = 1\n", '"\\u00e9" = 1\n')


def test_odd_toml() -> None:
    assert tomllib.loads(ODD)  # else the test proves nothing
    lines = key_lines(ODD)
    source = ODD.splitlines()
    for path, line in lines.items():
        name = path[-1] if isinstance(path[-1], str) else path[-2]
        assert str(name) in source[line - 1] or name == "é", (path, line)
    at = {".".join(map(str, path)): line for path, line in lines.items()}
    assert (at["plain"], at["quoted key"], at["literal key"], at["dotted.key.deep"]) == (2, 4, 5, 6)
    assert (at["many"], at["text"], at["raw"], at["after"]) == (7, 12, 16, 19)
    assert (at["many.inner"], at["after.t.w.o"], at["after.three.four"]) == (10, 19, 19)
    assert (at["table.with.dot.key"], at["list"], at["list.0.in_list"]) == (21, 22, 23)
    assert (at["list.0"], at["list.1"], at["list.1.in_list"], at["list.1.é"]) == (22, 24, 25, 26)
    assert "no.table" not in at
    assert len(at) == 24


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ends_of_lines(end: str) -> None:
    assert key_lines(end.join(["", "a = 1", "[t]", "b = 2"])) == {("a",): 2, ("t",): 3, ("t", "b"): 4}


_KEYS = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
_VALUES = st.sampled_from(
    ["1", '"x = \\"]"', "'#'", "[1, '}', [ ]]", "{}", '"""\n[a]\nb = 1\n"""', "'''\n\"\"\"'''", "true # c"]
)


@given(st.lists(st.tuples(_KEYS, _VALUES), unique_by=lambda each: each[0]))
def test_every_key_is_found_at_its_line(statements: list[tuple[str, str]]) -> None:
    text, expected, line = "", {}, 1
    for key, value in statements:
        expected[key,] = line
        text += f"{key} = {value}\n"
        line = text.count("\n") + 1
    assert set(tomllib.loads(text)) == {key for key, _ in statements}
    assert key_lines(text) == expected


STEPS = """\
name = "x"
[[steps]]
send = "[[steps]]"
[steps.more]
deep = 1
[[steps]]
[[steps.inner]]
a = 1
[last]
"""


def test_tables_below_an_array_of_tables() -> None:
    tomllib.loads(STEPS)
    lines = key_lines(STEPS)
    assert lines["steps", 0, "send"] == 3
    assert lines["steps", 0, "more", "deep"] == 5
    assert lines["steps", 1, "inner", 0, "a"] == 8
    assert line_of(lines, ("steps", 1, "inner", 0, "unheard")) == 7
    assert line_of(lines, ("nothing",)) == 1


def test_where_tables_begin() -> None:
    found = headers(STEPS)
    assert [one.path for one in found] == [
        ("steps", 0), ("steps", 0, "more"), ("steps", 1), ("steps", 1, "inner", 0), ("last",),
    ]  # fmt: skip
    assert [STEPS[one.offset :].splitlines()[0] for one in found] == [
        "[[steps]]", "[steps.more]", "[[steps]]", "[[steps.inner]]", "[last]",
    ]  # fmt: skip
    assert found[0] == Header(11, ("steps", 0))


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb.c.d = 2", 2), ("b.c = 2", 0), ('"b". c .\'d\' = 2', 1), ("[a]\n[b.c.d]", 2), ("a = [1.0, 2.0, 3.0]", 0),
     ('a = "x.y.z"', 0), ("a = '''\nx.y.z'''", 0), ("a = 1 # x.y.z", 0), ("{ a.b.c = 1 }", 1)],
)  # fmt: skip
def test_the_line_of_a_key_with_more_parts(text: str, line: int) -> None:
    assert longer_than(text, 2) == line
