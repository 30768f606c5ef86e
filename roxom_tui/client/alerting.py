"""The alerts of one profile within its client: what is judged with each message, and as time passes."""

from __future__ import annotations

from roxom_tui.alerts.watch import AlertWatch
from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.traffic import Traffic
from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import Clock
from roxom_tui.state.store import Store
from roxom_tui.state.views.derived_figures import wall_by_comparison


class Alerting:
    """`watch` has the rules; what is told in the demo does not leave the program."""

    def __init__(
        self, profile: Profile, store: Store, status: ConnectionStatus, traffic: Traffic, clock: Clock
    ) -> None:
        self._status = status
        self._traffic = traffic
        self._clock = clock
        goes_out = profile.environment is not Environment.DEMO
        self.watch = AlertWatch(store, profile.alerts, clock.wall() - clock.monotonic(), goes_out=goes_out)

    def judge(self, now: int) -> None:
        """By what time alone changed, and by a connection that came or went."""
        if not self.watch.is_idle:
            self.watch.tick(now, self._wall(now))

    def _wall(self, now: int) -> int:
        """The exchange's clock, as far as it is known; before that ours."""
        status, round_trip = self._status, self._traffic.round_trip_ms
        bound = None if round_trip is None else round_trip / 2
        wall = wall_by_comparison(status.compared_at, status.skew_ms, bound, now)
        return self._clock.wall() if wall is None else wall
