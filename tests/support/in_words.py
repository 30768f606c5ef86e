"""Facts as the person reads them, for tests of what is said."""

from __future__ import annotations

from roxom_tui.model.reasons import Reason
from roxom_tui.words.reasons import whole


def in_words(reason: Reason | None) -> str:
    """All there is to say of a reason; empty where there is none."""
    return "" if reason is None else whole(reason)
