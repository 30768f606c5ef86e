"""Balances: the unit of each figure, the last change and its cause, numbers that are whole or gone."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Btc, Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import BalanceRow
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.balances import BalancesPanel, shared_out
from tests.support.sample_screens import NOW, board
from tests.support.spellings import btc
from tests.ui.drawing import NUMBERS, drawn, rendering, texts

LONG = "123456.123456789012345678"


def balance(asset: str, total: str) -> BalanceRow:
    value = Btc(Decimal(total))
    return BalanceRow(asset, value, value, value, value, last_reported=False)


def balances(width: int, *rows: BalanceRow) -> list[str]:
    picture = board()
    picture = replace(picture, balances=replace(picture.balances, rows=rows, last_change=None))
    lines = texts(drawn(BalancesPanel(), picture, rendering(width, 4 + 8 * len(rows))))
    return [line[1:-1] for line in lines[1:-1]]


def test_balances_name_the_unit_and_the_cause_of_the_last_change() -> None:
    lines = texts(drawn(BalancesPanel(), board(), rendering(44, 8)))
    assert "BTC total" in lines[1]
    assert any("trade settled" in line and "-0.00012000" in line for line in lines)
    sats = texts(drawn(BalancesPanel(), board(), rendering(44, 8, options=DisplayOptions(Unit.SATS))))
    assert "sats total" in sats[1]
    assert "79,988,000" in sats[1]


def test_other_assets_are_never_turned_into_sats() -> None:
    view = board().balances
    usdc = replace(view.rows[0], asset="USDC")
    lines = texts(
        BalancesPanel().draw(replace(view, rows=(usdc,)), rendering(44, 8, options=DisplayOptions(Unit.SATS)))
    )
    assert "USDC total" in lines[1]
    assert "0.79988000" in lines[1]


def test_the_split_of_a_balance_is_dull_while_it_is_asked_for_again() -> None:
    view = board().balances
    outdated = replace(view, rows=(replace(view.rows[0], outdated=True),))
    lines = BalancesPanel().draw(outdated, rendering(44, 8))
    assert "total LIVE" in texts(lines)[0]
    assert {span.role for span in lines[2] if span.text.strip(" │").startswith("0.")} == {Role.STALE}
    assert {span.role for span in lines[1] if "799" in span.text} == {Role.STRONG}


@settings(deadline=None, max_examples=60)
@given(st.integers(20, 60), NUMBERS, st.sampled_from(["BTC", "USDT", "WSTETH2"]))
def test_a_balance_keeps_its_name_and_its_number_is_whole_or_absent(width: int, value: Decimal, asset: str) -> None:
    lines = balances(width, balance(asset, f"{value:f}"))
    words = [f"{asset} total", "available", "in orders", "in margin"]
    assert [word for word in words if not any(line.strip("░▒█ ").startswith(word) for line in lines)] == []
    whole = f"{value:f}"
    for line in lines:
        rest = line.strip("░▒█ ")
        for word in words:
            rest = rest.removeprefix(word).strip()
        assert rest in ("", "…", whole)
    if len(whole) + 3 <= width - 2:
        assert sum(line.strip().endswith(whole) for line in lines) == 4


def test_an_asset_of_eighteen_decimals_says_what_it_is_at_the_usual_size() -> None:
    lines = balances(30, balance("BTC", "0.8"), balance("WSTETH", LONG))
    assert [line.strip() for line in lines if "WSTETH" in line or LONG in line][:2] == ["WSTETH total", LONG]


def _without_remarks(line: str) -> str:
    said = r"as last reported|changed since list|changed since|outdated|old"
    return re.sub(said, lambda found: " " * len(found[0]), line.replace("total*", "total "))


def test_the_name_of_the_total_is_the_same_whether_a_list_or_a_change_told_it() -> None:
    view = board().balances
    told = replace(view, rows=(replace(view.rows[0], last_reported=True, outdated=True),))
    for width in range(24, 80):
        confirmed, reported = (texts(BalancesPanel().draw(one, rendering(width, 8))) for one in (view, told))
        plain = [_without_remarks(line) for line in reported[1:-1]]
        assert plain == confirmed[1:-1]
        assert "BTC total*" in reported[1]
    assert "BTC total* as last reported " in texts(BalancesPanel().draw(told, rendering(60, 8)))[1]


def outdated(width: int, **changes: object) -> list[str]:
    view = board().balances
    row = replace(view.rows[0], outdated=True)
    told: Any = {"rows": (row,), "listed_at": NOW - 6 * SECOND, "next_at": NOW + 4 * SECOND} | changes
    return texts(BalancesPanel().draw(replace(view, **told), rendering(width, 7)))


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (30, "list 6 s old · next in 4 s"),
        (36, "list 6 s old · next list in 4 s"),
        (50, "changed since the list 6 s ago · next in 4 s"),
        (60, "total changed since the list 6 s ago · next list in 4 s"),
    ],
)
def test_figures_older_than_the_total_say_how_old_they_are_and_what_ends_that(width: int, words: str) -> None:
    lines = outdated(width)
    assert " total LIVE" in lines[0]
    assert lines[-1].startswith(f"╰ {words} ")
    assert "requested" in outdated(width, next_at=None)[-1]


@pytest.mark.parametrize(("width", "words"), [(50, "changed since list"), (36, "outdated"), (30, "old"), (26, "")])
def test_each_figure_that_the_total_outdated_says_why_it_is_dull(width: int, words: str) -> None:
    total, *others = outdated(width)[1:5]
    assert "changed" not in total
    for line in others:
        told = re.sub(r"^.. *(available|in orders|in margin)|[\d.]+ *$", "", line.strip("│")).strip()
        assert told == words


def test_a_figure_that_the_list_did_not_tell_says_so() -> None:
    row = replace(board().balances.rows[0], outdated=True, in_orders=None, in_margin=None)
    assert "--: not in the list" in outdated(80, rows=(row,))[-1]


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (30, "GET refused · R reconnect"),
        (52, "--: GET refused: 401 · until reconnected"),
        (100, "--: no GET tells the"),
    ],
)
def test_figures_that_no_list_will_tell_say_why_and_what_ends_that(width: int, words: str) -> None:
    row = replace(board().balances.rows[0], available=None, in_orders=None, in_margin=None, outdated=True)
    why = Reason(Cause.LISTS_REFUSED, "sandbox refuses the key …ench (HTTP 401)", "401")
    lines = outdated(width, rows=(row,), since_connect=True, unlisted=why, listed_at=None, next_at=None)
    assert words in lines[-1]


@pytest.mark.parametrize(
    ("height", "names"),
    [
        (3, ["BTC total"]),
        (4, ["BTC total", "available"]),
        (5, ["BTC total", "available", "14:22:07"]),
        (7, ["BTC total", "available", "in orders", "in margin", "14:22:07"]),
    ],
)
def test_the_total_is_the_last_to_go(height: int, names: list[str]) -> None:
    lines = [line.strip("│░▒█ ") for line in texts(BalancesPanel().draw(board().balances, rendering(30, height)))[1:-1]]
    assert len(lines) == len(names)
    assert [line.startswith(name) for line, name in zip(lines, names, strict=True)] == [True] * len(names)


def silent(width: int, height: int) -> list[str]:
    fresh = Freshness(PanelState.STALE, Reason(Cause.NO_DATA), NOW - 12 * SECOND, NOW + SECOND, since=NOW - 4 * SECOND)
    return texts(BalancesPanel().draw(replace(board().balances, freshness=fresh), rendering(width, height)))


def test_balances_in_a_narrow_frame_say_what_ends_it_in_a_spare_line_else_in_the_place_of_the_last_change() -> None:
    spare = silent(30, 8)
    assert spare[-1].startswith("╰ data 12 s old · all silent ╯")
    assert spare[5] == f"│ {'until data comes':<27}│"
    assert "-0.00012000" in spare[6]
    full = silent(30, 7)
    assert full[1:-1] == [*spare[1:5], spare[5]], "what changed is history, and no figure goes for it"


def test_no_figure_of_the_balances_goes_for_what_ends_their_state() -> None:
    fresh = Freshness(PanelState.STALE, Reason(Cause.NO_DATA), NOW, NOW + SECOND)
    unchanged = replace(board().balances, freshness=fresh, last_change=None)
    assert "until" not in "".join(texts(BalancesPanel().draw(unchanged, rendering(30, 6))))


def test_balances_say_it_once_where_the_frame_has_room() -> None:
    lines = silent(48, 8)
    assert "no data on any stream · until data comes" in lines[-1]
    assert "until" not in "".join(lines[:-1])


def bottom(width: int = 30, **more: Any) -> str:
    options = DisplayOptions(hide_account=more.pop("hide_account", False))
    view = board().balances
    of_view = {name: more.pop(name) for name in ("freshness", "listed_at", "next_at") if name in more}
    (first, *others) = view.rows
    rows = (replace(first, **{"total": btc("1"), "available": btc("0.5"), "in_orders": btc("0.3"), **more}), *others)
    line = BalancesPanel().draw(replace(view, rows=rows, **of_view), rendering(width, 8, options=options))[-1]
    return "".join(span.text for span in line).strip("╰╯─ ")


def test_margin_orders_and_what_is_free_are_one_bar_at_the_bottom() -> None:
    bar = bottom(26, in_margin=btc("0.2"))
    assert (bar.count("█"), bar.count("▒"), bar.count("░")) == (4, 7, 11)
    assert bar == "".join(sorted(bar, key="█▒░".index))


@pytest.mark.parametrize("lacking", ["in_margin", "in_orders", "available"])
def test_where_a_part_of_it_is_not_known_there_is_no_bar(lacking: str) -> None:
    assert bottom(in_margin=btc("0.2")) != ""
    lacks: dict[str, Any] = {"in_margin": btc("0.2"), lacking: None}
    assert bottom(**lacks) == ""


def test_of_a_hidden_account_there_is_no_bar_either() -> None:
    assert bottom(in_margin=btc("0.2"), hide_account=True) == ""


def test_a_bar_of_outdated_figures_gives_its_place_to_the_words_on_their_age() -> None:
    told: dict[str, Any] = {"in_margin": btc("0.2"), "listed_at": NOW - 6 * SECOND, "next_at": NOW + 4 * SECOND}
    assert set(bottom(**told)) == set("█▒░")
    assert bottom(outdated=True, **told) == "list 6 s old · next in 4 s"
    assert bottom(outdated=True, hide_account=True, **told) == "list 6 s old · next in 4 s"


def test_there_is_no_bar_of_what_the_account_was_before_the_connection_was_lost() -> None:
    lost = Freshness(PanelState.STALE, since=NOW - SECOND, reason=Reason(Cause.CONNECTION_LOST))
    assert bottom(in_margin=btc("0.2"), freshness=lost) == ""


@given(st.lists(st.decimals("0", "1000", places=8), min_size=3, max_size=3).filter(any), st.integers(3, 90))
def test_the_parts_of_a_bar_fill_it_and_none_that_is_there_is_left_out(parts: list[Decimal], cells: int) -> None:
    shares = shared_out(parts, cells)
    assert sum(shares) == cells
    assert all((share > 0) == (part > 0) for share, part in zip(shares, parts, strict=True))
    for share, part in zip(shares, parts, strict=True):
        assert abs(share - part / sum(parts) * cells) <= 2
