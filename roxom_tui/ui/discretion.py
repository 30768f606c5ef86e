"""What else tells of the account, beside its own panels, and is hidden with its figures. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roxom_tui.model.folding import times
from roxom_tui.model.order_outcome import OrderOutcome
from roxom_tui.model.status import Notice
from roxom_tui.state.views.connection_views import ConnectionView, LogLine
from roxom_tui.ui.format import HIDDEN, price_with_unit
from roxom_tui.ui.look import Look

NEWS: Final = f"news of the account {HIDDEN}"

_OF_MARKET: Final = "."
"""Stands between channel and symbol; a message without a symbol may be of the account."""


def discreet_notice(notice: Notice | None, look: Look) -> Notice | None:
    """The notice as it may be shown, in the unit in use."""
    if notice is None:
        return None
    text = NEWS if notice.private and look.hide_account else _in_unit(notice.text, notice.order, look)
    return replace(notice, text=times(notice.count, text) + notice.more, order=None, count=1, more="")


def discreet_view(view: ConnectionView, look: Look) -> ConnectionView:
    """The connection as it may be shown: its log, in the unit in use, and the messages that were not understood."""
    if not look.hide_account:
        told = (line if line.order is None else _with_text(line, look) for line in view.log)
        return replace(view, log=tuple(told))
    log = (replace(line, text=NEWS, order=None) if line.private else line for line in view.log)
    rejected = (
        row if _OF_MARKET in row.stream else replace(row, detail="", excerpt=HIDDEN) for row in view.last_rejected
    )
    return replace(view, log=tuple(log), last_rejected=tuple(rejected))


def _with_text(line: LogLine, look: Look) -> LogLine:
    return replace(line, text=_in_unit(line.text, line.order, look), order=None)


def _in_unit(text: str, order: OrderOutcome | None, look: Look) -> str:
    """A text with money in it, in the unit in use; any other as it is."""
    return text if order is None else order.sentence(price_with_unit(order.price, look.unit))
