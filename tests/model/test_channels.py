"""The table of channels: one row for each, and everything that is looked up in it is in it once."""

from __future__ import annotations

from typing import get_args

import pytest

from roxom_tui.model import events
from roxom_tui.model.channels import (
    ACCOUNT_CHANNELS,
    ACCOUNT_LISTS,
    CHANNEL_OF,
    CHANNELS,
    EVENT_NAMES,
    MARKET_CHANNELS,
    Channel,
    Stream,
    stream_of,
)
from roxom_tui.model.market import Symbol
from tests.support.spellings import GOLD, quote


def test_every_channel_has_a_row_and_is_the_accounts_or_a_markets() -> None:
    assert set(CHANNELS) == set(Channel) == ACCOUNT_CHANNELS | set(MARKET_CHANNELS)
    assert not ACCOUNT_CHANNELS & set(MARKET_CHANNELS)


def test_every_event_comes_by_one_channel_and_has_a_name_of_its_own() -> None:
    kinds = [kind for traits in CHANNELS.values() for kind in traits.events.values()]
    assert sorted(map(str, kinds)) == sorted(map(str, CHANNEL_OF)) == sorted(map(str, get_args(events.Event)))
    assert len(set(EVENT_NAMES.values())) == len(EVENT_NAMES) == len(kinds) + len(get_args(events.Seed))


def test_only_lists_of_the_account_are_asked_for_with_a_get() -> None:
    assert {stream.channel for stream in ACCOUNT_LISTS} == {Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS}
    assert {stream.symbol for stream in ACCOUNT_LISTS} == {None}


@pytest.mark.parametrize("channel", Channel)
def test_what_amends_is_asked_for_by_a_subscribe(channel: Channel) -> None:
    traits = channel.traits
    assert traits.answers_subscribe or not traits.loss_corrupts
    assert not (traits.answers_subscribe and traits.is_sparse)


def test_a_stream_is_written_with_its_symbol_where_it_has_one() -> None:
    assert str(Stream(Channel.DEPTH, Symbol("GOLD-BTC"))) == "depth.GOLD-BTC"
    assert str(Stream(Channel.ORDERS)) == "orders"


def test_an_event_of_a_market_names_its_symbol_and_one_of_the_account_does_not() -> None:
    assert stream_of(quote()) == Stream(Channel.LEVEL1, GOLD)
    assert stream_of(events.AccountNotice("x")) == Stream(Channel.ACCOUNT)
