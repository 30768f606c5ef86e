"""What the keys of copies do: a row or a panel to the terminal's clipboard, the same or a picture into a file."""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from roxom_tui.config.private_files import data_folder, make_private_folder, write_new
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import Remember

if TYPE_CHECKING:
    from roxom_tui.ui.alert_app import AlertApp
    from roxom_tui.ui.arranging_app import ArrangingApp
    from roxom_tui.ui.copying import Table

    class _App(ArrangingApp, AlertApp):
        """What this is mixed into."""
else:
    _App = object

NO_ROW: Final = "no row is chosen here; Y copies the panel"
NOTHING: Final = "there is nothing to copy here yet"
NOTHING_COPIED: Final = "nothing was copied yet"
FOLDER: Final = "copies"
MOST_OF_A_MOMENT: Final = 9
"""Files of one second and one kind; whoever makes more waits."""


class CopyActions(_App):
    """Mixed into the app."""

    copied = ""
    """The newest copy, as CSV."""
    copied_of = ""
    """The panel that it is of."""

    def action_copy_row(self) -> None:
        """The row where the person is."""
        panel = self.dashboard.focused_panel
        table, view = self._table(), panel.shown
        place = None if view is None else panel.place_to_copy(view)
        if table is None or not table.rows:
            self.show_notice(NOTHING)
        elif place is None:
            self.show_notice(NO_ROW)
        else:
            self._copy(table.only(place), "row")

    def action_copy_panel(self) -> None:
        """All that the panel shows, and what of it is out of sight."""
        table = self._table()
        if table is None or not table.rows:
            self.show_notice(NOTHING)
        else:
            self._copy(table, "panel")

    def _table(self) -> Table | None:
        from roxom_tui.ui.copying import Copying

        panel = self.dashboard.focused_panel
        view = panel.shown
        return None if view is None else panel.table(view, Copying(self.options, self.clock.monotonic(), self._wall))

    @property
    def _wall(self) -> int:
        """The time of day (wall ns), in a replay that of then."""
        return self.clock.wall()

    def _copy(self, table: Table, what: str) -> None:
        from roxom_tui.ui.copying import csv_text
        from roxom_tui.ui.terminal.announce import clipboard

        text = csv_text(table, self._wall, is_replay=self.environment is Environment.REPLAY)
        self.copied, self.copied_of = text, self.dashboard.focused_panel.panel_id
        key, size = self.keymap.key_label("save_copy"), f"{len(table.rows):,} rows" if what == "panel" else what
        if not self.has_clipboard:
            self.show_notice(f"no clipboard here, {key}: file · {size}")
        elif sequence := clipboard(text, tmux=self.settings.notify.tmux):
            self.write_to_terminal(sequence)
            # What may be done stands first: on a narrow screen the rest is cut.
            self.show_notice(f"sent {size}, {key}: file · clipboards do not confirm")
        else:
            self.show_notice(f"too much to send, {key}: file · {size}")

    @property
    def has_clipboard(self) -> bool:
        """Whether there is a terminal that may have one."""
        return self.guest is not None

    async def action_save_copy(self) -> None:
        """The newest copy into a file of ours."""
        if not self.copied:
            self.show_notice(NOTHING_COPIED)
            return
        await self._save(f"{self.copied_of}", ".csv", self.copied)

    async def action_save_picture(self) -> None:
        """The screen as it is, without what is hidden, into a file."""
        svg = self_contained(self.export_screenshot(title=f"roxom-tui {self.environment.value}"))
        await self._save("screen", ".svg", svg)

    async def _save(self, name: str, suffix: str, text: str) -> None:
        folder = data_folder(os.environ)
        if folder is None:
            self.show_notice("there is no home folder to write into")
            return
        moment = datetime.fromtimestamp(self._wall // SECOND, UTC)
        stem = f"{name}-{moment:%Y%m%d-%H%M%S}"
        # In a thread: the disk may be slow.
        said = await asyncio.to_thread(save_new, folder / FOLDER, stem, suffix, text)
        self.order(Remember(said))
        self.show_notice(said)


def save_new(folder: Path, stem: str, suffix: str, text: str) -> str:
    """Writes a file of ours alone (0600) that was not there; which one, or why not, in words."""
    try:
        make_private_folder(folder)
        for number in range(1, MOST_OF_A_MOMENT + 1):
            path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
            try:
                write_new(path, text)
            except FileExistsError:
                continue
            return f"saved {path.name} in {shown_folder(path.parent)}"
    except OSError as error:
        return f"not saved: {error.strerror}"
    return "not saved: there are enough of this second"


def shown_folder(folder: Path) -> str:
    """A folder with the home of whoever sits here as `~`."""
    with suppress(RuntimeError, ValueError):
        return f"~/{folder.relative_to(Path.home())}"
    return str(folder)


def self_contained(svg: str) -> str:
    """A picture without the fonts that a viewer would fetch from elsewhere, the same from run to run."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, DejaVu Sans Mono").replace('"Bitstream Vera Sans Mono"', "")
    return re.sub(r"terminal-\d+-", "terminal-", svg)
