"""The endpoint of one profile: addresses, key, and what was learnt of the host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from roxom_tui.model.credentials import Credentials
from roxom_tui.model.market import DepthMode, Environment, Symbol


@dataclass(frozen=True, slots=True)
class Endpoint:
    """All the feed must know of an exchange. Without `rest_url` nothing is asked by GET."""

    profile: str
    environment: Environment
    ws_url: str
    rest_url: str | None
    credentials: Credentials
    symbols: tuple[Symbol, ...]
    depth_mode: DepthMode = DepthMode.ABSOLUTE
    depth_guess: DepthMode | None = None
    """What was found out about its depth deltas before; shown first, and proves nothing."""
    remember_depth: Callable[[DepthMode], None] = lambda mode: None
    """Told what was found out now. Returns at once."""
    warning: str = ""
    """A sentence for the person about the key that is used all the same; mostly empty."""
