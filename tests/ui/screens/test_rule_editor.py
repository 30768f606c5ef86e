"""Typing a rule: the slip with its place, or how the rule is understood."""

from __future__ import annotations

import pytest

from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.rule import Rule
from roxom_tui.alerts.tokens import Slip
from roxom_tui.ui.screens.rule_editor import EXAMPLES, MayName, RuleEditor, meaning, meaning_lines, slip_lines
from tests.support.screen_host import BoxHost, on_screen


async def test_a_slip_is_marked_under_its_place_and_the_rule_is_answered_as_it_is_written() -> None:
    app = BoxHost()
    answers: list[str | None] = []
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(RuleEditor("GOLD-BTC lst > 1", MayName(["GOLD-BTC"])), answers.append)
        await pilot.pause()
        rows = on_screen(app)
        typed = next(number for number, line in enumerate(rows) if "lst > 1" in line)
        mark = next(line for line in rows[typed:] if "^" in line)
        assert mark.index("^") == rows[typed].index("lst")
        assert any("did you mean last?" in line for line in rows)
        await pilot.press("enter")
        assert answers == []
        await pilot.press(*["left"] * 6, "a", "enter")
        assert answers == ["GOLD-BTC last > 1"]


def test_a_place_that_is_out_of_sight_has_no_mark() -> None:
    assert slip_lines(Slip(100, "x"), 40)[0] == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("last > 1", "a condition · told once a stretch · on the screen · notify"),
        ("last > 1 every 5m -> bell", "a condition · told again while it holds · on the screen · bell"),
        ("last crosses up 1", "an event · told once · on the screen · notify"),
        ("last crosses up 1 every 5m", "an event · told each time · on the screen · notify"),
        ("print(buy) > 5", "an event · told each time · on the screen · notify"),
        ("order is filled", "an event · told each time · on the screen · notify"),
        ("last > 1 once -> hook:x", "a condition · told once · on the screen · hook:x"),
    ],
)
def test_how_a_rule_is_understood_is_told(text: str, words: str) -> None:
    rule = parse(f"GOLD-BTC {text}")
    assert isinstance(rule, Rule)
    assert meaning(rule, rule.ways or ("notify",)) == words


def test_of_the_demo_it_is_said_that_nothing_goes_out() -> None:
    rule = parse("GOLD-BTC last > 1 -> bell")
    assert isinstance(rule, Rule)
    said = [
        "".join(span.text for line in meaning_lines(rule, 90, goes_out=out) for span in line) for out in (True, False)
    ]
    assert said[0].endswith("bell")
    assert said[1].endswith("the demo sends nothing out")


def test_every_example_can_be_read() -> None:
    for example, _ in EXAMPLES:
        text = example.replace("...", "last > 1")
        assert isinstance(parse(f"GOLD-BTC {text}"), Rule), example
