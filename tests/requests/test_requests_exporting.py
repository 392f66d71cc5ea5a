"""Saved requests in other programs' forms: what is written, what is masked, and what is said not to be in it."""

from __future__ import annotations

import ast
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.requests.conditions import Contains, End, FromRegex, HasBytes, Messages, Regex, Status
from tcptui.requests.exporting import CantExportError, Form, export_request
from tcptui.requests.exporting.shell import printf, quoted
from tcptui.requests.model import (
    Capture,
    CloseStep,
    Expect,
    Frame,
    Pause,
    SavedRequest,
    SendFile,
    SendText,
    Take,
    Variable,
    Wait,
)
from tests.requests.porting import NOW, exported, plan_for, request_of

CURL = "curl can't send this as it is: "
GET = b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
WAIT = Wait(Messages())


def text_of(*steps: Any, form: Form, secrets: bool = True, **how: Any) -> str:
    return exported(request_of(*steps, **how), form, secrets=secrets).data.decode()


def remarks_of(*steps: Any, form: Form, **how: Any) -> tuple[str, ...]:
    return exported(request_of(*steps, **how), form).remarks


# Secrets


def secret_request() -> SavedRequest:
    text = "GET /{{key}} HTTP/1.1\nHost: h\nAuthorization: Basic abc\nX-Plain: {{key}}\nX-Api-Key:  {{key}}\n\n"
    step = SendText(text.replace("\n", "\r\n"))
    return SavedRequest("r", "h:80", (step, WAIT), (Variable("key", "s3cret", None, True),), "http")


@pytest.mark.parametrize("form", ["curl", "http", "python", "nc", "har"])
def test_secrets_are_masked_unless_they_are_asked_for(form: Form) -> None:
    masked = exported(secret_request(), form, secrets=False)
    assert "s3cret" not in masked.data.decode()
    assert "Basic abc" not in masked.data.decode()
    assert "Credentials are masked with *, so it does not work as it is: --secrets writes them." in masked.remarks
    open_ = exported(secret_request(), form)
    assert open_.data.decode().count("s3cret") >= 2
    assert "Basic abc" in open_.data.decode()


def test_raw_is_exact_whatever_is_asked_for() -> None:
    found = exported(secret_request(), "raw", secrets=False)
    assert b"s3cret" in found.data
    assert found.remarks == ("It is exact: credentials stand in it as they are.",)
    assert exported(request_of(GET), "raw").remarks == ()


# What is left out

HOST = "curl sends the Host header first and writes it so, wherever and however it stood."


@pytest.mark.parametrize("form", ["curl", "http", "python", "nc"])
def test_expectations_are_named_as_left_out(form: Form) -> None:
    (remark,) = [one for one in remarks_of(GET, WAIT, Expect((Status((200,)),)), form=form) if "expect" in one]
    assert remark == "Step 3 is left out: expect status 200."


@pytest.mark.parametrize(
    ("data", "form", "remark"),
    [
        (b"GET / HTTP/1.1\r\nA: b\r\nHost: h\r\n\r\n", "curl", HOST),
        (b"GET / HTTP/1.1\r\nhost: h\r\n\r\n", "curl", HOST),
        (b"GET / HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n", "curl", "curl sends one Host header, the first one."),
        (b"PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx", "curl",
         "curl waits up to 1 s for the answer to Expect before it sends the body."),
        (b"GET / HTTP/1.1\r\nHost: h\r\nA: \r\n\r\n", "curl",
         "curl writes an empty header without the blanks behind its colon."),
        (b"GET / HTTP/1.1\nHost: h\n\n", "curl", CURL + "lines that end with LF alone."),
        (b"\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", "curl", CURL + "empty lines before the request line."),
        (b"GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", "curl", CURL + "the folded line of A."),
        (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "curl",
         CURL + "how the body is cut into chunks."),
        (b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\na\n# b", "http",
         "Some clients take a line of the body that begins with '#' for one of their own."),
        (b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n\nb", "http",
         "Some clients drop the empty lines that the body begins with."),
        (b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\na\r\nb", "http",
         "Most clients end the lines of a body with LF alone; here they end with CR LF."),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi", "http",
         "Content-Length is left out: whoever sends the file counts anew."),
    ],
)  # fmt: skip
def test_what_a_program_can_not_do_is_named(data: bytes, form: Form, remark: str) -> None:
    assert remark in remarks_of(data, form=form)


def test_what_a_pipe_and_curl_can_not_do_is_named() -> None:
    steps = (GET, WAIT, Pause(0.5), CloseStep("rst"))
    assert set(remarks_of(*steps, form="nc")) == {
        "A pipe can't wait for an answer: it sleeps for 1 s in its place.",
        "nc can't reset the connection: it closes it in order.",
    }
    assert set(remarks_of(*steps, form="curl")) == {"Pauses are left out.", "How the connection is closed is left out."}
    assert remarks_of(*steps, form="python") == ()


FORM = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
PARTS = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/mixed; boundary=B\r\nContent-Length: %d\r\n\r\n"


@pytest.mark.parametrize(
    ("step", "form", "told"),
    [
        (b"hello\r\n\r\n", "curl", "no request line"),
        (b"GET / HTTP/1.1\r\nHost: h", "curl", "no whole HTTP request from byte 0 on"),
        (GET + b"GET", "har", "no whole HTTP request from byte 28 on"),
        (b"", "http", "no whole HTTP request"),
        (b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n\xff", "http", "this body is none"),
        (b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n###", "http", "'###' in it has a meaning of its own"),
        (FORM % 4 + b"a\n&b", "http", "clients take the lines of a form for one"),
        (PARTS % 10 + b"--B\n--B--\n", "http", "clients end the lines of its parts with CR LF"),
        (b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "http", "it wants a path"),
        (b"GET /{{ HTTP/1.1\r\nHost: h\r\n\r\n", "http", "for a variable"),
        (SendFile("no-such-file"), "raw", "step 1"),
    ],
)
def test_what_can_not_be_exported_is_told(step: Any, form: Form, told: str) -> None:
    if isinstance(step, SendFile):
        with pytest.raises(ValueError, match=told):
            exported(request_of(step), form)
    else:
        with pytest.raises(CantExportError, match=told.replace("*", r"\*")):
            exported(request_of(step), form)


@pytest.mark.parametrize("form", ["curl", "http", "python", "nc", "raw", "har"])
def test_a_captured_value_is_only_known_from_an_answer(form: Form) -> None:
    capture = Capture((Take("length", FromRegex(r"(\d+)")),))
    request = request_of(GET, WAIT, capture, SendText("GET /{{length}} HTTP/1.1\r\nHost: h\r\n\r\n"))
    with pytest.raises(CantExportError) as told:
        exported(request, form)
    assert str(told.value) == (
        "request.toml: step 4: length is only known from an answer (step 3 captures it), which nothing but a replay "
        "has: --var length=… exports the request with a value of your own."
    )
    assert b"GET /12 HTTP/1.1" in export_request(plan_for(request, length="12"), "raw", NOW).data


@pytest.mark.parametrize(("target", "form"), [("tls://h:443", "nc"), ("unix:@x", "nc"), ("unix:/x", "http")])
def test_places_that_a_program_can_not_reach(target: str, form: Form) -> None:
    with pytest.raises(CantExportError):
        text_of(GET, form=form, target=target)


# What is written


def test_places() -> None:
    assert text_of(GET, form="curl", target="tls://h:444").endswith(" \\\n  https://h:444/x\n")
    assert "--unix-socket '/a b'" in text_of(GET, form="curl", target="unix:/a b")
    assert "--abstract-unix-socket x" in text_of(GET, form="curl", target="unix:@x")
    assert text_of(GET, form="nc", target="[::1]:80").endswith("| nc -N ::1 80\n")
    assert text_of(GET, form="nc", target="unix:/a b").endswith("| nc -N -U '/a b'\n")
    assert "GET https://h:443/x HTTP/1.1" in text_of(GET, form="http", target="tls://h:443")
    assert "wrap_socket(" in text_of(GET, form="python", target="tls://h:443")
    assert "connection.connect('\\x00x')" in text_of(GET, form="python", target="unix:@x")


def test_an_http_file_of_two_requests() -> None:
    post = b"POST /y HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\n{\n 1\r\n}"
    assert text_of(GET, post, form="http") == (
        "### a request 1\nGET http://127.0.0.1:80/x HTTP/1.1\nHost: h\n\n"
        "### a request 2\nPOST http://127.0.0.1:80/y HTTP/1.1\nHost: h\n\n{\n 1\r\n}\n"
    )


def test_an_archive_of_what_was_not_sent_yet() -> None:
    log = json.loads(text_of(GET, GET, form="har", target="tls://h:443"))["log"]
    first, _ = log["entries"]
    assert first["startedDateTime"] == "2023-11-14T22:13:20+00:00"
    assert (first["request"]["url"], first["response"]["status"]) == ("https://h/x", 0)


@pytest.mark.parametrize(
    ("target", "host", "url", "remarks"),
    [
        ("127.0.0.1:17002", "x", "http://127.0.0.1:17002/x", 1),
        ("h:80", "H", "http://H/x", 0),
        ("h:81", "h", "http://h:81/x", 1),
        ("h:81", "h:81", "http://h:81/x", 0),
        ("[::1]:80", "[::1]", "http://[::1]/x", 0),
        ("unix:/x", "h", "http://h/x", 1),
    ],
)
def test_an_archive_names_the_target_whatever_the_host_says(target: str, host: str, url: str, remarks: int) -> None:
    request = request_of(f"GET /x HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(), target=target)
    made = exported(request, "har")
    sent = json.loads(made.data)["log"]["entries"][0]["request"]
    assert (sent["url"], sent["headers"]) == (url, [{"name": "Host", "value": host}])
    assert len(made.remarks) == remarks


def test_a_frame_is_exported_as_its_bytes() -> None:
    step = Frame("json", '{"a": 1}', (("Host", "h"),), (("method", "PUT"),))
    assert b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\n" in exported(request_of(step), "raw").data


@pytest.mark.parametrize(
    "step",
    [
        Wait(Messages(2)), Wait(End()), Wait(HasBytes(b"\xff")), Wait(Contains("é\"'")), Wait(Regex(r"\d+"), 2.0),
        Pause(1.5), CloseStep("fin"), CloseStep("half"), CloseStep("rst"), b"\xff\0'\"\\",
    ],
)  # fmt: skip
@pytest.mark.parametrize("framing", ["http", "line", "length:u8"])
def test_python_scripts_are_python_and_stand_alone(step: Any, framing: str) -> None:
    text = text_of(b"hi\n", step, form="python", framing=framing)
    tree = ast.parse(text)
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    used = {
        node.value.id for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert called - defined <= {"bool", "bytes", "bytearray", "int", "len", "max"}
    assert imported <= used
    assert used & {"re", "ssl", "struct", "time"} <= imported


@given(st.text(max_size=20))
def test_a_name_can_not_leave_its_docstring(name: str) -> None:
    request = SavedRequest(name, "h:80", (SendText("hi"),))
    ast.parse(export_request(plan_for(request), "python", NOW).data)


def test_a_script_of_a_request_without_a_name_is_named_by_its_target() -> None:
    request = SavedRequest("", 'unix:/a"b', (SendText("hi"),))
    tree = ast.parse(export_request(plan_for(request), "python", NOW).data)
    assert ast.get_docstring(tree) == "A request to unix:/a'b (written by tcptui)."


@given(st.binary(max_size=30), st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=10))
def test_a_shell_gives_back_the_same_bytes(data: bytes, word: str) -> None:
    text = f"{printf(data)}; printf %s {quoted(word)}"
    done = subprocess.run(["sh", "-c", text], capture_output=True, check=True)
    assert done.stdout == data + word.encode()


def test_the_exported_package_reads_files_beside_the_request(tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(b"\0\1")
    request = request_of(SendFile(str(tmp_path / "body")))
    assert exported(request, "raw").data == b"\0\1"
