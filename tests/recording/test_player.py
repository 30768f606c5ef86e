from __future__ import annotations

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.recording.entries import Entry, Kind
from roxom_tui.recording.player import Player
from tests.recording.made import ASKED, GOLD, WALL, file_of, opened, quote, recording_of, standing
from tests.recording.sample import from_anywhere, sample, told

EVERY = 5 * SECOND
"""Each second is `python -m tests.tools.campaigns.seeks`."""


def quotes(*seconds: float) -> list[Entry]:
    return [Entry(int(at * SECOND), Kind.FRAME, quote(f"{at:.1f}", f"{at + 1:.1f}", WALL)) for at in seconds]


def bid(player: Player) -> Price | None:
    return player.client.picture(is_first=True).book.bid


def test_what_came_until_then_is_shown_and_nothing_of_later() -> None:
    player = Player(recording_of(standing(*ASKED), *quotes(1, 2, 3)))
    for second in (1, 2, 3):
        player.play_to(second * SECOND + SECOND // 2)
        assert bid(player) == second
    player.seek(2 * SECOND + 1)
    assert bid(player) == 2


def test_a_step_is_one_message() -> None:
    player = Player(recording_of(standing(*ASKED), *quotes(1, 2)))
    assert [player.step(), bid(player)] == [True, 1]
    assert player.position == SECOND
    assert [player.step(), bid(player)] == [True, 2]
    assert not player.step()


def test_a_seek_stays_within_the_recording() -> None:
    player = Player(recording_of(standing(*ASKED), *quotes(1, 2)))
    player.seek(99 * SECOND)
    assert player.position == 2 * SECOND
    player.seek(-5)
    assert player.position == 0


def test_what_is_in_view_stays_so_wherever_it_is_sought() -> None:
    player = Player(recording_of(standing(*ASKED), *quotes(1, 2)))
    player.view(ViewRequest(GOLD, levels=3))
    player.seek(2 * SECOND)
    player.seek(0)
    assert player.client.view_request.levels == 3


def test_on_from_here_is_not_begun_anew() -> None:
    player = Player(recording_of(standing(*ASKED), *quotes(1, 2, 3)))
    player.seek(2 * SECOND)
    client = player.client
    player.seek(3 * SECOND)
    assert player.client is client
    player.seek(SECOND)
    assert player.client is not client


def test_a_damaged_frame_is_a_gap_and_nothing_before_it_is_believed_behind_it() -> None:
    data = bytearray(file_of(standing(*ASKED), *quotes(1, 3, 3.5, 6)))
    place = opened(bytes(data)).places[1]
    data[place.offset + place.size - 1] ^= 0xFF
    player = Player(opened(bytes(data)))
    player.play_to(place.last + SECOND // 10)
    picture = player.client.picture(is_first=True)
    assert picture.connection.phase is Phase.CONNECTED
    assert picture.book.quote_freshness.state is PanelState.WAITING


def test_book_quote_ticker_account_and_states_are_the_same_sought_and_played() -> None:
    with sample() as recording:
        whole, sought = Player(recording), Player(recording)
        moments = range(recording.begin, recording.end, EVERY)
        played = {}
        for moment in moments:
            whole.play_to(moment)
            played[moment] = told(whole)
        # Backwards, so that each begins anew.
        for moment in reversed(moments):
            sought.seek(moment)
            assert told(sought) == played[moment], moment / SECOND


def test_from_another_place_to_begin_they_are_the_same_too() -> None:
    with sample() as recording:
        whole, sought = Player(recording), Player(recording, near=0)
        # There was trouble, so that a seek would begin earlier than this.
        sought._findings.clear()
        moments = [recording.end - SECOND, recording.end - SECOND // 2, recording.end]
        for moment in moments:
            whole.play_to(moment)
            sought.seek(moment)
            assert sought.since > 20 * SECOND
            assert from_anywhere(sought) == from_anywhere(whole)


@pytest.mark.parametrize("far", [False, True])
def test_pictures_made_on_the_way_change_nothing(far: bool) -> None:
    with sample() as recording:
        looked, blind = Player(recording), Player(recording)
        end = recording.begin + (12 if far else 4) * SECOND
        for moment in range(recording.begin, end, SECOND // 8):
            looked.play_to(moment)
            looked.client.picture(is_first=True)
        looked.play_to(end)
        blind.play_to(end)
        assert told(looked) == told(blind)
