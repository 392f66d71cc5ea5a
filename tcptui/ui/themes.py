"""Colours: one a meaning, the same everywhere, as variables `$tone-…` of every theme."""

from __future__ import annotations

from rich.style import Style as RichStyle
from textual.style import Style
from textual.theme import Theme
from textual.widget import Widget

DARK = Theme(
    name="tcptui",
    primary="#7aa2f7",
    secondary="#73daca",
    accent="#bb9af7",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#c8d0e8",
    background="#12141c",
    surface="#181b26",
    panel="#22263a",
    variables={
        "tone-out": "#7aa2f7",
        "tone-in": "#73daca",
        "tone-event": "#bb9af7",
        "tone-good": "#9ece6a",
        "tone-warning": "#e0af68",
        "tone-failure": "#f7768e",
        "tone-muted": "#7a84a8",
        "tone-line": "#343a55",
    },
)

LIGHT = Theme(
    name="tcptui-light",
    primary="#2e5bc7",
    secondary="#0f7b6c",
    accent="#7a3fbf",
    warning="#8f5e00",
    error="#c4284a",
    success="#3f7a12",
    foreground="#23283b",
    background="#f6f7fb",
    surface="#eceef6",
    panel="#dfe3f0",
    dark=False,
    variables={
        "tone-out": "#2e5bc7",
        "tone-in": "#0f7b6c",
        "tone-event": "#7a3fbf",
        "tone-good": "#3f7a12",
        "tone-warning": "#8f5e00",
        "tone-failure": "#c4284a",
        "tone-muted": "#666f8c",
        "tone-line": "#b9c0d8",
    },
)


def tone_style(widget: Widget, name: str) -> RichStyle:
    """A tone's style on this widget's background. name: the tone, maybe with `bold` … before it; "" for plain text."""
    *attributes, tone = name.split(" ")
    words = [*attributes, f"$tone-{tone}"] if tone else attributes
    if not words:
        return widget.rich_style
    return widget.rich_style + Style.parse(" ".join(words), widget.app.theme_variables).rich_style


def tones(theme: Theme) -> dict[str, str]:
    """The meanings' colours for a theme that does not name them itself, from its own palette."""
    if theme.name in (DARK.name, LIGHT.name):
        return {}
    colours = theme.to_color_system().generate()
    return {
        "tone-out": colours["text-primary"],
        "tone-in": colours["text-secondary"],
        "tone-event": colours["text-accent"],
        "tone-good": colours["text-success"],
        "tone-warning": colours["text-warning"],
        "tone-failure": colours["text-error"],
        "tone-muted": colours["foreground-darken-3"] if theme.dark else colours["foreground-lighten-3"],
        "tone-line": colours["panel-lighten-2"] if theme.dark else colours["panel-darken-2"],
    }
