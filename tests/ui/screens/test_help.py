"""The help: every action, state and sign, and what is here first."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.status import PanelState
from roxom_tui.ui.actions import ACTIONS, BY_ID, Context
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.screens.help import STATES, help_lines, help_rows
from tests.support.screen_host import rebound


@pytest.mark.parametrize("width", [36, 76, 116])
@pytest.mark.parametrize("context", list(Context))
def test_every_action_and_every_state_stands_in_the_help(context: Context, width: int) -> None:
    text = ["".join(span.text for span in line) for line in help_lines(DEFAULT_KEYMAP, context, width)]
    page = " ".join(" ".join(text).split())
    rows = help_rows(DEFAULT_KEYMAP, ACTIONS)
    assert {sentence for _, sentence in rows} >= {a.help for a in ACTIONS if not a.id.startswith("symbol_")}
    assert all(keys in page for keys, _ in rows)
    assert set(STATES) == set(PanelState)
    assert all(state.value in page for state in PanelState)
    assert all(width_of(line) <= width for line in help_lines(DEFAULT_KEYMAP, context, width))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_the_help_says_the_sentence_of_each_action(action: Any) -> None:
    text = ["".join(span.text for span in line) for line in help_lines(DEFAULT_KEYMAP, Context.GLOBAL, 90)]
    sentence = "Show that symbol of the list." if action.id.startswith("symbol_") else action.help
    assert any(sentence in line for line in text)


def test_help_for_the_place_comes_first() -> None:
    first = help_lines(DEFAULT_KEYMAP, Context.BOOK, 76)
    assert "Here: in the order book" in first[0][0].text
    assert help_lines(DEFAULT_KEYMAP, Context.GLOBAL, 76)[0][0].text == "Symbols"


def test_help_shows_the_keys_as_they_are_bound() -> None:
    rows = help_rows(rebound(zoom="ctrl+x", symbol_3="f3"), ACTIONS)
    assert ("Ctrl+X", BY_ID["zoom"].help) in rows
    assert ("F3", BY_ID["symbol_3"].help) in rows
    assert ("1 … 9", "Show that symbol of the list.") in rows
