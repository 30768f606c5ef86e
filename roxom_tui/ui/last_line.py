"""What stands beside the keys in the last line: a notice as of now, else the first cause of what is not well. Pure."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.log_entries import LogKind
from roxom_tui.model.status import Notice, Phase
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, shown_text
from roxom_tui.ui.format import clock
from roxom_tui.ui.not_well import SEPARATOR, first_cause
from roxom_tui.ui.notices import OF_AN_OUTAGE, notice_words
from roxom_tui.ui.widgets.footer import Said

_CONNECTION: Final = "the connection"
"""What the feed calls its main work where that failed."""


def said_of(
    notice: Notice | None,
    picture: ScreenSnapshot,
    options: DisplayOptions,
    key: str,
    now: int,
    wall: int,
    *,
    told: bool = False,
    unseen: bool = False,
) -> Said | None:
    """The words at `now` (monotonic ns) and `wall` (ns of this computer). `key` opens the log.

    `told`: an outage is told elsewhere; `unseen`: so is the cause of what is not in sight, which is worth more.
    """
    if notice is None or (told and notice.entry.kind in OF_AN_OUTAGE):
        first = () if unseen else first_cause(picture, now)
        named = first[0].partition(":")[0] if first else ""
        ends = [len(form) for form in first if SEPARATOR in form and form.startswith(named)]
        return Said(first[0], "", first[1:], needs=min(ends, default=0)) if first else None
    since = _recovered_since(notice, picture, now, wall)
    if since is not None:
        at = clock(exchange_wall(picture.connection, now, wall) - (wall - since))
        whole, *briefs = _recovered_forms(notice, at)
        return Said(whole, "warning", tuple(briefs), covers=True)
    words = notice_words(notice, options, key, wall)
    return Said(words, notice.entry.severity, _order_forms(notice, options))


def _recovered_since(notice: Notice, picture: ScreenSnapshot, now: int, wall: int) -> int | None:
    """Since when (wall ns) what an unexpected error of ours ended is there again; None where that is not so."""
    view = picture.connection
    if notice.entry.kind is not LogKind.TASK_FAILED or not notice.entry.text.startswith(_CONNECTION):
        return None
    if view.phase is not Phase.CONNECTED or view.connected_at is None:
        return None
    since = wall - (now - view.connected_at)
    return since if since >= notice.at else None


def _recovered_forms(notice: Notice, since: str) -> tuple[str, ...]:
    """That an error of ours was survived, since when, and how often it came, shorter and shorter."""
    often = "" if notice.count == 1 else f" {notice.count} times"
    found = notice.entry.text.rpartition("(")[2].rstrip(")")
    return (
        f"recovered: well since {since}; an error in this program ({found}) ended the connection{often};"
        " the log file says where",
        f"recovered: well since {since}; own error{often} ({found}), see the log file",
        f"recovered: well since {since}; own error{often}, see log file",
        f"recovered: well since {since}",
    )


def _order_forms(notice: Notice, options: DisplayOptions) -> tuple[str, ...]:
    """What became of an order in fewer and fewer words; what does not fit is left out whole."""
    order = notice.entry.order
    if order is None or notice.count > 1 or options.hide_account:
        return ()
    size = "" if order.size is None else f" {order.size:f}"
    side = "order" if order.side is None else order.side.value
    words = shown_text(notice.entry, options)
    _, _, became = words.partition(f"{size} " if size and f"{size} " in words else f"{side} ")
    base = order.symbol.partition("-")[0]
    brief = became.partition(" at ")[0].partition(" (")[0]
    return (f"{order.symbol} {side}{size} {brief}", f"{base} {side}{size} {brief}", f"{base} {side} {brief}")
