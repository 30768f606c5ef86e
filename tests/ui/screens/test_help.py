"""The help: what is here first, then every state, sign, action and panel."""

from __future__ import annotations

import re
from typing import Any

import pytest

from roxom_tui.model.status import PanelState
from roxom_tui.ui.actions import ACTIONS, BY_ID
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.listing import ListPanel
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.screens.help import IDS, SIGNS, STATES, WORDS, HelpPanels, help_lines, help_rows
from tests.support.screen_host import rebound
from tests.ui.opened import opened, sheet_text

NOWHERE = HelpPanels()


def page(width: int, panels: HelpPanels = NOWHERE, in_force: tuple[str, ...] = ()) -> list[str]:
    lines = help_lines(DEFAULT_KEYMAP, panels, width, in_force)
    assert all(width_of(line) <= width for line in lines)
    return ["".join(span.text for span in line) for line in lines]


def words(text: str) -> str:
    """Without blanks: a word may be parted at its hyphen."""
    return "".join(text.split())


@pytest.mark.parametrize("width", [36, 76])
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.panel_id)
def test_every_action_state_word_sign_and_panel_stands_in_the_help(panel: Any, width: int) -> None:
    told = words("".join(page(width, HelpPanels(panel))))
    rows = help_rows(DEFAULT_KEYMAP, ACTIONS)
    assert {sentence for _, sentence in rows} >= {a.help for a in ACTIONS if not a.id.startswith("symbol_")}
    sentences = [*(sentence for _, sentence in rows), *STATES.values(), *WORDS.values(), *(text for _, text in SIGNS)]
    sentences += [IDS, *(text for each in PANELS for text in (each.about, *(meaning for _, meaning in each.terms)))]
    sentences += [text for each in PANELS for part in each.further for _, text in part.terms]
    assert [sentence for sentence in sentences if words(sentence) not in told] == []
    assert set(STATES) == set(PanelState)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_the_help_says_the_sentence_of_each_action(action: Any) -> None:
    sentence = "Go to that symbol of the list." if action.id.startswith("symbol_") else action.help
    assert any(sentence in line for line in page(90))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.panel_id)
def test_what_the_focused_panel_shows_comes_first_and_its_keys_after_it(panel: Any) -> None:
    told = page(76, HelpPanels(panel))
    assert told[0].startswith(f"{panel.title} ─")
    assert told[1].strip() in panel.about
    assert [line for line in told if line.startswith(f"{panel.title} ─")] == [told[0]], "it is told once"
    keys = next(i for i, line in enumerate(told) if line.startswith(f"Keys {panel.context.value} ─"))
    assert keys < 18, "at 80x24 it is in sight without moving"
    assert page(76)[0].startswith("States ─")
    wide = page(116, HelpPanels(panel))
    assert wide[0].startswith(f"{panel.title} ─")
    assert "   States ─" in wide[0]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.panel_id)
def test_every_panel_explains_words_of_its_own_and_only_columns_that_it_has(panel: Any) -> None:
    assert len(panel.terms) >= 3
    if issubclass(panel, ListPanel):
        named = {term for term, _ in panel.terms if re.fullmatch(r"[A-Za-z% ]+", term) and not term.startswith("dim ")}
        assert named <= {column.heading for column in panel.columns}


def test_dim_rows_and_every_glyph_of_the_screen_are_explained() -> None:
    told = " ".join(page(76))
    assert {glyph for glyph in "▲▼△▽●▸≥" if glyph not in told} == set()
    assert "dim row" in told


def test_help_shows_the_keys_as_they_are_bound_and_what_they_do_now() -> None:
    rows = help_rows(rebound(zoom="ctrl+x", symbol_3="f3"), ACTIONS)
    assert ("Ctrl+X", BY_ID["zoom"].help) in rows
    assert ("F3", BY_ID["symbol_3"].help) in rows
    assert ("1 … 9", "Go to that symbol of the list.") in rows
    assert ("z", "Restore the other panels.") in help_rows(DEFAULT_KEYMAP, ACTIONS, {"zoom"})


async def test_in_the_program_it_is_about_the_panel_that_has_the_keys() -> None:
    async with opened((80, 24)) as (desk, pilot):
        desk.app.dashboard.focus_panel("orders")
        await pilot.press("b", "question_mark")
        await pilot.pause()
        assert OrdersPanel.about in sheet_text(desk)
        told = help_lines(desk.app.keymap, HelpPanels(), 76, desk.app.in_force)
        assert any("Show account figures." in span.text for line in told for span in line)
