"""One profile after another, as the person wants them."""

from __future__ import annotations

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.errors import UsageError
from roxom_tui.model.ports import SwitchProfile
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from tests.feed.threads import running
from tests.support.in_words import in_words
from tests.support.scripted_exchange import LoopbackExchange


async def test_switching_the_profile_leaves_the_old_and_opens_the_new(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with running(one=endpoint, two=replace(endpoint, profile="two")) as (feed, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        feed.send(SwitchProfile("two"))
        board = await screen.until(lambda board: board.connection.profile == "two")
        assert board.book.bids == ()
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        assert exchange.closes == [1000]
        feed.send(SwitchProfile("three"))
        await screen.until(lambda board: "there is no profile three" in screen.told())
        assert exchange.handshakes == 2


async def test_a_profile_that_cannot_be_opened_is_a_stop_with_its_sentence(endpoint: Endpoint) -> None:
    broken = UsageError("the private key file is open to group or others", "detail")
    async with running("broken", broken=broken, fine=endpoint) as (feed, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
        assert in_words(board.connection.reason) == "the private key file is open to group or others"
        assert board.connection.state is PanelState.DOWN
        feed.send(SwitchProfile("fine"))
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
