"""Lengths of time in words."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import SECOND

UNKNOWN: Final = "--"


def age(ns: int | None) -> str:
    """A length of time in words, in the two largest units that matter."""
    if ns is None:
        return UNKNOWN
    seconds = max(0, ns) // SECOND
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60:02d} s"
    if seconds < 86400:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02d} min"
    return f"{seconds // 86400} d {seconds % 86400 // 3600:02d} h"


def until(at: int, now: int) -> str:
    """The time that is left, in whole seconds that reach 1 last."""
    return age(max(0, at - now - 1) + SECOND)


def data_age(data_at: int | None, now: int) -> str:
    """The age of data, which is never written like the time in a state; empty where none came."""
    return "" if data_at is None else f"data {age(now - data_at)} old"


def time_in_state(since: int | None, now: int) -> str:
    """The time in a state; empty where its beginning is not known."""
    return "" if since is None else f"for {age(now - since)}"
