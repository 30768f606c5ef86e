from __future__ import annotations

import pytest

from roxom_tui.model.errors import UsageError
from roxom_tui.simulator.scenarios import SCENARIOS, scenario_named
from tests.simulator.heard import outgoing, rejections


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_every_scenario_is_rejected_by_the_decoder_only_where_it_means_to_be(name: str) -> None:
    meant = {
        "malformed_json": "not JSON",
        "binary_frame": "binary frame",
        "unknown_channel": "unknown channel",
        "unknown_type": "unknown shape",
        "mismatch": "topic and symbol disagree",
    }
    scenario = SCENARIOS[name]
    found = rejections(outgoing(scenario, 1 if scenario.pace > 10 else 8))
    assert set(found) == ({meant[name]} if name in meant else set())


def test_an_unknown_scenario_is_refused_with_the_nearest_names() -> None:
    assert scenario_named("calm") is SCENARIOS["calm"]
    with pytest.raises(UsageError, match="did you mean crossed_book"):
        scenario_named("crosed_book")


def test_a_burst_is_thousands_of_messages_a_second() -> None:
    assert len(outgoing(SCENARIOS["burst"], 2)) > 4_000
