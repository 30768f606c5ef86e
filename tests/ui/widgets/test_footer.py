"""The footer: whole pairs of key and label that stand still, a place for notices, help and quit at the end."""

from __future__ import annotations

import pytest

from roxom_tui.ui.actions import ACTIONS, BY_ID, Context
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.lines import Role, width_of
from roxom_tui.ui.widgets.footer import FooterKeys, Said, footer_line
from tests.support.screen_host import rebound

FILL = "US500-BTC: sell 1.54 filled at 0.00680030 BTC (and 1 more: i)"
TOGGLES = [action.id for action in ACTIONS if action.undo is not None]


def text(
    width: int,
    notice: Said | None = None,
    context: Context = Context.BOOK,
    in_force: tuple[str, ...] = (),
    keymap: Keymap = DEFAULT_KEYMAP,
) -> str:
    line = footer_line(FooterKeys(keymap, context, in_force), notice, width)
    assert width_of(line) == width
    return "".join(span.text for span in line)


def said(words: str, severity: str = "info") -> Said:
    return Said(words, severity)


def test_the_keys_of_the_place_come_first_and_help_and_quit_stand_at_the_end() -> None:
    assert text(80).startswith(" + Coarser   - Finer   Space Pause ")
    assert text(80).endswith("? Help   q Quit ")


@pytest.mark.parametrize("width", range(1, 240, 7))
def test_no_pair_of_key_and_label_is_cut(width: int) -> None:
    pairs = {f"{DEFAULT_KEYMAP.key_label(action.id)} {action.label}" for action in ACTIONS if action.in_footer}
    assert {pair.strip() for pair in text(width).split("  ")} <= {*pairs, ""}


@pytest.mark.parametrize("context", Context)
@pytest.mark.parametrize("width", [*range(1, 60), 80, 100, 120, 160, 200, 300])
def test_a_notice_of_any_length_moves_no_key_and_takes_none_away(width: int, context: Context) -> None:
    bare = text(width, None, context)
    for length in (1, 5, 20, 40, 80, 400):
        line = text(width, said("fill " * (length // 5) + "x" * (length % 5)), context)
        assert [(i, sign) for i, sign in enumerate(bare) if sign != " " and line[i] != sign] == []


@pytest.mark.parametrize("width", range(8, 300))
def test_help_stays_whatever_is_said_and_quit_wherever_there_is_room_for_it(width: int) -> None:
    for notice in (None, said(FILL), said("no reply " * 40, "error")):
        assert text(width, notice).endswith("? Help   q Quit " if width > 40 else "? Help ")


def test_a_notice_that_is_too_long_ends_in_an_ellipsis_and_never_in_half_a_number() -> None:
    assert "  US500-BTC: sell 1.54…  ? Help   q Quit " in text(80, said(FILL))
    assert f"  {FILL}  ? Help" in text(220, said(FILL))


def test_what_has_a_shorter_form_is_not_cut() -> None:
    cause = Said("book: others move · resubscribing in 5 s", "", ("book: others move",))
    assert "book: others move  ? Help" in text(80, cause)
    assert "resubscribing in 5 s" in text(120, cause)


def test_its_severity_is_its_colour_and_an_error_is_told_whole_where_the_line_has_room() -> None:
    error = said("the exchange closed the connection: 1011, and says why", "error")
    line = footer_line(FooterKeys(DEFAULT_KEYMAP, Context.BOOK), error, 80)
    assert error.text in text(80, error)
    assert "Coarser" not in text(80, error), "it covers all keys of the place rather than some of them"
    assert Role.ERROR in {span.role for span in line}
    assert "Coarser" in text(200, error)


@pytest.mark.parametrize("context", [Context.BOOK, Context.ORDERS, Context.CHART])
@pytest.mark.parametrize("width", [80, 120, 200, 300])
def test_a_label_that_flips_moves_none_of_the_others(width: int, context: Context) -> None:
    bare, flipped = text(width, None, context), text(width, None, context, tuple(TOGGLES))
    pairs = [f" {DEFAULT_KEYMAP.key_label(action.id)} {action.label} " for action in ACTIONS if action.undo is None]
    places = {pair: bare.index(pair) for pair in pairs if pair in bare}
    assert len(places) > len(("help", "quit"))
    assert {pair: flipped.find(pair) for pair in places} == places


@pytest.mark.parametrize(
    ("context", "words"),
    [
        (Context.BOOK, ("Space Resume", "z Restore", "b Show account")),
        (Context.ORDERS, ("f Orders", "z Restore", "b Show account")),
        (Context.CHART, ("Space Resume", "H Free scale", "z Restore", "b Show account")),
    ],
)
def test_what_is_in_force_is_named_by_what_takes_it_back(context: Context, words: tuple[str, ...]) -> None:
    flipped = text(400, None, context, tuple(TOGGLES))
    assert [pair for pair in words if f" {pair} " not in flipped] == []
    undone = {BY_ID[name].words([name]).label for name in TOGGLES}
    assert undone == {"Resume", "Restore", "Show account", "Orders", "Free scale"}


def test_a_key_that_was_rebound_is_named_as_it_is_now() -> None:
    assert text(120, None, Context.GLOBAL, keymap=rebound(quit="f10")).endswith("? Help   F10 Quit ")


def test_what_answers_a_trouble_is_named_first_and_once() -> None:
    line = footer_line(FooterKeys(DEFAULT_KEYMAP, Context.BOOK, helpful=("resync", "connection")), None, 120)
    words = "".join(span.text for span in line)
    assert words.startswith(" r Refresh   i Why ")
    assert words.count("i ") == words.count(" i Why") == 1


def unseen(width: int, notice: Said | None, *forms: str) -> str:
    keys = FooterKeys(DEFAULT_KEYMAP, Context.BOOK, helpful=("connection",), unseen=forms)
    line = footer_line(keys, notice, width)
    assert width_of(line) == width
    return "".join(span.text for span in line)


def test_why_something_out_of_sight_is_not_well_has_the_place_of_the_keys_beside_any_notice() -> None:
    forms = ("orders STALE: requesting the list · requested", "orders STALE: requesting")
    assert f"i Why   {forms[0]}" in unseen(80, None, *forms)
    beside = unseen(80, said("GOLD-BTC: sell 0.09 filled at 0.04310400 BTC"), *forms)
    assert forms[1] in beside
    assert "GOLD-BTC: sell 0.09" in beside


def test_of_an_error_that_is_too_long_the_end_is_not_cut() -> None:
    line = text(80, said("the first of it " + "and more of it " * 8 + "and what comes of it", "error"))
    assert "the first of it" in line
    assert "what comes of it  ? Help" in line


def test_a_notice_says_less_before_it_is_cut() -> None:
    notice = Said("US500-BTC: buy 2.06 filled at 0.00680140 BTC", "info", ("US500 buy 2.06 filled",))
    assert "  US500 buy 2.06 filled  ? Help" in text(80, notice)


def test_what_ends_a_state_is_told_where_only_keys_that_do_not_answer_it_are_in_the_way() -> None:
    forms = ("level1: no data, others move · resubscribing in 3 s", "level1: no data · resubscribing in 3 s")
    notice = Said(forms[0], "", (*forms[1:], "level1: no data"), needs=len(forms[1]))
    keys = FooterKeys(DEFAULT_KEYMAP, Context.BOOK, helpful=("connection",))
    for width, words in ((70, forms[1]), (80, forms[1]), (120, forms[1]), (160, forms[0])):
        line = "".join(span.text for span in footer_line(keys, notice, width))
        assert line.startswith(" i Why ")
        assert words in line
        assert ("Space Pause" in line) is (width >= 120)


def test_keys_that_answer_a_cause_stay_however_much_room_that_needs() -> None:
    notice = Said("ticker, book, level1, US500-BTC: no data · resubscribing in 4 s", "", ("STALE: no data",), needs=63)
    keys = FooterKeys(DEFAULT_KEYMAP, Context.BOOK, helpful=("resync", "connection"))
    line = "".join(span.text for span in footer_line(keys, notice, 80))
    assert line.startswith(" r Refresh   i Why ")
    assert "STALE: no data" in line
