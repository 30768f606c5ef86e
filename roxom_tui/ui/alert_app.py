"""The alerts of the app: the line that stays, the window's title, bell and notification, and the boxes of the rules."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from textual import on
from textual.events import AppBlur, AppFocus

from roxom_tui.model.market import Environment
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.base_app import BaseApp
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.panels.positions import PositionsPanel
from roxom_tui.ui.panels.row_panel import RowPanel
from roxom_tui.ui.screens.dashboard import Below
from roxom_tui.ui.terminal.announce import BELL, QUESTION, How, how_to, sequence, wrapped
from roxom_tui.ui.terminal.reports import TakesNotifications
from roxom_tui.ui.unseen_alerts import UnseenAlerts, as_of_now
from roxom_tui.ui.widgets.footer import Said


class AlertApp(BaseApp):
    """The dashboard as it is, and the alerts in it."""

    unseen: UnseenAlerts
    answers_osc_99 = False
    """Whether the terminal answered that it takes notifications."""
    is_focus_known = False
    """Whether the terminal ever told whether its window has the focus."""

    def on_load(self) -> None:
        """Before the first picture."""
        self.unseen = UnseenAlerts()

    def on_mount(self) -> None:
        """Ask the terminal how it takes notifications, where that is to be found out. The base's is called as well."""
        notify = self.settings.notify
        if notify.desktop == "auto" and self.environment is not Environment.DEMO:
            self.write_to_terminal(wrapped(QUESTION, tmux=notify.tmux))

    def on_takes_notifications(self, message: TakesNotifications) -> None:
        """It takes them."""
        self.answers_osc_99 = True

    @on(AppFocus)
    @on(AppBlur)
    def _note_focus(self) -> None:
        self.is_focus_known = True

    # --- what is told -------------------------------------------------------------------------

    def show_picture(self, picture: ScreenSnapshot) -> None:
        """What goes out goes out before it is painted."""
        for news in self.unseen.hear(picture.connection.profile, picture.alerts):
            self._send_out(news)
        if self.shows_alerts:
            self.unseen.look()
        super().show_picture(picture)

    @property
    def shows_alerts(self) -> bool:
        """Whether the list of rules is open: what comes then is seen."""
        return any(box.heading == "Alerts" for box in self._boxes())

    def _send_out(self, news: AlertNews) -> None:
        how, tmux = self._how(), self.settings.notify.tmux
        is_seen = self.is_focus_known and self.app_focus
        if "notify" in news.ways and not is_seen:
            from roxom_tui.words.alerts import alert_sentence

            said = alert_sentence(news, hides_account=self.options.hide_account)
            self.write_to_terminal(sequence(how, said, tmux=tmux))
        if "bell" in news.ways and (how is not How.BELL or "notify" not in news.ways or is_seen):
            self.write_to_terminal(BELL)

    def _how(self) -> How:
        return how_to(self.settings.notify.desktop, os.environ, answers=self.answers_osc_99)

    def write_to_terminal(self, text: str) -> None:
        """By the one writer there is."""
        if text and self.guest is not None:
            self.guest.announce(text)

    def retitle(self, title: str) -> None:
        """With the number of alerts that nobody looked at."""
        super().retitle(self.unseen.marked(title))

    def _below(self, picture: ScreenSnapshot, now: int) -> Below:
        below = super()._below(picture, now)
        key, hides = self.keymap.key_label("alerts"), self.options.hide_account
        return replace(
            below, outage=[*below.outage, *self.unseen.lines(key, self.dashboard.size.width, hides_account=hides)]
        )

    def said(self, picture: ScreenSnapshot, now: int, *, told: bool, unseen: bool) -> Said | None:
        """Where nothing else is to be said, how the rules are."""
        said = super().said(picture, now, told=told, unseen=unseen)
        if said is not None or not picture.alerts.rows:
            return said
        from roxom_tui.words.alerts import count_words

        words = count_words(as_of_now(picture.alerts, picture.valid_until, now))
        return Said(words[0], "", words[1:]) if words else None

    def looked_at_alerts(self) -> bool:
        """The person looked; whether there was anything to look at."""
        had = self.unseen.look()
        if had:
            self.repaint()
        return had

    # --- rules --------------------------------------------------------------------------------

    def action_new_alert(self) -> None:
        """A new rule, begun with what is in sight."""
        self.edit_rule(self._beginning(), ChangeAlerts(AlertVerb.ADD))

    def edit_rule(self, text: str, command: ChangeAlerts) -> None:
        """Type a rule; what comes of it is given to the command as its text."""
        from roxom_tui.ui.screens.rule_editor import MayName, RuleEditor

        may_name = MayName(tuple(self.known_symbols), tuple(self.settings.hooks))
        goes_out = self.environment is not Environment.DEMO
        editor = RuleEditor(text, may_name, self.colours, goes_out=goes_out)
        self.push_screen(editor, partial(self._edited, command))

    def _edited(self, command: ChangeAlerts, text: str | None) -> None:
        if text is None:
            return
        self.order(ChangeAlerts(command.verb, command.rule, text))
        self._show_notice(f"alert set: {text}")

    def _show_notice(self, text: str) -> None:
        self.notices.add(text)
        self.repaint()

    def _beginning(self) -> str:
        """The first words of a rule about what has the keys."""
        panel = self.dashboard.focused_panel
        chosen = panel.chosen if isinstance(panel, RowPanel) else None
        if isinstance(panel, PositionsPanel) and chosen is not None:
            return f"{chosen} liq_distance < 5 %"
        if isinstance(panel, OrdersPanel) and chosen is not None:
            return f"{chosen} order is any"
        last = None if self.picture is None else self.picture.ticker.last
        return f"{self.symbol} last > {'' if last is None else format(last, 'f')}"

    def action_alerts(self) -> None:
        """All rules."""
        from roxom_tui.ui.screens.alert_list import AlertList, Wanted

        if self.picture is None:
            return
        self.looked_at_alerts()

        def follow_up(wanted: Wanted | None) -> None:
            if wanted is not None:
                self.call_later(self.edit_rule, wanted.text or self._beginning(), wanted.command)

        self.push_screen(AlertList(self.order, self.colours), follow_up)
        self.call_after_refresh(self.repaint)

    def action_silence(self) -> None:
        """Do not disturb."""
        from roxom_tui.ui.screens.silence import SilenceBox

        if self.picture is None:
            return
        wall = exchange_wall(self.picture.connection, self.clock.monotonic(), self.clock.wall())
        box = SilenceBox(wall, self.picture.alerts.silent_until, self.colours)
        self.push_screen(box, self._silenced)

    def _silenced(self, command: ChangeAlerts | None) -> None:
        if command is not None:
            self.order(command)
            self._show_notice("alerts disturb again" if command.until is None else "alerts stay on the screen")

    @property
    def known_symbols(self) -> Sequence[str]:
        """The symbols there are."""
        raise NotImplementedError
