from __future__ import annotations

import json
from pathlib import Path

import pytest

from roxom_tui.commands.snapshot import streams_for, text_lines, wanted_parts
from roxom_tui.model.channels import ACCOUNT_LISTS
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Symbol
from roxom_tui.model.values import replace
from roxom_tui.words.snapshots import MARKET, PARTS, as_data
from tests.recording.made import WALL
from tests.recording.sample import FILE
from tests.support.program import one_sentence, run
from tests.support.sample_screens import NOW, board


def test_the_parts_asked_for_and_without_a_word_the_markets() -> None:
    assert wanted_parts(None) == MARKET
    assert wanted_parts("book, positions,book") == ("book", "positions")
    for wrong in ("", "boook", "book,nothing"):
        with pytest.raises(UsageError):
            wanted_parts(wrong)


def test_the_account_is_followed_only_for_its_parts() -> None:
    gold, oil = Symbol("GOLD-BTC"), Symbol("OIL-BTC")
    assert not set(ACCOUNT_LISTS) & set(streams_for(MARKET, gold, (gold, oil)))
    assert set(ACCOUNT_LISTS) <= set(streams_for(("orders",), gold, (gold, oil)))


def test_what_is_so_now_is_told_once_and_ends_with_0(tmp_path: Path) -> None:
    ran = run(tmp_path, "snapshot", "--symbol", "GOLD-BTC", "--depth", "2", "--wait", "15s")
    told = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert (told["sound"], told["replay"], told["symbol"]) == (True, False, "GOLD-BTC")
    assert [len(told["book"][side]) for side in ("bids", "asks")] == [2, 2]
    assert told["ticker"]["last"]["state"] in ("LIVE", "QUIET")


def test_of_a_recording_it_is_what_was_so_then_and_marked(tmp_path: Path) -> None:
    ran = run(tmp_path, "snapshot", str(FILE), "--at", "25%", "--only", "book,positions", "--json")
    told = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert (told["replay"], told["environment"], told["book"]["state"]) == (True, "replay", "SOUND")
    assert "LIVE" not in ran.stdout


def test_of_a_recording_without_a_moment_it_is_how_things_stood_before_it_was_left(tmp_path: Path) -> None:
    ran = run(tmp_path, "snapshot", str(FILE), "--json")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["connection"]["phase"] == "CONNECTED"


def test_what_is_not_sound_is_told_with_its_state_and_ends_with_5(tmp_path: Path) -> None:
    ran = run(tmp_path, "snapshot", str(FILE), "--at", "+36s", "--text")
    assert ran.returncode == 5
    assert "book  DOWN" in ran.stdout
    assert "?0.0431" in ran.stdout
    assert "not sound: book, quote, ticker, trades" in ran.stderr


@pytest.mark.parametrize("at", ["23:59", "+10h", "300%", "14:19"])
def test_a_moment_that_the_recording_does_not_hold_is_refused_with_what_it_holds(at: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "snapshot", str(FILE), "--at", at, "--text", "--only", "ticker")
    assert ran.returncode == 2
    assert "which holds 2026-01-01 14:20:00 to 2026-01-01 14:21:02 UTC, 01:02" in one_sentence(ran)


def test_a_moment_of_no_recording_is_refused(tmp_path: Path) -> None:
    ran = run(tmp_path, "snapshot", "--at", "12:03")
    assert ran.returncode == 2
    assert "--at is a moment of a recording" in one_sentence(ran)


def test_for_a_person_every_figure_of_a_row_has_its_name_and_times_are_times() -> None:
    picture = board()
    trade = replace(picture.tape.rows[0], exchange_at=WALL + 5 * SECOND)
    orders = replace(picture.orders, since_connect=True)
    picture = replace(picture, tape=replace(picture.tape, rows=(trade,)), orders=orders)
    lines = list(text_lines(as_data(picture, PARTS, 5, NOW)))
    (told,) = (line for line in lines if line.startswith("  trade "))
    assert "  at 2026-09-21 14:13:25 UTC  price " in f" {told}"
    assert sum("not the whole list" in line for line in lines) == 1
    position = next(line for line in lines if line.startswith("  position "))
    for name in ("symbol", "side", "size", "entry", "mark", "pnl", "liquidation"):
        assert f" {name} " in position
    assert all(" trigger " in line for line in lines if line.startswith("  order "))
    assert any(line.startswith("  bid            price ") and line.endswith("vouched yes") for line in lines)
    assert any(line.startswith("  bid size ") for line in lines)
