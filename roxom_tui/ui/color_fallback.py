"""The themes on terminals with 256 colours, with 16, and with none; and which of these a terminal is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor
from textual.filter import LineFilter

from roxom_tui.model.values import replace
from roxom_tui.ui.theme import DARK, PALETTES, Palette

NONE: Final = "none"
"""Beside the names that Rich has for systems of colours."""

_COLOURLESS: Final = ("vt5", "vt1", "vt2", "vt3", "vt4")
"""How the names of terminals begin that never had colours."""

_BRIGHT: Final = 0.5
_OF_256: Final = {
    "dark": {
        "bid": "#5faf87",
        "ask": "#d78787",
        "warning": "#d7af5f",
        "error": "#ff5f5f",
        "demo": "#8787d7",
        "sandbox": "#5fafd7",
        "production": "#d787d7",
        "replay": "#e4e4e4",
    },
    "light": {
        "background": "#ffffff",
        "raised": "#f2f2f2",
        "bid": "#005f00",
        "ask": "#af0000",
        "warning": "#875f00",
        "error": "#d70000",
        "demo": "#5f5faf",
        "sandbox": "#005f87",
        "production": "#870087",
        "replay": "#00005f",
    },
}
"""By theme, where the nearest of the 256 would not do: a muted green turns into teal, two accents into one blue."""
_GREYISH: Final = ("background", "raised", "text", "strong", "soft", "faint", "border", "stale")


def colour_system(environment: Mapping[str, str], detected: str | None) -> str | None:
    """`none` where the person or the terminal wants no colours, else what Rich found out.

    NO_COLOR counts when it is not empty (no-color.org), whatever else is set.
    """
    if environment.get("NO_COLOR"):
        return NONE
    name = environment.get("TERM", "")
    colourless = name.startswith(_COLOURLESS) or name.endswith(("-m", "-mono"))
    return NONE if colourless and not environment.get("COLORTERM") else detected


def palettes_for(environment: Mapping[str, str], detected: str | None) -> dict[str, Palette]:
    """All palettes by name, as this terminal can show them; `detected` is the system of colours that Rich found."""
    system = colour_system(environment, detected)
    return {name: for_terminal(palette, system) for name, palette in PALETTES.items()}


def for_terminal(palette: Palette, color_system: str | None) -> Palette:
    """The palette as this terminal can show it."""
    if color_system == NONE:
        return replace(DARK, name=palette.name, plain=True)
    if color_system in ("standard", "windows"):
        from roxom_tui.ui import sixteen

        ground = sixteen.HEX[sixteen.scheme(dark=palette.dark).ground]
        return replace(palette, few=True, background=ground, raised=ground)
    return _of_256(palette) if color_system == "256" else palette


def _of_256(palette: Palette) -> Palette:
    """A dark tint turns into a loud green or nothing there, and a bluish grey into teal; greys stay greys."""
    greys: dict[str, Any] = {name: _grey(getattr(palette, name)) for name in _GREYISH}
    return replace(palette, tinted=False, of_256=True, **{**greys, **_OF_256[palette.name]})


def _grey(colour: str) -> str:
    level = round(sum(Color.parse(colour).get_truecolor()) / 3)
    return f"#{level:02x}{level:02x}{level:02x}"


class WithoutColour(LineFilter):
    """For Textual's own widgets, whose styles come from the sheet: what lies on a bright ground is turned round."""

    def apply(self, segments: list[Segment], background: TextualColor) -> list[Segment]:
        """The same texts, without colours."""
        return [Segment(text, None if style is None else _plain(style), control) for text, style, control in segments]


def _plain(style: Style) -> Style:
    ground = style.bgcolor
    stands_out = ground is not None and ground.type is not ColorType.DEFAULT and _brightness(ground) > _BRIGHT
    return Style(bold=style.bold, dim=style.dim, underline=style.underline, reverse=style.reverse or stands_out or None)


def _brightness(colour: Color) -> float:
    return sum(colour.get_truecolor()) / (3 * 255)
