"""`tcptui requests`, as a person and a script use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Serve
from tests.servers.listening import Peer

CURL = b"curl http://h:81/a -H 'X-API-KEY: k3y' -L\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def requests(*words: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tcptui", "requests", *words], capture_output=True, input=typed, timeout=60
    )


def told(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """What stands on stderr, without the command's name."""
    return [line.partition(": ")[2] for line in done.stderr.decode().splitlines()]


def test_a_command_line_from_a_pipe_becomes_a_file(folder: Path) -> None:
    done = requests("import", "-", typed=CURL)
    assert (done.returncode, done.stdout) == (0, b"requests/get-a.toml\n")
    assert told(done) == [
        "X-API-KEY is a secret: it became {{x_api_key}}, export X_API_KEY for it.",
        "standard input:1: not kept: -L.",
        "standard input:1: curl's own User-Agent header is not added.",
    ]
    text = (folder / "requests" / "get-a.toml").read_text()
    assert "k3y" not in text
    assert 'x_api_key = { env = "X_API_KEY", secret = true }' in text
    assert requests("import", "-", "--secrets", typed=CURL).stdout == b"requests/get-a-2.toml\n"
    assert "k3y" in (folder / "requests" / "get-a-2.toml").read_text()


def test_a_credential_stands_neither_in_a_file_s_name_nor_among_its_variables(folder: Path) -> None:
    done = requests("import", "-", typed=b"curl 'http://h/a?access_token=k3y' -A me\n")
    assert done.stdout == b"requests/get-a-access-token.toml\n"
    (folder / "a.http").write_text("@val = k3y\n@who = me\nGET http://h/b?{{who}}\nAuthorization: Bearer {{val}}\n")
    done = requests("import", "a.http")
    assert told(done) == ["val is a secret: its value is not kept, export VAL for it."]
    texts = [one.read_text() for one in (folder / "requests").iterdir()]
    assert len(texts) == 2
    assert not any("k3y" in one for one in texts)
    assert requests("import", "a.http", "--secrets").returncode == 0
    assert any('val = "k3y"' in one.read_text() for one in (folder / "requests").iterdir())


def test_an_import_says_that_tls_is_still_to_come(folder: Path) -> None:
    done = requests("import", "-", typed=b"curl https://h/a -A me -k\n")
    assert told(done) == [
        "requests/get-a.toml goes to tls://h:443, and TLS is still to come: until then `replay` refuses it.",
        "standard input:1: not kept: -k.",
    ]
    refused = subprocess.run(
        [sys.executable, "-m", "tcptui", "replay", "requests/get-a.toml"], capture_output=True, timeout=60
    )
    assert (refused.returncode, b"TLS is still to come" in refused.stderr) == (2, True)


def test_what_is_imported_is_known_by_name_or_bytes(folder: Path) -> None:
    (folder / "a.rest").write_text("GET http://h/rest\n")
    (folder / "b.har").write_text('{"log": {"entries": [{"request": {"method": "GET", "url": "http://h/har"}}]}}')
    (folder / "c").write_bytes(b"GET /raw HTTP/1.1\r\nHost: h\r\n\r\n")
    (folder / "d").write_bytes(b"$ curl h/curl")
    (folder / "e").write_bytes((Path(__file__).parents[1] / "requests/recorded/curl_nginx.pcap").read_bytes())
    found = [requests("import", name, "-o", "kept").stdout.decode().strip() for name in ("a.rest", "b.har", *"cde")]
    assert found == ["kept/get-rest.toml", "kept/get-har.toml", "kept/get-raw.toml", "kept/get-curl.toml",
                     "kept/127-0-0-1-18999-from-e.toml"]  # fmt: skip
    listed = requests("list", "kept").stdout.decode().splitlines()
    assert [line.split()[:2] for line in listed if "-har" in line] == [["kept/get-har.toml", "h:80"]]
    assert len(listed) == 5


def test_a_pipe_with_a_name_is_read_whole(folder: Path) -> None:
    data = b"GET /fifo HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 200 + b"\r\n\r\n"
    command = f'printf "$DATA" | {sys.executable} -m tcptui requests import <(cat)'
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, timeout=60, env={**os.environ, "DATA": data.decode()}
    )
    assert done.stdout == b"requests/get-fifo.toml\n"
    assert requests("export", "requests/get-fifo.toml", "--as", "raw").stdout == data


def test_list_tells_what_is_broken(folder: Path) -> None:
    requests("import", "--as", "raw", "--target", "h:1", "-", typed=b"hello")
    (folder / "requests" / "broken.toml").write_text("target = 5\n[[steps]]\npause = 1\n")
    done = requests("list", "--json")
    assert done.returncode == 2
    broken, whole = (json.loads(line) for line in done.stdout.splitlines())
    assert (broken["file"], broken["name"]) == ("requests/broken.toml", None)
    assert broken["problems"][0].startswith("requests/broken.toml:1: target")
    assert (whole["target"], whole["steps"], whole["problems"]) == ("h:1", 1, [])
    assert b"\xe2\x9c\x95 requests/broken.toml:1: target" in requests("list").stdout


def test_without_a_folder_the_users_own_is_listed(data_dir: Path) -> None:
    folder = data_dir / "config" / "requests"
    none_yet = f"There is no request in {folder} yet: `tcptui requests import` makes some.\n".encode()
    assert (requests("list").returncode, requests("list").stdout) == (0, none_yet)
    folder.mkdir(parents=True)
    assert requests().stdout == none_yet
    folder.rmdir()
    folder.write_text("")
    assert told(requests("list")) == [f"{folder} is no folder: name one that holds saved requests."]


def test_export_and_back(folder: Path) -> None:
    requests("import", "-", typed=CURL)
    done = requests("export", "requests/get-a.toml", "--as", "curl", "--var", "x_api_key=given")
    assert b"-H 'X-API-KEY: ***'" in done.stdout
    assert told(done) == ["Credentials are masked with *, so it does not work as it is: --secrets writes them."]
    open_ = ("--var", "x_api_key=given", "--secrets", "-o", "x.sh", "--target", "other:82")
    done = requests("export", "requests/get-a.toml", "--as", "curl", *open_)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert b"-H 'X-API-KEY: given'" in (folder / "x.sh").read_bytes()
    assert b"http://other:82/a" in (folder / "x.sh").read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("import", "missing"), 1, "missing can't be read or written: No such file or directory."),
        (("import", "-"), 2, "standard input: it is empty: there is nothing to send."),
        (("import", "-", "--as", "curl"), 2, "standard input: there is no curl command in it."),
        (("import", "-", "--framing", "x"), 2, "'x' is no framing"),
        (("import", "."), 1, ". can't be read or written: Is a directory."),
        (("export", "missing.toml", "--as", "curl"), 2, "missing.toml: can't be read: No such file or directory."),
        (("export", ".", "--as", "curl"), 2, ". is a folder: name one of its requests"),
        (("export", "a.toml", "--as", "curl"), 2, "a.toml:1: "),
        (("export", "b.toml", "--as", "curl"), 2, "b.toml:3: step 1: the variable who is not known."),
        (("export", "b.toml", "--as", "curl", "--var", "who"), 2, "--var who: it has no value"),
        (("export", "b.toml", "--as", "curl", "--var", "who=me"), 2, "The bytes hold no whole HTTP request"),
        (("list", "missing"), 2, "missing is no folder"),
        (("export", "b.toml"), 2, "the following arguments are required: --as"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(folder: Path, words: tuple[str, ...], code: int, sentence: str) -> None:
    (folder / "a.toml").write_text("hello\n")
    (folder / "b.toml").write_text('target = "h:1"\n\n[[steps]]\nsend = "hi {{who}}"\n')
    done = requests(*words)
    assert (done.returncode, done.stdout) == (code, b"")
    assert told(done)[0].startswith(sentence)


def test_a_host_of_that_name_is_still_reached() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tcptui", "send", "tcp://requests:80", "--timeout", "0.01"],
        capture_output=True,
        timeout=60,
    )
    assert b"requests" in done.stderr
    assert done.returncode in (6, 28)


def test_from_a_session_over_a_capture_back_to_the_same_bytes(serve: Serve) -> None:
    """What was sent is recorded, exported as packets, imported as a request, and is the same again."""

    def talk(peer: Peer) -> None:
        peer.send(b"220 ready\r\n")
        peer.read_exactly(len(sent))
        peer.send(b"\xff\0bye\r\n")

    sent = bytes(range(256)) * 20
    target = serve(talk).target

    def tcptui(*words: str) -> bytes:
        done = subprocess.run([sys.executable, "-m", "tcptui", *words], capture_output=True, timeout=60, input=sent)
        assert done.returncode == 0, done.stderr
        return done.stdout

    tcptui("send", target, "--stdin", "--framing", "until-close")
    tcptui("sessions", "export", "last", "--as", "pcapng", "-o", "a.pcapng")
    (path,) = tcptui("requests", "import", "a.pcapng").split()
    assert tcptui("requests", "export", path.decode(), "--as", "raw") == sent
    assert tcptui("requests", "list").split()[1].decode() == target
