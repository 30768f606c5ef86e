"""Lines below the panels while there is no connection: why, whole, and what comes next. Pure.

What holds for everything is told here once, and not in every panel.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

from roxom_tui.model.reasons import Cause, Reason, UserAction
from roxom_tui.model.status import Phase
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.recording_views import ReplayView
from roxom_tui.ui.actions import BY_ID
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.lines import Line, Role, Span, fit, width_of
from roxom_tui.ui.widgets.header import lasting_words
from roxom_tui.words.reasons import ending, whole

_MOST_LINES: Final = 7
_BEGINNING: Final = (Cause.NOT_CONNECTED, Cause.CONNECTING)


def outage_lines(
    view: ConnectionView, keys: Keymap, width: int, now: int, heard: int | None = None, *, covers: bool = False
) -> list[Line]:
    """The reason why nothing comes at all, since when, what is done about it and the keys that help; else nothing.

    `heard` is when the last data came, monotonic ns. `covers`: they stand over the bottom of the panels.
    """
    reason = _reason(view)
    if reason is None:
        return []
    lasting = "" if view.phase is Phase.CONNECTED else lasting_words(view, now, heard)
    head = f" {'NO CONNECTION' if view.phase is not Phase.CONNECTED else view.state.value}{lasting}"
    # What was then can neither be ended now, nor helped by a key.
    hints = _hints(reason.remedies if view.replay is None else (), keys)
    words = f"{whole(reason)} · {ending(reason, now) if view.replay is None else _then(view.replay)}"
    rows = textwrap.wrap(words, max(8, width - 2), initial_indent=" " * (len(head) + 2))[:_MOST_LINES]
    lines: list[Line] = [(Span(head, Role.ERROR), Span(rows[0][len(head) :], Role.TEXT))]
    lines += [(Span(f" {row}", Role.TEXT),) for row in rows[1:]]
    if width_of(lines[-1]) + width_of(hints) <= width:
        lines[-1] = (*lines[-1], *hints)
    else:
        lines.append(hints)
    lines = [fit(line, width) for line in lines]
    if not covers:
        return lines
    covered = f"over {len(lines)} line{'s' if len(lines) > 1 else ''} of the panels "
    used = width_of(lines[-1]) - _blanks(lines[-1])
    if used + len(covered) + 2 <= width:
        lines[-1] = fit((*fit(lines[-1], width - len(covered)), Span(covered, Role.FAINT)), width)
    return lines


def _then(replay: ReplayView) -> str:
    return "in the recording" if replay.position < replay.end else "the recording ends here"


def _blanks(line: Line) -> int:
    """Columns at the end in which nothing stands."""
    text = "".join(span.text for span in line)
    return len(text) - len(text.rstrip(" "))


def _reason(view: ConnectionView) -> Reason | None:
    if view.phase is Phase.STOPPED:
        return view.reason
    if view.phase is Phase.CONNECTED or view.reason is None:
        return None
    # While it is tried again what stands in the way is still what ended the connection, or the try, before.
    return view.last_end if view.reason.cause in _BEGINNING else view.reason


def _hints(remedies: Iterable[UserAction], keys: Keymap) -> Line:
    ids = [remedy.value for remedy in remedies] + ["connection"]
    spans: list[Span] = [Span("  ")]
    for action_id in ids:
        label = "Why" if action_id == "connection" else BY_ID[action_id].label
        spans += [Span(f" {keys.key_label(action_id)}", Role.STRONG), Span(f" {label} ", Role.SOFT)]
    return tuple(spans)
