"""Each field is as old as the newest report that told it, and no field is younger than that."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from roxom_tui.model.events import OrderUpdate, PositionUpdate
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.account.told_fields import ToldFields
from tests.support.spellings import GOLD, btc, position, s

DEFAULTS: Final = dict(
    zip(reversed(PositionUpdate.__struct_fields__), reversed(PositionUpdate.__struct_defaults__), strict=False)
)


def bare(**told: Any) -> PositionUpdate:
    return replace(PositionUpdate("p", GOLD), **told)


def test_a_field_is_as_old_as_the_last_report_that_told_it() -> None:
    told = ToldFields(PositionUpdate, 10)
    told.note("p", position("p"), s(1))
    told.note("p", bare(margin=btc("1")), s(5))
    told.note("p", bare(entry_price=Price("2")), s(7))
    assert [told.at("p", name) for name in ("size", "margin", "entry_price", "leverage")] == [s(1), s(5), s(7), None]


def test_what_was_told_and_could_not_be_read_was_told_all_the_same() -> None:
    told = ToldFields(OrderUpdate, 10)
    told.note("o", OrderUpdate("o", GOLD, "odd", unread=("size",)), s(3))
    assert (told.at("o", "size"), told.at("o", "executed")) == (s(3), None)


def test_an_answer_asked_for_before_a_report_makes_nothing_older() -> None:
    told = ToldFields(PositionUpdate, 10)
    told.note("p", bare(margin=btc("1")), s(5))
    told.note("p", position("p"), s(2))
    told.note("p", bare(margin=btc("1"), leverage=btc("1")), s(3))
    assert (told.at("p", "margin"), told.at("p", "leverage"), told.at("p", "size")) == (s(5), s(3), s(2))


def test_of_more_things_than_are_kept_those_told_of_last_are() -> None:
    told = ToldFields(PositionUpdate, 2)
    for number, key in enumerate(("a", "b", "a", "c")):
        told.note(key, position(key), s(number))
    assert [told.at(key, "size") for key in "abc"] == [s(2), None, s(3)]


def test_in_any_order_of_reports_the_ages_are_those_of_a_plain_record() -> None:
    random, names = Random(7), [name for name, default in DEFAULTS.items() if default is None]
    for _ in range(50):
        told, plain = ToldFields(PositionUpdate, 10), dict.fromkeys(names, -1)
        for _ in range(30):
            at, some = random.randrange(100), random.sample(names, random.randrange(1, 5))
            told.note("p", bare(**dict.fromkeys(some, btc("1"))), at)
            plain.update({name: max(at, plain[name]) for name in some})
        assert {name: told.at("p", name) for name in names} == {n: None if at < 0 else at for n, at in plain.items()}
