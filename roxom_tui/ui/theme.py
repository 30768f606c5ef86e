"""Themes by role: a palette names few, muted colours, and each role and tint takes its place among them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from rich.style import Style
from textual.theme import Theme

from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace
from roxom_tui.ui.legible import READ, SHARED, as_it_is, blend, legible, of_256
from roxom_tui.ui.lines import Ground, Heat, Ink, Role, Tint

if TYPE_CHECKING:
    from roxom_tui.ui.sixteen import Scheme


class Palette(Struct, frozen=True):
    """The colours of one theme, as #rrggbb. `fade` is how far tints lean from the background to their colour.

    They are seen on the plain ground; on a tint an ink leans to `strong` until it can be read there.
    """

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
    replay: str
    fade: float
    tinted: bool = True
    """Bars and graphs take the colour of their side, not a plain grey."""
    of_256: bool = False
    """The terminal takes for each colour the nearest of its 256."""
    few: bool = False
    """The terminal has sixteen colours; what each role gets of them is told in `sixteen`."""
    plain: bool = False
    """There are no colours: roles are bold, dim or turned round."""


DARK = Palette(
    name="dark",
    dark=True,
    background="#0f1216",
    raised="#171b21",
    text="#bcc4ce",
    strong="#f2f5f8",
    soft="#98a2af",
    faint="#7f8995",
    border="#2b323b",
    bid="#6cb08a",
    ask="#d17f83",
    warning="#d9a45b",
    error="#e0696d",
    stale="#86827a",
    demo="#8f9fd8",
    sandbox="#5fb7cf",
    production="#cf86d6",
    replay="#e2e1e9",
    fade=0.20,
)

LIGHT = Palette(
    name="light",
    dark=False,
    background="#fbfaf7",
    raised="#f0eee9",
    text="#3a4149",
    strong="#0c1116",
    soft="#515a64",
    faint="#636b74",
    border="#d8d5cd",
    bid="#1d6f44",
    ask="#b23a41",
    warning="#855605",
    error="#b3262d",
    stale="#706b61",
    demo="#4a5cab",
    sandbox="#0f6a82",
    production="#8b2f92",
    replay="#1a1a31",
    fade=0.16,
)

PALETTES: Mapping[str, Palette] = {palette.name: palette for palette in (DARK, LIGHT)}


class Paint(Struct, frozen=True):
    """Styles for one palette and one environment's accent."""

    palette: Palette
    environment: Environment

    @property
    def accent(self) -> str:
        """The environment's own colour: its badge, the focused border, nothing else. It is the colour of no state."""
        return accent_of(self.palette, self.environment)

    @property
    def raised(self) -> Paint:
        """The same colours on the ground of a box."""
        return replace(self, palette=replace(self.palette, background=self.palette.raised))

    @property
    def grounded(self) -> Set[Role]:
        """The roles with a ground of their own, but for the badge: it must not run on behind blanks beside words."""
        return _scheme(self.palette).marked.keys() if self.palette.few else frozenset()

    @property
    def has_tints(self) -> bool:
        """False where bars have to be made of blocks."""
        return not (self.palette.few or self.palette.plain)

    def style(self, role: Ink, tint: Ground = Tint.NONE) -> Style:
        """The terminal style of a role over a tint."""
        if isinstance(role, Heat) or isinstance(tint, Heat):
            return _heated(self.palette, self.environment, role, tint)
        return _style(self.palette, self.environment, role, tint)


def accent_of(palette: Palette, environment: Environment) -> str:
    """The colour that belongs to an environment."""
    accents = {
        Environment.DEMO: palette.demo,
        Environment.SANDBOX: palette.sandbox,
        Environment.PRODUCTION: palette.production,
        Environment.REPLAY: palette.replay,
    }
    return accents[environment]


_BOLD = frozenset({Role.STRONG, Role.BID_BEST, Role.ASK_BEST})
_PLAINLY_BOLD = _BOLD | {Role.CHANGED, Role.WARNING, Role.ERROR, Role.FOCUS, Role.ACCENT, Role.BADGE}
_SHARED = frozenset({Role.SHARED, Role.BID_SHARED, Role.ASK_SHARED})
_BARS = frozenset({Role.BID_BAR, Role.ASK_BAR})
_PLAINLY_DIM = frozenset({Role.FAINT, Role.BORDER, Role.STALE}) | _SHARED | _BARS

_GRAPH: Final = 2.0
"""The least contrast of little graphs, which a figure in words stands beside."""
_LEAST: Final = {
    **dict.fromkeys((*_SHARED, Role.FOCUS), SHARED),
    **dict.fromkeys((Role.TREND_UP, Role.TREND_DOWN, Role.TREND_FLAT), _GRAPH),
    **dict.fromkeys((*_BARS, Role.BORDER), 1.0),
}
"""The contrast of what is not meant to be read as words and figures are."""


def _scheme(palette: Palette) -> Scheme:
    # Few terminals have only sixteen colours: the others do not load them.
    from roxom_tui.ui.sixteen import scheme

    return scheme(dark=palette.dark)


@lru_cache(maxsize=4096)
def _style(palette: Palette, environment: Environment, role: Role, tint: Tint) -> Style:
    if palette.plain:
        return _plain_style(role, tint)
    if palette.few:
        return _scheme(palette).style(role, tint, environment)
    accent = accent_of(palette, environment)
    if role is Role.BADGE:
        return Style(color=palette.background, bgcolor=accent, bold=True)
    ink, ground = _foreground(palette, accent)[role], _background(palette)[tint]
    shown = of_256 if palette.of_256 else as_it_is
    return Style(
        color=legible(ink, ground, _LEAST.get(role, READ), palette.strong, shown),
        bgcolor=ground,
        bold=role in _BOLD or None,
    )


HEATS: Final = tuple(Heat)
_RAMPS: Final = {True: ("#16304a", "#2f5f86", "#79a8c4"), False: ("#d3e0ea", "#8fb3cd", "#4b80a6")}
"""The least heat, one between, and the most, for dark themes and light ones: ever further from the ground."""
_GREYS: Final = {True: ("#262626", "#585858", "#8a8a8a"), False: ("#e4e4e4", "#bcbcbc", "#8a8a8a")}
"""The same among the greys of the 256."""


@lru_cache(maxsize=64)
def ramp(palette: Palette) -> Mapping[Heat, str]:
    """The colours of the heatmap's steps: of one hue, so that a side is told by its place alone."""
    low, middle, high = (_GREYS if palette.of_256 else _RAMPS)[palette.dark]
    last = len(HEATS) - 1
    return {
        heat: blend(low, middle, 2 * place / last) if 2 * place <= last else blend(middle, high, 2 * place / last - 1)
        for place, heat in enumerate(HEATS)
    }


@lru_cache(maxsize=4096)
def _heated(palette: Palette, environment: Environment, role: Ink, tint: Ground) -> Style:
    """Heat as ink, as ground or as both. Where there are no tints it is never asked for, and is plain text."""
    if palette.plain or palette.few:
        return Paint(palette, environment).style(Role.TEXT)
    shown = of_256 if palette.of_256 else as_it_is
    ground = ramp(palette)[tint] if isinstance(tint, Heat) else _background(palette)[tint]
    if isinstance(role, Heat):
        return Style(color=ramp(palette)[role], bgcolor=ground)
    ink = _foreground(palette, accent_of(palette, environment))[role]
    return Style(color=legible(ink, ground, SHARED, palette.strong, shown), bgcolor=ground)


def _plain_style(role: Role, tint: Tint) -> Style:
    """Bold, dim or turned round. Nothing dim is turned round, because then its ground would be another; a badge on the
    chosen row is turned back, because there it would not be seen.
    """
    is_chosen = tint is Tint.CURSOR
    return Style(
        bold=role in _PLAINLY_BOLD or None,
        dim=(role in _PLAINLY_DIM and not is_chosen) or None,
        reverse=((role is Role.BADGE) != is_chosen) or None,
    )


def _sides(palette: Palette) -> tuple[str, str]:
    """The colours that tints of bids and asks lean to."""
    return (palette.bid, palette.ask) if palette.tinted else (palette.soft, palette.soft)


def _foreground(palette: Palette, accent: str) -> Mapping[Role, str]:
    bid, ask = _sides(palette)
    base = palette.background
    return {
        Role.STRONG: palette.strong,
        Role.CHANGED: palette.strong,
        Role.TEXT: palette.text,
        Role.SOFT: palette.soft,
        Role.FAINT: palette.faint,
        Role.SHARED: blend(palette.faint, base, 0.35),
        Role.BORDER: palette.border,
        Role.FOCUS: accent,
        Role.BID: palette.bid,
        Role.ASK: palette.ask,
        Role.BID_BEST: blend(palette.bid, palette.strong, 0.35),
        Role.ASK_BEST: blend(palette.ask, palette.strong, 0.35),
        Role.BID_SOFT: blend(palette.bid, base, 0.3),
        Role.ASK_SOFT: blend(palette.ask, base, 0.3),
        Role.BID_SHARED: blend(palette.bid, base, 0.45),
        Role.ASK_SHARED: blend(palette.ask, base, 0.45),
        Role.WARNING: palette.warning,
        Role.ERROR: palette.error,
        Role.GOOD: palette.bid,
        Role.STALE: palette.stale,
        Role.ACCENT: accent,
        Role.BADGE: accent,
        Role.OWN: palette.warning,
        Role.TREND_UP: blend(bid, base, 0.62),
        Role.TREND_DOWN: blend(ask, base, 0.62),
        Role.TREND_FLAT: blend(palette.soft, base, 0.55),
        Role.BID_BAR: blend(base, bid, palette.fade),
        Role.ASK_BAR: blend(base, ask, palette.fade),
    }


def _background(palette: Palette) -> Mapping[Tint, str]:
    base = palette.background
    bid, ask = _sides(palette)
    return {
        Tint.NONE: base,
        Tint.BID_BAR: blend(base, bid, palette.fade),
        Tint.ASK_BAR: blend(base, ask, palette.fade),
        Tint.CURSOR: blend(base, palette.text, 0.13),
    }


def textual_theme(palette: Palette, environment: Environment) -> Theme:
    """The same palette for Textual's own widgets (inputs, lists), which stand in boxes."""
    # Where there are no colours a filter takes them away again.
    paint = Paint(replace(palette, plain=False), environment).raised
    ink = partial(_ink, paint)
    muted, accent = ink(Role.SOFT, Tint.CURSOR), ink(Role.ACCENT, Tint.CURSOR)
    chosen, strong = palette.text if palette.plain else _ground(paint, Tint.CURSOR), ink(Role.STRONG, Tint.CURSOR)
    return Theme(
        name=theme_name(palette, environment),
        dark=palette.dark,
        primary=accent,
        secondary=muted,
        accent=accent,
        foreground=ink(Role.TEXT),
        background=palette.background,
        surface=_ground(paint),
        panel=_ground(paint),
        warning=ink(Role.WARNING),
        error=ink(Role.ERROR),
        success=ink(Role.GOOD),
        variables={
            "border": ink(Role.BORDER),
            "text-muted": muted,
            "text-faint": ink(Role.FAINT),
            "text-strong": ink(Role.STRONG),
            "block-cursor-background": chosen,
            "block-cursor-foreground": palette.background if palette.plain else strong,
            "block-cursor-text-style": "none",
        },
    )


def _ink(paint: Paint, role: Role, tint: Tint = Tint.NONE) -> str:
    colour = paint.style(role, tint).color
    return paint.palette.text if colour is None else colour.name


def _ground(paint: Paint, tint: Tint = Tint.NONE) -> str:
    colour = paint.style(Role.TEXT, tint).bgcolor
    return paint.palette.background if colour is None else colour.name


def theme_name(palette: Palette, environment: Environment) -> str:
    """The name under which Textual knows the theme."""
    return f"roxom-{palette.name}-{environment.value}"
