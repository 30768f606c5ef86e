"""The bar of a whole recording: where the replay is, with gaps, findings, fills and marks on it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roxom_tui.state.views.recording_views import Notable, ReplayView
from roxom_tui.ui.lines import Line, Role, Span, fit, width_of
from roxom_tui.words.recordings import length_words

SIGNS: Final[Mapping[Notable, tuple[str, Role]]] = {
    Notable.GAP: ("╳", Role.ERROR),
    Notable.FINDING: ("!", Role.WARNING),
    Notable.FILL: ("●", Role.OWN),
    Notable.MARK: ("▸", Role.ACCENT),
}
"""The sign of each kind on the bar; where several fall on one cell the first of these is drawn."""

_LEAST: Final = 8
"""Cells of a bar that still says something."""


def replay_line(replay: ReplayView, width: int) -> Line:
    """Whether it plays or is over, how far it is, the bar, what is to come, and since when figures add up."""
    sign = "■" if replay.position >= replay.end else "▶" if replay.is_playing else "‖"
    start = (Span(f" {sign} ", Role.ACCENT), Span(f"{length_words(replay.position - replay.begin)} ", Role.TEXT))
    end: Line = (Span(f" {length_words(replay.end - replay.begin)} ", Role.SOFT),)
    since = Span(f"since {length_words(replay.since - replay.begin)} ", Role.FAINT)
    if replay.since > replay.begin and width_of((*start, *end, since)) + 2 * _LEAST <= width:
        end = (*end, since)
    room = width - width_of((*start, *end))
    bar = _bar(replay, room) if room >= _LEAST else ()
    return fit((*start, *bar, *end), width)


def _bar(replay: ReplayView, cells: int) -> Line:
    signs = _signs(replay, cells)
    here = _cell(replay, replay.position, cells)
    return tuple(_drawn(cell, here, signs) for cell in range(cells))


def _drawn(cell: int, here: int, signs: Mapping[int, Notable]) -> Span:
    if cell == here:
        return Span("█", Role.ACCENT)
    if cell in signs:
        return Span(*SIGNS[signs[cell]])
    return Span("━", Role.ACCENT) if cell < here else Span("─", Role.BORDER)


def _signs(replay: ReplayView, cells: int) -> dict[int, Notable]:
    """What stands on each cell; a gap on all that it lasts."""
    order = list(SIGNS)
    signs: dict[int, Notable] = {}
    for moment in replay.moments:
        first = _cell(replay, moment.at, cells)
        last = first if moment.until is None else _cell(replay, moment.until, cells)
        for cell in range(first, last + 1):
            signs[cell] = min(moment.kind, signs.get(cell, moment.kind), key=order.index)
    return signs


def _cell(replay: ReplayView, at: int, cells: int) -> int:
    span = max(1, replay.end - replay.begin)
    return max(0, min(cells - 1, (at - replay.begin) * cells // span))
