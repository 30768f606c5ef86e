"""Reuse of views: when one may stay the same object although time has passed."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.status import Freshness
from roxom_tui.state.freshness import EXPIRY_NS

_RENEW_BEFORE_NS: Final = EXPIRY_NS // 2


def settled(old: Freshness | None, new: Freshness, now: int) -> Freshness:
    """The old freshness while it says the same and is neither near its end nor too hopeful, else the new one."""
    if old is None or old.state is not new.state or old.reason != new.reason or old.data_at != new.data_at:
        return new
    if old.silent_since != new.silent_since:
        return new
    good = old.valid_until == new.valid_until or now + _RENEW_BEFORE_NS < old.valid_until < new.valid_until
    return old if good else new


def worst_of(one: Freshness, other: Freshness) -> Freshness:
    """The freshness of what is derived from two streams: that of the worse, until the first of them expires."""
    bad = min((one, other), key=lambda fresh: (fresh.state.rank, fresh.silent_since is None))
    return bad._replace(valid_until=min(one.valid_until, other.valid_until))


def no_worse(one: Freshness, other: Freshness) -> bool:
    """Whether a figure of `one` may stand among those of `other` without being believed too much."""
    return one.state.rank >= other.state.rank or one.state.is_live
