"""The account in one line: what fits, whole; in the ink of the worst it is made from; hidden with the rest."""

from __future__ import annotations

import pytest

from roxom_tui.model.money import Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import AccountSummary, PositionsView, StatedAmount
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.positions import PositionsPanel
from roxom_tui.ui.widgets.digits import ColumnMemory
from tests.support.sample_screens import LIVE, board
from tests.support.spellings import btc
from tests.ui.drawing import inks, rendering, texts

FULL = "╭ Positions 2 · PnL +0.00004980 · equity 0.79992980 · margin used 0.04868000 ─"


def view_of(**figures: StatedAmount) -> PositionsView:
    view = board().positions
    return replace(view, summary=replace(view.summary, **figures))


def title(view: PositionsView, width: int = 118, **more: object) -> Line:
    return PositionsPanel().draw(view, rendering(width, 7, **more))[0]


def test_the_title_has_profit_equity_and_margin_used() -> None:
    assert texts([title(board().positions)])[0].startswith(FULL)
    sats = texts([title(board().positions, options=DisplayOptions(Unit.SATS))])[0]
    assert "PnL +4,980 · equity 79,992,980 · margin used 4,868,000" in sats


def test_figures_go_whole_the_profit_last_and_the_state_always_has_room() -> None:
    pieces = FULL.rstrip("─ ").split(" · ")
    before = 0
    for width in range(20, 201):
        line = texts([title(board().positions, width)])[0]
        count = sum(piece in line for piece in pieces[1:])
        assert line.startswith(" · ".join(pieces[: count + 1]))
        assert line.count("0.") == count
        assert len(line) == width
        assert "LIVE" in line or width < 24
        assert count >= before
        before = count
    assert before == 3
    assert "PnL" in texts([title(board().positions, 46)])[0]


def test_neither_the_unit_nor_a_longer_figure_that_went_moves_a_figure_in_or_out() -> None:
    for width in range(20, 120):
        memory = ColumnMemory()
        shown = set()
        for unit in (Unit.BTC, Unit.SATS, Unit.BTC):
            options = DisplayOptions(unit)
            memory.about(options)
            line = texts([title(board().positions, width, options=options, columns=memory)])[0]
            shown.add(tuple(label in line for label in ("PnL", "equity", "margin used")))
        assert len(shown) == 1


@pytest.mark.parametrize(
    ("state", "ink"),
    [(PanelState.STALE, Role.STALE), (PanelState.WAITING, Role.STALE), (PanelState.UNPROVEN, Role.SOFT)],
)
def test_a_sum_with_a_part_that_is_not_live_is_history_and_one_that_is_doubted_has_no_colour(
    state: PanelState, ink: Role
) -> None:
    line = title(view_of(pnl=StatedAmount(btc("0.00004980"), state)))
    assert inks(line)["+0.00004980"] is ink
    assert inks(line)["0.79992980"] is Role.TEXT


def test_once_its_time_has_passed_every_figure_is_history() -> None:
    line = title(board().positions, 150, now=LIVE.valid_until + 1)
    told = [span for span in line if "0." in span.text]
    assert told
    assert {span.role for span in told} == {Role.STALE}


def test_the_sign_of_the_profit_has_its_colour_and_zero_none() -> None:
    signs = {"0.1": Role.BID, "-0.1": Role.ASK, "0": Role.TEXT}
    for amount, role in signs.items():
        line = title(view_of(pnl=StatedAmount(btc(amount), PanelState.LIVE)))
        assert next(span.role for span in line if amount.lstrip("-") in span.text) is role


def test_what_is_not_known_is_no_number() -> None:
    unknown = StatedAmount(None, PanelState.LIVE)
    line = texts([title(view_of(pnl=unknown, equity=unknown, margin_used=unknown))])[0]
    assert "PnL -- · equity -- · margin used --" in line


def test_hidden_it_is_the_same_for_every_account() -> None:
    options = DisplayOptions(hide_account=True)
    told = [
        AccountSummary(*(StatedAmount(btc(amount), PanelState.LIVE) for amount in amounts))
        for amounts in (("1", "2", "3"), ("-123456.7", "-1", "0.00000001"), ("0", "0", "0"))
    ]
    for width in range(20, 150):
        drawn = [title(replace(board().positions, summary=one), width, options=options) for one in told]
        assert drawn[0] == drawn[1] == drawn[2]
    assert "PnL •••• · equity •••• · margin used ••••" in texts(drawn)[0]


def test_the_reason_of_a_state_comes_before_the_sums() -> None:
    fresh = replace(LIVE, state=PanelState.UNPROVEN, reason=Reason(Cause.UNCHECKED))
    view = replace(board().positions, freshness=fresh)
    line = texts([title(view, 80)])[0]
    assert "UNPROVEN · data 0 s old · list unchecked · checked 23 s ago" in line
