"""What is laid over bars, against the textbook's sums."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.charting import Overlay
from roxom_tui.state.reading.overlays import EMA_BARS, RSI_BARS, SMA_BARS, laid_over, vwap

closes = st.lists(st.integers(1, 10_000).map(lambda n: Decimal(n) / 100), min_size=1, max_size=90)


@given(closes)
def test_the_average_of_twenty_closes_is_their_mean(values: list[Decimal]) -> None:
    laid = laid_over(Overlay.SMA, values)
    assert (laid.have, laid.need) == (min(SMA_BARS, len(values)), SMA_BARS)
    for n, value in enumerate(laid.values):
        window = values[max(0, n + 1 - SMA_BARS) : n + 1]
        assert value == (sum(window) / SMA_BARS if len(window) == SMA_BARS else None)


@given(closes)
def test_the_weighted_average_follows_its_recurrence(values: list[Decimal]) -> None:
    laid = laid_over(Overlay.EMA, values)
    assert len(laid.values) == len(values)
    if len(values) < EMA_BARS:
        assert set(laid.values) <= {None}
        return
    exact = Fraction(sum(values[:EMA_BARS])) / EMA_BARS
    for n in range(EMA_BARS - 1, len(values)):
        exact = exact if n == EMA_BARS - 1 else exact + (Fraction(values[n]) - exact) * 2 / (EMA_BARS + 1)
        assert abs(Fraction(laid.values[n] or 0) - exact) < Fraction(1, 10**20)


@given(closes)
def test_strength_is_between_nothing_and_a_hundred_and_needs_one_close_more_than_moves(values: list[Decimal]) -> None:
    laid = laid_over(Overlay.RSI, values)
    assert len(laid.values) == len(values)
    known = [value for value in laid.values if value is not None]
    assert len(known) == max(0, len(values) - RSI_BARS)
    assert all(0 <= value <= 100 for value in known)


def test_strength_of_a_rise_a_fall_and_of_no_move() -> None:
    rise = [Decimal(n) for n in range(1, 20)]
    assert laid_over(Overlay.RSI, rise).values[-1] == 100
    assert laid_over(Overlay.RSI, rise[::-1]).values[-1] == 0
    assert laid_over(Overlay.RSI, [Decimal(1)] * 20).values[-1] == 50


def test_wilders_own_smoothing_is_used() -> None:
    moves = [1, -1] * 7 + [2]
    values = [Decimal(100)]
    for move in moves:
        values.append(values[-1] + move)
    gain, loss = Fraction(7, 14), Fraction(7, 14)
    gain, loss = (gain * 13 + 2) / 14, loss * 13 / 14
    found = laid_over(Overlay.RSI, values).values[-1]
    assert found is not None
    assert abs(Fraction(found) - 100 * gain / (gain + loss)) < Fraction(1, 10**20)


def test_a_time_of_which_nothing_is_known_begins_it_anew() -> None:
    laid = laid_over(Overlay.SMA, [*[Decimal(1)] * 25, None, *[Decimal(2)] * 8])
    assert laid.values[24] == 1
    assert set(laid.values[25:]) == {None}
    assert (laid.have, laid.need) == (8, SMA_BARS)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=30))
def test_the_average_price_of_the_session_counts_all_that_was_traded_until_then(traded: list[tuple[int, int]]) -> None:
    bars = [(Decimal(size), Decimal(size * price)) for size, price in traded]
    before = (Decimal(3), Decimal(30))
    whole = (before[0] + sum(size for size, _ in bars), before[1] + sum(value for _, value in bars))
    for n, value in enumerate(vwap(bars, whole).values):
        size = before[0] + sum(one for one, _ in bars[: n + 1])
        assert value == (before[1] + sum(one for _, one in bars[: n + 1])) / size


def test_nothing_is_laid_where_nothing_is_wanted() -> None:
    assert laid_over(Overlay.NONE, [Decimal(1)]).values == ()
