"""Every tone can be read on its ground, by every kind of eye; every theme has a name that the settings know."""

from __future__ import annotations

import itertools

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from tcptui.config.settings import OWN_THEMES, THEMES
from tcptui.ui.themes import COLOUR_BLIND, OWN, contrast, tones

TONES = ("tone-out", "tone-in", "tone-event", "tone-good", "tone-warning", "tone-failure")

# What is left of linear RGB for eyes without one of the three cones: Machado, Oliveira, Fernandes 2009, severity 1.0.
EYES = {
    "protanopia": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "deuteranopia": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
    "tritanopia": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))

Vector = tuple[float, float, float]


def test_the_settings_know_every_theme() -> None:
    assert tuple(OWN) == OWN_THEMES
    assert set(THEMES) == {*OWN, *BUILTIN_THEMES}


@pytest.mark.parametrize("theme", OWN.values(), ids=OWN)
def test_every_tone_is_legible_on_every_ground(theme: Theme) -> None:
    assert theme.background
    assert theme.surface
    assert theme.panel
    least = 7.0 if theme.name == "tcptui-contrast" else 4.5
    for name, colour in {**theme.variables, "foreground": theme.foreground or ""}.items():
        for ground in (theme.background, theme.surface, theme.panel):
            ratio = contrast(Color.parse(colour), Color.parse(ground))
            assert ratio >= (1.3 if name == "tone-line" else least), f"{name} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=BUILTIN_THEMES)
def test_the_tones_of_other_themes_are_legible_too(theme: Theme) -> None:
    if theme.ansi:
        assert all(colour.startswith("ansi_") for colour in tones(theme).values())
        return
    colours = theme.to_color_system().generate()
    for name, colour in tones(theme).items():
        for ground in ("background", "surface"):
            ratio = contrast(Color.parse(colour), Color.parse(colours[ground]))
            assert name == "tone-line" or ratio >= 4.5, f"{name} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("eye", EYES)
def test_tones_stay_apart_for_colour_blind_eyes(eye: str) -> None:
    for one, other in itertools.combinations(TONES, 2):
        apart = _difference(COLOUR_BLIND.variables[one], COLOUR_BLIND.variables[other], eye)
        assert apart > 15, f"{one} and {other}: {apart:.0f}"


def test_the_measure_of_apart_finds_what_is_not() -> None:
    default = next(iter(OWN.values())).variables
    assert _difference(default["tone-good"], default["tone-warning"], "deuteranopia") < 15


def _difference(one: str, other: str, eye: str) -> float:
    """CIE 1976 colour difference as this eye sees it; 2.3 is just noticeable side by side."""
    return sum((a - b) ** 2 for a, b in zip(_lab(one, eye), _lab(other, eye), strict=True)) ** 0.5


def _lab(colour: str, eye: str) -> Vector:
    normalized = Color.parse(colour).normalized
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in normalized]
    seen = [min(1.0, max(0.0, part)) for part in _times(EYES[eye], linear)]
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (value / white for value, white in zip(_times(XYZ, seen), (0.9505, 1.0, 1.089), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _times(matrix: tuple[Vector, ...], vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
