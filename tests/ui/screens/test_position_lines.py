"""A position in detail: its profit written out, the way to liquidation, what guards it, what closing it would cost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.money import Price, Unit
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.mark_moves import MeanMove
from roxom_tui.ui.lines import Role
from roxom_tui.ui.screens.position_lines import PositionReading, position_lines
from tests.support.spellings import btc, levels, size
from tests.ui.drawing import text
from tests.ui.screens.detail_samples import ROW, WHOLE, book, guarded, ink, joined, position, reading, short_of

STALE = PanelState.STALE


def told(one: PositionReading | None = None, **more: object) -> str:
    return joined(position_lines(one or reading(), ink(**more)))  # type: ignore[arg-type]


def test_the_profit_is_written_out_by_its_own_numbers() -> None:
    assert "(mark 0.04312200 - entry 0.04300000) x 1.50 = +0.00018300 BTC" in told()
    assert "+2.84 % of the margin · mark +28.4 bp over entry" in told()
    turned = told(reading(position(short_of())))
    assert "(entry 0.04300000 - mark 0.04312200) x 1.50 = -0.00018300 BTC" in turned
    assert "+18,300 sats" in told(unit=Unit.SATS)


def test_a_profit_that_is_only_reported_or_disputed_says_so() -> None:
    reported = replace(ROW, pnl_local=False, state=PanelState.WAITING)
    assert "+0.00018300 BTC as reported · WAITING" in told(reading(position(reported)))
    disputed = replace(ROW, pnl_disputed=btc("-0.0001"), state=PanelState.UNPROVEN)
    assert "the exchange reports -0.00010000 BTC" in told(reading(position(disputed)))


@pytest.mark.parametrize(
    ("ratio", "words", "role"),
    [
        ("0.499", "49.9 %", Role.TEXT),
        ("0.5", "50.0 % · raised, from 50%", Role.WARNING),
        ("0.8", "80.0 % · high, from 80%: at 100% it is liquidated", Role.ERROR),
    ],
)
def test_the_margin_ratio_has_words_and_an_ink(ratio: str, words: str, role: Role) -> None:
    lines = position_lines(reading(position(replace(ROW, margin_ratio=Decimal(ratio)))), ink())
    line = next(line for line in lines if text(line).startswith("margin ratio"))
    assert text(line).endswith(words)
    assert line[-1].role is role


def test_the_way_to_liquidation_is_told_as_price_in_per_cent_and_in_moves() -> None:
    assert "0.04085000 · 0.00227200 away, 5.27 % of the mark" in told()
    assert "needs 9 more bars of 5 min" in told()
    moved = told(reading(position(move=MeanMove(Decimal("0.0001136"), 12))))
    assert "20.0 times the mean move of 5 min (0.00011360, 12 x 5 min of this session)" in moved
    assert "did not move in 12 x 5 min" in told(reading(position(move=MeanMove(Decimal(0), 12))))
    unknown = replace(ROW, liquidation=None, liquidation_distance=None, unit_unknown=("liquidation_price",))
    assert "unit? · distance not known" in told(reading(position(unknown)))


def test_funding_says_which_way_it_goes_when_and_that_it_may_change() -> None:
    assert "-0.00000770 BTC to pay in 01:01:01 · the rate may change until then" in told()
    assert "to receive" in told(reading(position(replace(ROW, funding=btc("0.1")))))
    assert "unit?: the rate is beyond the cap" in told(reading(position(replace(ROW, funding_suspect=True))))


def test_what_guards_it_is_named_with_why_it_is_taken_for_that() -> None:
    lines = told(reading(guarded()))
    assert "stop sell 2.00 @ 0.04200000 · 2.60 % away · by contract and side" in lines
    assert "named by the exchange" in lines
    assert "none known" in told()
    doubtful = told(reading(replace(guarded(), orders=STALE)))
    assert "by contract and side · STALE" in doubtful


def test_closing_takes_from_the_side_that_closes_and_tells_cost_and_result() -> None:
    assert "sell 1.50 · vwap 0.04312150 · worst 0.04312000 · 2 levels" in told()
    assert "PnL at that price +0.00018225 BTC, before fees" in told()
    turned = told(reading(position(short_of())))
    assert "buy 1.50 · vwap 0.04312780 · worst 0.04313100 · 2 levels" in turned
    assert "PnL at that price -0.00019170 BTC" in turned
    assert "slip +0.8 bp mid" in told()


def test_a_book_that_is_too_thin_says_what_it_covers_and_makes_no_price_up() -> None:
    thin = told(reading(book=book(replace(WHOLE, bids=levels("0.04312300 0.75")))))
    assert "the book covers 0.75 of 1.50" in thin
    assert "PnL at that price" not in thin


def test_beyond_the_newest_snapshot_the_cost_is_not_proven() -> None:
    reach = Price("0.04312200").key
    assert "UNPROVEN" in told(reading(book=book(replace(WHOLE, within_snapshot=(reach, 10**18)))))


@pytest.mark.parametrize("state", [PanelState.RESYNC, STALE, PanelState.DOWN])
def test_of_a_book_that_is_not_believed_there_is_no_cost(state: PanelState) -> None:
    lines = told(reading(book_state=state))
    assert f"-- · book {state.value}" in lines
    assert "vwap" not in lines
    assert "not followed" in told(reading(book=None))
    assert "vwap 0" not in told(reading(book=book(None)))


def test_each_figure_is_no_better_than_what_it_is_made_of() -> None:
    row = replace(ROW, state=STALE)
    lines = position_lines(reading(position(row)), ink())
    for line in lines:
        words = text(line)
        if words.startswith(("PnL", "margin", "liquidation", "funding")):
            assert line[-1].text == " · STALE"
            assert {span.role for span in line[:-1]} == {Role.STALE}
    whole = position_lines(reading(), ink(STALE))
    dull = {Role.STALE, Role.WARNING, Role.SOFT, Role.FAINT}
    assert {span.role for line in whole for span in line if span.text.strip()} <= dull


def test_against_a_mark_or_quote_that_is_not_live_there_is_no_slip() -> None:
    assert "slip -- bp mid" in told(reading(quote_state=STALE))


def test_of_a_hidden_account_no_figure_is_told() -> None:
    hidden = told(reading(guarded()), hide_account=True)
    for secret in ("0.00018300", "1.50", "0.04300000", "0.04085000", "0.04200000", "0.00000770", "49", "2.84", "5.27"):
        assert secret not in hidden
    assert "to pay" not in hidden


def test_one_that_is_not_held_any_more_says_so() -> None:
    assert "not held any more" in told(reading(position(None)))


def test_a_position_of_unknown_size_has_no_cost() -> None:
    assert "its size is not known" in told(reading(position(replace(ROW, size=None, pnl_local=False, pnl=None))))
    assert size("1.50") == ROW.size
