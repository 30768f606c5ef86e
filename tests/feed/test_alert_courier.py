"""What alerts tell is carried to hooks and other programs, and what changed to the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roxom_tui.alerts.memory import AlertMemory
from roxom_tui.alerts.watch import AlertWatch
from roxom_tui.feed.alert_courier import AlertCourier
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.credentials import Credentials
from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews
from tests.alerts.stores import live_store
from tests.support.spellings import WALL


def test_all_is_told_what_goes_out_starts_hooks_and_what_changed_is_kept(credentials: Credentials) -> None:
    told: list[AlertNews] = []
    started: list[AlertNews] = []
    kept: list[AlertMemory] = []

    def start(news: AlertNews, report: Callable[[str], None]) -> None:
        started.append(news)

    def tell(news: Sequence[AlertNews]) -> None:
        told.extend(news)

    endpoint = Endpoint("p", Environment.SANDBOX, "ws://x", None, credentials, ())
    endpoint = replace(endpoint, alerts=AlertMemory(("GOLD-BTC last > 1 -> hook:a",)), alert_remark="so")
    endpoint = replace(
        endpoint, deliver_alerts=tell, start_hooks=start, keep_alerts=lambda memory, report: kept.append(memory)
    )
    watch = AlertWatch(live_store(), (), WALL)
    courier = AlertCourier(watch, print)
    courier.carry()
    courier.keep()
    courier.serve(endpoint)
    assert watch.remark == "so"
    watch.tick(0, WALL)
    assert watch.has_news
    courier.carry()
    courier.keep()
    courier.keep()
    assert [news.ways for news in told] == [news.ways for news in started] == [("hook:a",)]
    assert [memory.records["GOLD-BTC last > 1 -> hook:a"].fired for memory in kept] == [1]
    assert not watch.has_news
