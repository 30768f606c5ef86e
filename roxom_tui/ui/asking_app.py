"""The lowest of the app: what the person looks at, and what is asked of the feed for it. It paints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from roxom_tui.config.settings import Settings
from roxom_tui.model.market import Environment, ImbalanceScope, Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.ports import Clock, DetailRequest, FeedCommand, FeedControl, Mailbox, ViewRequest
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.actions import EVERYWHERE
from roxom_tui.ui.display_options import DisplayOptions, Grouping
from roxom_tui.ui.doorway import Doorway
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.layout import all_layouts
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.screens.dashboard import Dashboard
from roxom_tui.ui.theme import Paint


class AskingApp(Doorway, inherit_bindings=False):
    """A screen over a feed it knows only by two ports: what it may ask, and where pictures come from."""

    CSS = "Screen { background: $background; scrollbar-size: 0 0; }"
    """All that the dashboard needs; what boxes need is read after the first paint, `BOXES`."""
    TITLE = "roxom-tui"
    BINDINGS: ClassVar[list[BindingType]] = [*DEFAULT_KEYMAP.bindings(EVERYWHERE)]

    PANELS: ClassVar[Sequence[type[Panel[Any]]]] = PANELS
    """All that can be shown, in the order of Tab."""

    def __init__(
        self,
        settings: Settings,
        control: FeedControl,
        mailbox: Mailbox[ScreenSnapshot],
        clock: Clock,
        keys: Keymap,
        symbol: Symbol | None,
    ) -> None:
        """`clock` is the time that data is judged by."""
        super().__init__(settings.ui.theme)
        self.settings = settings
        self.control = control
        self.mailbox = mailbox
        self.clock = clock
        self.keymap = keys
        self.profile = settings.profiles[settings.profile]
        self.symbol = symbol or self.profile.symbols[0]
        self.options = DisplayOptions(unit=Unit(settings.ui.units))
        self.grouping = Grouping()
        self.scope = ImbalanceScope.TOP_10
        self.shows_overview = False
        self.detail: DetailRequest | None = None
        self.picture: ScreenSnapshot | None = None
        self.layouts = all_layouts(settings.layouts, [panel.panel_id for panel in self.PANELS])
        self.dashboard = Dashboard(len(self.profile.symbols), self.PANELS, keys, self.layouts[self.layout_wanted])
        for panel in self.dashboard.panels.values():
            panel.configure(settings.ui)
        self._requested: ViewRequest | None = None

    @property
    def layout_wanted(self) -> str:
        """The layout that the profile, else the screen, is to open with."""
        return self.profile.layout or self.settings.ui.layout

    @property
    def environment(self) -> Environment:
        """The environment of the picture on screen; before the first one, that of the profile."""
        return self.profile.environment if self.picture is None else self.picture.connection.environment

    @property
    def colours(self) -> Paint:
        """The palette with the environment's accent."""
        return Paint(self.palette_in_use, self.environment)

    def request_view(self) -> None:
        """Tell the feed what is in sight, if that changed."""
        book = self.dashboard.book_wanted
        request = ViewRequest(
            self.symbol,
            book.levels,
            self.grouping.step(self.symbol),
            book.is_whole or self.detail is not None,
            self.scope,
            self.shows_overview,
            book.columns,
            self.dashboard.chart_wanted,
            self.detail,
        )
        if request != self._requested:
            self._requested = request
            self.order(request)

    def regroup(self, grouping: Grouping) -> None:
        """A coarser step chosen for a symbol can be asked for only once its finest is known."""
        if grouping is not self.grouping:
            self.grouping = grouping
            self.request_view()

    def order(self, command: FeedCommand) -> None:
        """Have the feed do something."""
        self.control.send(command)

    def on_entered(self) -> None:
        """Two threads share one interpreter: what the person wants goes first."""
        self.mailbox.make_way(self.clock.monotonic())

    def on_panel_room_changed(self) -> None:
        """Another size of a panel is another number of levels."""
        if self._requested is not None:
            self.request_view()
