from __future__ import annotations

from roxom_tui.simulator.scenarios import SCENARIOS
from tests.simulator.heard import documents, outgoing


def test_short_orders_sats_and_nesting_change_only_the_shape() -> None:
    for message in documents(outgoing(SCENARIOS["short_orders"])):
        if message.get("type") == "order":
            assert "side" not in message["data"]
    for message in documents(outgoing(SCENARIOS["sats"])):
        if str(message.get("topic")).startswith("ticker"):
            assert message["data"]["unit"] == "sats"
            assert message["data"]["markPrice"].isdigit()
    kinds = {
        m["data"]["type"] for m in documents(outgoing(SCENARIOS["nested_account"])) if {"type", "event"}.isdisjoint(m)
    }
    assert "order" in kinds
