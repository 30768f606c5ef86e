"""A board of a replay, made by hand."""

from __future__ import annotations

from typing import Any, Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.recording_views import Moment, Notable, ReplayView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.sample_screens import LIVE, WALL, board

SOUND: Final = replace(LIVE, state=PanelState.SOUND)
MOMENTS: Final = (
    Moment(10 * SECOND, Notable.FINDING, "late"),
    Moment(20 * SECOND, Notable.GAP, "lost", 40 * SECOND),
    Moment(30 * SECOND, Notable.MARK, "inside a gap"),
    Moment(50 * SECOND, Notable.FILL, "filled"),
)


def replay_view(**changes: Any) -> ReplayView:
    """Half through a hundred seconds."""
    view = ReplayView(
        name="x.roxrec",
        recorded="demo 127.0.0.1",
        begin=0,
        end=100 * SECOND,
        position=50 * SECOND,
        wall=WALL,
        speed=2.0,
        is_playing=True,
        since=0,
        moments=MOMENTS,
    )
    return replace(view, **changes)


def replayed_board(**changes: Any) -> ScreenSnapshot:
    """Everything on it is of then."""
    picture = board(Environment.REPLAY)
    rows = tuple(replace(row, freshness=SOUND) for row in picture.symbols.rows)
    streams = tuple(replace(row, freshness=SOUND) for row in picture.connection.streams)
    connection = replace(
        picture.connection, state=PanelState.SOUND, streams=streams, replay=replay_view(**changes), profile="replay"
    )
    return replace(
        picture,
        connection=connection,
        symbols=replace(picture.symbols, rows=rows),
        ticker=replace(picture.ticker, freshness=SOUND),
        book=replace(picture.book, freshness=SOUND, quote_freshness=SOUND),
        tape=replace(picture.tape, freshness=SOUND),
        chart=replace(picture.chart, freshness=SOUND),
        positions=replace(picture.positions, freshness=SOUND),
        balances=replace(picture.balances, freshness=SOUND),
        orders=replace(picture.orders, freshness=SOUND),
    )
