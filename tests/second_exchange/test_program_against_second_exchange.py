"""The program itself, run against the second exchange in several of its habits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from roxom_tui.model.durations import SECOND
from tests.support.second_exchange.conventions import (
    Acknowledging,
    Conventions,
    Deltas,
    RestBody,
    RestShape,
    SuccessCode,
    Untouched,
)
from tests.support.second_exchange.faults import Refusal
from tests.support.second_exchange.happenings import Side
from tests.support.second_exchange.server import Exchange
from tests.support.second_exchange.thread import ExchangeThread
from tests.support.terminal import clean_environment

PATIENCE = 100.0
TOP = Path(__file__).parents[2]

DEFAULTS = Conventions(levels=5000, rest_body=RestBody.GZIP)
ANOTHER = Conventions(
    acknowledging=Acknowledging.ARGS,
    success_code=SuccessCode.MISSING,
    deltas=Deltas.SIGNED,
    untouched=Untouched.NULL,
    trades_in_array=True,
    negative_shorts=True,
    rest_shape=RestShape.OLD,
    rest_body=RestBody.BOM,
    whole_positions=True,
    short_orders=True,
    trailing_zeros=False,
)
A_THIRD = Conventions(
    acknowledging=Acknowledging.INST_ID,
    success_code=SuccessCode.TEXT,
    acknowledged_after=1.0,
    untouched=Untouched.EMPTY,
    trade_numbers=False,
    ticker_in_sats=True,
    nested_account_type=True,
    single_position_object=True,
    account_channel=False,
    levels=30,
)


@contextmanager
def exchange(folder: Path, conventions: Conventions, rate: float = 300) -> Iterator[ExchangeThread]:
    with ExchangeThread(folder / "key.pem", conventions, rate=rate) as running:
        config = folder / "config.toml"
        config.write_text(running.profile())
        config.chmod(0o600)
        yield running


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "roxom_tui", *arguments, "--config", str(folder / "config.toml")],
        env=clean_environment(folder, {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def steps(ran: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("conventions", [DEFAULTS, ANOTHER, A_THIRD], ids=["defaults", "another", "a third"])
def test_check_finds_everything_well(tmp_path: Path, conventions: Conventions) -> None:
    with exchange(tmp_path, conventions):
        ran = run(tmp_path, "check", "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    facts = steps(ran)[-1]["facts"]
    assert facts["verdict"]["true"] is True
    assert facts["checks"]["depth_format"].startswith(conventions.deltas.value)
    assert [facts["checks"][name] for name in ("rejected", "resyncs", "reconnects")] == [0, 0, 0]


def gold_at(exchange: Exchange, moment: int) -> dict[Side, dict[Decimal, Decimal]]:
    return exchange.venue.book("GOLD-BTC", moment)


def test_a_stream_of_quotes_tells_what_was_true(tmp_path: Path) -> None:
    with exchange(tmp_path, DEFAULTS) as running:
        ran = run(tmp_path, "stream", "--channel", "level1", "--symbol", "GOLD-BTC", "--count", "40")
        assert ran.returncode == 0, ran.stderr
        for quote in steps(ran):
            true = running.do(partial(gold_at, moment=quote["exchange_at"]))
            for side, best in ((Side.BID, max), (Side.ASK, min)):
                price = best(true[side])
                told = quote[side.value]
                assert (Decimal(told["price"]), Decimal(told["size"])) == (price, true[side][price])


class Lately(NamedTuple):
    """What was true of gold at some moment of the last seconds: ten levels a side, best prices, lasts and marks."""

    books: list[dict[Side, list[tuple[Decimal, Decimal]]]]
    quotes: set[tuple[Decimal, Decimal]]
    lasts: set[Decimal | None]
    """None before the first trade."""
    marks: set[Decimal]


def lately(exchange: Exchange, seconds: int = 8) -> Lately:
    floor, until = exchange.venue.floors["GOLD-BTC"], exchange.venue.now
    since, price = until - seconds * SECOND, floor.instrument.price
    quotes = floor.truth.quotes("GOLD-BTC", since, until)
    tickers = floor.truth.tickers(since, until)
    lasts = (*(one.last for one in tickers), *(trade.price for trade in floor.truth.trades(since, until)))
    books = [gold_at(exchange, quote.time) for quote in quotes]
    return Lately(
        [{side: sorted(book[side].items(), reverse=side is Side.BID)[:10] for side in Side} for book in books],
        {(price(quote.bid[0]), price(quote.ask[0])) for quote in quotes if quote.bid and quote.ask},
        {None if last is None else price(last) for last in lasts},
        {one.mark for one in tickers},
    )


def decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None and text != "--" else None


FEW_LEVELS = [replace(one, levels=100) for one in (DEFAULTS, ANOTHER)]


@pytest.mark.parametrize("conventions", FEW_LEVELS, ids=["defaults", "another"])
def test_a_snapshot_tells_a_book_and_prices_that_were_so_at_one_moment(
    tmp_path: Path, conventions: Conventions
) -> None:
    with exchange(tmp_path, conventions) as running:
        ran = run(
            tmp_path, "snapshot", "--symbol", "GOLD-BTC", "--only", "book,ticker", "--depth", "10", "--wait", "30s"
        )
        true = running.do(lately)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(ran.stdout)
    book = {
        side: [(Decimal(row["price"]["value"]), Decimal(row["size"]["value"])) for row in told["book"][f"{side}s"]]
        for side in Side
    }
    assert book in true.books
    assert (Decimal(told["quote"]["bid"]["value"]), Decimal(told["quote"]["ask"]["value"])) in true.quotes
    assert decimal(told["ticker"]["last"]["value"]) in true.lasts
    assert Decimal(told["ticker"]["mark"]["value"]) in true.marks
    assert {told[part]["state"] for part in ("book", "quote")} <= {"LIVE", "QUIET"}


@pytest.mark.parametrize("conventions", [DEFAULTS, ANOTHER], ids=["defaults", "another"])
def test_a_line_for_a_status_bar_tells_prices_that_were_so(tmp_path: Path, conventions: Conventions) -> None:
    template = "{last} {bid} {ask} {spread} {mark} {state}"
    with exchange(tmp_path, replace(conventions, levels=100)) as running:
        ran = run(tmp_path, "statusline", "--symbol", "GOLD-BTC", "--template", template, "--wait", "30s")
        true = running.do(lately)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    *prices, state = ran.stdout.split()
    last, bid, ask, spread, mark = map(decimal, prices)
    assert state in ("LIVE", "QUIET")
    assert (bid, ask, spread) in {(bid, ask, ask - bid) for bid, ask in true.quotes}
    assert last in true.lasts
    assert mark in true.marks


def test_a_refused_key_is_told_as_such(tmp_path: Path) -> None:
    with exchange(tmp_path, DEFAULTS) as running:
        running.do(lambda one: one.refuse(Refusal.JSON_401))
        ran = run(tmp_path, "check")
    assert ran.returncode == 4, ran.stdout + ran.stderr


def test_the_exchange_run_alone_prints_a_profile_that_opens_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.support.second_exchange", "--rate", "200", "--set", "deltas=signed"]
    places = ["--key-file", str(tmp_path / "key.pem"), "--config", str(tmp_path / "config.toml")]
    with subprocess.Popen([*command, *places], cwd=TOP, stdout=subprocess.PIPE, text=True) as alone:
        try:
            assert alone.stdout is not None
            # What is printed last says that the config file stands.
            while "symbols" not in alone.stdout.readline():
                assert alone.poll() is None
            ran = run(tmp_path, "stream", "--channel", "depth", "--symbol", "GOLD-BTC", "--count", "3")
        finally:
            alone.terminate()
    assert ran.returncode == 0, ran.stderr
    assert [one["symbol"] for one in steps(ran)] == ["GOLD-BTC"] * 3
