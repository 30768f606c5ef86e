"""Each fault has its list of true causes, no list allows what is never seen, and what is untrue is found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Resync
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.bench import Bench, Setting
from tests.faults.cause_judge import CauseJudge
from tests.faults.cause_places import PLACES
from tests.faults.causes import BEGINNING, CUT, ON_OTHER_DAYS, TRUE_OF, Truth
from tests.faults.fault import parse_stream
from tests.faults.hooks import DEPTH, change, delta_of, lose
from tests.faults.judgement import problems
from tests.faults.registry import FAULTS
from tests.faults.stories import play


def test_each_fault_has_its_causes_and_each_cause_its_place() -> None:
    assert [fault.name for fault in FAULTS] == list(TRUE_OF)
    assert set(PLACES) == set(Cause)


# What is untrue is found: a board is changed before the judge sees it


Tamper = Callable[[ScreenSnapshot, int], ScreenSnapshot]


def judged(tamper: Tamper, truths: tuple[Truth, ...] = (), *, cut: bool = False) -> list[str]:
    """What the judge says of the last looks of some seconds of ordinary life, had the boards been such."""
    bench = Bench(Setting(seed=3))
    judge = CauseJudge(bench, truths)
    look, bench.watchers[:] = bench.watchers[0], []

    def watch(board: ScreenSnapshot, now: int) -> None:
        look(tamper(board, now) if judge.has_begun else board, now)

    bench.watchers.append(watch)

    async def story(bench: Bench) -> None:
        await asyncio.sleep(6)
        assert judge.untrue == {}
        judge.mark()
        if cut:
            bench.network.close_all(None)
        await asyncio.sleep(3)

    bench.play(story)
    return list(judge.untrue)


def shown(part: str, state: PanelState, reason: Reason | None, since: float | None = 0.0) -> Tamper:
    """A part of the board is in that state from the fault on; `since` is seconds before or, negative, after a look."""
    began: list[int] = []

    def tamper(board: ScreenSnapshot, now: int) -> ScreenSnapshot:
        began[:] = began or [now]
        view = getattr(board, part)
        begins = None if since is None else began[0] - round(since * SECOND)
        fresh = Freshness(state, reason, view.freshness.data_at, now + SECOND, since=begins)
        changes: dict[str, Any] = {part: replace(view, freshness=fresh)}
        return replace(board, **changes)

    return tamper


def test_an_ordinary_life_and_a_cut_are_true() -> None:
    assert judged(lambda board, now: board) == []
    assert judged(lambda board, now: board, CUT, cut=True) == []


def test_what_no_list_allows_is_found() -> None:
    (found,) = judged(shown("book", PanelState.UNPROVEN, Reason(Cause.CROSSED)))
    assert found == "book UNPROVEN: crossed is not true of it: crossed: best bid above best ask"


UNTRUE: dict[str, tuple[Tamper, tuple[Truth, ...], str]] = {
    "a state without a reason": (shown("tape", PanelState.STALE, None), (), "no reason"),
    "a cause of the account in the book": (
        shown("book", PanelState.STALE, Reason(Cause.LIST_ASKED)),
        (Truth(Cause.LIST_ASKED),),
        "list_requested does not belong there",
    ),
    "a cause of another state": (
        shown("book", PanelState.STALE, Reason(Cause.CROSSED)),
        (Truth(Cause.CROSSED),),
        "crossed is no reason for that state",
    ),
    "a cause of another part": (
        shown("ticker", PanelState.UNPROVEN, Reason(Cause.UNREADABLE)),
        (Truth(Cause.UNREADABLE, ("quote",)),),
        "message_unreadable is not true of it: a message could not be read",
    ),
    "a cause in other words": (
        shown("orders", PanelState.STALE, Reason(Cause.LIST_FAILED, "HTTP 503")),
        (Truth(Cause.LIST_FAILED, words="429"),),
        "list_not_answered in other words: GET failed: HTTP 503",
    ),
    "a cause behind a true one": (
        shown("book", PanelState.RESYNC, Reason(Cause.BROKE_TOO_OFTEN, by=Reason(Cause.DELTAS_LOST))),
        (Truth(Cause.BROKE_TOO_OFTEN),),
        "deltas_lost is not true of it: updates after the snapshot were lost; rebuilding",
    ),
    "no connection while one stands": (
        shown("book", PanelState.DOWN, Reason(Cause.CONNECTION_LOST)),
        CUT,
        "connection_lost while a connection stands",
    ),
    "no data while it comes": (
        shown("orders", PanelState.STALE, Reason(Cause.NO_DATA)),
        (Truth(Cause.NO_DATA),),
        "no_data_on_any_stream, and something came",
    ),
    "a silence while data comes": (
        shown("ticker", PanelState.STALE, Reason(Cause.SILENT_ASKED)),
        (Truth(Cause.SILENT_ASKED),),
        "silent_and_asked, and data comes",
    ),
    "nothing yet though data came": (
        shown("ticker", PanelState.WAITING, Reason(Cause.NOTHING_YET)),
        (Truth(Cause.NOTHING_YET),),
        "nothing_yet, and data came",
    ),
    "a step that is past": (
        shown("orders", PanelState.STALE, Reason(Cause.LIST_FAILED, next_at=1)),
        (Truth(Cause.LIST_FAILED),),
        "list_not_answered: the next step is past",
    ),
    "a state that begins in the future": (
        shown("book", PanelState.UNPROVEN, Reason(Cause.CROSSED), since=-9),
        (Truth(Cause.CROSSED),),
        "it begins in the future",
    ),
    "a state that began before it was so": (
        shown("book", PanelState.UNPROVEN, Reason(Cause.CROSSED), since=3),
        (Truth(Cause.CROSSED),),
        "it says it began before it was so",
    ),
    "a state that always began a moment ago": (
        lambda board, now: shown("book", PanelState.UNPROVEN, Reason(Cause.CROSSED), since=0.5)(board, now),
        (Truth(Cause.CROSSED),),
        "it says it began after it was so",
    ),
    "a state of nobody knows how long": (
        shown("book", PanelState.UNPROVEN, Reason(Cause.CROSSED), since=None),
        (Truth(Cause.CROSSED),),
        "nobody says since when",
    ),
}


@pytest.mark.parametrize("what", UNTRUE)
def test_an_untrue_cause_is_found(what: str) -> None:
    tamper, truths, words = UNTRUE[what]
    assert any(words in found for found in judged(tamper, truths)), judged(tamper, truths)


def test_quotes_speak_against_a_book_from_the_loss_of_a_delta_until_it_is_rebuilt() -> None:
    tamper = shown("book", PanelState.UNPROVEN, Reason(Cause.QUOTES_DOUBTED))
    bench = Bench(Setting(seed=3))
    judge = CauseJudge(bench, (*BEGINNING, Truth(Cause.QUOTES_DOUBTED, ("book",), until_rebuilt=True)))
    look, bench.watchers[:] = bench.watchers[0], [lambda board, now: look(tamper(board, now), now)]

    async def said_untrue(seconds: float) -> bool:
        judge.untrue.clear()
        await asyncio.sleep(seconds)
        return any("book UNPROVEN: quotes_doubted is not true of it" in found for found in judge.untrue)

    async def story(bench: Bench) -> None:
        assert await said_untrue(3)
        change(delta_of(DEPTH), lose)(bench)
        await asyncio.sleep(0.5)
        assert not await said_untrue(0.5)
        bench.worker.obey(Resync(parse_stream(DEPTH)))
        assert not await said_untrue(1)
        assert await said_untrue(2)

    bench.play(story)


@pytest.mark.parametrize("name", ["delta without a side", "broken JSON instead", "two symbols in depth"])
def test_a_delta_that_cannot_be_read_costs_what_a_lost_one_does(name: str) -> None:
    fault = next(fault for fault in FAULTS if fault.name == name)
    # On this day it ended the best bid, and the next quotes tell of another.
    assert problems(fault, play(fault, 777)) == []


def test_of_answers_that_four_times_knew_less_than_the_stream_it_is_true_that_the_two_differ() -> None:
    fault = next(fault for fault in FAULTS if fault.name == "answers of the past")
    assert problems(fault, play(fault, 9101)) == []


def test_data_that_is_said_to_be_back_while_nothing_came_is_found() -> None:
    tamper = shown("ticker", PanelState.STALE, Reason(Cause.AFTER_SILENCE))
    bench = Bench(Setting(seed=3))
    judge = CauseJudge(bench, (Truth(Cause.AFTER_SILENCE, ("ticker",)), *BEGINNING))
    look, bench.watchers[:] = bench.watchers[0], [lambda board, now: look(tamper(board, now), now)]

    async def story(bench: Bench) -> None:
        await asyncio.sleep(3)
        judge.mark()
        bench.network.mute(None)
        await asyncio.sleep(2.4)

    bench.play(story)
    assert any("after_silence, and nothing came" in found for found in judge.untrue)


def test_what_is_true_on_other_days_is_of_a_fault_there_is_and_not_of_its_first_day() -> None:
    for name, truths in ON_OTHER_DAYS.items():
        assert not {truth.cause for truth in truths} <= {truth.cause for truth in TRUE_OF[name]}, name
