"""Which streams are followed."""

from __future__ import annotations

from roxom_tui.client.following import Following
from roxom_tui.client.journal import Journal
from roxom_tui.client.session import Session
from roxom_tui.client.subscriptions import Subscriptions
from roxom_tui.client.timing import Timing
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.ports import ViewRequest
from tests.support.spellings import GOLD, OIL, new_store
from tests.support.standing_clock import FakeClock

DEPTH_OF_OIL = Stream(Channel.DEPTH, OIL)


def test_what_is_in_view_decides_until_streams_are_named_and_again_when_they_are_not() -> None:
    store = new_store()
    subscriptions = Subscriptions(Session(Timing().session), store, Journal(FakeClock()))
    following = Following((GOLD, OIL), store, subscriptions)
    following.look(ViewRequest(GOLD), (), 0)
    assert Stream(Channel.DEPTH, GOLD) in subscriptions.followed
    assert DEPTH_OF_OIL not in subscriptions.followed
    following.look(ViewRequest(GOLD), (DEPTH_OF_OIL,), 1)
    assert DEPTH_OF_OIL in subscriptions.followed, "a rule reads it"
    assert following.follow_only((DEPTH_OF_OIL,))
    assert not following.follow_only((DEPTH_OF_OIL,))
    following.look(ViewRequest(GOLD), (), 2)
    assert subscriptions.followed[0] == DEPTH_OF_OIL
    assert following.follow_only(None)
    following.look(ViewRequest(GOLD), (), 3)
    assert subscriptions.followed[0].symbol == GOLD
