"""Draws the README's pictures anew: `python screenshots/make.py`, from the project's folder.

Each is a real run: tcptui in tmux on a real connection, real keys, and what the terminal then shows as a PNG. Needs
tmux, nginx, a font (Debian: apt-get install tmux nginx fonts-jetbrains-mono) and Pillow (pip install pillow).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
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
from tests.servers.behaviours import reset_mid_body  # noqa: E402
from tests.servers.listening import Server  # noqa: E402

TCPTUI = str(Path(sys.executable).with_name("tcptui"))
GET = ["GET / HTTP/1.1", "Host: localhost", ""]
FONTS = Path("/usr/share/fonts/truetype/jetbrains-mono")
FONT_SIZE = 22


class Screen:
    """One tcptui in a tmux server of its own, ended with it."""

    def __init__(self, target: str, size: tuple[int, int]) -> None:
        self._columns, rows = size
        self._folder = tempfile.TemporaryDirectory()
        self._socket = str(Path(self._folder.name) / "tmux")
        environment = {**os.environ, "TCPTUI_DATA_DIR": self._folder.name, "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(self._columns), "-y", str(rows), TCPTUI, target,
            environment=environment,
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
                canvas.text(at, character, font=font, fill=ink)
                column += cells
    return image.quantize(128)


def colours(style: Style) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Foreground and background."""
    ink = (style.color or Color.default()).get_truecolor(THEME, foreground=True)
    paper = (style.bgcolor or Color.default()).get_truecolor(THEME, foreground=False)
    return (tuple(paper), tuple(ink)) if style.reverse else (tuple(ink), tuple(paper))


def main() -> None:
    """All pictures."""
    with tempfile.TemporaryDirectory() as folder, real.nginx(Path(folder)) as nginx:
        with Screen(nginx.target, (120, 36)) as screen:
            screen.wait_for("connected")
            screen.type(GET)
            screen.wait_for("200 OK")
            screen.save("get")
            screen.press("F5")
            screen.wait_for("48 54 54 50")
            screen.save("hex")
        with Screen(nginx.target, (80, 24)) as screen:
            screen.wait_for("connected")
            screen.type(GET)
            screen.wait_for("200 OK")
            screen.save("small")
    with Server(reset_mid_body) as server, Screen(server.target, (120, 36)) as screen:
        screen.wait_for("connected")
        screen.type(GET)
        screen.wait_for("reset")
        screen.save("reset")
        screen.press("F4")
        screen.wait_for("the peer reset the connection")
        screen.save("events")


if __name__ == "__main__":
    main()
