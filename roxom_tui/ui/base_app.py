"""The app but for its actions: takes pictures from the mailbox and paints them, with the words of the last line."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any, Final

from textual import on
from textual.message import Message
from textual.screen import Screen

from roxom_tui.config.settings import Settings
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Clock, FeedCommand, FeedControl, Mailbox
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.alike import says_the_same
from roxom_tui.ui.asking_app import AskingApp
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.frames import FEW, LITTLE, FrameClock, ScreenAge, ScreenLatency, Timer
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.last_line import said_of
from roxom_tui.ui.lines import Line
from roxom_tui.ui.not_well import first_cause, not_well
from roxom_tui.ui.notices import Notices
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.chart import ChartPanel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.screens.dashboard import Bar, Below, Dashboard
from roxom_tui.ui.screens.modal_box import BOXES, ModalBox
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.footer import FooterKeys, Said, footer_line
from roxom_tui.ui.widgets.header import heard_at, window_title
from roxom_tui.ui.widgets.outage import outage_lines

TICK_SECONDS: Final = 0.9
"""At least between two looks at what has to be looked at each second: they come with a painting."""

LATE_TICK_SECONDS: Final = 1.15
"""At most between them, though nothing is painted."""

_MENDED_EACH: Final = 10
"""Seconds after which rows that change are written whole once: what another program wrote over them is gone then."""

_COLLECT_AFTER: Final = 10_000
"""Objects more before garbage is looked for: a frame makes thousands of small ones, and none of them are in cycles."""


class BaseApp(AskingApp):
    """Paints what the feed sends, and says in the last line what the person may do and what is not well."""

    on_started: Callable[[], None] | None = None
    """Called after the first paint: that is when the feed may take the processor."""

    class News(Message, bubble=False):
        """The mailbox holds a new picture. Posted from the feed's thread."""

    def __init__(
        self,
        settings: Settings,
        control: FeedControl,
        mailbox: Mailbox[ScreenSnapshot],
        clock: Clock,
        keys: Keymap,
        *,
        symbol: Symbol | None = None,
        paced_by: Clock | None = None,
    ) -> None:
        """`clock` is the time that data is judged by, `paced_by` the one that goes on for who sits here, if another."""
        super().__init__(settings, control, mailbox, clock, keys, symbol)
        pace = paced_by or clock
        seconds, is_behind = lambda: pace.monotonic() / 1e9, lambda: self.is_behind
        self.notices = Notices(mailbox, pace)
        self.latency = ScreenLatency()
        fps = settings.ui.max_fps, settings.ui.stream_fps
        self.frames = FrameClock(mailbox, self.take_picture, self._later, is_behind, *fps, seconds)
        self.age = ScreenAge(self.repaint, self._later, is_behind, seconds)
        self._ticks = 0
        self._seconds: Callable[[], float] = seconds
        self._ticked_at = 0.0
        self._next_tick: Timer | None = None
        self._footer_drawn = DrawnRows()
        self._shown_at = 0
        """When the newest picture was painted, or one that says the same."""
        self._is_begun = False
        # Before the style sheet is read, because it names the colours.
        self.put_on(self.environment)

    # --- life ---------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        """The lowest screen. Textual's own would be laid out and painted for nobody."""
        self.will_stand(self.dashboard)
        return self.dashboard

    def on_mount(self) -> None:
        """First paint first."""
        self.set_keymap(self.keymap.changed)
        self.call_after_refresh(self._start)

    @on(Dashboard.Covered)
    def _start(self) -> None:
        """Then the feed, also for whoever types before it; then the collector of garbage learns that all this stays."""
        if self._is_begun or self.is_leaving:
            # Asked to leave before the first paint: the screens are going already.
            return
        self._is_begun = True
        if not self.stylesheet.has_source(str(BOXES), ""):
            self.stylesheet.read(BOXES)
        self.recolour()
        self.request_view()
        if self.on_started is not None:
            self.on_started()
        self.frames.start(self._wake)
        self._await_tick()
        self.age.grow()
        gc.enable()
        gc.collect()
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER, *gc.get_threshold()[1:])

    def on_unmount(self) -> None:
        """The feed may go on, but calls us no more."""
        self.frames.stop()

    @on(Bar.Resized)
    @on(Dashboard.PanelChanged)
    def _look_again(self) -> None:
        """Another size, or other keys, are another picture, at once."""
        if self._requested is not None:
            self.request_view()
        self.repaint()

    def on_guest_driver_returned(self) -> None:
        """Back from the shell: the picture is judged by the time it is now before any of it is seen."""
        self.forget_written()
        try:
            self.repaint()
        finally:
            if self.guest is not None:
                self.guest.release()

    # --- frames -------------------------------------------------------------------------------

    def on_entered(self) -> None:
        super().on_entered()
        self.frames.touch()

    def on_app_focus(self) -> None:
        """Who turns to the terminal looks at it."""
        self.frames.touch()

    def _later(self, seconds: float, call: Callable[[], None]) -> Timer:
        """Not by a timer of Textual's: one that is due at once, or begins late, never fires."""
        return asyncio.get_running_loop().call_later(seconds, self.call_later, call)

    def _wake(self) -> None:
        self.post_message(self.News())

    def on_base_app_news(self) -> None:
        """There is something to paint."""
        self.frames.paint()
        if self._seconds() - self._ticked_at > TICK_SECONDS:
            self._tick()

    def _await_tick(self) -> None:
        """The next comes with a painting, which wakes the screen anyway; at the latest by itself."""
        if self._next_tick is not None:
            self._next_tick.cancel()
        self._ticked_at = self._seconds()
        self._next_tick = self._later(LATE_TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        self._await_tick()
        self.tick()

    def tick(self) -> None:
        """What has to be looked at each second, however much is painted."""
        if self.guest is not None and self.guest.is_lost:
            self.exit(1)
            return
        self.follow_terminal()
        standing = self.notices.standing
        self.notices.take()
        self.frames.nudge()
        self._ticks += 1
        if not self._ticks % _MENDED_EACH:
            self.forget_written()
        if self.picture is not None and not self.is_behind:
            if self.notices.standing is not standing or self.age.is_nearly_old:
                self.repaint()
            self.retitle(window_title(self.picture, self.options.unit, self.clock.monotonic()))

    def take_picture(self, picture: ScreenSnapshot) -> float:
        """How much of a frame the picture took: one that says what is on the screen waits until that is nearly old."""
        standing = self.notices.standing
        self.notices.take()
        before, now = self.picture, self.clock.monotonic()
        is_old = self.age.is_nearly_old or self.age.is_out_of_step
        can_wait = not is_old and not self._boxes() and self.notices.standing is standing
        if before is not None and can_wait and says_the_same(before, self._shown_at, picture, now):
            self.picture, self._shown_at = picture, now
            return 0
        self.show_picture(picture)
        return LITTLE if len(picture.connection.arrivals) <= FEW else 1

    def show_picture(self, picture: ScreenSnapshot) -> None:
        """Paint one picture: on the dashboard, and on the connection screen if it is open."""
        repainted = self.picture is not None and self.environment is not picture.connection.environment
        switched = self.picture is not None and self.picture.connection.profile != picture.connection.profile
        arrivals = () if picture is self.picture else picture.connection.arrivals
        self.picture = picture
        if repainted:
            self.recolour()
        if switched:
            self.dashboard.begin_anew()
        if not self.dashboard.is_mounted or not self.screen_stack:
            return
        self.regroup(self.grouping.learned(picture.book.symbol, picture.book.step))
        now, wall = self.clock.monotonic(), self.clock.wall()
        self._shown_at = now
        self.age.painted()
        self.dashboard.show_picture(picture, self.options, now, wall, self._below(picture, now))
        if self.dashboard.book_wanted.is_more:
            self.request_view()
        self._show_over(picture, now, wall)
        if arrivals:
            # By then the frame went to the terminal: what it is the first to show has come all the way.
            self.screen.call_after_refresh(lambda: self.latency.painted(arrivals, self.clock.monotonic()))

    def _show_over(self, picture: ScreenSnapshot, now: int, wall: int) -> None:
        """Boxes over the dashboard show the same picture, also those that another one lies over."""
        if boxes := self._boxes():
            picture = replace(picture, connection=self.latency.measured(picture.connection, now))
            for box in boxes:
                box.follow(picture, self.options, now, wall)

    def _boxes(self) -> list[ModalBox[Any]]:
        return [screen for screen in self.screen_stack if isinstance(screen, ModalBox)]

    def repaint(self) -> None:
        """Paint the newest picture again, because the person changed how it is drawn."""
        if self.picture is not None:
            self.show_picture(self.picture)

    def recolour(self) -> None:
        """Take over the theme and the environment's accent everywhere."""
        self.put_on(self.environment)
        self.dashboard.recolour(self.colours)
        for box in self._boxes():
            box.repaint(self.colours)

    def order(self, command: FeedCommand) -> None:
        """Have the feed do something, and paint what comes of it without delay."""
        super().order(command)
        self.frames.hurry()

    # --- words --------------------------------------------------------------------------------

    def _below(self, picture: ScreenSnapshot, now: int) -> Below:
        self.notices.look(picture)
        board, heard = self.dashboard, heard_at(picture)
        outage = outage_lines(
            picture.connection, self.keymap, board.size.width, now, heard, covers=board.places.is_covered
        )
        return Below(self._footer(picture, is_outage_told=bool(outage)), outage)

    def _footer(self, picture: ScreenSnapshot, *, is_outage_told: bool) -> Line:
        panel = self.dashboard.focused_panel
        now = self.clock.monotonic()
        unseen = first_cause(picture, now, self.dashboard.places.out_of_sight)
        keys = FooterKeys(self.keymap, panel.context, self.in_force, helpful(picture, panel, now), unseen)
        said = self.said(picture, now, told=is_outage_told, unseen=bool(unseen))
        told = (keys, said, self.dashboard.size.width)
        return self._footer_drawn.row("line", told, lambda told: footer_line(*told))

    def said(self, picture: ScreenSnapshot, now: int, *, told: bool, unseen: bool) -> Said | None:
        """What stands beside the keys."""
        conditions = picture, self.options, self.keymap.key_label("connection"), now, self.clock.wall()
        return said_of(self.notices.standing, *conditions, told=told, unseen=unseen)

    @property
    def in_force(self) -> frozenset[str]:
        """The actions whose key now takes them back: footer, help and palette name them for that."""
        orders = self.dashboard.panels.get(OrdersPanel.panel_id)
        chart = self.dashboard.panels.get(ChartPanel.panel_id)
        held = {
            "pause": self.dashboard.focused_panel.paused_view is not None or _stands(self.picture),
            "zoom": self.dashboard.places.zoomed is not None,
            "toggle_account": self.options.hide_account,
            "freeze": isinstance(chart, ChartPanel) and chart.is_frozen,
            "fills": isinstance(orders, OrdersPanel) and orders.shows_fills,
        }
        return frozenset(action_id for action_id, holds in held.items() if holds)


def _stands(picture: ScreenSnapshot | None) -> bool:
    """Whether it is a replay that is paused."""
    replay = None if picture is None else picture.connection.replay
    return replay is not None and not replay.is_playing


def helpful(picture: ScreenSnapshot, panel: Panel[Any], now: int) -> tuple[str, ...]:
    """The actions that answer what is not well at `now`: why, and what may be done about the focused panel."""
    if picture.connection.phase is not Phase.CONNECTED or not not_well(picture, now):
        return ()
    reasons = (seen(panel.freshness(panel.pick(picture)), now).reason, picture.connection.reason)
    remedies = (remedy.value for reason in reasons if reason is not None for remedy in reason.remedies)
    return (*dict.fromkeys(remedies), "connection")
