from __future__ import annotations

import json
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.status_line import FORMATS, TEMPLATE, WITH_ACCOUNT, bad_template, formatted, status_line
from tests.support.sample_screens import NOW, board


def ticking(state: PanelState, age: int | None) -> ScreenSnapshot:
    """The ticker in a state, its data so many seconds old."""
    picture = board()
    data_at = None if age is None else NOW - age * SECOND
    reason = None if state.is_live else Reason(Cause.SILENT)
    fresh = Freshness(state, reason, data_at, NOW + SECOND, proven_at=NOW if state is PanelState.QUIET else None)
    return replace(picture, ticker=replace(picture.ticker, freshness=fresh))


@pytest.mark.parametrize(
    ("state", "age", "text", "kind"),
    [
        (PanelState.LIVE, 0, "GOLD-BTC 0.04312700 ▲", "live"),
        (PanelState.QUIET, 9, "GOLD-BTC 0.04312700 ▲", "quiet"),
        (PanelState.STALE, 41, "GOLD-BTC ?0.04312700 41s", "stale"),
        (PanelState.WAITING, 300, "GOLD-BTC ?0.04312700 5m", "stale"),
        (PanelState.DOWN, None, "GOLD-BTC ?0.04312700", "down"),
    ],
)
def test_what_is_not_sound_is_marked_in_the_text_itself(
    state: PanelState, age: int | None, text: str, kind: str
) -> None:
    line = status_line(ticking(state, age), TEMPLATE, NOW)
    assert (line.text, line.kind) == (text, kind)


def test_a_picture_that_nobody_renewed_is_stale_whatever_it_says() -> None:
    line = status_line(ticking(PanelState.LIVE, 0), TEMPLATE, NOW + 10 * SECOND)
    assert line.text == "GOLD-BTC ?0.04312700 10s"
    assert line.kind == "stale"


def test_the_profit_is_that_of_the_symbol_and_as_good_as_its_parts() -> None:
    picture = board()
    line = status_line(picture, WITH_ACCOUNT, NOW)
    (row,) = [row for row in picture.positions.rows if row.symbol == "GOLD-BTC"]
    assert line.text == f"GOLD-BTC 0.04312700 ▲ {row.pnl:+f}"
    worse = replace(row, state=PanelState.STALE)
    line = status_line(replace(picture, positions=replace(picture.positions, rows=(worse,))), WITH_ACCOUNT, NOW)
    assert line.text.endswith(f"?{row.pnl:+f}")
    assert line.kind == "stale"
    unknown = replace(picture, positions=replace(picture.positions, rows=(replace(row, pnl=None),)))
    assert status_line(unknown, "{pnl}", NOW).text == "--"


def read(text: str) -> Any:
    return json.loads(text)


def test_waybar_gets_its_fields_and_markup_is_none() -> None:
    line = status_line(ticking(PanelState.STALE, 3), "<b>{last}&", NOW)
    told = read(formatted(line, "waybar"))
    assert set(told) == {"text", "tooltip", "class", "alt"}
    assert told["class"] == "stale"
    assert told["text"] == "&lt;b&gt;?0.04312700 3s&amp;"


def test_i3bar_gets_a_list_of_blocks_with_a_colour() -> None:
    for state, urgent in ((PanelState.LIVE, False), (PanelState.DOWN, True)):
        (block,) = read(formatted(status_line(ticking(state, 3), TEMPLATE, NOW), "i3bar"))
        assert block["full_text"].startswith("GOLD-BTC")
        assert len(block["color"]) == 7
        assert block["urgent"] is urgent
        assert set(block) == {"name", "full_text", "color", "urgent"}


def test_tmux_takes_no_text_for_a_format_and_plain_is_the_text() -> None:
    line = status_line(board(), "#{{}} {symbol}", NOW)
    assert formatted(line, "tmux") == "##{} GOLD-BTC"
    assert formatted(line, "plain") == line.text
    assert set(FORMATS) == {"plain", "tmux", "waybar", "i3bar"}


@pytest.mark.parametrize("template", ["{nothing}", "{", "{symbol.__class__}", "{0}", "{}", "{pnl}"])
def test_a_template_that_cannot_be_filled_is_refused_before_anything(template: str) -> None:
    assert bad_template(template, with_account=False)


def test_one_that_can_is_not() -> None:
    assert bad_template(TEMPLATE, with_account=False) == bad_template(WITH_ACCOUNT, with_account=True) == ""
