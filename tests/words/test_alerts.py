"""Alerts in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.log_entries import OrderOutcome
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews, AlertRow, AlertState, AlertsView, AlertWhat, CannotJudge
from roxom_tui.words.alerts import alert_fields, alert_sentence, count_words, state_words, why_words
from tests.support.spellings import GOLD, WALL

NEWS = AlertNews(
    1,
    AlertWhat.FIRED,
    WALL,
    "GOLD-BTC last > 0.0431",
    "GOLD-BTC last",
    "GOLD-BTC last > 0.0431",
    "",
    (),
    False,
    value=Decimal("0.0432"),
)
ROW = AlertRow("GOLD-BTC last > 1", "GOLD-BTC last", AlertState.ARMED, is_configured=False, is_private=False)
LOST = CannotJudge(Reason(Cause.CONNECTION_LOST))


@pytest.mark.parametrize(
    ("news", "sentence"),
    [
        (NEWS, "alert: GOLD-BTC last > 0.0431, it is 0.0432"),
        (replace(NEWS, words="high"), "alert: high · GOLD-BTC last > 0.0431, it is 0.0432"),
        (replace(NEWS, unit="sats", value=Decimal(5)), "alert: GOLD-BTC last > 0.0431, it is 5 sats"),
        (replace(NEWS, in_gap=True), "alert: GOLD-BTC last > 0.0431, it is 0.0432 (crossed during a gap)"),
        (replace(NEWS, more=4), "5 alerts, newest: alert: GOLD-BTC last > 0.0431, it is 0.0432"),
        (
            replace(NEWS, what=AlertWhat.BLIND, value=None, since=WALL, why=LOST),
            "blind: GOLD-BTC last since 00:00:00 · connection lost",
        ),
        (replace(NEWS, what=AlertWhat.SEES), "sees again: GOLD-BTC last"),
        (replace(NEWS, what=AlertWhat.TEST), "test: GOLD-BTC last > 0.0431"),
        (replace(NEWS, asks="GOLD-BTC state(book) is not live"), "alert: GOLD-BTC state(book) is not live"),
        (
            replace(
                NEWS,
                order=OrderOutcome(GOLD, OrderSide.BUY, OrderStatus.FILLED, Size(Decimal(2)), Price("0.0431"), ""),
            ),
            "alert: GOLD-BTC: buy 2 filled at 0.0431 BTC",
        ),
    ],
)
def test_what_is_told_is_one_sentence(news: AlertNews, sentence: str) -> None:
    assert alert_sentence(news) == sentence


def test_of_the_account_nothing_is_told_while_its_figures_are_hidden() -> None:
    private = replace(NEWS, is_private=True, words="secret 17", reads="GOLD-BTC pnl")
    for what in AlertWhat:
        said = alert_sentence(replace(private, what=what), hides_account=True)
        assert said.endswith("of the account, hidden")
    assert alert_sentence(NEWS, hides_account=True) == alert_sentence(NEWS)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW, "armed"),
        (replace(ROW, fired=3, fired_at=WALL), "armed x3 00:00:00"),
        (replace(ROW, state=AlertState.FIRED, fired=1, fired_at=WALL), "fired x1 00:00:00"),
        (replace(ROW, state=AlertState.HOLDING, since=0, hold=5 * SECOND), "holding 3/5 s"),
        (replace(ROW, state=AlertState.CANNOT_JUDGE, since=0), "CANNOT JUDGE 0:03"),
        (replace(ROW, state=AlertState.CANNOT_JUDGE, since=-MINUTE), "CANNOT JUDGE 1:03"),
        (replace(ROW, state=AlertState.MUTED, until=WALL + 13 * 60 * MINUTE), "muted until 13:00"),
        (replace(ROW, state=AlertState.OFF), "off"),
        (replace(ROW, state=AlertState.EXPIRED), "expired"),
    ],
)
def test_a_state_has_its_words(row: AlertRow, words: str) -> None:
    assert state_words(row, 3 * SECOND) == words


def test_why_a_rule_cannot_be_judged_is_told() -> None:
    assert why_words(None) == ""
    assert why_words(LOST, is_short=True) == "connection lost"
    assert why_words(CannotJudge(words="so")) == "so"
    assert why_words(CannotJudge(filled=65 * SECOND, of=5 * MINUTE)) == "has 1 min 05 s of 5 min 00 s"


def test_rules_are_counted() -> None:
    assert count_words(AlertsView()) == ()
    assert count_words(AlertsView((ROW,))) == ("1 rule",)
    rows = (ROW, replace(ROW, state=AlertState.FIRED), replace(ROW, state=AlertState.CANNOT_JUDGE))
    assert count_words(AlertsView(rows)) == ("3 rules · 1 fired · 1 blind", "1 fired · 1 blind", "1 blind")


def test_programs_are_told_exact_texts() -> None:
    told = alert_fields(replace(NEWS, value=Decimal("0.04320000")))
    assert (told["event"], told["value"], told["at"]) == ("fired", "0.04320000", WALL)
