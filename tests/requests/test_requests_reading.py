"""Every form that a file can have, and everything that can be wrong in one, with its line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.durations import duration, read_duration
from tcptui.requests.model import SavedRequest, Variable
from tcptui.requests.reading import RequestFileError, read_request

DESIGN = '''\
name = "Workers overview"
target = "127.0.0.1:8000"
framing = "http"

[variables]
token = { env = "API_TOKEN", secret = true }

[[steps]]
send = """
GET /workers HTTP/1.1
Host: {{target}}
X-USER-TOKEN: {{token}}

"""
eol = "crlf"            # every newline of `send` goes out as CR LF

[[steps]]
expect = { status = 200, contains = "patients", within = "2s" }

[[steps]]
pause = "500ms"

[[steps]]
close = "fin"           # or "rst", or "half"
'''


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_example(ends: str) -> None:
    read = read_request(DESIGN.replace("\n", ends).encode(), "r.toml")
    assert read.request == SavedRequest(
        "Workers overview",
        "127.0.0.1:8000",
        (
            model.SendText("GET /workers HTTP/1.1\nHost: {{target}}\nX-USER-TOKEN: {{token}}\n\n", EndOfLine.CRLF),
            model.Expect((cond.Status((200,)), cond.Contains("patients")), 2.0),
            model.Pause(0.5),
            model.CloseStep("fin"),
        ),
        (Variable("token", "", "API_TOKEN", secret=True),),
        "http",
    )
    assert read.lines == (8, 17, 20, 23)
    assert read.remarks == ()


def steps(text: str) -> tuple[model.Step, ...]:
    """The steps of a file that has no more than these."""
    return read_request(f'target = "h:1"\n{text}'.encode(), "r.toml").request.steps


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ('send = "x"\ntemplate = false', model.SendText("x", None, template=False)),
        ('wait = { contains = "{{x" }\ntemplate = false', model.Wait(cond.Contains('{{"{{"}}x'))),
        (
            'expect = { header = { A = "{{" }, json = { "$.a" = ["{{b}}", 1] } }\ntemplate = false',
            model.Expect((cond.Header("A", '{{"{{"}}'), cond.Json("$.a", '["{{\\"{{\\"}}b}}", 1]'))),
        ),
        ('send_hex = "00 ff:0a"', model.SendHex(b"\x00\xff\n")),
        ('send_file = "body.bin"', model.SendFile("body.bin")),
        ('frame = "PING"', model.Frame("text", "PING")),
        ('frame = { json = { a = 1 } }', model.Frame("json", '{"a": 1}')),
        ('frame = { hex = "00", framing = "fixed:1" }', model.Frame("hex", "00", framing="fixed:1")),
        (
            'frame = { headers = [["A", "1"], ["A", "2"]], set = { method = "PUT", content-length = 5 } }',
            model.Frame(headers=(("A", "1"), ("A", "2")), by_hand=(("method", "PUT"), ("content-length", "5"))),
        ),
        ('pause = 2', model.Pause(2.0)),
        ('wait = "message"', model.Wait(cond.Messages())),
        ('wait = "end"', model.Wait(cond.End())),
        ('wait = "peer-fin"', model.Wait(cond.Happened("peer-fin"))),
        ("wait = { size = 612 }", model.Wait(cond.Amount(612))),
        ('wait = { message = 3, within = "1m" }', model.Wait(cond.Messages(3), 60.0)),
        ('wait = { contains = "+PONG" }', model.Wait(cond.Contains("+PONG"))),
        ('wait = { hex = "00" }', model.Wait(cond.HasBytes(b"\0"))),
        ("expect = { bytes = '\\x00a' }", model.Expect((cond.HasBytes(b"\0a", "bytes"),))),
        ("expect = { status = [200, 204] }", model.Expect((cond.Status((200, 204)),))),
        (
            'expect = { header = { Server = "x", Date = true, Age = false } }',
            model.Expect((cond.Header("Server", "x"), cond.Header("Date"), cond.Header("Age", absent=True))),
        ),
        ('expect = { contains = ["a", "b"] }', model.Expect((cond.Contains("a"), cond.Contains("b")))),
        ('expect = { json = { "$.a" = [1, "x"] } }', model.Expect((cond.Json("$.a", '[1, "x"]'),))),
        ("expect = { size = { min = 1 } }", model.Expect((cond.Size(1, None),))),
        ('expect = { event = "peer-rst", within = "1s" }', model.Expect((cond.Happened("peer-rst"),), 1.0)),
        (
            'capture = { id = { regex = "id=(.)", secret = true } }\nwithin = "1s"',
            model.Capture((model.Take("id", cond.FromRegex("id=(.)"), secret=True),), 1.0),
        ),
        ('capture = { all = { regex = "x" } }', model.Capture((model.Take("all", cond.FromRegex("x", 0)),))),
        ("capture = { len = { bytes = [0, 4] } }", model.Capture((model.Take("len", cond.FromBytes(0, 4)),))),
        ('close = "half"', model.CloseStep("half")),
    ],
)  # fmt: skip
def test_a_step(said: str, step: model.Step) -> None:
    assert steps(f"[[steps]]\n{said}") == (step,)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('close = "fon"', "2: close: 'fon' is no way to close: write fin, rst or half."),
        ('send = 5', "2: send: what is sent is a text: write it in quotes."),
        ('send = "x"\neol = "lfcr"', "3: eol: 'lfcr' is no end of line: write crlf, lf, cr or none."),
        ('send = "x"\ntemplate = "no"', "3: template: template is true or false, without quotes."),
        ('send_hex = "0"', "2: send_hex: The hex digit 0 at character 1 stands alone: a byte is written with two."),
        ('pause = "soon"', "2: pause: 'soon' is no stretch of time: write \"2s\", \"500ms\" or \"1m\"."),
        ('pause = "25h"', "2: pause: '25h' is longer than a day, or negative."),
        ('send = "x"\npause = "1s"', "3: pause: a step is one of send and pause: make a [[steps]] of each."),
        ('wait = "mesage"', "2: wait: 'mesage' is no event"),
        ('wait = { contains = ["a", "b"] }', "2: wait.contains: a step waits for one thing"),
        ('wait = { within = "1s" }', "2: wait: it has none of message, size, contains, regex, bytes,"),
        ("expect = 200", '2: expect: write { status = 200, contains = "text", within = "2s" }.'),
        ("expect = {}", "2: expect: nothing is expected: name one or more of status, "),
        ("expect = { statsu = 200 }", "2: expect.statsu: 'statsu' is not known here. Did you mean status?"),
        ("expect = { status = 20 }", "2: expect.status: a status is a number such as 200"),
        ('expect = { regex = "(" }', "2: expect.regex: the regular expression can't be read: missing )"),
        ('expect = { json = { "a.b" = 1 } }', "2: expect.json.a.b: 'a.b' is no JSON path (it begins"),
        ('expect = { json = { "$.[" = 1 } }', "2: expect.json.$.[: '$.[' is no JSON path (expected "),
        ('expect = { event = "peer-rts" }', "2: expect.event: 'peer-rts' is no event that "),
        ('expect = { size = -1 }', "2: expect.size: a size is a whole number from 0 on."),
        ('capture = { id = { status = 1 } }', "2: capture.id: write { status = true }."),
        ('capture = { "1d" = { status = true } }', "2: capture.1d: '1d' is no name of a variable"),
        ('capture = { id = {} }', "2: capture.id: it has none of status, header, json, bytes or regex."),
        ('frame = { text = "a", hex = "00" }', "2: frame: it has text and hex, but only one of text, "),
        ('expects = { status = 200 }', "1: this step says nothing to do. Did you mean expect?"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_step(said: str, sentence: str) -> None:
    """The line is counted from the step's own."""
    with pytest.raises(RequestFileError) as told:
        steps(f'[[steps]]\nsend = "first"\n[[steps]]\n{said}')
    (problem,) = told.value.problems
    line, _, rest = sentence.partition(": ")
    assert problem.startswith(f"r.toml:{int(line) + 3}: step 2: {rest}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = \nx = 1", "r.toml:1: not TOML: Invalid value, at column 8."),
        ('name = "x', "r.toml:1: not TOML: Unterminated string at the end of the file."),
        ('name = "x\ny = 1', "r.toml:1: not TOML: the line ends within a text: a quote is missing, at column 10."),
        ("target = 5\n[[steps]]\nsend = ''", "r.toml:1: target: a target is a text: write it in quotes."),
        ("[[steps]]\nsend = ''", 'r.toml:1: it has no target: write target = "127.0.0.1:8000".'),
        ('target = "h:1"', 'r.toml:1: it has no steps: write [[steps]], and below it send = "…".'),
        ('target = "h:1"\nsteps = 1', "r.toml:2: steps: steps are tables: write [[steps]], and below it what to do."),
        (
            'target = "h:1"\n\nframing = "htp"\n[[steps]]\nsend = ""',
            "r.toml:3: framing: 'htp' is no framing known here",
        ),
        (
            'target = "h:1"\n[[steps]]\nsend = ""\n[variables]\nt = { evn = "X" }',
            "r.toml:5: variables.t.evn: 'evn' is not known here. Did you mean env?",
        ),
        ('target = "h:1"\n[[steps]]\nsend = ""\n[variables]\n"a b" = "x"', "r.toml:5: variables.a b: 'a b' is no name"),
    ],
)
def test_what_is_wrong_in_a_file(text: str, sentence: str) -> None:
    with pytest.raises(RequestFileError) as told:
        read_request(text.encode(), "r.toml")
    (problem,) = told.value.problems
    assert problem.startswith(sentence)


def test_what_is_no_utf_8() -> None:
    with pytest.raises(RequestFileError, match=r"^r\.toml:2: byte 0xff is not UTF-8, which TOML is\.$"):
        read_request(b"# x\n\xff", "r.toml")


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_lines() -> None:
    text = 'framing = "x"\n[[steps]]\nclose = "a"\n[[steps]]\npause = "b"\n[variables]\nv = true'
    with pytest.raises(RequestFileError) as told:
        read_request(text.encode(), "r.toml")
    assert [problem.split(": ")[0] for problem in told.value.problems] == [
        "r.toml:1", "r.toml:1", "r.toml:3", "r.toml:5", "r.toml:7",
    ]  # fmt: skip


def test_keys_that_mean_nothing_are_told_and_no_error() -> None:
    text = 'taget = "x"\ntarget = "h:1"\n[[steps]]\nsend = "x"\nretries = 2\nwithin = "1s"'
    assert read_request(text.encode(), "r.toml").remarks == (
        "r.toml:1: 'taget' means nothing here, and is kept. Did you mean target?",
        "r.toml:5: step 1: 'retries' means nothing here, and is kept.",
        "r.toml:6: step 1: 'within' means nothing here, and is kept.",
    )


@pytest.mark.parametrize(
    ("text", "seconds", "again"),
    [
        ("2s", 2, "2s"), ("500ms", 0.5, "500ms"), ("1.5s", 1.5, "1.5s"), ("1m", 60, "1m"), ("90s", 90, "90s"),
        ("0.5ms", 0.0005, "0.5ms"), ("0s", 0, "0s"), ("24h", 86400, "24h"), (3, 3, "3s"), (0.25, 0.25, "250ms"),
    ],
)  # fmt: skip
def test_stretches_of_time(text: object, seconds: float, again: str) -> None:
    assert read_duration(text) == seconds
    assert duration(seconds) == again
    assert read_duration(again) == seconds


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ('send = "a"\neol = [1]', "4: step 1: eol: [1] is no end of line: write crlf, lf, cr or none."),
        ('send = "a"\neol = {a = 1}', "4: step 1: eol: {'a': 1} is no end of line"),
        ("frame = {json = {a = 1979-05-27}}", "3: step 1: frame.json: JSON has no such value"),
        ('expect = {regex = "a{99999999999999999999}"}', "3: step 1: expect.regex: the regular expression can't"),
        (f'expect = {{regex = "{"(" * 5000}{")" * 5000}"}}', "3: step 1: expect.regex: the regular expression can't"),
        (f"frame = {{json = {'[' * 900}{']' * 900}}}", "3: values lie in each other more than 100 deep."),
        (f"frame.json.{'a.' * 900}a = 1", "3: values lie in each other more than 100 deep."),
        (f"expect = {{size = {'9' * 5000}}}", "3: a number has more than 4,300 digits."),
        (
            'send = "a"\n[compare]\nignore = ["line:a{99999999999999999999}"]',
            "5: compare.ignore.0: 'a{99999999999999999999}' is no regular expression",
        ),
    ],
)
def test_an_odd_value_is_told_with_its_line(step: str, sentence: str) -> None:
    with pytest.raises(RequestFileError) as error:
        read_request(f'target = "a:1"\n[[steps]]\n{step}\n'.encode(), "r.toml")
    (problem,) = error.value.problems
    assert problem.startswith(f"r.toml:{sentence}")


def test_json_may_be_nested() -> None:
    read = read_request(f'target = "a:1"\n[[steps]]\nframe.json = {"[" * 90}{"]" * 90}'.encode(), "r.toml")
    assert read.request.steps == (model.Frame("json", "[" * 90 + "]" * 90),)


@pytest.mark.parametrize("bounds", ["[false, true]", "[0, true]", "[false, 1]"])
def test_bytes_are_counted_by_numbers(bounds: str) -> None:
    with pytest.raises(RequestFileError, match=r"capture\.a\.bytes|write { bytes = \[0, 4\] }"):
        read_request(f'target = "a:1"\n[[steps]]\ncapture = {{a = {{bytes = {bounds}}}}}'.encode(), "r.toml")


def test_no_warning_on_regular_expressions_reaches_the_screen() -> None:
    said = """
from tcptui.requests.jsonpath import check_path, found_at
from tcptui.requests.patterns import compiled
check_path("$[?search(@.a,'[[a]')]")
print(found_at("$[?search(@.a,'[[a]')]", [{"a": "["}]))
print(found_at("$[?search(@.a,'a{99999999999999999999}')]", [{"a": "a"}]))
print(compiled("[[x]").pattern)
"""
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, timeout=30, check=True)
    assert (done.stdout, done.stderr) == ("[{'a': '['}]\n[]\n[[x]\n", "")


@pytest.mark.parametrize(
    ("frame", "framing", "told"),
    [
        ('{ text = "a", headers = { X = "y" } }', "http", True),
        ('{ text = "a", headers = { X = "y" }, framing = "http" }', "line", True),
        ('{ text = "a", headers = { X = "y", host = "h" } }', "http", False),
        ('{ text = "a", headers = { X = "y" }, set = { version = "HTTP/1.0" } }', "http", False),
        ('{ text = "a", headers = { X = "y" }, set = { version = "HTTP/1.1" } }', "http", False),
        ('{ text = "a", headers = { X = "y" } }', "line", False),
        ('{ text = "a" }', "http", False),
    ],
)
def test_headers_without_a_host_are_remarked_on(frame: str, framing: str, told: bool) -> None:
    text = f'target = "h:1"\nframing = "{framing}"\n[[steps]]\nframe = {frame}\n'
    sentence = (
        "r.toml:4: step 1: headers are all that is sent, and Host is none of them, which HTTP/1.1 wants: "
        'Host = "{{target}}"; where it is meant so, set = { version = "HTTP/1.1" } says it.'
    )
    assert read_request(text.encode(), "r.toml").remarks == ((sentence,) if told else ())
