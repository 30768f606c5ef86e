"""A price sampled at even intervals."""

from __future__ import annotations

from roxom_tui.model.money import Price
from roxom_tui.state.market.price_history import PriceHistory
from roxom_tui.state.views.market_views import HISTORY_LENGTH
from tests.support.spellings import s


def test_the_trail_samples_the_price_that_stood_at_the_end_of_each_interval() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), s(1))
    price_history.note(Price("2"), s(4))
    price_history.note(Price("2"), s(7))
    price_history.note(Price("3"), s(11))
    assert price_history.samples == tuple(map(Price, "223"))


def test_a_price_is_not_drawn_on_while_nobody_speaks() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), s(1))
    price_history.advance(s(9))
    price_history.advance(s(14))
    price_history.note(Price("2"), s(22))
    assert price_history.samples == (Price("1"), None, None, None, Price("2"))


def test_the_trail_leaves_out_what_was_not_believed_when_its_interval_ended() -> None:
    price_history = PriceHistory()
    price_history.is_believed = False
    price_history.note(Price("1"), s(1))
    price_history.note(Price("2"), s(6))
    price_history.is_believed = True
    price_history.note(Price("3"), s(11))
    assert price_history.samples == (None, Price("2"), Price("3"))


def test_the_trail_shows_a_gap_where_nothing_was_known() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), s(1))
    price_history.note(None, s(6))
    price_history.note(Price("2"), s(11))
    assert price_history.samples == (Price("1"), None, Price("2"))


def test_the_trail_is_bounded_even_after_a_very_long_silence() -> None:
    price_history = PriceHistory()
    price_history.note(Price("1"), 0)
    price_history.advance(s(10**9))
    assert price_history.samples == (*[None] * (HISTORY_LENGTH - 1), Price("1"))
