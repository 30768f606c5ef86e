"""Which streams are followed: what is in view, what the rules read, and contracts in which something is held."""

from __future__ import annotations

from roxom_tui.client.subscriptions import Subscriptions, wanted_streams
from roxom_tui.model.channels import Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.state.store import Store


class Following:
    """Of one profile. Times are monotonic ns."""

    def __init__(self, symbols: tuple[Symbol, ...], store: Store, subscriptions: Subscriptions) -> None:
        self._symbols = symbols
        self._store = store
        self._subscriptions = subscriptions
        self._held: tuple[Symbol, ...] = ()
        """Contracts of positions and orders that are in no list of ours."""
        self._only: tuple[Stream, ...] | None = None

    def follow_only(self, streams: tuple[Stream, ...] | None) -> bool:
        """Follow these from now on, whatever is in view; None: what is in view decides again. Whether that is new."""
        is_new = streams != self._only
        self._only = streams
        return is_new

    @property
    def is_behind(self) -> bool:
        """Whether something is held in other contracts than when it was last looked."""
        return self._store.extra_symbols() != self._held

    def look(self, view: ViewRequest, of_rules: tuple[Stream, ...], now: int) -> None:
        """Subscribe to what is wanted now, and to nothing else."""
        self._held = self._store.extra_symbols()
        streams = self._only
        if streams is None:
            streams = wanted_streams(view.symbol, self._symbols, self._held, of_rules)
        self._subscriptions.want(streams, now)
