"""The app: a method for each action. The table of actions says which key leads here; the base class paints.

Screens that open over the dashboard are imported when they are opened: the first paint waits for none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from roxom_tui.model.channels import Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.ports import Reconnect, Resync, SwitchProfile
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import SymbolRow
from roxom_tui.ui.actions import UNDER_BOXES
from roxom_tui.ui.alert_app import AlertApp
from roxom_tui.ui.config_app import ConfigApp
from roxom_tui.ui.copy_actions import CopyActions
from roxom_tui.ui.detail_actions import DetailActions
from roxom_tui.ui.display_options import Grouping
from roxom_tui.ui.panel_actions import PanelActions
from roxom_tui.ui.recording_actions import RecordingActions
from roxom_tui.ui.screens.dashboard import Dashboard


class RoxomApp(PanelActions, CopyActions, RecordingActions, DetailActions, ConfigApp, AlertApp):
    """The dashboard with its actions."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the dashboard do not reach it through a screen that lies over it."""
        if self.screen is not self.dashboard and action in UNDER_BOXES:
            return False
        return super().check_action(action, parameters)

    # --- symbols ------------------------------------------------------------------------------

    def action_symbol(self, number: int) -> None:
        """The nth of the list."""
        symbols = self.known_symbols
        if number <= len(symbols):
            self.go_to_symbol(symbols[number - 1])
        else:
            self.show_notice(f"no symbol {number}")

    def action_step_symbol(self, step: int) -> None:
        """The one after or before, round and round."""
        symbols = self.known_symbols
        at = symbols.index(self.symbol) if self.symbol in symbols else 0
        self.go_to_symbol(symbols[(at + step) % len(symbols)])

    def action_pick_symbol(self) -> None:
        """Choose by typing."""
        from roxom_tui.ui.screens.picker import SymbolPicker, rows_of

        rows = () if self.picture is None else rows_of(self.picture.symbols, self.options.unit, self.clock.monotonic())
        self.push_screen(SymbolPicker(rows, self.symbol, self.colours), self.go_to_symbol)

    def action_overview(self) -> None:
        """All symbols side by side, for as long as it is open."""
        from roxom_tui.ui.screens.overview import OverviewScreen

        self.shows_overview = True
        self.push_screen(OverviewScreen(self.symbol, len(self.known_symbols), self.colours), self.leave_overview)
        self.request_view()
        self.call_after_refresh(self.repaint)

    def leave_overview(self, symbol: Symbol | None) -> None:
        """To the symbol that was chosen there, if one was."""
        self.shows_overview = False
        self.go_to_symbol(symbol)
        self.request_view()

    def on_dashboard_symbol_chosen(self, message: Dashboard.SymbolChosen) -> None:
        """By mouse."""
        self.go_to_symbol(message.symbol)

    @property
    def known_symbols(self) -> Sequence[Symbol]:
        """The symbols there are, in the order of the list."""
        return [row.symbol for row in self._rows()] or self.profile.symbols

    def _rows(self) -> Sequence[SymbolRow]:
        return () if self.picture is None else self.picture.symbols.rows

    # --- figures and colours ------------------------------------------------------------------

    def action_toggle_units(self) -> None:
        unit = Unit.SATS if self.options.unit is Unit.BTC else Unit.BTC
        self.options = replace(self.options, unit=unit)
        self.repaint()

    def action_toggle_account(self) -> None:
        self.options = replace(self.options, hide_account=not self.options.hide_account)
        self.repaint()

    def action_theme(self) -> None:
        names = list(self.palettes)
        following = names[(names.index(self.palette_in_use.name) + 1) % len(names)]
        self.palette_in_use = self.palettes[following]
        self.recolour()

    # --- the connection -----------------------------------------------------------------------

    def action_resync(self) -> None:
        if self.is_only_watched():
            return
        panel = self.dashboard.focused_panel
        for channel in panel.channels:
            self.order(Resync(Stream(channel, None if channel.is_account else self.symbol)))
        self.show_notice(f"{panel.title.lower()} requested")

    def action_reconnect(self) -> None:
        if self.is_only_watched():
            return
        self.order(Reconnect())
        self.show_notice("reconnecting")

    def action_connection(self) -> None:
        if self.picture is not None:
            from roxom_tui.ui.screens.connection import ConnectionScreen

            self.push_screen(ConnectionScreen(self.colours))
            self.call_after_refresh(self.repaint)

    def action_pick_profile(self) -> None:
        if self.is_only_watched():
            return
        from roxom_tui.ui.screens.profiles import ProfilePicker

        profiles = tuple(self.settings.profiles.values())
        self.push_screen(ProfilePicker(profiles, self.profile.name, self.colours), self.go_to_profile)

    def go_to_profile(self, name: str | None) -> None:
        """Watch another profile, if one was chosen; everything of the old one is let go."""
        if name in (None, self.profile.name):
            return
        self.profile = self.settings.profiles[name]
        # Another exchange has steps of its own.
        self.grouping = Grouping()
        self.dashboard.begin_anew()
        if self.symbol not in self.profile.symbols:
            self.symbol = self.profile.symbols[0]
        self.follow_profile()
        self.order(SwitchProfile(name))
        self.request_view()

    # --- the program --------------------------------------------------------------------------

    def action_help(self) -> None:
        from roxom_tui.ui.screens.help import BoxWords, HelpPanels, HelpScreen

        boxes = self._boxes()
        if boxes:
            panels = HelpPanels(None, self.PANELS, BoxWords(boxes[-1].heading, boxes[-1].hint, boxes[-1].terms))
        else:
            panels = HelpPanels(type(self.dashboard.focused_panel), self.PANELS)
        self.push_screen(HelpScreen(self.keymap, panels, self.in_force, self.colours))

    def action_palette(self) -> None:
        from roxom_tui.ui.palette import Command, Palette, of_actions

        symbols = [Command(f"Go to {symbol}", partial(self.go_to_symbol, symbol)) for symbol in self.known_symbols]
        profiles = [
            Command(f"Switch to profile {name}", partial(self.go_to_profile, name)) for name in self.settings.profiles
        ]
        panels = [
            Command(f"Panel {panel.title}", partial(self.dashboard.focus_panel, panel.panel_id), help=panel.about)
            for panel in self.PANELS
        ]
        actions = of_actions(self.keymap, lambda call: partial(self.run_action, call), self.in_force)
        self.push_screen(Palette([*symbols, *profiles, *actions, *self.layout_commands(), *panels]))
