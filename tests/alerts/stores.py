"""A store in which something is live, for what reads it."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.alerts.engine import Sample
from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.readers import Reader, reader_of
from roxom_tui.alerts.rule import Rule
from roxom_tui.model.channels import ACCOUNT_LISTS
from roxom_tui.model.events import BalancesSeed, OrdersSeed, PositionsSeed, PositionUpdate, Seed
from roxom_tui.model.market import Symbol
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_builders import PositionsViewBuilder
from tests.support.spellings import GOLD, OIL, new_store, quote, snapshot, ticker


def live_store(last: str = "100.5") -> Store:
    """Book, quote and ticker of gold are live from second 0 on."""
    store = new_store()
    store.apply(snapshot(bids=("100 1", "99 2", "98 3"), asks=("101 1", "102 4", "103 3")), 0)
    store.apply(quote("100 1", "101 1"), 0)
    store.apply(replace(ticker(last, "100.6"), index_price=None, funding_rate=Decimal("0.0001")), 0)
    return store


def with_lists(store: Store, *positions: PositionUpdate) -> Store:
    """All lists of the account were answered."""
    seeds: list[Seed] = [BalancesSeed(()), OrdersSeed(())]
    for symbol in (GOLD, OIL):
        of_symbol = tuple(one for one in positions if one.symbol == symbol)
        seeds.append(PositionsSeed(Symbol(symbol), of_symbol))
    for stream in ACCOUNT_LISTS:
        store.seeding(stream, None)
    for seed in seeds:
        store.seed(seed, 0, 0)
    return store


def rule(text: str) -> Rule:
    """A rule that can be read."""
    found = parse(text)
    assert isinstance(found, Rule), found.sentence
    return found


def reader(text: str, store: Store) -> Reader:
    return reader_of(rule(text), store, PositionsViewBuilder(store))


def read(text: str, store: Store, at: int = 0) -> Sample:
    """What the left-hand side of a rule is now."""
    return reader(text, store).read(at)
