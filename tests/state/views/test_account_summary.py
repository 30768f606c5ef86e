"""Sums of the account: exact, as good as the worst of their parts, and none where a part is not known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from roxom_tui.model.events import Balance, BalancesSeed, BalanceUpdate, PositionsSeed
from roxom_tui.model.market import PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.status import Freshness, PanelState, worst
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_summary import account_summary
from roxom_tui.state.views.account_views import BalanceRow, PositionRow, StatedAmount
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build, told_store
from tests.support.sample_screens import LIVE, board
from tests.support.spellings import GOLD, OIL, WALL, btc, order, position, quote, s, ticker

ROW = board().positions.rows[0]
FUNDS = BalanceRow("BTC", btc("0.7"), btc("0.1"), btc("0.2"), btc("1"), last_reported=False)


def rows(*profits: str | None) -> list[PositionRow]:
    return [replace(ROW, pnl=None if pnl is None else btc(pnl)) for pnl in profits]


def test_profit_equity_and_margin_used_are_exact_sums() -> None:
    told = account_summary(rows("0.000000001", "-3"), LIVE, is_whole=True, balance=FUNDS, told=LIVE)
    assert [one.amount for one in astuple(told)] == [Decimal("-2.999999999"), Decimal("-1.999999999"), Decimal("0.2")]
    assert {one.state for one in astuple(told)} == {PanelState.LIVE}


def test_without_a_position_the_equity_is_the_balance() -> None:
    told = account_summary([], LIVE, is_whole=True, balance=FUNDS, told=LIVE)
    assert (told.pnl.amount, told.equity.amount) == (btc("0"), btc("1"))


def test_of_a_part_there_is_no_sum() -> None:
    nothing = [
        account_summary(rows("1", None), LIVE, is_whole=True, balance=FUNDS, told=LIVE),
        account_summary(rows("1"), LIVE, is_whole=False, balance=FUNDS, told=LIVE),
        account_summary(rows("1"), LIVE, is_whole=True, balance=None, told=LIVE),
        account_summary(rows("1"), LIVE, is_whole=True, balance=replace(FUNDS, total=None), told=LIVE),
    ]
    assert [(one.pnl.amount, one.equity.amount) for one in nothing] == [(None, None)] * 2 + [(btc("1"), None)] * 2
    assert nothing[2].margin_used.amount is None


STATES = st.sampled_from(PanelState)


@given(st.lists(STATES, max_size=4), STATES, STATES, st.booleans(), st.booleans())
def test_every_figure_is_as_good_as_the_worst_that_it_is_made_from(
    states: list[PanelState], listed: PanelState, told: PanelState, reported: bool, outdated: bool
) -> None:
    held = [replace(ROW, state=state) for state in states]
    fresh = [Freshness(state, None, 0, 0) for state in (listed, told)]
    balance = replace(FUNDS, last_reported=reported, outdated=outdated)
    summary = account_summary(held, fresh[0], is_whole=True, balance=balance, told=fresh[1])
    profit = worst(listed, *states)
    total = worst(told, PanelState.UNPROVEN) if reported else told
    assert summary.pnl.state is profit
    assert summary.equity.state is worst(profit, total)
    assert summary.margin_used.state is (worst(told, PanelState.STALE) if outdated else told)


def seeded(store: Store, *assets: Balance) -> None:
    """Every list was told whole."""
    for symbol in (GOLD, OIL):
        held = tuple(one for one in store.account.positions.open if one.symbol == symbol)
        store.seed(PositionsSeed(symbol, held), s(1.2), s(1.15))
    store.seed(BalancesSeed(assets), s(1.2), s(1.15))


def funds(asset: str, total: str) -> Balance:
    return Balance(asset, btc(total), btc("0.25"), btc("0.5"))


def test_the_board_sums_what_is_held_and_takes_no_other_asset_for_bitcoin(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(position("p", entry="90"), s(1))
    assert build(builder, 1.1).positions.summary.pnl.amount is None, "no list told yet that there is nothing else"
    seeded(store, funds("USDC", "500"))
    summary = build(builder, 1.3).positions.summary
    assert (summary.pnl.amount, summary.equity.amount, summary.margin_used.amount) == (btc("15"), None, None)
    seeded(store, funds("USDC", "500"), funds("BTC", "1"))
    summary = build(builder, 1.4).positions.summary
    assert (summary.pnl.amount, summary.equity.amount, summary.margin_used.amount) == (
        btc("15"),
        btc("16"),
        btc("0.25"),
    )
    assert {one.state for one in astuple(summary)} == {PanelState.LIVE}


def test_a_change_of_the_balance_makes_equity_unproven_and_margin_history_until_a_list_says(
    store: Store, builder: SnapshotBuilder
) -> None:
    seeded(store, funds("BTC", "1"))
    store.apply(BalanceUpdate("BTC", btc("1"), btc("0.9"), None, "ordersettle", WALL + s(1)), s(1.3))
    summary = build(builder, 1.4).positions.summary
    assert summary.equity == StatedAmount(btc("0.9"), PanelState.UNPROVEN)
    assert summary.margin_used == StatedAmount(btc("0.25"), PanelState.STALE)
    assert summary.pnl.state is PanelState.LIVE


def test_a_mark_that_is_stale_makes_the_sum_history(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position("p", entry="90"), s(1))
    seeded(store, funds("BTC", "1"))
    assert build(builder, 1.3).positions.summary.pnl.state is PanelState.LIVE
    store.apply(quote(at=6), s(6))
    later = build(builder, 7)
    assert later.positions.freshness.state.is_live
    assert later.positions.summary.pnl == StatedAmount(btc("15"), PanelState.STALE)
    assert later.positions.summary.equity.state is PanelState.STALE


def test_a_profit_that_the_exchange_contradicts_makes_the_sum_unproven(store: Store, builder: SnapshotBuilder) -> None:
    told = replace(position(entry="90"), mark_price=Price("99"), unrealized_pnl=btc("-13.5"))
    store.apply(told, s(1))
    seeded(store, funds("BTC", "1"))
    summary = build(builder, 1.3).positions.summary
    assert summary.pnl == StatedAmount(btc("15"), PanelState.UNPROVEN)


def test_an_order_that_moves_leaves_the_margin_as_history(store: Store, builder: SnapshotBuilder) -> None:
    seeded(store, funds("BTC", "1"))
    assert build(builder, 1.3).positions.summary.margin_used.state is PanelState.LIVE
    store.apply(order("a"), s(1.4))
    assert build(builder, 1.5).positions.summary.margin_used.state is PanelState.STALE


AMOUNTS = st.decimals(Decimal("0.00000001"), 10**6, places=8)
HELD = st.tuples(st.sampled_from([GOLD, OIL]), st.sampled_from(PositionSide), AMOUNTS, AMOUNTS)


@settings(deadline=None, max_examples=60)
@given(st.lists(HELD, max_size=6), AMOUNTS, AMOUNTS, AMOUNTS)
def test_what_the_board_says_is_what_fractions_say(
    held: list[tuple[Symbol, PositionSide, Decimal, Decimal]], gold: Decimal, oil: Decimal, total: Decimal
) -> None:
    store = told_store()
    marks = {GOLD: gold, OIL: oil}
    for symbol, mark in marks.items():
        store.apply(ticker(mark=f"{mark:f}", at=1, symbol=symbol), s(1))
    for number, (symbol, side, size, entry) in enumerate(held):
        told = position(str(number), symbol=symbol, entry=f"{entry:f}")
        store.apply(replace(told, side=side, size=Size(size)), s(1))
    seeded(store, Balance("BTC", Btc(total), None, None))
    profit = Fraction(0)
    for symbol, side, size, entry in held:
        sign = 1 if side is PositionSide.LONG else -1
        profit += sign * (Fraction(marks[symbol]) - Fraction(entry)) * Fraction(size)
    summary = build(SnapshotBuilder(store), 1.3).positions.summary
    assert Fraction(summary.pnl.amount or 0) == profit
    assert Fraction(summary.equity.amount or 0) == profit + Fraction(total)
    assert summary.margin_used.amount is None
