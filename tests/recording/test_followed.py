from __future__ import annotations

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.protocol import encode
from roxom_tui.recording.followed import Followed
from tests.recording.made import GOLD

DEPTH, TRADE, ORDERS = Stream(Channel.DEPTH, GOLD), Stream(Channel.TRADE, GOLD), Stream(Channel.ORDERS)


def test_what_was_subscribed_is_followed_until_it_was_left() -> None:
    followed = Followed(with_account=False)
    assert followed.heard(encode.subscribe((DEPTH, TRADE)))
    assert followed.ordered == (DEPTH, TRADE)
    assert not followed.heard(encode.subscribe((DEPTH,)))
    assert followed.heard(encode.unsubscribe((DEPTH,)))
    assert followed.streams == {TRADE}


def test_the_account_is_followed_only_where_it_is_in_the_recording() -> None:
    for with_account in (False, True):
        followed = Followed(with_account=with_account)
        followed.heard(encode.subscribe((DEPTH, ORDERS)))
        assert (ORDERS in followed.streams) is with_account


def test_a_place_to_begin_says_all_that_is_followed() -> None:
    followed = Followed(with_account=True)
    followed.heard(encode.subscribe((TRADE,)))
    assert followed.begin(["depth.GOLD-BTC", "orders", "none.GOLD-BTC", "depth", 5])
    assert followed.ordered == (DEPTH, ORDERS)
    assert followed.begin(None)
    assert not followed.ordered


def test_texts_that_are_no_requests_change_nothing() -> None:
    followed = Followed(with_account=True)
    for text in ("", "{}", "[]", '{"op":"subscribe","args":5}', '{"op":"subscribe","args":[5,{"channel":[]}]}'):
        assert not followed.heard(text)


def test_another_connection_follows_what_its_first_request_names() -> None:
    followed = Followed(with_account=False)
    followed.heard(encode.subscribe((DEPTH, TRADE)))
    followed.connected()
    assert followed.streams == {DEPTH, TRADE}
    assert not followed.heard(encode.subscribe((DEPTH, TRADE)))
    followed.connected()
    assert followed.heard(encode.subscribe((TRADE,)))
    assert followed.heard(encode.subscribe((DEPTH,)))
    assert followed.ordered == (TRADE, DEPTH)
