"""Colours: one a meaning, the same everywhere, as variables `$tone-…` of every theme."""

from __future__ import annotations

from rich.style import Style as RichStyle
from textual.color import Color
from textual.style import Style
from textual.theme import Theme
from textual.widget import Widget


def _theme(name: str, ground: str, ink: str, tones: str, *, dark: bool = True) -> Theme:
    """ground: background, surface, panel; ink: text, muted text, lines; tones: out in event good warning failure."""
    background, surface, panel = ground.split()
    foreground, muted, line = ink.split()
    out, into, event, good, warning, failure = tones.split()
    return Theme(
        name=name, dark=dark, background=background, surface=surface, panel=panel, foreground=foreground,
        primary=out, secondary=into, accent=event, success=good, warning=warning, error=failure,
        variables={
            "tone-out": out, "tone-in": into, "tone-event": event, "tone-good": good, "tone-warning": warning,
            "tone-failure": failure, "tone-muted": muted, "tone-line": line,
        },
    )  # fmt: skip


DARK = _theme(
    "tcptui",
    "#12141c #181b26 #22263a",
    "#c8d0e8 #8790b3 #343a55",
    "#7aa2f7 #73daca #bb9af7 #9ece6a #e0af68 #f7768e",
)
LIGHT = _theme(
    "tcptui-light",
    "#f6f7fb #eceef6 #dfe3f0",
    "#23283b #5b6480 #b9c0d8",
    "#2e5bc7 #0b6f61 #7a3fbf #38700f #835600 #bd2345",
    dark=False,
)
CONTRAST = _theme(
    "tcptui-contrast",
    "#000000 #0a0a0a #1a1a1a",
    "#ffffff #c0c4cc #6b7280",
    "#8ab8ff #5cf2dc #d9b3ff #8cf06e #ffd75f #ff8f9e",
)
COLOUR_BLIND = _theme(  # each two of its tones stay apart for eyes that see no red, no green or no blue
    "tcptui-colour-blind",
    "#11151a #171c23 #212833",
    "#d5dbe3 #8f99a8 #3a4452",
    "#4f9df7 #f2e863 #e58fd0 #7fe0c3 #e69f00 #f0653a",
)
DUSK = _theme(
    "tcptui-dusk",
    "#282523 #302c29 #3b3632",
    "#e8dcc4 #b0a28d #57504a",
    "#8fbcd4 #9fd0a0 #d3a4cf #b8c76a #eab65a #f59084",
)

OWN: dict[str, Theme] = {each.name: each for each in (DARK, LIGHT, CONTRAST, COLOUR_BLIND, DUSK)}
"""tcptui's themes by name, the default first. On each, every tone has a contrast of 4.5:1 or more (WCAG 2.1, 1.4.3)."""

_LEGIBLE = 4.5

_ANSI_TONES = {
    "tone-out": "ansi_blue",
    "tone-in": "ansi_cyan",
    "tone-event": "ansi_magenta",
    "tone-good": "ansi_green",
    "tone-warning": "ansi_yellow",
    "tone-failure": "ansi_red",
    "tone-muted": "ansi_bright_black",
    "tone-line": "ansi_bright_black",
}
"""For themes that take the terminal's own colours, which we can't see."""


def tone_style(widget: Widget, name: str) -> RichStyle:
    """A tone's style on this widget's background. name: the tone, maybe with `bold` … before it; "" for plain text."""
    *attributes, tone = name.split(" ")
    words = [*attributes, f"$tone-{tone}"] if tone else attributes
    if not words:
        return widget.rich_style
    return widget.rich_style + Style.parse(" ".join(words), widget.app.theme_variables).rich_style


def tones(theme: Theme) -> dict[str, str]:
    """The meanings' colours for a theme that does not name them itself, from its own palette, and legible on it."""
    if theme.name in OWN:
        return {}
    if theme.ansi:
        return _ANSI_TONES
    colours = theme.to_color_system().generate()
    named = {
        "tone-out": colours["primary"],
        "tone-in": colours["secondary"],
        "tone-event": colours["accent"],
        "tone-good": colours["success"],
        "tone-warning": colours["warning"],
        "tone-failure": colours["error"],
        "tone-muted": colours["foreground-darken-3"] if theme.dark else colours["foreground-lighten-3"],
    }
    line = colours["panel-lighten-2"] if theme.dark else colours["panel-darken-2"]
    grounds = [Color.parse(colours[name]) for name in ("background", "surface")]
    return {name: _legible(Color.parse(colour), grounds, theme.dark) for name, colour in named.items()} | {
        "tone-line": line
    }


def _legible(colour: Color, grounds: list[Color], dark: bool) -> str:
    """The colour, as much nearer to white or black as it takes to be read on each of the grounds."""
    end = Color(255, 255, 255) if dark else Color(0, 0, 0)
    for tenth in range(11):
        mixed = colour.blend(end, tenth / 10)
        if min(contrast(mixed, ground) for ground in grounds) >= _LEGIBLE:
            return mixed.hex
    return end.hex


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
