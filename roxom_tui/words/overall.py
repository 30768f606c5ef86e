"""The answer to "is what I see true right now?" in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.overall_status import OverallAnswer, OverallStatus, Trouble
from roxom_tui.words.reasons import ending, whole

_NAMED: Final = 2

_ANSWERS: Final[Mapping[OverallAnswer, str]] = {
    OverallAnswer.DISCONNECTED: "No connection: what is shown is history",
    OverallAnswer.HISTORY: "Too old to trust: what is shown is history",
    OverallAnswer.NOTHING_YET: "No data yet",
    OverallAnswer.ALL: "All data current, all checks pass",
    OverallAnswer.LATE: "All streams OK, but data arrives late",
    OverallAnswer.SILENT: "All checks pass, but no data for {silent} s, which is unusual here",
    OverallAnswer.SO_FAR: "OK so far: {good} of {total} streams",
    OverallAnswer.PARTLY: "{good} of {total} streams OK",
}


def answer(judged: OverallStatus, view: ConnectionView, now: int) -> str:
    """The answer in one sentence. `now` is monotonic ns."""
    silent = 0 if view.silent_since is None else max(0, now - view.silent_since) // SECOND
    return _ANSWERS[judged.answer].format(good=judged.good, total=judged.total, silent=silent)


def trouble_words(trouble: Trouble, now: int, *, is_past: bool = False) -> str:
    """A trouble: which streams, their state, why, and what ends it; of a recording nothing does any more."""
    if trouble.reason is None:
        return f"{_names(trouble)} {trouble.state.value}"
    said = whole(trouble.reason) if is_past else f"{whole(trouble.reason)}; {ending(trouble.reason, now)}"
    return f"{_names(trouble)} {trouble.state.value}: {said}" if trouble.streams else said


def _names(trouble: Trouble) -> str:
    named = ", ".join(map(str, trouble.streams[:_NAMED]))
    rest = len(trouble.streams) - _NAMED
    return f"{named} and {rest} more" if rest > 0 else named
