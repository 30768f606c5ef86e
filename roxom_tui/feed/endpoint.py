"""The endpoint of one profile: addresses, key, and what was learnt of the host."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field

from roxom_tui.alerts.memory import AlertMemory
from roxom_tui.model.credentials import Credentials
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.state.views.alert_views import AlertNews


class Endpoint(Struct, frozen=True):
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
    alerts: AlertMemory = field(default_factory=AlertMemory)
    """What was kept of the rules of this profile."""
    alert_remark: str = ""
    """What has to be known of the file it was kept in; mostly empty."""
    keep_alerts: Callable[[AlertMemory, Callable[[str], None]], None] = lambda memory, report: None
    """Told what is to be kept. Returns at once."""
    start_hooks: Callable[[AlertNews, Callable[[str], None]], None] = lambda news, report: None
    """Starts the programs that a rule names; what goes wrong is reported, from any thread. Returns at once."""
    deliver_alerts: Callable[[Sequence[AlertNews]], None] = lambda news: None
    """Told all that happens to rules, also what does not go out."""
    warning: str = ""
    """A sentence for the person about the key that is used all the same; mostly empty."""
