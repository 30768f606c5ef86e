"""Balances: by asset, never added, bounded, and a broken chain is noticed."""

from __future__ import annotations

from roxom_tui.model.events import Balance, BalancesSeed, BalanceUpdate
from roxom_tui.model.money import Btc
from roxom_tui.state.account.balances import Balances
from roxom_tui.state.views.account_views import BalanceRow
from tests.support.spellings import WALL, btc, s

SEED = BalancesSeed(
    (Balance("USDT", btc("5"), btc("5"), None), Balance("BTC", btc("0.80"), btc("0.74"), btc("0.01"))),
)


def change(before: str | None, after: str | None, at: float = 0, asset: str = "BTC") -> BalanceUpdate:
    def known(text: str | None) -> Btc | None:
        return None if text is None else btc(text)

    return BalanceUpdate(asset, known(before), known(after), btc("-0.1"), "ordersettle", WALL + s(at))


def seeded() -> Balances:
    balances = Balances()
    balances.seed(SEED, 0)
    return balances


def test_a_list_gives_every_figure_and_btc_comes_first() -> None:
    assert seeded().rows == (
        BalanceRow("BTC", btc("0.74"), btc("0.01"), btc("0.05"), btc("0.80"), last_reported=False),
        BalanceRow("USDT", btc("5"), None, None, btc("5"), last_reported=False),
    )


def test_a_change_is_shown_as_last_reported_and_the_older_parts_are_history() -> None:
    balances = seeded()
    balances.apply(change("0.8", "0.7"), s(1))
    row = balances.rows[0]
    assert (row.total, row.last_reported, row.outdated) == (btc("0.7"), True, True)
    assert (row.available, row.in_orders) == (btc("0.74"), btc("0.01"))


def test_a_change_before_any_list_makes_up_no_parts() -> None:
    balances = Balances()
    balances.apply(change("0.8", "0.7"), s(1))
    row = balances.rows[0]
    assert (row.available, row.in_orders, row.in_margin) == (None, None, None)


def test_an_order_that_moves_makes_the_parts_history_until_a_later_list() -> None:
    balances = seeded()
    balances.orders_moved(s(1))
    assert all(row.outdated for row in balances.rows)
    balances.seed(SEED, 0)
    assert all(row.outdated for row in balances.rows), "asked before the order moved"
    balances.seed(SEED, s(2))
    assert not any(row.outdated for row in balances.rows)


def test_another_asset_is_never_added_to_btc() -> None:
    balances = seeded()
    balances.apply(change("5", "4", asset="USDT"), s(1))
    assert [row.total for row in balances.rows] == [btc("0.80"), btc("4")]


def test_a_change_without_its_end_is_derived_from_beginning_and_amount() -> None:
    balances = Balances()
    balances.apply(change("0.8", None), 0)
    assert balances.rows[0].total == btc("0.7")


def test_the_balance_after_is_trusted_over_an_amount_that_disagrees() -> None:
    balances = Balances()
    balances.apply(change("0.8", "0.5"), 0)
    assert balances.last_change is not None
    assert (balances.last_change.amount, balances.last_change.cause) == (btc("-0.3"), "ordersettle")


def test_a_change_that_does_not_begin_where_the_last_ended_is_noticed() -> None:
    balances = Balances()
    balances.apply(change("0.8", "0.7", 1), 0)
    assert balances.follows(change("0.70", "0.6", 2))
    assert not balances.follows(change("0.6", "0.5", 2))
    assert balances.follows(change("9", "8", 2, asset="USDT"))


def test_a_late_or_repeated_change_is_ignored() -> None:
    balances = Balances()
    newest = change("0.7", "0.6", 2)
    balances.apply(newest, 0)
    assert balances.apply(newest, 0) == "already known"
    assert balances.apply(change("0.8", "0.7", 1), 0) == "older than what is held"
    assert balances.rows[0].total == btc("0.6")


def test_of_two_changes_of_one_moment_the_first_that_comes_again_is_no_news() -> None:
    balances = Balances()
    first, second = change("0.8", "0.7", 1), change("0.7", "0.6", 1)
    balances.apply(first, 0)
    balances.apply(second, 0)
    assert balances.follows(first)
    assert balances.apply(first, 0) == "already known"
    assert balances.rows[0].total == btc("0.6")


def test_a_change_since_the_request_wins_over_the_list() -> None:
    balances = Balances()
    balances.apply(change("0.8", "0.7"), s(4.5))
    balances.seed(SEED, s(4))
    assert balances.rows[0].total == btc("0.7")
    balances.seed(SEED, s(5))
    assert balances.rows[0].total == btc("0.80")


def change_to(asset: str, after: str = "1", at: float = 0) -> BalanceUpdate:
    return BalanceUpdate(asset, None, btc(after), None, None, WALL + s(at))


def test_one_more_asset_than_can_be_kept_is_refused_counted_and_what_is_kept_goes_on() -> None:
    balances = Balances()
    for number in range(1_000):
        assert balances.apply(change_to(str(number)), 0) == ""
    for _ in range(2):
        assert balances.apply(change_to("one more"), 0) == "more assets than can be kept", "and leaves nothing behind"
    assert balances.apply(change_to("7", "9", at=1), 0) == ""
    assert (len(balances.rows), balances.left_out) == (1_000, 1)


def test_of_a_very_long_list_of_balances_bitcoin_is_kept_wherever_it_stands() -> None:
    balances = Balances()
    told = (
        *(Balance(str(number), btc("1"), None, None) for number in range(1_001)),
        Balance("BTC", btc("1"), None, None),
    )
    balances.seed(BalancesSeed(told), 0)
    assert (len(balances.rows), balances.left_out) == (1_000, 2)
    assert balances.rows[0].asset == "BTC"


def test_less_than_nothing_is_in_no_margin() -> None:
    balances = Balances()
    balances.seed(BalancesSeed((Balance("BTC", btc("0.5"), btc("0.8"), btc("0")),)), 0)
    (row,) = balances.rows
    assert (row.total, row.available, row.in_margin) == (btc("0.5"), btc("0.8"), None)
