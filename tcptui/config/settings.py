"""What `tcptui.toml` can set, and what holds where nothing is set."""

from __future__ import annotations

from typing import Literal

from tcptui.protocol.frozen import frozen

View = Literal["text", "hex"]
"""How the session pane shows bytes."""

TimeMode = Literal["absolute", "start", "last"]
"""What a row's time is told from: the wall clock, the run's start, or the row before it."""

OWN_THEMES = ("tcptui", "tcptui-light", "tcptui-contrast", "tcptui-colour-blind", "tcptui-dusk")
"""tcptui's themes, the default first."""

_TEXTUAL_THEMES = (
    "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine",
    "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light",
    "tokyo-night",
)  # fmt: skip

THEMES = (*OWN_THEMES, *_TEXTUAL_THEMES)
"""All themes by name. They are named here so that a wrong name is told before there is a screen."""

NARROWEST, WIDEST = 28, 100
"""The sidebar's width in cells, at least and at most."""


@frozen
class Remapped:
    """Keys given to an action. keys: as Textual names them, none to take every key away; where: `file:line`."""

    action: str
    keys: tuple[str, ...]
    where: str


@frozen
class Settings:
    """All settings together.

    connect_timeout: seconds from the first SYN; sidebar_width: cells, None to go by the width of the screen;
    show_secrets: whether the screen shows credentials and values of secret variables; project: the names of those that
    the project's file sets.
    """

    theme: str = OWN_THEMES[0]
    eol: str = "crlf"
    framing: str = "auto"
    time: TimeMode = "start"
    encoding: str = "utf-8"
    view: View = "text"
    connect_timeout: float = 30.0
    sidebar: bool = True
    sidebar_width: int | None = None
    record: bool = True
    show_secrets: bool = False
    keys: tuple[Remapped, ...] = ()
    project: tuple[str, ...] = ()


DEFAULTS = Settings()
"""What holds where nobody has set anything."""
