"""Themes by role: a palette names few, muted colours, and each role and tint takes its place among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

from roxom_tui.model.market import Environment
from roxom_tui.ui.lines import Role, Tint


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as #rrggbb. `fade` is how far tints lean from the background to their colour."""

    name: str
    dark: bool
    background: str
    raised: str
    text: str
    strong: str
    soft: str
    faint: str
    border: str
    bid: str
    ask: str
    warning: str
    error: str
    stale: str
    demo: str
    sandbox: str
    production: str
    fade: float
    cursor: str = ""
    """Behind the row that is chosen, where that is not a shade of the background."""
    tinted: bool = True
    """Bars and graphs take the colour of their side, not a plain grey."""
    few: bool = False
    """The colours are of the sixteen, between which there are no shades."""
    plain: bool = False
    """There are no colours: roles are bold, dim or turned round."""


DARK = Palette(
    name="dark",
    dark=True,
    background="#0f1216",
    raised="#171b21",
    text="#bcc4ce",
    strong="#f2f5f8",
    soft="#8b95a3",
    faint="#5b6572",
    border="#2b323b",
    bid="#6cb08a",
    ask="#d17f83",
    warning="#d9a45b",
    error="#e0696d",
    stale="#6d6a63",
    demo="#8f9fd8",
    sandbox="#d7b45a",
    production="#cf86d6",
    fade=0.20,
)

LIGHT = Palette(
    name="light",
    dark=False,
    background="#fbfaf7",
    raised="#f0eee9",
    text="#3a4149",
    strong="#0c1116",
    soft="#66707b",
    faint="#98a0a8",
    border="#d8d5cd",
    bid="#22774a",
    ask="#b23a41",
    warning="#96630a",
    error="#b3262d",
    stale="#a09b90",
    demo="#4a5cab",
    sandbox="#8a6a00",
    production="#8b2f92",
    fade=0.16,
)

PALETTES: Mapping[str, Palette] = {palette.name: palette for palette in (DARK, LIGHT)}


def blend(back: str, front: str, share: float) -> str:
    """The colour `share` of the way from `back` to `front`."""
    a, b = Color.parse(back).get_truecolor(), Color.parse(front).get_truecolor()
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


@dataclass(frozen=True, slots=True)
class Paint:
    """Styles for one palette and one environment's accent."""

    palette: Palette
    environment: Environment

    @property
    def accent(self) -> str:
        """The environment's own colour: its badge, the focused border, nothing else."""
        return accent_of(self.palette, self.environment)

    def style(self, role: Role, tint: Tint = Tint.NONE) -> Style:
        """The terminal style of a role over a tint."""
        return _style(self.palette, self.environment, role, tint)


def accent_of(palette: Palette, environment: Environment) -> str:
    """The colour that belongs to an environment."""
    accents = {
        Environment.DEMO: palette.demo,
        Environment.SANDBOX: palette.sandbox,
        Environment.PRODUCTION: palette.production,
    }
    return accents[environment]


_BOLD = frozenset({Role.STRONG, Role.BID_BEST, Role.ASK_BEST})
_PLAINLY_BOLD = _BOLD | {Role.CHANGED, Role.WARNING, Role.ERROR, Role.FOCUS, Role.BADGE}
_PLAINLY_DIM = frozenset({Role.FAINT, Role.BORDER, Role.STALE, Role.BID_SOFT, Role.ASK_SOFT})


@lru_cache(maxsize=512)
def _style(palette: Palette, environment: Environment, role: Role, tint: Tint) -> Style:
    if palette.plain:
        return Style(
            bold=role in _PLAINLY_BOLD or None,
            dim=role in _PLAINLY_DIM or None,
            reverse=role is Role.BADGE or tint is Tint.CURSOR or None,
        )
    accent = accent_of(palette, environment)
    if role is Role.BADGE:
        return Style(color=palette.background, bgcolor=accent, bold=True)
    return Style(
        color=_foreground(palette, accent)[role],
        bgcolor=_background(palette)[tint],
        bold=role in _BOLD or None,
    )


def _sides(palette: Palette) -> tuple[str, str]:
    """The colours that tints of bids and asks lean to."""
    return (palette.bid, palette.ask) if palette.tinted else (palette.soft, palette.soft)


def _foreground(palette: Palette, accent: str) -> Mapping[Role, str]:
    bid, ask = _sides(palette)
    shade = _unshaded if palette.few else blend
    return {
        Role.STRONG: palette.strong,
        Role.CHANGED: palette.strong,
        Role.TEXT: palette.text,
        Role.SOFT: palette.soft,
        Role.FAINT: palette.faint,
        Role.BORDER: palette.border,
        Role.FOCUS: accent,
        Role.BID: palette.bid,
        Role.ASK: palette.ask,
        Role.BID_BEST: shade(palette.bid, palette.strong, 0.35),
        Role.ASK_BEST: shade(palette.ask, palette.strong, 0.35),
        Role.BID_SOFT: shade(palette.bid, palette.background, 0.45),
        Role.ASK_SOFT: shade(palette.ask, palette.background, 0.45),
        Role.WARNING: palette.warning,
        Role.ERROR: palette.error,
        Role.GOOD: palette.bid,
        Role.STALE: palette.stale,
        Role.ACCENT: accent,
        Role.BADGE: accent,
        Role.OWN: palette.warning,
        Role.TREND_UP: shade(bid, palette.background, 0.62),
        Role.TREND_DOWN: shade(ask, palette.background, 0.62),
        Role.TREND_FLAT: shade(palette.soft, palette.background, 0.55),
        Role.BID_BAR: shade(palette.background, bid, palette.fade),
        Role.ASK_BAR: shade(palette.background, ask, palette.fade),
    }


def _unshaded(most: str, other: str, share: float) -> str:
    """Of sixteen colours none lies between two others."""
    return most


def cursor_of(palette: Palette) -> str:
    """The background of the chosen row."""
    if palette.plain:
        return palette.text
    if palette.few:
        return palette.cursor
    return blend(palette.background, palette.text, 0.13)


def _background(palette: Palette) -> Mapping[Tint, str]:
    base = palette.background
    bid, ask = _sides(palette)
    shade = _unshaded if palette.few else blend
    return {
        Tint.NONE: base,
        Tint.BID_BAR: shade(base, bid, palette.fade),
        Tint.ASK_BAR: shade(base, ask, palette.fade),
        Tint.CURSOR: cursor_of(palette),
        Tint.BAR: palette.raised,
    }


def textual_theme(palette: Palette, environment: Environment) -> Theme:
    """The same palette for Textual's own widgets (inputs, lists, scroll bars)."""
    return Theme(
        name=theme_name(palette, environment),
        dark=palette.dark,
        primary=accent_of(palette, environment),
        secondary=palette.soft,
        accent=accent_of(palette, environment),
        foreground=palette.text,
        background=palette.background,
        surface=palette.raised,
        panel=palette.raised,
        warning=palette.warning,
        error=palette.error,
        success=palette.bid,
        variables={
            "border": palette.border,
            "text-muted": palette.soft,
            "text-faint": palette.faint,
            "text-strong": palette.strong,
            "block-cursor-background": cursor_of(palette),
            "block-cursor-foreground": palette.background if palette.plain else palette.strong,
            "block-cursor-text-style": "none",
        },
    )


def theme_name(palette: Palette, environment: Environment) -> str:
    """The name under which Textual knows the theme."""
    return f"roxom-{palette.name}-{environment.value}"
