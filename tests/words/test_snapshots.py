from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.words.snapshots import PARTS, as_data, judged
from tests.support.sample_screens import LIVE, NOW, board

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW - 9 * SECOND, NOW + SECOND)


def figures(told: Any) -> Iterator[dict[str, Any]]:
    """Every figure in it."""
    if isinstance(told, dict):
        if "value" in told:
            yield told
        else:
            for one in told.values():
                yield from figures(one)
    elif isinstance(told, list):
        for one in told:
            yield from figures(one)


def test_every_figure_has_its_unit_its_state_and_its_age_and_is_exact() -> None:
    told = json.loads(orjson.dumps(as_data(board(), PARTS, 5, NOW)))
    found = list(figures(told))
    assert len(found) > 50
    for figure in found:
        assert set(figure) == {"value", "unit", "state", "age_ms"}
        assert figure["value"] is None or isinstance(figure["value"], str)
        assert figure["state"] in PanelState.__members__
    assert told["quote"]["bid"] == {"value": "0.04312300", "unit": "BTC", "state": "LIVE", "age_ms": 100}
    assert told["replay"] is False


@pytest.mark.parametrize("part", ["book", "ticker"])
def test_a_figure_has_the_state_of_what_it_is_made_of(part: str) -> None:
    picture = board()
    worse = replace(picture, **{part: replace(getattr(picture, part), freshness=STALE)})
    told = as_data(worse, (part,), 2, NOW)
    assert {figure["state"] for figure in figures(told[part])} == {"STALE"}
    assert told[part]["reason"]


def test_what_is_old_is_not_sound_but_what_comes_when_it_happens_may_be() -> None:
    picture = board()
    old = replace(LIVE, data_at=NOW - 9 * SECOND)
    picture = replace(picture, ticker=replace(picture.ticker, freshness=old), tape=replace(picture.tape, freshness=old))
    sound = {part.name: part.is_sound(2000) for part in judged(picture, ("ticker", "trades"), NOW)}
    assert sound == {"ticker": False, "trades": True}
    proven = replace(old, state=PanelState.QUIET, proven_at=NOW)
    picture = replace(picture, ticker=replace(picture.ticker, freshness=proven))
    assert all(part.is_sound(2000) for part in judged(picture, ("ticker",), NOW))


def test_what_never_came_has_no_age_and_no_value_is_zero() -> None:
    picture = board()
    nothing = Freshness(PanelState.WAITING, Reason(Cause.NOTHING_YET))
    ticker = replace(picture.ticker, freshness=nothing, last=None, mark=None)
    told = as_data(replace(picture, ticker=ticker), ("ticker",), 2, NOW)
    assert told["ticker"]["last"] == {"value": None, "unit": "BTC", "state": "WAITING", "age_ms": None}


def test_an_order_tells_its_trigger() -> None:
    picture = board()
    stop = replace(picture.orders.rows[0], price=None, trigger=Price("0.0425"))
    picture = replace(picture, orders=replace(picture.orders, rows=(stop,)))
    (row,) = as_data(picture, ("orders",), 5, NOW)["orders"]["rows"]
    assert (row["price"]["value"], row["trigger"]["value"], row["trigger"]["unit"]) == (None, "0.0425", "BTC")
