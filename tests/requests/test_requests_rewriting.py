"""A file that people wrote, saved anew: their comments, strange keys, empty lines and ends of line stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tcptui.requests import model
from tcptui.requests.model import SavedRequest
from tcptui.requests.reading import read_request
from tcptui.requests.writing import edited

FILES = {
    "dotted keys": """\
target = "a:1" # c1
x.y = 1 # c2
[[steps]]
expect.status = 200 # c3
expect.size = 3 # c4
# c5
""",
    "tables of a step": """\
# c0
target = "a:1"

# c1
[[steps]]
send = "x" # c2
# c3

[[steps]]
ticket = 9 # c4
  [steps.expect] # c5
  status = 200 # c6
  # c7
  [steps.mine] # c8
  deep = [1, # c9
    2]

# c10
[other] # c11
k = 1
# c12""",
    "odd headers": 'target = "a:1"\n[[ steps ]] # c1\nsend = "x"\n[[ "steps" ]] # c2\nclose = "fin"\n# c3\n',
    "text that looks like it": '''\
target = "a:1"
[[steps]]
send = """
# no comment
[[steps]]
x = 1
""" # c1
eol = "crlf" # c2
[[steps]] # c3
expect = { status = 200, contains = "#[[steps]]" } # c4
''',
    "variables below": """\
target = "a:1"
[[steps]]
send = "x" # c1
[variables] # c2
a = "1" # c3
# c4
b = { env = "X", secret = true } # c5
[zzz] # c6
q = 1
""",
    "many empty lines": """\
owner="me" # c1
target = "a:1"


# c2

# c3
[[steps]]
send = "x"


# c4

[[steps]]
close = "fin"


""",
    "CR LF": 'target = "a:1" # c1\r\n\r\n[[steps]]\r\nsend = """\r\nx\r\ny\r\n""" # c2\r\n# c3\r\n',
    "steps in brackets": """\
target = "a:1" # c1
steps = [
  { send = "x" },
  { close = "fin" },
]
[other]
k = 1 # c2
""",
}

Change = Callable[[SavedRequest], SavedRequest]


def each_step(kind: type[model.Step], **what: object) -> Change:
    """A change of every step of a kind."""
    return lambda one: replace(
        one,
        steps=tuple(replace(step, **what) if isinstance(step, kind) else step for step in one.steps),  # type: ignore[arg-type]
    )


CHANGES: dict[str, Change] = {
    "another name": lambda one: replace(one, name="N"),
    "another target": lambda one: replace(one, target="b:2"),
    "a framing": lambda one: replace(one, framing="line"),
    "a variable more": lambda one: replace(one, variables=(*one.variables, model.Variable("new", "v", None, True))),
    "rules": lambda one: replace(one, ignore=("header:X",)),
    "a step at the end": lambda one: replace(one, steps=(*one.steps, model.Pause(1.0))),
    "a step at the beginning": lambda one: replace(one, steps=(model.Pause(1.0), *one.steps)),
    "steps turned round": lambda one: replace(one, steps=tuple(reversed(one.steps))),
    "another text": each_step(model.SendText, text="NEW\nNEW\n"),
    "another time": each_step(model.Expect, within=9.0),
}


@pytest.mark.parametrize("file", FILES)
def test_what_did_not_change_is_the_same_to_the_byte(file: str) -> None:
    text = FILES[file]
    assert edited(text.encode(), read_request(text.encode(), "r.toml").request, "r.toml") == text


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("file", FILES)
def test_nothing_of_theirs_is_lost(file: str, change: str) -> None:
    before = FILES[file].encode()
    request = read_request(before, "r.toml").request
    wanted = CHANGES[change](request)
    text = edited(before, wanted, "r.toml")
    assert read_request(text.encode(), "r.toml").request == wanted
    strange = r"\bc\d+\b|ticket|deep|owner|\bk = 1|\bq = 1|x\.y"
    assert sorted(re.findall(strange, text)) == sorted(re.findall(strange, FILES[file]))
    assert ("\r\n" in text) == (b"\r\n" in before)


def test_steps_that_changed_places_stand_apart() -> None:
    before = b'target = "a:1"\n[[steps]]\nsend = "x"\n[[steps]]\nclose = "fin"\n'
    request = read_request(before, "r.toml").request
    text = edited(before, replace(request, steps=(request.steps[1], request.steps[0])), "r.toml")
    assert text == 'target = "a:1"\n[[steps]]\nclose = "fin"\n\n[[steps]]\nsend = "x"\n'
