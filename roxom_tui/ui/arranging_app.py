"""The app's actions for what stands where: layouts, and the chart with its faces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from roxom_tui.ui.panels.chart import ChartPanel

if TYPE_CHECKING:
    from roxom_tui.ui.base_app import BaseApp as _App
    from roxom_tui.ui.palette import Command
else:
    # Textual looks through each class of an app when it is declared, which the first paint waits for.
    _App = object


class ArrangingApp(_App):
    """Mixed into the app."""

    # --- layouts ------------------------------------------------------------------------------

    def action_next_layout(self) -> None:
        """The layout after the one in use, round and round."""
        names = list(self.layouts)
        self.use_layout(names[(names.index(self.dashboard.places.layout.name) + 1) % len(names)])

    def follow_profile(self) -> None:
        """The layout of its own that another profile may have."""
        if self.profile.layout is not None and self.profile.layout != self.dashboard.places.layout.name:
            self.dashboard.use_layout(self.layouts[self.profile.layout])

    def use_layout(self, name: str) -> None:
        """Lay the panels by the layout of this name, and say which have no room."""
        dropped = self.dashboard.use_layout(self.layouts[name])
        titles = [self.dashboard.panels[panel].title.lower() for panel in dropped]
        self.show_notice(f"layout {name}" + (f"; no room for {', '.join(titles)}" if titles else ""))
        self.request_view()

    def layout_commands(self) -> Sequence[Command]:
        """The layouts, for the palette."""
        from roxom_tui.ui.palette import Command

        return [
            Command(f"Layout {name}", partial(self.use_layout, name), help=self._about_layout(name))
            for name in self.layouts
        ]

    def _about_layout(self, name: str) -> str:
        """The panels it names, and those that have no room now."""
        layout = self.layouts[name]
        dropped = self.dashboard.places.dropped_by(layout, self.dashboard.size)
        return " ".join(layout.forms[0].panels) + (f"; no room now for {' '.join(dropped)}" if dropped else "")

    # --- the chart ----------------------------------------------------------------------------

    def action_chart(self) -> None:
        """Go to the chart, zoomed where the layout has no place for it; in it, its next face."""
        panel = self._chart
        if panel is None:
            return
        if self.dashboard.focused_panel is panel:
            panel.next_face()
        else:
            self.dashboard.show_panel(panel.panel_id)
        self.request_view()
        self.repaint()

    def action_resize_bars(self, by: int) -> None:
        if self._chart is not None and self._chart.resize_bars(by):
            self.request_view()

    def action_overlay(self) -> None:
        if self._chart is not None:
            self._chart.next_overlay()
            self.request_view()

    def action_freeze(self) -> None:
        if self._chart is not None:
            self._chart.freeze()
            self.repaint()

    def action_aim(self, columns: int) -> None:
        if self._chart is not None:
            self._chart.aim(columns)

    @property
    def _chart(self) -> ChartPanel | None:
        panel = self.dashboard.panels.get(ChartPanel.panel_id)
        return panel if isinstance(panel, ChartPanel) else None

    # --- words --------------------------------------------------------------------------------

    def show_notice(self, text: str) -> None:
        """A notice in the footer, for some seconds."""
        self.notices.add(text)
        self.repaint()
