"""What of another configuration is taken over, and what is said of it."""

from __future__ import annotations

import pytest

from roxom_tui.config.problems import ConfigProblems, Problem
from roxom_tui.config.settings import NotifySettings, RecordingSettings, Settings
from roxom_tui.model.values import replace
from roxom_tui.ui.reload import LINES, Reloaded, problem_words, reloaded, standing_lines
from tests.support.unfed_screen import settings

NOW = settings()


def with_ui(**changes: object) -> Settings:
    return replace(NOW, ui=replace(NOW.ui, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "taken"),
    [
        (with_ui(theme="light", units="sats"), ("ui.units", "ui.theme")),
        (with_ui(layout="book"), ("ui.layout",)),
        (with_ui(stream_fps=9), ("ui.stream_fps",)),
        (replace(NOW, layouts={"gold": "book"}), ("layouts.gold",)),
        (replace(NOW, notify=NotifySettings("bell")), ("notify",)),
        (
            replace(NOW, profiles={**NOW.profiles, "second": replace(NOW.profiles["second"], layout="book")}),
            ("profiles.second.layout",),
        ),
    ],
)
def test_what_the_screen_alone_goes_by_is_taken_over(new: Settings, taken: tuple[str, ...]) -> None:
    assert reloaded(NOW, new) == Reloaded(new, taken, ())


@pytest.mark.parametrize(
    ("new", "later"),
    [
        (with_ui(mouse=False, max_fps=5), ("ui.max_fps", "ui.mouse")),
        (replace(NOW, keys={"quit": "Q"}, alerts=("GOLD-BTC last > 1",)), ("keys", "alerts")),
        (replace(NOW, recording=RecordingSettings(9)), ("recording",)),
        (replace(NOW, profile="second"), ("profile",)),
        (
            replace(NOW, profiles={**NOW.profiles, "second": replace(NOW.profiles["second"], ws_url=None)}),
            ("profiles.second",),
        ),
        (replace(NOW, profiles={"demo": NOW.profiles["demo"]}), ("profiles.second",)),
    ],
)
def test_what_the_feed_and_the_keys_go_by_is_named_and_left(new: Settings, later: tuple[str, ...]) -> None:
    assert reloaded(NOW, new) == Reloaded(NOW, (), later)


def test_rules_that_are_others_are_named_once_and_not_with_each_profile() -> None:
    profiles = {name: replace(one, alerts=("a",)) for name, one in NOW.profiles.items()}
    assert reloaded(NOW, replace(NOW, profiles=profiles, alerts=("a",))).later == ("alerts",)


def test_there_is_a_sentence_for_each_and_the_notice_stays_short() -> None:
    both = reloaded(NOW, replace(with_ui(theme="light"), keys={"quit": "Q"}))
    assert (both.words, both.restart_words) == (
        "config: ui.theme taken over",
        "config: keys taken over at the next start",
    )
    assert (reloaded(NOW, NOW).words, reloaded(NOW, NOW).restart_words) == ("config: nothing in it to take over", "")
    many = reloaded(NOW, replace(NOW, layouts={f"own{n}": "book" for n in range(9)}))
    assert many.words == "config: layouts.own0, layouts.own1 and 7 more taken over"


def test_a_slip_has_file_line_and_key_and_names_that_there_are_others() -> None:
    first = Problem(("ui", "theme"), "expected dark or light", 7, "/somewhere/far/config.toml")
    words = problem_words(ConfigProblems((first, first)))
    assert words.endswith(" all stays as it was: config.toml:7: ui.theme: expected dark or light (and 1 more)")


def test_a_line_that_stays_is_whole_or_cut_with_a_sign_and_fills_its_width() -> None:
    text = "config not taken over, all stays as it was: config.toml:7: ui.theme: expected dark or light"
    for width in (20, 40, 80, 120):
        lines = ["".join(span.text for span in line) for line in standing_lines(text, width)]
        assert {len(line) for line in lines} == {width}
        assert len(lines) <= LINES
        told = " ".join(" ".join(lines).replace("Esc seen", "").replace("!", "").split())
        assert told == text or told.endswith("…")
    assert standing_lines("", 80) == []
