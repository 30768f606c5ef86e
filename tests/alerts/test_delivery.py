"""A storm goes out as a few deliveries, and what they leave out is counted."""

from __future__ import annotations

from random import Random

from roxom_tui.alerts.delivery import APART_NS, MOST_A_MINUTE, DeliveryGate
from roxom_tui.model.durations import MILLISECOND, MINUTE, SECOND
from roxom_tui.state.views.alert_views import AlertNews, AlertWhat


def news(number: int, rule: str = "a", ways: tuple[str, ...] = ("bell",)) -> AlertNews:
    return AlertNews(number, AlertWhat.FIRED, 0, rule, rule, rule, "", ways, is_private=False)


def test_the_first_goes_out_at_once_and_the_next_of_its_rule_after_two_seconds() -> None:
    gate = DeliveryGate()
    assert gate.offer(news(1), 0) == news(1)
    assert gate.offer(news(2, ways=("hook:x",)), SECOND) is None
    assert gate.offer(news(3), SECOND) is None
    sent = gate.due(APART_NS)
    assert sent is not None
    assert (sent.number, sent.more, sent.ways) == (3, 1, ("hook:x", "bell"))
    assert gate.due(MINUTE) is None


def test_another_rule_does_not_wait() -> None:
    gate = DeliveryGate()
    gate.offer(news(1), 0)
    assert gate.offer(news(2, "b"), 0) is not None


def test_of_any_storm_six_go_out_in_any_minute_and_each_is_counted_once() -> None:
    random, gate = Random(5), DeliveryGate()
    sent: list[tuple[int, AlertNews]] = []
    at = number = 0
    for _ in range(20_000):
        at += random.randrange(1, 300) * MILLISECOND
        out = gate.due(at)
        if out is None and random.random() < 0.5:
            number += 1
            out = gate.offer(news(number, random.choice("abcdefghijkl")), at)
        if out is not None:
            sent.append((at, out))
    last = gate.due(at + MINUTE)
    assert sum(one.more + 1 for _, one in sent) + (0 if last is None else last.more + 1) == number
    for place, (then, _) in enumerate(sent[MOST_A_MINUTE:]):
        assert then - sent[place][0] >= MINUTE
    by_rule: dict[str, int] = {}
    for then, one in sent:
        assert then - by_rule.get(one.rule, -MINUTE) >= APART_NS
        by_rule[one.rule] = then


def test_what_waits_can_be_let_go() -> None:
    gate = DeliveryGate()
    gate.offer(news(1), 0)
    gate.offer(news(2), 0)
    gate.drop()
    assert gate.due(MINUTE) is None
