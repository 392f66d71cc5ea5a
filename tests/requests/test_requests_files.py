"""Files and folders of requests: saved whole or not at all, and a broken one hinders no other."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tcptui.atomicfile import replace_file
from tcptui.requests.collection import LARGEST, load, read_collection, request_files
from tcptui.requests.files import save, save_new
from tcptui.requests.model import CloseStep, SavedRequest, SendText
from tcptui.requests.reading import RequestFileError

SMALL = SavedRequest("small", "127.0.0.1:8000", (SendText("x"),))


def test_a_request_is_saved_into_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    path = tmp_path / "group" / "r.toml"
    save(path, SMALL)
    assert load(path).request == SMALL
    assert os.listdir(path.parent) == ["r.toml"]


def test_of_many_that_want_one_name_each_gets_one_of_its_own(tmp_path: Path) -> None:
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(save_new(tmp_path, SMALL))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = ["small.toml", *(f"small-{number}.toml" for number in range(2, 13))]
    assert sorted(path.name for path in found) == sorted(names) == sorted(os.listdir(tmp_path))
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}


def test_a_file_system_without_links_takes_new_requests_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    assert [save_new(tmp_path, SMALL).name for _ in range(2)] == ["small.toml", "small-2.toml"]
    assert load(tmp_path / "small-2.toml").request == SMALL
    assert len(os.listdir(tmp_path)) == 2


def test_a_saved_request_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    save(real, SMALL)
    real.chmod(0o640)
    link.symlink_to(real)
    save(link, SavedRequest("other", "h:1", (CloseStep("fin"),)))
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert load(real).request.name == "other"


def test_a_broken_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text("name = ")
    with pytest.raises(RequestFileError):
        save(path, SMALL)
    assert path.read_text() == "name = "


def test_a_folder_that_takes_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        replace_file(tmp_path / "missing" / "r.toml", b"x")
    assert not list(tmp_path.iterdir())


# Stops where asked to, then is killed: in the middle of the write, or when all but the renaming is done.
DIES = """
import os, signal, sys
from pathlib import Path
from tcptui import atomicfile

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, sys.argv[2], die)
atomicfile.replace_file(Path(sys.argv[1]), b"new" * 1_000_000)
"""


@pytest.mark.parametrize("at", ["fsync", "replace"])
def test_a_kill_in_the_middle_leaves_the_old_file_whole(tmp_path: Path, at: str) -> None:
    path = tmp_path / "r.toml"
    save(path, SMALL)
    before = path.read_bytes()
    done = subprocess.run([sys.executable, "-c", DIES, path, at], timeout=30)
    assert done.returncode == -9
    assert path.read_bytes() == before
    assert request_files(tmp_path) == [path], "what the killed one left is no request"


# Writes one content and the other in turn, for ever, in a process of its own that is killed wherever it just is.
WRITES = """
import os, signal, sys, time
from pathlib import Path
from tcptui.atomicfile import replace_file

path, kills = Path(sys.argv[1]), int(sys.argv[2])
for n in range(kills):
    child = os.fork()
    if child == 0:
        while True:
            for content in (b"a", b"b"):
                replace_file(path, content * 4_000_000)
    time.sleep(0.01 + 0.0013 * n)
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    data = path.read_bytes()
    assert data == data[:1] * 4_000_000, "torn"
"""


def test_killed_again_and_again_a_writer_leaves_one_of_two_files_whole(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_bytes(b"c" * 4_000_000)
    subprocess.run([sys.executable, "-c", WRITES, str(path), "30"], timeout=60, check=True)
    left = [other.stat().st_size for other in tmp_path.iterdir() if other != path]
    assert left, "none of them was killed in the middle of it"
    assert request_files(tmp_path) == [path], "what the killed ones left is no request"


def test_several_writers_and_a_reader_meet_whole_files_only(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    requests = [SavedRequest(f"writer {n}", "h:1", tuple(SendText(f"{n}" * 2000) for _ in range(9))) for n in range(3)]
    save(path, requests[0])
    failures: list[Exception] = []

    def write(request: SavedRequest) -> None:
        try:
            for _ in range(15):
                save(path, request)
                assert load(path).request in requests
        except (AssertionError, OSError, ValueError) as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert load(path).request in requests
    assert os.listdir(tmp_path) == ["r.toml"]


def test_a_collection(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "group/z.toml", "group/deep/y.toml", ".hidden/x.toml", "group/.x.toml", "n.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('target = "h:1"\n[[steps]]\nsend = "x"\n')
    (tmp_path / "group/z.toml").write_text('target = "h:1"\n\n[[steps]]\nclose = 1')
    found = read_collection(tmp_path)
    assert [(entry.group, entry.path.name, entry.read is not None) for entry in found] == [
        ("", "a.toml", True), ("", "b.toml", True), ("group", "z.toml", False), ("group/deep", "y.toml", True),
    ]  # fmt: skip
    assert found[2].problems == (
        f"{tmp_path}/group/z.toml:4: step 1: close: 1 is no way to close: write fin, rst or half.",
    )
    assert read_collection(tmp_path / "missing") == []


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RequestFileError, match=r"no\.toml: can't be read: No such file or directory\.$"):
        load(tmp_path / "no.toml")


def test_what_lies_in_a_collection_and_is_no_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.toml").write_text('target = "h:1"\n[[steps]]\nsend = "x"\n')
    for name in ("folder.toml", "closed"):
        (tmp_path / name).mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    for name, to in (("loop.toml", "loop.toml"), ("device.toml", "/dev/zero"), ("up", ".."), ("gone.toml", "nowhere")):
        (tmp_path / name).symlink_to(to)
    (tmp_path / "link.toml").symlink_to("a.toml")
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError):
        request_files(tmp_path)
    skipped: list[OSError] = []
    assert [path.name for path in request_files(tmp_path, skipped.append)] == ["a.toml", "link.toml"]
    assert [error.filename for error in skipped] == [str(tmp_path / "closed")]


def test_a_file_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "r.toml").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(RequestFileError, match="has more than 256 MiB, too many for a request"):
        load(tmp_path / "r.toml")
