"""The settings as frozen values. Loading, checking and defaults are `load`'s."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from roxom_tui.model.book_columns import BookColumn
from roxom_tui.model.credentials import Secret
from roxom_tui.model.market import DEFAULT_SYMBOLS, DepthMode, Environment, Symbol
from roxom_tui.model.money import Size

UNITS = ("btc", "sats")
THEMES = ("dark", "light")
LAYOUTS = ("trade", "chart", "book", "account")
"""The layouts that are there without a configuration."""
DEMO = "demo"
"""The profile that is always there."""


class Profile(Struct, frozen=True):
    """One place to watch. A demo profile without `ws_url` starts the built-in exchange and needs no key."""

    name: str
    environment: Environment
    ws_url: str | None = None
    rest_url: str | None = None
    api_key: Secret | None = None
    api_key_env: str | None = None
    private_key_file: Path | None = None
    symbols: tuple[Symbol, ...] = DEFAULT_SYMBOLS
    depth_mode: DepthMode = DepthMode.AUTO
    seed: int | None = None
    """Demo only: the seed of the built-in exchange."""
    alerts: tuple[str, ...] = ()
    """The rules of the file, the same for every profile."""
    tiers: tuple[Size, ...] = ()
    """Those of `TapeSettings`, which are the same for all profiles."""
    layout: str | None = None
    """The layout it opens with; None: that of the screen."""


class UiSettings(Struct, frozen=True):
    """Settings of the screen."""

    units: str = "btc"
    max_fps: int = 30
    stream_fps: int = 4
    theme: str = "dark"
    mouse: bool = True
    book_columns: tuple[BookColumn, ...] = ()
    layout: str = LAYOUTS[0]


class TapeSettings(Struct, frozen=True):
    """Settings of the trades. `tiers` are the sizes in contracts from which a print is large; none: found out."""

    tiers: tuple[Size, ...] = ()


DESKTOPS = ("auto", "osc99", "osc777", "osc9", "bell", "off")


class NotifySettings(Struct, frozen=True):
    """The way alerts reach a person who looks elsewhere: the terminal's own, and whether tmux stands between."""

    desktop: str = "auto"
    tmux: bool = False


class RecordingSettings(Struct, frozen=True):
    """Settings of recordings."""

    max_mb: int = 512


class Settings(Struct, frozen=True):
    """The whole configuration: which profile opens, all profiles, the screen, rebound keys, own layouts, and alerts."""

    profile: str
    profiles: Mapping[str, Profile]
    ui: UiSettings = field(default_factory=UiSettings)
    tape: TapeSettings = field(default_factory=TapeSettings)
    recording: RecordingSettings = field(default_factory=RecordingSettings)
    keys: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    """The person's own, by name."""
    alerts: tuple[str, ...] = ()
    """Rules, as they are written."""
    hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Programs of the person's that alerts start, by name: each an argument list."""
    notify: NotifySettings = field(default_factory=NotifySettings)
    path: Path | None = None
    """The file it came from; None when there was none and the defaults stand."""
    remarks: tuple[str, ...] = ()
    """Sentences for the person about what was found on the way, none of them fatal."""
