"""A total that has proven to be a running one tells that trades are missing; any other tells nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.events import Trade
from roxom_tui.model.values import replace
from roxom_tui.state.reading.volume_chain import PROVEN, VolumeChain
from tests.support.spellings import trade


def told(total: str | None, size: str = "1", name: str = "totalVolume") -> Trade:
    figures = ((name, None if total is None else Decimal(total)), ("high24h", Decimal(9)))
    return replace(trade("1", size), statistics=figures)


def proven(name: str = "totalVolume") -> VolumeChain:
    """A chain that ends at this total: PROVEN."""
    chain = VolumeChain()
    assert not any(chain.note(told(str(total), name=name)) for total in range(PROVEN + 1))
    return chain


@pytest.mark.parametrize("name", ["totalVolume", "volume"])
def test_a_total_that_grew_by_more_than_its_trade_tells_that_one_is_missing(name: str) -> None:
    chain = proven(name)
    assert not chain.note(told(str(PROVEN + 1), name=name))
    assert chain.note(told(str(PROVEN + 3), name=name))
    assert not chain.note(told(f"{PROVEN + 3}.50", "0.5", name=name))


def test_a_total_that_has_held_so_far_makes_a_loss_likely_the_first_time_it_does_not() -> None:
    chain = VolumeChain()
    assert not any(chain.note(told(total)) for total in ("1", "2"))
    assert chain.note(told("1000"))
    assert not chain.note(told("2000"))


def test_a_total_that_never_held_tells_nothing() -> None:
    chain = VolumeChain()
    assert not any(chain.note(told(str(total))) for total in (1, 1000, 2000, 1500))


def test_a_total_that_is_none_is_not_believed_again_soon() -> None:
    chain = proven()
    assert chain.note(told("1000"))
    assert not chain.note(told("2000"))


def test_a_rolling_sum_says_nothing_for_long() -> None:
    chain = VolumeChain()
    assert not any(chain.note(told(str(total), name="volume24h")) for total in (1, 2, 9, 4) * 50)
    assert [chain.note(told(str(total))) for total in (5, 6, 9, 4) * 50].count(True) == 1


def test_after_a_connection_was_lost_the_first_total_is_another_beginning() -> None:
    chain = proven()
    chain.forget()
    assert not chain.note(told("5000"))
    assert not chain.note(told("5001"))
    assert chain.note(told("5009"))


def test_what_held_before_another_beginning_says_nothing_of_the_first_after_it() -> None:
    chain = proven()
    chain.forget()
    assert not chain.has_just_held
    chain.note(told("5000"))
    assert not chain.has_just_held


def test_trades_that_tell_no_total_tell_nothing() -> None:
    chain = proven()
    assert not chain.note(trade("1"))
    assert not chain.note(told(None))
