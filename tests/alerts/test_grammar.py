"""A rule is read, or the place is named where it cannot be, with what was expected and the word that was meant."""

from __future__ import annotations

from random import Random

import pytest

from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.rule import FIGURES, Rule, Takes
from roxom_tui.alerts.tokens import LONGEST_RULE, Slip

RULES = (
    'GOLD-BTC last > 0.0431 for 5s every 5m rearm 0.1 % -> notify, bell, hook:desk "gold above the range"',
    "US500-BTC mark <= 0.5",
    "GOLD-BTC index crosses up 4310000 sats every 1h",
    "GOLD-BTC bid >= 0.0431 once",
    "GOLD-BTC ask crosses down 0.0431 rearm 0.0001",
    "GOLD-BTC mid < 0.0431 until 18:00",
    "GOLD-BTC spread_bp > 4 for 1m",
    "GOLD-BTC funding > 0.01 % until 2026-12-01T18:00",
    "GOLD-BTC oi < 500",
    "GOLD-BTC move(5m) < -1.5 %",
    "GOLD-BTC size@0.04312000 < 2",
    "GOLD-BTC pnl < -20000 sats",
    "GOLD-BTC pnl > 0.002 btc rearm 10 %",
    "GOLD-BTC liq_distance < 5 % rearm 1 %",
    "GOLD-BTC margin_ratio > 80 %",
    "order is filled",
    "GOLD-BTC order is partly_filled every 10s -> bell",
    "GOLD-BTC state(book) is not live for 30s",
    "state(account) is stale",
    "GOLD-BTC age(trades) > 90 s",
    "GOLD-BTC imbalance > 0.4 for 10s rearm 0.2",
    "GOLD-BTC ofi < -1.5",
    "GOLD-BTC volume(1m) > 3 x",
    "GOLD-BTC volume(5m) > 120",
    "GOLD-BTC print(buy) >= 10 every 10s",
)


@pytest.mark.parametrize("text", RULES)
def test_a_rule_is_read_and_written_again_as_it_was(text: str) -> None:
    rule = parse(text)
    assert isinstance(rule, Rule)
    assert rule.text == text
    assert parse(rule.text) == rule


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        ("gold-btc LAST above .0431", "GOLD-BTC last > 0.0431"),
        ("GOLD-BTC last over 0.0431", "GOLD-BTC last > 0.0431"),
        ("GOLD-BTC last below 0.0431", "GOLD-BTC last < 0.0431"),
        ("GOLD-BTC last crosses under 0.0431 btc", "GOLD-BTC last crosses down 0.0431"),
        ("GOLD-BTC liq_distance<5%rearm 1%", "GOLD-BTC liq_distance < 5 % rearm 1 %"),
        ("GOLD-BTC last > 1 for 5 min", "GOLD-BTC last > 1 for 5m"),
        ("GOLD-BTC move(300s) > 1%", "GOLD-BTC move(5m) > 1 %"),
        ("GOLD-BTC last > 1 until 2026-12-01 18:00", "GOLD-BTC last > 1 until 2026-12-01T18:00"),
        ("GOLD-BTC last > 1 once for 5s", "GOLD-BTC last > 1 for 5s once"),
    ],
)
def test_other_words_for_the_same_are_understood(spoken: str, text: str) -> None:
    rule = parse(spoken)
    assert isinstance(rule, Rule)
    assert rule.text == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "column 1: expected a symbol such as GOLD-BTC, or order, but the rule ends here"),
        ("GOLD-BTC lst > 3", "column 10: expected a figure such as last, not lst; did you mean last?"),
        ("last > 3", "column 1: expected a symbol such as GOLD-BTC before last, not last"),
        ("GOLD-BTC last", "column 14: expected one of > < >= <= crosses, but the rule ends here"),
        ("GOLD-BTC last is 3", "column 15: expected one of > < >= <= crosses, not is"),
        ("GOLD-BTC last crosses 3", "column 23: expected up or down, not 3"),
        ("GOLD-BTC last > much", "column 17: expected a price such as 0.0431, or with sats, not much"),
        (
            "GOLD-BTC pnl < -20000",
            "column 22: expected an amount with its unit, such as -20000 sats or 0.001 btc, but the rule ends here",
        ),
        ("GOLD-BTC liq_distance < 5", "column 26: expected a percentage such as 5 %, but the rule ends here"),
        (
            "GOLD-BTC last > 1 fro 5s",
            "column 19: expected for, every, rearm, once, until, -> or words in quotation marks, not fro;"
            " did you mean for?",
        ),
        ("GOLD-BTC last > 1 for 5", "column 23: expected a length of time such as 30s, 5m or 1h, not 5"),
        (
            "GOLD-BTC last > 1 for 8d",
            "column 23: expected a length of time of more than nothing and at most 7d, not 8d",
        ),
        ("GOLD-BTC last > 1 -> bel", "column 22: expected notify, bell or hook:NAME, not bel; did you mean bell?"),
        ('GOLD-BTC last > 1 "x', 'column 21: expected a closing ", but the rule ends here'),
        ("GOLD-BTC move > 1%", "column 10: expected a length of time such as 5m in brackets, not move"),
        ("GOLD-BTC move(5m > 1%", "column 17: expected a closing ), but the rule ends here"),
        ("GOLD-BTC last(5m) > 1", "column 10: expected a figure that takes nothing in brackets, not last(5m)"),
        ("GOLD-BTC size@x > 1", "column 10: expected a price such as 0.0431, not size@x"),
        (
            "GOLD-BTC state(bok) is live",
            "column 10: expected one of book, quote, trades, ticker, account in brackets, not bok; did you mean book?",
        ),
        ("state(book) is live", "column 1: expected a symbol such as GOLD-BTC before state, not state(book)"),
        (
            "order is filed",
            "column 10: expected one of filled, partly_filled, cancelled, rejected, any, not filed;"
            " did you mean filled?",
        ),
        (
            "order is filled for 5s",
            "column 17: expected every, once, until, -> or words in quotation marks, not for",
        ),
        ("GOLD-BTC print(by) > 1", "column 10: expected buy or sell in brackets, not by; did you mean buy?"),
        ("GOLD-BTC print(buy) < 1", "column 21: expected one of > >=, not <"),
        (
            "GOLD-BTC print(buy) > 1 for 5s",
            "column 25: expected every, once, until, -> or words in quotation marks, not for",
        ),
        ("GOLD-BTC volume(1h) > 3x", "column 10: expected a length of time of at most 15m in brackets, not volume(1h)"),
        ("GOLD-BTC last > 1 rearm 0", "column 25: expected how far it must go back, more than nothing, not 0"),
        (
            "GOLD-BTC last > 1 until 25:00",
            "column 25: expected a time (UTC) such as 18:00 or 2026-01-31 18:00, not 25:00",
        ),
    ],
)
def test_a_slip_is_told_with_its_place_what_was_expected_and_the_word_that_was_meant(text: str, sentence: str) -> None:
    slip = parse(text)
    assert isinstance(slip, Slip)
    assert slip.sentence == sentence


def test_only_symbols_and_hooks_that_are_known_are_taken_where_they_are() -> None:
    slip = parse("GLOD-BTC last > 1", ["GOLD-BTC", "OIL-BTC"])
    assert isinstance(slip, Slip)
    assert slip.near == "GOLD-BTC"
    slip = parse("GOLD-BTC last > 1 -> hook:dsk", [], ["desk"])
    assert isinstance(slip, Slip)
    assert slip.near == "hook:desk"
    assert isinstance(parse("GOLD-BTC last > 1 -> hook:desk", ["GOLD-BTC"], ["desk"]), Rule)


def test_characters_that_cannot_be_seen_are_refused_and_not_repeated() -> None:
    slip = parse('GOLD-BTC last > 1 "\x1b[2J"')
    assert isinstance(slip, Slip)
    assert slip.column == 20
    assert slip.sentence.isprintable()


def test_a_rule_that_is_too_long_is_refused() -> None:
    assert isinstance(parse("x" * (LONGEST_RULE + 1)), Slip)


def test_every_figure_of_the_table_can_be_written() -> None:
    forms = {
        Takes.NOTHING: "{}",
        Takes.TIME: "{}(5m)",
        Takes.PRICE: "{}@1",
        Takes.CHANNEL: "{}(book)",
        Takes.SIDE: "{}(buy)",
    }
    for figure, traits in FIGURES.items():
        found = parse(f"GOLD-BTC {forms[traits.takes].format(figure.value)}")
        assert isinstance(found, Slip)
        assert found.found == "", figure


def test_whatever_is_typed_is_a_rule_or_one_sentence_with_a_place() -> None:
    random = Random(11)
    for _ in range(10_000):
        text = mutated(random.choice(RULES), random)
        found = parse(text, ["GOLD-BTC", "US500-BTC"], ["desk"])
        if isinstance(found, Slip):
            assert 1 <= found.column <= len(text) + 2, text
            assert found.sentence.isprintable()
            assert len(found.sentence) < 300
        else:
            assert parse(found.text) == found


def mutated(text: str, random: Random) -> str:
    """The text with a few letters lost, doubled, exchanged, or of another rule."""
    letters = list(text)
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(letters) + 1)
        match random.randrange(4):
            case 0:
                del letters[at : at + random.randrange(1, 4)]
            case 1:
                letters[at:at] = random.choice(['"', "(", ")", "@", "->", " ", "%", "\x07", "é", "-", "9", ",", ":"])
            case 2:
                letters[at:at] = random.choice(RULES)[: random.randrange(1, 12)]
            case _:
                letters[at : at + 2] = reversed(letters[at : at + 2])
    return "".join(letters)
