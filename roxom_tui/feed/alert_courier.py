"""Carries what alerts tell out of the feed: to hooks and other programs, and into the file in which rules are kept."""

from __future__ import annotations

from collections.abc import Callable

from roxom_tui.alerts.watch import AlertWatch
from roxom_tui.feed.endpoint import Endpoint


class AlertCourier:
    """`report` takes a sentence for the person, from any thread."""

    def __init__(self, watch: AlertWatch, report: Callable[[str], None]) -> None:
        self._watch = watch
        self._report = report
        self._endpoint: Endpoint | None = None
        watch.is_waiting = True

    def serve(self, endpoint: Endpoint) -> None:
        """The endpoint of the profile: what was kept for it counts from now on."""
        self._endpoint = endpoint
        self._watch.restore(endpoint.alerts, endpoint.alert_remark)

    def carry(self) -> None:
        """Hand on all that is to be told; what comes of it is not waited for."""
        self._watch.has_news = False
        happenings, deliveries = self._watch.delivery.take_happenings(), self._watch.delivery.take_deliveries()
        endpoint = self._endpoint
        if endpoint is None:
            return
        if happenings:
            endpoint.deliver_alerts(happenings)
        for news in deliveries:
            endpoint.start_hooks(news, self._report)

    def keep(self) -> None:
        """Have what changed kept. Called a few times a second."""
        if self._watch.is_to_be_kept and self._endpoint is not None:
            self._watch.is_to_be_kept = False
            self._endpoint.keep_alerts(self._watch.memory, self._report)
