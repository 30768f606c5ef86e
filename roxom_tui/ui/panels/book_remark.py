"""What the book's frame says of it beside its state: when it changed, what a check found, what of ours it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.money import Unit
from roxom_tui.state.views.market_views import AuditResult, BookView, MissingOrder
from roxom_tui.ui import format as fmt
from roxom_tui.ui.states import seen
from roxom_tui.words.durations import age, until

UNCHANGED_NS: Final = 5 * SECOND
"""A live book that has not changed for longer says since when."""


def book_remark(view: BookView, now: int, room: int, *, is_held: bool) -> str:
    """The words in the first of their forms that has room; the last where none has. `now` is monotonic ns.

    A picture that is held does not know what has changed since.
    """
    kept = []
    if view.left_out:
        kept = [f"best {view.levels_held:,} of {view.levels_held + view.left_out:,} levels"]
    checks = audit_words(view.audit, now, can_be_verified=view.can_be_verified) if view.is_audited else []
    if view.audit is None and view.can_be_verified and view.is_audited and view.checked_next is not None:
        is_ahead = view.checked_next > now
        when = f"first check in {until(view.checked_next, now)}" if is_ahead else "first check under way"
        # When it will be verified says that it is not yet.
        checks = [when, *checks]
    since = "" if is_held else unchanged_words(view, now)
    form = ""
    for form in _forms(since, kept, checks, is_verified_since=_is_verified_since(view)):
        if len(form) <= room:
            break
    return form


def audit_words(audit: AuditResult | None, now: int, *, can_be_verified: bool = True) -> list[str]:
    """The last audit in words, the most important first. `now` is monotonic ns."""
    if audit is None:
        return ["not yet verified" if can_be_verified else "cannot be verified"]
    past = max(0, now - audit.at)
    ago = f"{past // SECOND} s" if past < 2 * MINUTE else f"{past // MINUTE} min"
    levels = f"{audit.levels} level" if audit.levels == 1 else f"{audit.levels} levels"
    if audit.differences is None:
        return [f"renewed {ago} ago", levels]
    if audit.differences:
        return [f"verified {ago} ago", f"{audit.differences} of {levels} corrected"]
    return [f"verified {ago} ago", levels, "0 differences"]


def unchanged_words(view: BookView, now: int) -> str:
    """Since when a live book has not changed, if that is long."""
    changed = view.changed
    if changed is None or now - changed.at <= UNCHANGED_NS or not seen(view.freshness, now).state.is_live:
        return ""
    if view.audit is not None and view.audit.differences and view.audit.at > changed.at:
        return ""
    return f"no change since {fmt.clock(changed.exchange_at)}"


def missing_words(missing: MissingOrder, unit: Unit, room: int) -> str:
    """That an own order is not in the book as it should be, in the longest form that has room; nothing if none has."""
    order, price = f"own {missing.side.value}", fmt.price(missing.price, unit)
    others = f" · {missing.others} more" if missing.others else ""
    if missing.held is None:
        lack, brief = f"{order} {fmt.size(missing.size)} at {price} not in the book", f"{order} not in the book"
    else:
        lack = f"{order} {fmt.size(missing.size)} at {price}, book has {fmt.size(missing.held)}"
        brief = f"{order} more than in the book"
    return next((words for words in (lack + others, lack, brief + others, brief) if len(words) <= room), "")


def differs_words(view: BookView, now: int, room: int) -> str:
    """That best prices of book and level1 differ, since when, and when that is checked; as much as has room."""
    told = view.differs
    if told is None or now > told.valid_until:
        return ""
    lasting = age(now - told.since)
    if not view.can_be_verified:
        then = brief = "cannot be verified"
    elif view.checked_next is None or view.checked_next <= now:
        then, brief = "check under way", "checking"
    else:
        left = until(view.checked_next, now)
        then, brief = f"next check in {left}", f"check in {left}"
    forms = (
        f"best prices differ from level1 for {lasting} · {then}",
        f"best prices differ from level1 · {then}",
        f"best not as level1 · {brief}",
        "best not as level1",
    )
    return next((words for words in forms if len(words) <= room), "")


def _is_verified_since(view: BookView) -> bool:
    return view.audit is not None and view.changed is not None and view.audit.at > view.changed.at


def _forms(since: str, kept: list[str], checks: list[str], *, is_verified_since: bool) -> Iterator[str]:
    """From the longest to the shortest. Of a standstill and a check the one that says more is the last to go."""
    for count in range(len(checks), 0, -1):
        yield _joined(since, [*kept, *checks[:count]])
    if since and checks and is_verified_since:
        yield _joined("", [*kept, *checks[:1]])
    else:
        yield _joined(since, kept)
    if kept:
        yield _joined("", kept)


def _joined(since: str, words: list[str]) -> str:
    return " · ".join(part for part in (since, ", ".join(words)) if part)
