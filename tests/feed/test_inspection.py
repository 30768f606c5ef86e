"""A connection watched until all is known of it, and what is said when that never comes."""

from __future__ import annotations

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.inspection import inspect
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.state.views.overall_status import OverallAnswer
from roxom_tui.words.overall import trouble_words
from tests.support.in_words import in_words
from tests.support.mailbox_reader import outside, profile_of
from tests.support.scripted_exchange import LoopbackExchange


async def test_an_exchange_that_does_not_let_us_in_ends_the_watch_at_once(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.handshake_status = 401
    found = await inspect(profile_of(endpoint), endpoint, patience=60, outside=outside())
    assert found.view.phase is Phase.STOPPED
    assert found.is_sound is False
    assert found.overall_status.answer is OverallAnswer.DISCONNECTED
    assert found.view.attempts == 1
    assert "HTTP 401" in in_words(found.view.last_end)


async def test_a_stream_that_is_refused_is_not_sound_and_is_named(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.refuses = {"depth.GOLD-BTC": "60015"}
    found = await inspect(profile_of(endpoint), endpoint, patience=1.5, outside=outside())
    assert found.is_sound is False
    assert found.overall_status.state is PanelState.REJECTED
    (trouble,) = (each for each in found.overall_status.troubles if each.state is PanelState.REJECTED)
    assert [str(stream) for stream in trouble.streams] == ["depth.GOLD-BTC"]
    assert trouble_words(trouble, found.now).startswith("depth.GOLD-BTC REJECTED: exchange error 60015: ")


async def test_what_is_only_waited_for_is_neither_sound_nor_unsound(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.snapshots = False
    found = await inspect(profile_of(endpoint), endpoint, patience=0.5, outside=outside())
    assert found.view.messages > 0, "acknowledgements came, and no data"
    assert found.overall_status.state is PanelState.WAITING
    assert found.is_sound is None


async def test_an_exchange_without_the_account_channel_is_sound(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    """Only some of its pages know that channel."""
    exchange.manners.refuses = {"account": "60014"}
    found = await inspect(profile_of(endpoint), endpoint, patience=3, outside=outside())
    assert found.is_sound is True
    assert found.overall_status.troubles == ()
