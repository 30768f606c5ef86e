"""The recording that the tests ship, open; and what of a picture must be the same wherever it was played from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from roxom_tui.model.status import Freshness
from roxom_tui.model.values import replace
from roxom_tui.recording.player import Player
from roxom_tui.recording.reader import Recording
from tests.recording.made import opened

FILE: Final = Path(__file__).with_name("sample.roxrec")


@contextmanager
def sample() -> Iterator[Recording]:
    """The recording."""
    yield opened(FILE.read_bytes())


def told(player: Player) -> dict[str, Any]:
    """Book, quote, ticker, account, and the state of everything, at the moment that was played to."""
    picture = player.client.picture(is_first=True)
    book, ticker = picture.book, picture.ticker
    lists = (picture.positions, picture.balances, picture.orders)
    return {
        "book": (book.bids, book.asks, book.levels_held, state(book.freshness)),
        "quote": (book.bid, book.bid_size, book.ask, book.ask_size, state(book.quote_freshness)),
        "ticker": (ticker.last, ticker.mark, ticker.index, ticker.funding_rate, ticker.open_interest),
        "states": (state(ticker.freshness), state(picture.tape.freshness)),
        "account": tuple(
            (in_order(one.rows), one.checked_at, one.since_connect, state(one.freshness)) for one in lists
        ),
        "connection": (picture.connection.phase, picture.connection.state, picture.connection.connection_number),
    }


def in_order(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """In which order they are listed depends on when somebody looked: they are not sorted anew with every tick."""
    return tuple(sorted(rows, key=repr))


def from_anywhere(player: Player) -> dict[str, Any]:
    """The same, but for what only the account's stream tells of a position, which is `--` until it tells it again."""
    found = told(player)
    (positions, *more), *others = found["account"]
    found["account"] = ((tuple(replace(row, margin_ratio=None) for row in positions), *more), *others)
    return found


def state(fresh: Freshness) -> tuple[object, ...]:
    """A state, why, and how old its data is. Since when it is so depends on when somebody looked."""
    return fresh.state, fresh.reason, fresh.data_at
