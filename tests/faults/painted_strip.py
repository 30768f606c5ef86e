"""The figures of the ticker strip on painted frames: each under or behind its label."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.simulator.ledger import value
from tests.faults.oracle import FUNDING_EVERY, priced
from tests.faults.past import Day, Past, change_of
from tests.faults.picture import Picture, Row, figure
from tests.faults.reading import Reader, seconds_of

_LABEL: Final = re.compile(
    r"(?:LAST(?: [a-z]+)?|AS OF TRADE|TOTAL VOLUME|OPEN INTEREST|OI VALUE|TURNOVER|[A-Z]+|(?=24h))"
    r"(?: ?(?:24h|bp|BTC|sats|%)(?![a-z]))*(?: · \d+ [a-z]+ ago)?"
)


class PaintedStrip:
    """Judges the strip of one frame. `later` (ns): how long after `now`, the exchange's, it was painted."""

    def __init__(self, past: Past, reader: Reader, picture: Picture, since: int, now: int, later: int) -> None:
        self._past = past
        self._reader = reader
        self._picture = picture
        self._since = since
        self._now, self._later = now, later

    def judge(self, symbol: Symbol) -> None:
        at = self._picture.line("LAST", "BID", "ASK")
        if at is None:
            self._reader.lie(Stream(Channel.TICKER, symbol), "strip", "not in sight", ())
            return
        labels = self._picture.rows[at]
        row = labels if re.search(r"\d[.,]\d|--", labels.text) else self._picture.rows[at + 1]
        cells: defaultdict[str, Row] = defaultdict(lambda: row.part(0, 0), _under(labels, row))
        third = self._picture.rows[at + 2]
        if row is not labels and "AS OF TRADE" in third.text:
            cells.update(_under(third, third))
        self._prices(symbol, cells)
        self._rates(symbol, cells)
        self._traded(symbol, cells)

    def _prices(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        past, reader = self._past.markets[symbol], self._reader
        ticker, quote = Stream(Channel.TICKER, symbol), Stream(Channel.LEVEL1, symbol)
        figures = past.figures_since(self._since)
        tops = [priced(top, past.tick) for top in past.top.since(self._since)]
        reader.price(ticker, "strip last", cells["LAST"], past.last.since(self._since))
        reader.price(quote, "strip bid", cells["BID"], [top.bid for top in tops])
        reader.price(quote, "strip ask", cells["ASK"], [top.ask for top in tops])
        reader.price(ticker, "strip mark", cells["MARK"], [one.mark for one in figures])
        reader.price(ticker, "strip index", cells["INDEX"], [one.underlying for one in figures])

    def _rates(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        past, reader, ticker = self._past.markets[symbol], self._reader, Stream(Channel.TICKER, symbol)
        figures = past.figures_since(self._since)
        mark, index = figure(cells["MARK"]), figure(cells["INDEX"])
        if mark is not None and index:
            basis = (mark - index) / index * 10_000
            reader.near(ticker, "strip basis", cells["BASIS bp"], [basis], Decimal("0.05"))
        reader.near(
            ticker,
            "strip funding",
            cells["FUNDING %"],
            [Decimal(one.funding_e8) / 10**6 for one in figures],
            Decimal("0.00005"),
        )
        self._countdown(ticker, cells["FUNDING %"])
        open_interest = [Decimal(one.open_interest) / 100 for one in figures]
        reader.near(ticker, "strip open interest", cells["OPEN INTEREST"], open_interest)
        values = [value(one.mark, one.open_interest) for one in figures]
        for unit in ("BTC", "sats"):
            reader.price(ticker, "strip its value", cells[f"OI VALUE {unit}"], values)
        tops = [priced(top, past.tick) for top in past.top.since(self._since)]
        reader.near(
            Stream(Channel.LEVEL1, symbol), "strip spread", cells["SPREAD bp"], reader.spreads(tops), Decimal("0.05")
        )

    def _traded(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        """What came with trades: as true as the newest of them, and as old as it says."""
        days, stream, reader = days_of(self._past, symbol, self._since), Stream(Channel.TRADE, symbol), self._reader
        for label in ("CHANGE 24h %", "24h %"):
            reader.near(stream, "strip change", cells[label], [change_of(day) * 100 for day in days], Decimal("0.005"))
        reader.price(stream, "strip high", cells["HIGH 24h"], [day.figures.high for day in days])
        reader.price(stream, "strip low", cells["LOW 24h"], [day.figures.low for day in days])
        for unit in ("BTC", "sats"):
            turnovers = [day.figures.turnover for day in days]
            reader.price(stream, "strip turnover", cells[f"TURNOVER 24h {unit}"], turnovers)
        volumes = {"VOLUME 24h": "lots", "VOLUME": "since_start", "TOTAL VOLUME": "ever"}
        for label, name in volumes.items():
            true = [Decimal(getattr(day.figures, name)) / 100 for day in days]
            reader.near(stream, f"strip {label}", cells[label], true)
        found = re.search(r"(?P<age>\d+ s ago)", cells["AS OF TRADE"].text)
        if found and cells["AS OF TRADE"].group(found, "age").is_live:
            true = [Decimal(self._now + self._later - day.at) / SECOND for day in days]
            reader.near_number(stream, "strip age of the trade", Decimal(found[1].split()[0]), true, Decimal(2))

    def _countdown(self, stream: Stream, cell: Row) -> None:
        found = re.search(r"(?P<time>\d\d:\d\d:\d\d) (?:longs|shorts|none)", cell.text)
        if found and cell.group(found, "time").is_live:
            shown = seconds_of(found["time"])
            left = Decimal((FUNDING_EVERY - self._now % FUNDING_EVERY) // SECOND)
            self._reader.near_number(stream, "strip countdown", shown, [left], Decimal(2))


def days_of(past: Past, symbol: Symbol, since: int) -> list[Day]:
    """The figures of 24 hours that were true since then."""
    return [day for day in past.markets[symbol].days.since(since) if day is not None]


def painted_mark(picture: Picture, reader: Reader) -> Decimal | None:
    """The mark that the strip shows, in sats."""
    at = picture.line("LAST", "MARK")
    if at is None:
        return None
    mark = figure(_under(picture.rows[at], picture.rows[at + 1])["MARK"])
    return None if mark is None else reader.sats(str(mark))


def _under(labels: Row, row: Row) -> dict[str, Row]:
    """The cells of the strip under or behind their labels, which are the same row in the latter case."""
    found = [(one[0], one.span()) for one in _LABEL.finditer(labels.text)]
    ends = [*(begin for _, (begin, _) in found[1:]), len(row.text)]
    cells = {}
    for (label, (begin, after)), end in zip(found, ends, strict=True):
        name = label.removesuffix(" trade").removesuffix(" ticker").partition(" · ")[0]
        cells[name] = _figure_of(row.part(after if row is labels else begin, end))
    return cells


def _figure_of(cell: Row) -> Row:
    """The cell without what stands two blanks and more behind the figure: words about the strip's state."""
    figure = re.match(r" *\S+(?: \S+)*", cell.text)
    return cell if figure is None else cell.part(0, figure.end())
