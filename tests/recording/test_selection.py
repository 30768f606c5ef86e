from __future__ import annotations

import pytest

from roxom_tui.recording.selection import Selection, is_of_market
from tests.recording.made import quote

ACCOUNT = [
    '{"type":"orders","data":{"orderId":"1"}}',
    '{"type":"balance","data":{}}',
    '{"topic":"positions","data":{}}',
    '{"topic":"account.x","data":{}}',
    '{"data":{"topic":"depth.GOLD-BTC"}}',
    '{"event":"order","data":{}}',
    '{"event":"subscribe","arg":{},"data":{"orders":[]}}',
    "[1,2]",
    '"depth.GOLD-BTC"',
    "",
    "{",
    '{"topic":"depth.GOLD-BTC","data":{"orders":[{"',
    '{"topic":"depth.GOLD-BTC"}{"type":"balance","data"',
]


@pytest.mark.parametrize("payload", ACCOUNT)
def test_what_is_not_surely_public_is_not_written(payload: str) -> None:
    assert not is_of_market(payload)
    assert not Selection((), with_account=False).takes(payload)
    assert Selection((), with_account=True).takes(payload)


@pytest.mark.parametrize(
    "payload",
    [
        quote("1", "2"),
        '{"topic":"trade.GOLD-BTC","data":[]}',
        '{"event":"subscribe","arg":{"channel":"orders"},"code":"0"}',
        '{"event":"error","code":"60014","msg":"x"}',
        quote("1", "2")[:-30],
    ],
)
def test_the_market_and_answers_are_written(payload: str) -> None:
    assert is_of_market(payload)


def test_a_secret_is_never_written_whatever_repeats_it() -> None:
    for with_account in (False, True):
        selection = Selection(("xrxk_key_1", ""), with_account=with_account)
        assert not selection.takes('{"event":"error","msg":"no key xrxk_key_1"}')
        assert selection.takes(quote("1", "2"))
        assert not selection.is_harmless("it says xrxk_key_1")
