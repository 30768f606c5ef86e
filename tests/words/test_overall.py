"""The answer to "is what I see true right now?" in words."""

from __future__ import annotations

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.overall_status import OverallAnswer, OverallStatus, Trouble
from roxom_tui.words.overall import answer, trouble_words
from tests.support.spellings import GOLD, connection

VIEW = replace(connection(), silent_since=SECOND)
CHANNELS = (Channel.LEVEL1, Channel.TRADE, Channel.DEPTH, Channel.TICKER)
STREAMS = tuple(Stream(channel, GOLD) for channel in CHANNELS)
SILENT = Reason(Cause.SILENT, seconds=10)


@pytest.mark.parametrize("kind", OverallAnswer)
def test_every_answer_is_one_sentence_of_its_own(kind: OverallAnswer) -> None:
    said = {one: answer(OverallStatus(one, PanelState.STALE, 3, 9), VIEW, 6 * SECOND) for one in OverallAnswer}
    assert "{" not in said[kind]
    assert list(said.values()).count(said[kind]) == 1


def test_an_answer_has_its_numbers() -> None:
    judged = OverallStatus(OverallAnswer.PARTLY, PanelState.STALE, 3, 9)
    assert answer(judged, VIEW, 0) == "3 of 9 streams OK"
    silent = OverallStatus(OverallAnswer.SILENT, PanelState.LIVE, 9, 9)
    assert "no data for 5 s" in answer(silent, VIEW, 6 * SECOND)


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, "level1.GOLD-BTC"),
        (2, "level1.GOLD-BTC, trade.GOLD-BTC"),
        (4, "level1.GOLD-BTC, trade.GOLD-BTC and 2 more"),
    ],
)
def test_a_trouble_names_its_streams_its_state_why_and_what_ends_it(count: int, names: str) -> None:
    told = trouble_words(Trouble(STREAMS[:count], PanelState.STALE, SILENT), 0)
    assert told == f"{names} STALE: no data on any stream of this symbol; until data comes"


def test_the_next_step_is_counted_down() -> None:
    asked = Reason(Cause.SILENT_ASKED, next_at=5 * SECOND)
    assert trouble_words(Trouble(STREAMS[:1], PanelState.STALE, asked), 2 * SECOND).endswith("in 3 s")


def test_the_trouble_of_the_connection_names_no_stream() -> None:
    lost = Reason(Cause.CONNECTION_LOST, code="1012", next_at=2 * SECOND)
    told = trouble_words(Trouble((), PanelState.DOWN, lost), 0)
    assert told == "the exchange closed the connection (1012); next try in 2 s"


def test_a_state_without_a_reason_stands_for_itself() -> None:
    assert trouble_words(Trouble(STREAMS[:1], PanelState.STALE, None), 0) == "level1.GOLD-BTC STALE"
