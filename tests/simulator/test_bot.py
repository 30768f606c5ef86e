from __future__ import annotations

from roxom_tui.model.durations import HOUR, SECOND
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import PositionSide
from roxom_tui.simulator.exchange import FIRST_DAY, Exchange, ExchangeConfig
from roxom_tui.simulator.scenarios import Scenario
from tests.simulator.auditor import Auditor
from tests.simulator.heard import GOLD, KEY_ID, US500, make_exchange, messages, private_key
from tests.support.exchange_truth import Truth


def long_day(volatility: float, seed: int) -> tuple[Exchange, Auditor, int]:
    """An exchange half an hour before funding, with a slow book and the bot at its usual speed."""
    scenario = Scenario("long", "", pace=0.12, volatility=volatility)
    config = ExchangeConfig((US500, GOLD), seed, FIRST_DAY + 15 * HOUR // 2, scenario)
    exchange = Exchange(config, KEY_ID, private_key().public_key())
    return exchange, Auditor(exchange), exchange.connect()


def live_through(exchange: Exchange, auditor: Auditor, number: int, minutes: int) -> None:
    for _ in range(minutes):
        exchange.advance(exchange.world.now + 60 * SECOND)
        auditor.hear(messages(exchange, number))
        auditor.compare()


def test_over_hours_every_amount_adds_up_to_the_last_satoshi() -> None:
    exchange, auditor, number = long_day(volatility=2.0, seed=11)
    live_through(exchange, auditor, number, 100)
    assert auditor.causes["funding"] == 2
    assert auditor.causes["ordersettle"] > 200
    wanted = {"submitted", "partiallyfilled", "filled", "cancelled", "pendingcancel", "waitingtrigger", "pendingsubmit"}
    assert wanted <= auditor.statuses.keys()


def test_the_books_still_add_up_in_a_storm_that_liquidates() -> None:
    exchange, auditor, number = long_day(volatility=200.0, seed=2)
    live_through(exchange, auditor, number, 20)
    assert auditor.kinds["liquidation"] > 0


def test_the_demo_is_alive_at_its_first_second() -> None:
    truth = Truth(make_exchange().world)
    gold, us500 = truth.position(GOLD), truth.position(US500)
    assert gold is not None
    assert us500 is not None
    assert (gold.side, us500.side) == (PositionSide.LONG, PositionSide.SHORT)
    assert len(truth.orders()) >= 5
    assert any(order.status is OrderStatus.WAITING_TRIGGER for order in truth.orders())
    assert str(truth.balance().total) == "0.80000000"
