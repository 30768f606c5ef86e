"""Themes by role: a palette names few, muted colours, and each role and tint takes its place among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    tinted: bool = True
    """Whether bars and graphs take the colour of their side, or a plain grey."""


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

    def style_of_nothing(self) -> Style:
        """The plain background."""
        return self.style(Role.TEXT)


def for_terminal(palette: Palette, color_system: str | None) -> Palette:
    """The palette as this terminal can show it.

    With 256 colours a dark tint turns into a loud green or nothing, and a bluish grey into teal; greys stay greys.
    """
    if color_system not in ("256", "standard", "windows"):
        return palette
    return replace(
        palette,
        background=_grey(palette.background),
        raised=_grey(palette.raised),
        text=_grey(palette.text),
        strong=_grey(palette.strong),
        soft=_grey(palette.soft),
        faint=_grey(palette.faint),
        border=_grey(palette.border),
        stale=_grey(palette.stale),
        tinted=False,
    )


def _grey(colour: str) -> str:
    level = round(sum(Color.parse(colour).get_truecolor()) / 3)
    return f"#{level:02x}{level:02x}{level:02x}"


def accent_of(palette: Palette, environment: Environment) -> str:
    """The colour that belongs to an environment."""
    accents = {
        Environment.DEMO: palette.demo,
        Environment.SANDBOX: palette.sandbox,
        Environment.PRODUCTION: palette.production,
    }
    return accents[environment]


_BOLD = frozenset({Role.STRONG, Role.BID_BEST, Role.ASK_BEST})


@lru_cache(maxsize=512)
def _style(palette: Palette, environment: Environment, role: Role, tint: Tint) -> Style:
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
        Role.BID_BEST: blend(palette.bid, palette.strong, 0.35),
        Role.ASK_BEST: blend(palette.ask, palette.strong, 0.35),
        Role.BID_SOFT: blend(palette.background, palette.bid, 0.55),
        Role.ASK_SOFT: blend(palette.background, palette.ask, 0.55),
        Role.WARNING: palette.warning,
        Role.ERROR: palette.error,
        Role.GOOD: palette.bid,
        Role.STALE: palette.stale,
        Role.ACCENT: accent,
        Role.BADGE: accent,
        Role.OWN: palette.warning,
        Role.TREND_UP: blend(palette.background, bid, 0.38),
        Role.TREND_DOWN: blend(palette.background, ask, 0.38),
        Role.TREND_FLAT: blend(palette.background, palette.soft, 0.45),
        Role.BID_BAR: blend(palette.background, bid, palette.fade),
        Role.ASK_BAR: blend(palette.background, ask, palette.fade),
    }


def _background(palette: Palette) -> Mapping[Tint, str]:
    base = palette.background
    bid, ask = _sides(palette)
    return {
        Tint.NONE: base,
        Tint.BID_BAR: blend(base, bid, palette.fade),
        Tint.ASK_BAR: blend(base, ask, palette.fade),
        Tint.CURSOR: blend(base, palette.text, 0.13),
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
            "block-cursor-background": blend(palette.background, palette.text, 0.13),
            "block-cursor-foreground": palette.strong,
            "block-cursor-text-style": "none",
        },
    )


def theme_name(palette: Palette, environment: Environment) -> str:
    """The name under which Textual knows the theme."""
    return f"roxom-{palette.name}-{environment.value}"
