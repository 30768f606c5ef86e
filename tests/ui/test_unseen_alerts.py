"""What the person has not looked at yet."""

from __future__ import annotations

from roxom_tui.state.views.alert_views import AlertState, AlertsView
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.unseen_alerts import UnseenAlerts, as_of_now
from tests.ui.alerted import LOSS, news, row, told


def text(desk: UnseenAlerts, width: int = 100, *, hides: bool = False) -> str:
    return "".join(span.text for line in desk.lines("A", width, hides_account=hides) for span in line)


def test_the_newest_stands_in_a_line_until_it_is_looked_at() -> None:
    desk = UnseenAlerts()
    assert desk.lines("A", 80, hides_account=False) == []
    desk.hear("p", told(news(1), news(2)))
    assert desk.marked("title") == "(!2) title"
    assert "alert: GOLD-BTC last > 0.0431" in text(desk)
    assert "and 1 more" in text(desk)
    assert desk.look()
    assert text(desk) == ""
    assert desk.marked("title") == "title"
    assert not desk.look()


def test_it_fits_whatever_width_there_is() -> None:
    desk = UnseenAlerts()
    desk.hear("p", told(news(1), news(2)))
    for width in range(20, 200):
        (line,) = desk.lines("A", width, hides_account=False)
        assert width_of(line) == width


def test_what_goes_out_goes_out_once() -> None:
    desk = UnseenAlerts()
    assert [one.number for one in desk.hear("p", told(news(1), news(2)))] == [1, 2]
    assert desk.hear("p", told(news(1), news(2))) == []
    assert [one.number for one in desk.hear("p", told(news(2), news(3)))] == [3]


def test_another_profile_counts_from_the_beginning() -> None:
    desk = UnseenAlerts()
    desk.hear("p", told(news(1), news(2), news(3)))
    desk.look()
    assert [one.number for one in desk.hear("q", told(news(1)))] == [1]
    assert desk.waiting == 1
    desk.hear("r", AlertsView())
    assert desk.waiting == 0


def test_of_a_picture_that_has_run_out_no_rule_is_drawn_as_judged() -> None:
    view = AlertsView((row(), row("a", AlertState.OFF)))
    assert as_of_now(view, 5, 5) is view
    old = as_of_now(view, 5, 6)
    assert [one.state for one in old.rows] == [AlertState.CANNOT_JUDGE, AlertState.OFF]
    assert old.rows[0].since == 5


def test_of_the_account_nothing_stands_there_while_its_figures_are_hidden() -> None:
    desk = UnseenAlerts()
    desk.hear("p", told(news(1, text=LOSS)))
    assert "20000" in text(desk)
    assert "20000" not in text(desk, hides=True)
