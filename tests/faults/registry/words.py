"""What cannot be read, or should not be believed (client 5)."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from orjson import dumps

from roxom_tui.model.values import replace
from roxom_tui.simulator.scenarios import SCENARIOS
from tests.faults.bench import Bench, Setting
from tests.faults.fault import Fault, lost_trades, until_audit
from tests.faults.hooks import DEPTH, LEVEL1, TICKER, TRADE, all_of, beside, change, delta_of, edit, instead, of

_CUT: Final = b'{"topic":"depth.GOLD-BTC","type":"delta","da'
_BINARY: Final = b"\x00\x01\x02\xff"
_DEEP: Final = b"[" * 3000 + b"]" * 3000
_HUGE: Final = b'{"topic":"depth.GOLD-BTC","pad":"' + b"x" * (4 << 20) + b'"}'
_STRANGE: Final = b'{"topic":"candles.GOLD-BTC","type":"snapshot","createdTime":1,"data":{"symbol":"GOLD-BTC"}}'
_MYSTERY: Final = b'{"type":"mystery","data":{"weather":"fair"}}'


def _other_symbol(document: dict[str, Any]) -> None:
    document["data"]["symbol"] = "US500-BTC"


def _nulls(document: dict[str, Any]) -> None:
    document["data"] |= dict.fromkeys(("lastPrice", "markPrice", "indexPrice", "openInterest", "fundingRate"))


def _float_price(document: dict[str, Any]) -> None:
    document["data"]["bid"] = [0.1 + 0.2, 1.5]


def _without_data(document: dict[str, Any]) -> None:
    document["data"] = 7


def _exponent(document: dict[str, Any]) -> None:
    document["data"]["bid"][0] = "1e99999999"


def _strange_trade(document: dict[str, Any]) -> None:
    document["data"] = {"what": "a shape nobody documented"}


def _every_error(bench: Bench) -> None:
    for number, code in enumerate(("60014", "60015", "60016", "60017", "60018", "60019", "99999")):
        bench.later(number * 0.5, partial(_say, bench, code))


def _say(bench: Bench, code: str) -> None:
    bench.network.tell_all(dumps({"event": "error", "code": code, "msg": "unasked for", "connId": "c-1"}))


FAULTS: Final = (
    Fault(
        "broken JSON between",
        "broken JSON comes beside good messages",
        change(of(DEPTH), beside(_CUT), 3),
        harmless=True,
    ),
    Fault(
        "broken JSON instead",
        "broken JSON comes in the place of a depth delta",
        change(delta_of(DEPTH), instead(_CUT)),
        then=30,
        allowances=until_audit(DEPTH),
    ),
    Fault(
        "broken JSON again and again",
        "for ten seconds every second depth message is broken JSON",
        change(delta_of(DEPTH), instead(_CUT), 120),
        then=40,
        allowances=until_audit(DEPTH),
        seen_within=10,
        healed_within=35,
    ),
    Fault(
        "binary frame",
        "binary frames come beside good messages",
        change(of(DEPTH), beside(_BINARY, binary=True), 3),
        harmless=True,
    ),
    Fault("too deep", "a message nested 3,000 deep", change(of(LEVEL1), beside(_DEEP)), harmless=True),
    Fault(
        "too large",
        "a message of depth of over 4 MiB: nobody knows what it told",
        change(of(LEVEL1), beside(_HUGE)),
        seen_within=1,
    ),
    Fault(
        "unknown channel", "messages of a channel nobody knows", change(of(LEVEL1), beside(_STRANGE), 3), harmless=True
    ),
    Fault("unknown type", "messages of a type nobody knows", change(of(LEVEL1), beside(_MYSTERY), 3), harmless=True),
    Fault(
        "two symbols",
        "level1 messages whose topic and symbol disagree",
        change(of(LEVEL1), edit(_other_symbol), 2),
        harmless=True,
    ),
    Fault(
        "two symbols in depth",
        "a depth delta whose topic and symbol disagree",
        change(delta_of(DEPTH), edit(_other_symbol)),
        then=30,
        allowances=until_audit(DEPTH),
    ),
    Fault("null ticker", "tickers with nulls for two seconds", change(of(TICKER), edit(_nulls), 8), harmless=True),
    Fault(
        "float price",
        "quotes with JSON numbers of more digits than a double holds",
        change(of(LEVEL1), edit(_float_price), 2),
        seen_within=1,
    ),
    Fault("giant exponent", "quotes with the price 1e99999999", change(of(LEVEL1), edit(_exponent), 2), seen_within=1),
    Fault(
        "quotes and tickers in a shape nobody knows",
        "forty quotes and twenty tickers in a row cannot be read",
        all_of(change(of(LEVEL1), edit(_without_data), 40), change(of(TICKER), edit(_without_data), 20)),
        then=30,
        seen_within=1,
        healed_within=20,
    ),
    Fault(
        "strange trades",
        "trades in a shape nobody documented, for ten seconds",
        change(of(TRADE), edit(_strange_trade), 10),
        then=30,
        seen_within=10,
        healed_within=30,
        allowances=lost_trades(TRADE, seconds=10),
    ),
    Fault(
        "numbers with a fraction",
        "all decimals are JSON numbers, by the stream and in the answers of GETs",
        setting=Setting(scenario=SCENARIOS["json_numbers"]),
        then=40,
        harmless=True,
    ),
    Fault(
        "numbers with a fraction in older GETs",
        "the same in the older answers, where integers are sats",
        setting=Setting(scenario=replace(SCENARIOS["json_numbers"], old_rest=True)),
        then=10,
        harmless=True,
    ),
    Fault(
        "every error code",
        "each error code unasked for, one after another",
        _every_error,
        lasts=4,
        then=20,
        harmless=True,
    ),
    Fault("sats", "tickers and balances are in sats", setting=Setting(scenario=SCENARIOS["sats"]), harmless=True),
    Fault(
        "old GETs", "GETs answer in the older shapes", setting=Setting(scenario=SCENARIOS["old_rest"]), harmless=True
    ),
    Fault(
        "nested events",
        "account events in the older nesting",
        setting=Setting(scenario=SCENARIOS["nested_account"]),
        harmless=True,
    ),
    Fault(
        "everything at once",
        "broken, binary, strange and null messages, together",
        all_of(
            change(of(DEPTH), beside(_CUT), 5),
            change(of(LEVEL1), beside(_BINARY, binary=True), 5),
            change(of(TICKER), edit(_nulls), 5),
            change(of(TRADE), beside(_MYSTERY), 5),
        ),
        harmless=True,
    ),
)
