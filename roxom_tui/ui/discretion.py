"""What else tells of the account, beside its own panels, and is hidden with its figures. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roxom_tui.model.status import Notice
from roxom_tui.state.views import ConnectionView
from roxom_tui.ui.format import HIDDEN
from roxom_tui.ui.look import Look

NEWS: Final = f"news of the account {HIDDEN}"

_OF_MARKET: Final = "."
"""Stands between channel and symbol; a message without a symbol may be of the account."""


def discreet_notice(notice: Notice | None, look: Look) -> Notice | None:
    """The notice as it may be shown."""
    if notice is None or not notice.private or not look.hide_account:
        return notice
    return replace(notice, text=NEWS)


def discreet_view(view: ConnectionView, look: Look) -> ConnectionView:
    """The connection as it may be shown: its log, and the messages that were not understood."""
    if not look.hide_account:
        return view
    log = (replace(line, text=NEWS) if line.private else line for line in view.log)
    rejected = (
        row if _OF_MARKET in row.stream else replace(row, detail="", excerpt=HIDDEN) for row in view.last_rejected
    )
    return replace(view, log=tuple(log), last_rejected=tuple(rejected))
