"""How a reader deep inside a message says that it cannot believe it."""

from __future__ import annotations

from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.refusal import missing, shown, wrong_type


def test_a_refusal_names_the_fields_it_was_found_in_from_the_outermost() -> None:
    refusal = missing("price").inside("bid").inside("data")
    assert (refusal.reason, refusal.detail) == (RejectReason.MISSING_FIELD, "data: bid: price")


def test_a_wrong_type_is_told_by_its_name_and_never_by_its_value() -> None:
    refusal = wrong_type("bids", {"a": "secret"})
    assert (refusal.reason, refusal.detail) == (RejectReason.WRONG_TYPE, "bids is a dict")


def test_only_the_beginning_of_a_text_is_shown_and_of_anything_else_its_type() -> None:
    assert shown("x" * 100) == repr("x" * 40)
    assert shown(["deep"]) == "a list"
