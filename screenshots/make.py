"""Draws the README's pictures anew: `python screenshots/make.py`, from the project's folder.

Each is a real run: tcptui in tmux on a real connection, real keys, and what the terminal then shows as a PNG. Needs
Pillow (pip install pillow) and, on Debian, `apt-get install tmux nginx curl fonts-jetbrains-mono fonts-dejavu-core`.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from email.utils import formatdate
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from PIL import Image, ImageDraw, ImageFont  # noqa: E402
from rich.cells import cell_len  # noqa: E402
from rich.color import Color  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.style import Style  # noqa: E402
from rich.terminal_theme import DEFAULT_TERMINAL_THEME as THEME  # noqa: E402
from rich.text import Text  # noqa: E402

from tests.servers import real  # noqa: E402
from tests.servers.behaviours import echo, reset_mid_body  # noqa: E402
from tests.servers.listening import Peer, Server  # noqa: E402

TCPTUI = str(Path(sys.executable).with_name("tcptui"))
GET = ["GET / HTTP/1.1", "Host: localhost", ""]
FONTS = Path("/usr/share/fonts/truetype/jetbrains-mono")
OTHER_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
"""Has the half circles of half-closed connections, which the other has not."""
FONT_SIZE = 22


class Screen:
    """One tcptui in a tmux server of its own, ended with it."""

    def __init__(
        self, *words: str, size: tuple[int, int] = (120, 36), runs: Path | None = None, cwd: Path = HERE
    ) -> None:
        self._columns, rows = size
        self._folder = tempfile.TemporaryDirectory()
        self._socket = str(Path(self._folder.name) / "tmux")
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(self._columns), "-y", str(rows), "-c", str(cwd),
            TCPTUI, *words,
            environment=surroundings(runs or Path(self._folder.name)),
        )  # fmt: skip

    def _tmux(self, *words: str, environment: dict[str, str] | None = None) -> str:
        command = ["tmux", "-u", "-S", self._socket, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self._tmux("send-keys", *keys)

    def type(self, lines: Sequence[str]) -> None:
        """Type lines, each with Enter, at a person's pace."""
        for line in lines:
            self._tmux("send-keys", "-l", line)
            time.sleep(0.4)
            self.press("Enter")
            time.sleep(0.3)

    def type_keys(self, text: str) -> None:
        """Type a text without Enter."""
        self._tmux("send-keys", "-l", text)

    def wait_for(self, text: str, seconds: float = 15.0) -> None:
        """Return when the screen shows it and has come to rest."""
        until, before = time.monotonic() + seconds, ""
        while True:
            shown = self._tmux("capture-pane", "-p")
            if text in shown and shown == before:
                return
            if time.monotonic() > until:
                raise TimeoutError(f"{text!r} is not on the screen:\n{shown}")
            before = shown
            time.sleep(0.3)

    def save(self, name: str) -> None:
        """Draw the screen as it is."""
        draw(self._tmux("capture-pane", "-p", "-e", "-N").rstrip("\n"), self._columns).save(
            HERE / f"{name}.png", optimize=True
        )
        print(f"screenshots/{name}.png")

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *exc: object) -> None:
        self._tmux("kill-server")
        self._folder.cleanup()


def draw(screen: str, columns: int) -> Image.Image:
    """A picture of lines with SGR sequences, each character in its cell."""
    fonts = [ImageFont.truetype(FONTS / f"JetBrainsMono-{weight}.ttf", FONT_SIZE) for weight in ("Regular", "Bold")]
    other = ImageFont.truetype(OTHER_FONT, FONT_SIZE)
    unknown = bytes(fonts[0].getmask("\uffff"))
    width, height = round(fonts[0].getlength("M")), sum(fonts[0].getmetrics())
    lines = Text.from_ansi(screen).split(allow_blank=True)
    image = Image.new("RGB", (columns * width, len(lines) * height), "black")
    canvas, console = ImageDraw.Draw(image), Console(color_system="truecolor", legacy_windows=False)
    for row, line in enumerate(lines):
        column = 0
        for text, style, _ in line.render(console):
            ink, paper, font = *colours(style or Style()), fonts[bool(style and style.bold)]
            for character in text:
                at, cells = (column * width, row * height), cell_len(character)
                canvas.rectangle((*at, at[0] + cells * width - 1, at[1] + height - 1), fill=paper)
                lacking = character.isprintable() and bytes(fonts[0].getmask(character)) == unknown
                canvas.text(at, character, font=other if lacking else font, fill=ink)
                column += cells
    return image.quantize(128)


def colours(style: Style) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Foreground and background."""
    ink = (style.color or Color.default()).get_truecolor(THEME, foreground=True)
    paper = (style.bgcolor or Color.default()).get_truecolor(THEME, foreground=False)
    return (tuple(paper), tuple(ink)) if style.reverse else (tuple(ink), tuple(paper))


def surroundings(runs: Path) -> dict[str, str]:
    """The environment of a person without settings, whose runs are kept in this folder."""
    return {
        **os.environ,
        "TCPTUI_DATA_DIR": str(runs),
        "TCPTUI_CONFIG_DIR": str(runs),
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


def main() -> None:
    """All pictures."""
    demo()
    with tempfile.TemporaryDirectory() as folder, real.nginx(Path(folder)) as nginx, Server(reset_mid_body) as server:
        requests(nginx.target)
        deaths(server.target)
        past(nginx.target, server.target)
    serving()
    composing()
    messages()
    many()
    saved()


def demo() -> None:
    """The first minute."""
    with Screen("demo") as screen:
        screen.wait_for("Enter")
        screen.wait_for("GET /")
        screen.save("demo")
        screen.press("Enter")
        screen.wait_for("200 OK")
        screen.press("Escape")
        screen.wait_for("v select")
        screen.press("/")
        screen.wait_for("exact case")
        screen.type_keys("bytes")
        screen.wait_for("matches")
        screen.press("Enter")
        screen.wait_for("1 of")
        screen.save("search")
        screen.press("Escape", "Escape")
        screen.press("C-]")
        screen.wait_for("tcptui>")
        screen.type(["status", "? send"])
        screen.wait_for("send")
        screen.save("prompt")


def requests(target: str) -> None:
    """Typed by hand, and the answer."""
    with Screen(target) as screen:
        screen.wait_for("connected")
        screen.type(GET)
        screen.wait_for("200 OK")
        screen.save("get")
        screen.press("F5")
        screen.wait_for("48 54 54 50")
        screen.save("hex")
        screen.press("M-x")
        screen.wait_for("When to worry")
        screen.save("explain")
    with Screen(target, size=(80, 24)) as screen:
        screen.wait_for("connected")
        screen.type(GET)
        screen.wait_for("200 OK")
        screen.save("small")


def deaths(target: str) -> None:
    """A reset in the middle of an answer."""
    with Screen(target) as screen:
        screen.wait_for("connected")
        screen.type(GET)
        screen.wait_for("reset")
        screen.save("reset")
        screen.press("F4")
        screen.wait_for("the peer reset the connection")
        screen.save("events")


def past(whole: str, broken: str) -> None:
    """What is found of earlier runs."""
    with tempfile.TemporaryDirectory() as folder:
        for target in (whole, broken, whole):
            command = [TCPTUI, "send", target, "--text", r"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"]
            subprocess.run(command, env=surroundings(Path(folder)), capture_output=True, check=False)
        with Screen(runs=Path(folder)) as screen:
            screen.wait_for("reset")
            screen.save("start")
            screen.press("C-o")
            screen.wait_for("runs")
            screen.save("runs")


def serving() -> None:
    """Being the server of a curl."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Screen() as screen:
        screen.wait_for("start")
        screen.press("C-l")
        screen.wait_for("Listen")
        screen.press("C-u")
        screen.type([str(port)])
        screen.wait_for("listening")
        curl = ["curl", "-s", "--max-time", "20", f"http://127.0.0.1:{port}/hello"]
        with subprocess.Popen(curl, stdout=subprocess.DEVNULL):
            screen.wait_for("connection 2")
            screen.press("C-PageDown")
            screen.wait_for("GET /hello")
            screen.type(["HTTP/1.1 200 OK", "Content-Length: 7", "", "hello"])
            screen.wait_for("hello␍␊")
            screen.save("listen")


def composing() -> None:
    """A message with a JSON header, one of its lengths wrong on purpose."""
    command = [TCPTUI, "listen", "0", "--respond", "app", "--json", "--no-record"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = json.loads(server.stdout.readline())["port"]
        with Screen(f"127.0.0.1:{port}", "--framing", "json-header") as screen:
            screen.wait_for("connected")
            screen.press("F2")
            screen.wait_for("composer · json-header")
            screen.press("Tab")
            screen.type_keys('{"action": "search", "value": "ring"}')
            screen.wait_for("142 bytes")
            screen.press("BTab", *["Down"] * 5)
            screen.press("BSpace", "BSpace")
            screen.type_keys("99")
            screen.wait_for("malformed on purpose")
            screen.save("composer")
        server.terminate()


def messages() -> None:
    """The messages of an exchange in HTTP, its gzip undone, and of one with JSON headers."""
    body = gzip.compress(json.dumps({"workers": [{"name": "Ada", "shift": "night"}, {"name": "Grace"}]}).encode())
    fields = b"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nServer: example\r\n" + fields % len(body) + body

    def behave(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.hold()

    with Server(behave) as server, Screen(server.target) as screen:
        screen.wait_for("connected")
        screen.type(["GET /workers HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip", ""])
        screen.wait_for("200 OK")
        screen.press("Escape")
        screen.wait_for("v select")
        screen.press("m")
        screen.wait_for("response")
        screen.press("Enter")
        screen.wait_for("Grace")
        screen.save("messages")
    with Screen("demo") as screen:
        screen.wait_for("GET /")
        screen.press("C-PageDown", "C-PageDown")
        screen.wait_for("morpheus")
        screen.press("Enter")
        screen.wait_for("the peer closed its side")
        screen.press("Escape")
        screen.wait_for("v select")
        screen.press("m")
        screen.wait_for("first line")
        screen.press("Enter")
        screen.wait_for("JSON set out")
        screen.save("json-header")


def many() -> None:
    """A thousand connections, most of which do what they were opened for."""
    numbers = itertools.count(1)

    def behave(peer: Peer) -> None:
        number = next(numbers)
        if number % 97 == 0:
            peer.read()
            peer.reset()
        elif number % 4 == 0:
            peer.hold()
        else:
            echo(peer)

    with Server(behave) as server, Screen() as screen:
        screen.wait_for("start")
        screen.press("M-m")
        screen.wait_for("Many connections")
        screen.type_keys(server.target)
        screen.press("Down", "C-u")
        screen.type_keys("1000")
        screen.press("Down")
        screen.type_keys(r"hello\r\n")
        screen.press("Enter")
        screen.wait_for("opening              0", 30)
        time.sleep(2)
        screen.press("Down", "Down", "Down", "Down")
        screen.wait_for("› ✕ failed")
        screen.save("many")


REQUEST = """\
name = "{name}"
target = "{target}"
framing = "http"

[variables]
token = {{ value = "b41a-77c0", secret = true }}

[[steps]]
send = '''
GET {path} HTTP/1.1
Host: {{{{target}}}}
X-User-Token: {{{{token}}}}

'''
eol = "crlf"

[[steps]]
expect = {{ status = 200, within = "2s" }}

[[steps]]
expect = {{ json = {{ "$.workers[0].name" = "{first}" }}, within = "2s" }}
"""


def saved() -> None:
    """Saved requests, a replay that is not met, and what differs from the replay before."""
    numbers = itertools.count(1)

    def behave(peer: Peer) -> None:
        peer.read_head()
        number = next(numbers)
        names = ["Ada", "Grace"] if number == 1 else ["Grace", "Ada", "Joan"]
        shift = {"name": ("day", "night")[number - 1], "open": True}
        body = json.dumps({"workers": [{"name": name} for name in names], "shift": shift}, indent=1).encode()
        head = f"HTTP/1.1 200 OK\r\nServer: example/1.{number}\r\nDate: {formatdate(usegmt=True)}\r\n"
        head += "Content-Type: application/json\r\n"
        peer.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        peer.hold()

    with tempfile.TemporaryDirectory() as folder, Server(behave) as server:
        project = Path(folder)
        for group, name, path in (
            ("workers", "All workers", "/workers"),
            ("workers", "One worker", "/workers/1"),
            ("shifts", "Night", "/shifts/night"),
        ):
            at = project / "requests" / group
            at.mkdir(parents=True, exist_ok=True)
            text = REQUEST.format(name=name, target=server.target, path=path, first="Ada")
            (at / f"{name.lower().replace(' ', '-')}.toml").write_text(text)
        with Screen(cwd=project) as screen:
            screen.wait_for("start")
            screen.press("F3")
            screen.wait_for("All workers")
            screen.press("Down", "Down")
            screen.wait_for("GET /workers HTTP/1.1")
            screen.save("collection")
            screen.press("Enter")
            screen.wait_for("Replay")
            screen.press("Enter")
            screen.wait_for("✓")
            screen.press("M-z")
            screen.wait_for("✗")
            screen.save("replay")
            screen.press("M-v")
            screen.wait_for("difference")
            screen.save("comparison")


if __name__ == "__main__":
    main()
