"""The configuration read again while the program runs: what can be changed at once is, the rest is named."""

from __future__ import annotations

from roxom_tui.config.problems import ConfigProblems
from roxom_tui.config.settings import Settings
from roxom_tui.model.money import Unit
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.arranging_app import ArrangingApp
from roxom_tui.ui.layout import all_layouts
from roxom_tui.ui.reload import ConfigSource, problem_words, reloaded, standing_lines
from roxom_tui.ui.screens.dashboard import Below


class ConfigApp(ArrangingApp):
    """Looks at the file about once a second, and reads it when it is asked to."""

    config: ConfigSource | None = None
    """None where the settings are not those of a file, as in a replay."""
    _unseen = ""
    """What has to be done about the file, until the person saw it or did it."""

    def tick(self) -> None:
        """Each second."""
        super().tick()
        if self.config is not None and not self.is_leaving and self.config.has_changed():
            self.action_reload_config()

    def action_reload_config(self) -> None:
        """Read it, take over what can be, and say what was done."""
        if self.config is None:
            self.show_notice("there is no config to read again here")
            return
        found = self.config.read()
        if isinstance(found, ConfigProblems):
            self._unseen = problem_words(found)
            self.repaint()
            return
        result = reloaded(self.settings, found)
        before, self.settings = self.settings, result.settings
        self._unseen = result.restart_words
        self._take_over(before)
        self.show_notice(result.words)

    def looked_at_config(self) -> bool:
        """The person saw what was said of the file; whether there was anything."""
        had, self._unseen = bool(self._unseen), ""
        if had:
            self.repaint()
        return had

    def _below(self, picture: ScreenSnapshot, now: int) -> Below:
        below = super()._below(picture, now)
        lines = standing_lines(self._unseen, self.dashboard.size.width)
        return replace(below, outage=[*below.outage, *lines]) if lines else below

    def _take_over(self, before: Settings) -> None:
        """Only what is another: what the person chose with keys meanwhile stays."""
        settings, profile = self.settings, self.profile
        self.profile = settings.profiles.get(profile.name, profile)
        if settings.ui.units != before.ui.units:
            self.options = replace(self.options, unit=Unit(settings.ui.units))
        if settings.ui.theme != before.ui.theme:
            self.palette_in_use = self.palettes[settings.ui.theme]
            self.recolour()
        if settings.ui.stream_fps != before.ui.stream_fps:
            self.frames.stream_at(settings.ui.stream_fps)
        if settings.ui.book_columns != before.ui.book_columns:
            for panel in self.dashboard.panels.values():
                panel.configure(settings.ui)
        self._lay_out(before, profile.layout or before.ui.layout)
        self.request_view()

    def _lay_out(self, before: Settings, wanted: str) -> None:
        """Lay the panels anew where the layout in use reads otherwise, is gone, or another is wanted."""
        in_use, old = self.dashboard.places.layout.name, before.layouts
        self.layouts = all_layouts(self.settings.layouts, [panel.panel_id for panel in self.PANELS])
        if self.layout_wanted != wanted or in_use not in self.layouts:
            self.dashboard.use_layout(self.layouts[self.layout_wanted])
        elif old.get(in_use) != self.settings.layouts.get(in_use):
            self.dashboard.use_layout(self.layouts[in_use])
