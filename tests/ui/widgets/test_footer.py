"""The footer: whole pairs of key and label, help and quit as long as there is room, a notice instead of them."""

from __future__ import annotations

import pytest

from roxom_tui.model.status import Notice
from roxom_tui.ui.actions import Context
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Role, width_of
from roxom_tui.ui.widgets.footer import footer_line
from tests.support.screen_host import rebound


def text(width: int, notice: Notice | None = None, context: Context = Context.BOOK) -> str:
    line = footer_line(DEFAULT_KEYMAP, context, notice, width)
    assert width_of(line) == width
    return "".join(span.text for span in line)


def test_the_keys_of_the_place_come_first_and_help_and_quit_stand_at_the_end() -> None:
    assert text(80).startswith(" + Coarser   - Finer   Space Pause   ")
    assert text(80).endswith("? Help   q Quit ")


@pytest.mark.parametrize("width", range(1, 100, 7))
def test_no_pair_of_key_and_label_is_cut(width: int) -> None:
    pairs = {"+ Coarser", "- Finer", "Space Pause", "z Zoom", "r Resync", "s Symbol", "u BTC/sats", "b Hide account"}
    pairs |= {"i Connection", "Ctrl+P Commands", "? Help", "q Quit", ""}
    assert {pair.strip() for pair in text(width).split("   ")} <= pairs


def test_a_notice_takes_the_end_and_its_severity_is_its_colour() -> None:
    notice = Notice(0, "the feed cannot be loaded", "error")
    assert text(60, notice).endswith(" the feed cannot be loaded ")
    assert Role.ERROR in {span.role for span in footer_line(DEFAULT_KEYMAP, Context.BOOK, notice, 60)}
    assert text(20, notice).endswith("the feed cannot b… ")


def test_a_key_that_was_rebound_is_named_as_it_is_now() -> None:
    line = footer_line(rebound(quit="f10"), Context.GLOBAL, None, 120)
    assert "".join(span.text for span in line).endswith("? Help   F10 Quit ")
