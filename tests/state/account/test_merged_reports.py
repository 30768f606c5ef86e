"""Reports of one moment: each is news once."""

from __future__ import annotations

from roxom_tui.model.events import BalanceUpdate
from roxom_tui.state.account.merged_reports import DuplicateFilter
from tests.support.spellings import WALL, btc, s


def change(asset: str, after: str = "1", at: float = 0) -> BalanceUpdate:
    return BalanceUpdate(asset, None, btc(after), None, None, WALL + s(at))


def test_of_one_moment_sixteen_reports_are_remembered_and_no_more() -> None:
    moment: DuplicateFilter[BalanceUpdate] = DuplicateFilter()
    reports = [change("BTC", str(number)) for number in range(17)]
    for report in reports:
        assert not moment.knows("BTC", WALL, report)
    assert [moment.has("BTC", report) for report in reports] == [True] * 16 + [False]
