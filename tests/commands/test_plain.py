from __future__ import annotations

import subprocess
from pathlib import Path

from roxom_tui.commands.plain import DOES, PlainSession
from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.money import Price
from roxom_tui.model.ports import Mark, Reconnect, Record, Resync, SaveLast, ViewRequest
from roxom_tui.model.status import Notice, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.actions import BY_ID
from roxom_tui.ui.keymap import Keymap, keymap
from tests.support.program import PATIENCE, PROGRAM, environment
from tests.support.sample_screens import GOLD, OIL, board
from tests.support.terminal import Terminal
from tests.support.unfed_screen import StillClock, settings


class Desk:
    """A session with its feed in a test's hands."""

    def __init__(self, keys: dict[str, str] | None = None) -> None:
        self.commands, self.mailbox = CommandQueue(), SlotMailbox[ScreenSnapshot]()
        self.said: list[str] = []
        bound = keymap(keys or {})
        assert isinstance(bound, Keymap)
        self.clock = StillClock()
        self.session = PlainSession(settings(), self.commands, self.mailbox, bound, self.clock, GOLD, self.said.append)
        self.mailbox.put(board())
        self.session.look()
        self.said.clear()

    def looks(self, picture: ScreenSnapshot) -> list[str]:
        """What is said of a picture that is made now and of what the feed told until then, without time and badge."""
        self.mailbox.put(replace(picture, built_at=self.clock.now))
        self.said.clear()
        self.session.look()
        return [line.split(" ", 2)[2] for line in self.said]

    def tells(self, text: str, at: int) -> None:
        """The feed has a notice, of so many nanoseconds from now."""
        self.mailbox.put_notice(Notice(self.clock.day + at, LogEntry(LogKind.NOTE, text)))

    def press(self, keys: str) -> str:
        """What is said to each of these keys."""
        for key in keys:
            self.session.press(key)
        said, self.said[:] = "\n".join(self.said), []
        return said


def in_phase(phase: Phase) -> ScreenSnapshot:
    picture = board()
    return replace(picture, connection=replace(picture.connection, phase=phase))


def test_what_happened_is_said_behind_a_picture_of_before_and_ahead_of_one_of_after() -> None:
    desk = Desk()
    desk.tells("one", -MILLISECOND)
    desk.tells("two", MILLISECOND)
    first, state, last = desk.looks(in_phase(Phase.CONNECTING))
    assert ("one" in first, "two" in last) == (True, True)
    assert state.startswith("CONNECTING. ")


def test_a_connection_is_said_to_be_there_before_a_price_is_said_of_it_however_soon_that_comes() -> None:
    desk = Desk()
    (line,) = desk.looks(in_phase(Phase.CONNECTING))
    assert line.startswith("CONNECTING. ")
    desk.clock.advance(MILLISECOND)
    moved = board()
    rows = tuple(replace(row, last=row.last and Price(row.last * 2)) for row in moved.symbols.rows)
    first, *others = desk.looks(replace(moved, symbols=replace(moved.symbols, rows=rows)))
    assert first.startswith("CONNECTED. ")
    assert not any(line.startswith("CONNECTED") for line in others)


def test_every_key_of_the_list_does_something_here() -> None:
    desk = Desk()
    for action_id in DOES:
        key = BY_ID[action_id].keys[0]
        character = {"space": " ", "question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]"}
        before = desk.session.code
        said = desk.press(character.get(key, key))
        assert said or desk.commands.take() or desk.session.code != before, action_id


def test_symbols_are_gone_to_and_the_feed_is_asked() -> None:
    desk = Desk()
    assert "OIL-BTC in view" in desk.press("4")
    assert "US500-BTC in view" in desk.press("]")
    assert "no symbol 9" in desk.press("9")
    assert next(command.symbol for command in desk.commands.take() if isinstance(command, ViewRequest)) == OIL


def test_what_is_asked_of_the_feed_goes_there() -> None:
    desk = Desk()
    desk.press("wWpRr")
    first, *others = desk.commands.take()
    assert (first, *others[:3]) == (Record(), SaveLast(), Mark("mark"), Reconnect())
    assert {command.stream.symbol for command in others[3:] if isinstance(command, Resync)} == {GOLD}


def test_o_says_everything_in_the_unit_in_use_and_b_keeps_the_account_out() -> None:
    desk = Desk()
    assert "position GOLD-BTC" in desk.press("o")
    desk.press("u")
    assert " sats" in desk.press("o")
    desk.press("b")
    assert "position" not in desk.press("o")


def test_a_key_of_the_screen_alone_says_so_and_one_of_nobody_is_silent() -> None:
    desk = Desk()
    assert "z has no meaning without a screen" in desk.press("z")
    assert desk.press("é\x00") == ""


def test_a_rebound_key_is_the_one_that_counts() -> None:
    desk = Desk({"quit": "B"})
    desk.press("q")
    assert desk.session.code is None
    desk.press("B")
    assert desk.session.code == 0


def test_on_a_terminal_keys_work_without_enter_and_it_is_given_back(tmp_path: Path) -> None:
    with Terminal(["dashboard", "--plain", "--symbol", "GOLD-BTC"], tmp_path) as terminal:
        terminal.shows("CONNECTED", "GOLD-BTC last")
        assert terminal.modes() != terminal.modes_before
        terminal.press("4")
        terminal.shows("OIL-BTC in view", "OIL-BTC last")
        terminal.press("\x03")
        assert terminal.ends() == 130
        assert terminal.modes() == terminal.modes_before
        assert b"\x1b" not in terminal.output


def test_into_a_file_it_needs_no_terminal_and_ends_when_nobody_reads(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "dashboard", "--plain"],
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while "CONNECTED" not in process.stdout.readline():
        assert process.poll() is None
    process.stdout.close()
    assert process.wait(PATIENCE) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
