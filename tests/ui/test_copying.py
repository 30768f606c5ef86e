from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Unit
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.ui.copying import Copying, Table, csv_text, moment, number, words
from roxom_tui.ui.display_options import DisplayOptions
from tests.support.sample_screens import LIVE, NOW, WALL


def copying(*, unit: Unit = Unit.BTC, hidden: bool = False) -> Copying:
    return Copying(DisplayOptions(unit, hidden), NOW, WALL)


def test_numbers_have_all_their_digits_and_no_separators() -> None:
    assert copying().money(Decimal("0.04312700")) == "0.04312700"
    assert copying(unit=Unit.SATS).money(Decimal("1234.56789012")) == "123456789012"
    assert number(Decimal("1E+6")) == "1000000"
    assert (number(None), number(7), copying().money(None), moment(None)) == ("", "7", "", "")


def test_the_state_is_the_worst_as_it_is_now() -> None:
    assert copying().state(LIVE) == "LIVE"
    assert copying().state(LIVE, PanelState.UNPROVEN) == "UNPROVEN"
    assert copying().state(Freshness(PanelState.LIVE, None, NOW, NOW - SECOND)) == "STALE"


@pytest.mark.parametrize(
    ("text", "said"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+x", "'+x"), ("a\x1b]0;b\x07\n", "a]0;b"), (None, ""), ("limit", "limit")],
)
def test_no_text_from_outside_acts_in_a_terminal_or_a_spreadsheet(text: str | None, said: str) -> None:
    assert words(text) == said


def test_csv_reads_back_as_the_table_with_the_time_of_the_copy() -> None:
    table = Table(("a", "b"), (('x"y', "1,5"), ("", "2")))
    read = list(csv.reader(io.StringIO(csv_text(table, WALL))))
    at = "2026-01-01T14:22:07.810000000Z"
    assert read == [["a", "b", "copied_at"], ['x"y', "1,5", at], ["", "2", at]]
    assert csv_text(table, WALL, is_replay=True).startswith("a,b,replayed_at\n")
