"""How far what a rule reads from may be believed."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.alerts.engine import Sample, Soundness
from roxom_tui.alerts.sources import NOT_TOLD, Source, at_ticks, judged, sample_of, told
from roxom_tui.state.views.account_builders import PositionsViewBuilder
from tests.alerts.stores import live_store, rule
from tests.support.spellings import DEPTH, TICKER, TRADE, s


def test_streams_are_believed_while_all_of_them_are_live() -> None:
    store = live_store()
    assert judged(store, (DEPTH, TICKER), 0) is None
    found = judged(store, (DEPTH, TRADE), 0)
    assert found is not None
    assert found.soundness is Soundness.UNSOUND


def test_a_value_is_as_good_as_its_streams_and_one_that_is_not_told_is_none() -> None:
    store = live_store()
    source = Source(rule("GOLD-BTC last > 1"), store, PositionsViewBuilder(store), (TICKER,))
    read, peek = told(source, lambda now: Decimal(now))
    assert read(0) == Sample(Soundness.SOUND, Decimal(0))
    assert read(s(60)).soundness is Soundness.UNSOUND
    assert peek is not None
    assert sample_of(None) is NOT_TOLD
    assert source.market is store.markets.market(TICKER.symbol or source.rule.symbol)  # type: ignore[arg-type]


def test_what_time_moves_is_not_read_with_each_message() -> None:
    store = live_store()
    source = Source(rule("GOLD-BTC last > 1"), store, PositionsViewBuilder(store), (TICKER,))
    read, peek = at_ticks(source, lambda now: Sample(Soundness.SOUND, Decimal(7)))
    assert peek is None
    assert read(0).value == 7
