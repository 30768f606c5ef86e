"""Acknowledgements and errors, by protocol 3.3 and 3.4, and what we can say: protocol 3.3."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import ErrorReceived, FrameRejected, Rejected, RejectReason, Subscribed, Unsubscribed
from roxom_tui.protocol.decode import Decoded, Decoder
from tests.support.samples import CONNECTION_ID

TICKER = Stream(Channel.TICKER, Symbol("GOLD-BTC"))
ORDERS = Stream(Channel.ORDERS)


def answered(**message: Any) -> Decoded:
    (event,) = Decoder().decode(json.dumps(message))
    return event


@pytest.mark.parametrize("spelling", ["symbol", "instId"])
@pytest.mark.parametrize("code", ["0", 0, None, ...])
def test_an_acknowledgement_is_read_in_both_spellings_and_with_any_code_of_success(spelling: str, code: Any) -> None:
    codes = {} if code is ... else {"code": code}
    arg = {"channel": "ticker", spelling: "GOLD-BTC"}
    event = answered(event="subscribe", arg=arg, connId=CONNECTION_ID, **codes)
    assert event == Subscribed((TICKER,), CONNECTION_ID)


def test_one_acknowledgement_may_name_many_streams() -> None:
    args = [{"channel": "ticker", "symbol": "GOLD-BTC"}, {"channel": "orders"}, {"channel": "balance", "symbol": ""}]
    event = answered(event="subscribe", args=args)
    assert event == Subscribed((TICKER, ORDERS, Stream(Channel.BALANCE)), None)


def test_another_code_refuses_each_stream_named() -> None:
    args = [{"channel": "ticker", "symbol": "GOLD-BTC"}, {"channel": "orders"}]
    message = {"event": "subscribe", "args": args, "code": 60015, "msg": "no\x07"}
    assert Decoder().decode(json.dumps(message)) == (
        Rejected(TICKER, "60015", "no\ufffd"),
        Rejected(ORDERS, "60015", "no\ufffd"),
    )


def test_the_end_of_a_subscription_is_acknowledged() -> None:
    arg = {"channel": "ticker", "instId": "GOLD-BTC"}
    assert answered(event="unsubscribe", arg=arg, code="0") == Unsubscribed((TICKER,))
    assert answered(event="unsubscribe", arg=arg, code="60019", msg="later") == ErrorReceived(
        "60019", ErrorClass.TEMPORARY, "later"
    )


@pytest.mark.parametrize(
    ("code", "error_class"),
    [
        ("600010", ErrorClass.AUTHENTICATION),
        ("600011", ErrorClass.AUTHENTICATION),
        ("600012", ErrorClass.AUTHENTICATION),
        ("60014", ErrorClass.SUBSCRIPTION),
        ("60015", ErrorClass.SUBSCRIPTION),
        ("60016", ErrorClass.SUBSCRIPTION),
        ("60017", ErrorClass.CLIENT_FAULT),
        ("60018", ErrorClass.CLIENT_FAULT),
        ("60019", ErrorClass.TEMPORARY),
        ("600150", ErrorClass.UNKNOWN),
        ("6001", ErrorClass.UNKNOWN),
    ],
)
def test_an_error_code_as_text_or_integer_has_one_class(code: str, error_class: ErrorClass) -> None:
    expected = ErrorReceived(code, error_class, "why", CONNECTION_ID)
    assert answered(event="error", code=code, msg="why", connId=CONNECTION_ID) == expected
    assert answered(event="error", code=int(code), msg="why", connId=CONNECTION_ID) == expected


@pytest.mark.parametrize("code", [None, True, 1.5, [], {}])
def test_an_error_without_a_readable_code_is_still_an_error(code: Any) -> None:
    assert answered(event="error", code=code, msg=7) == ErrorReceived("", ErrorClass.UNKNOWN, "")


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"event": "subscribe"}, RejectReason.MISSING_FIELD),
        ({"event": "subscribe", "arg": "ticker"}, RejectReason.WRONG_TYPE),
        ({"event": "subscribe", "arg": {"channel": "ticker"}}, RejectReason.MISSING_FIELD),
        ({"event": "subscribe", "arg": {"symbol": "GOLD-BTC"}}, RejectReason.MISSING_FIELD),
        ({"event": "subscribe", "arg": {"channel": "candles", "symbol": "GOLD-BTC"}}, RejectReason.UNKNOWN_CHANNEL),
        ({"event": "pong"}, RejectReason.UNKNOWN_SHAPE),
        ({"event": None}, RejectReason.UNKNOWN_SHAPE),
        ({"event": []}, RejectReason.UNKNOWN_SHAPE),
    ],
)
def test_an_answer_of_another_shape_is_rejected(message: dict[str, Any], reason: RejectReason) -> None:
    event = answered(**message)
    assert isinstance(event, FrameRejected)
    assert event.reason is reason
