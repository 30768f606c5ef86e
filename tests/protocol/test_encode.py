"""What we can say: to ask for streams, and to be spared them (protocol 3.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.channels import ACCOUNT_CHANNELS, MARKET_CHANNELS, Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Subscribed, Unsubscribed
from roxom_tui.protocol import encode
from roxom_tui.protocol.decode import Decoded, Decoder


def answered(**message: Any) -> Decoded:
    (event,) = Decoder().decode(json.dumps(message))
    return event


streams = st.one_of(
    st.builds(Stream, st.sampled_from(sorted(ACCOUNT_CHANNELS)), st.none()),
    st.builds(
        Stream,
        st.sampled_from(sorted(MARKET_CHANNELS)),
        st.from_regex(r"[A-Z0-9]{2,8}-BTC", fullmatch=True).map(Symbol),
    ),
)


@given(st.lists(streams, max_size=20))
def test_what_we_say_is_what_an_acknowledgement_would_repeat(wanted: list[Stream]) -> None:
    for say, op, answer in (
        (encode.subscribe, "subscribe", Subscribed(tuple(wanted), None)),
        (encode.unsubscribe, "unsubscribe", Unsubscribed(tuple(wanted))),
    ):
        said = json.loads(say(wanted))
        assert said == {"op": op, "args": said["args"]}
        assert answered(event=op, args=said["args"]) == answer


def test_a_request_is_compact_and_leaves_out_the_symbol_of_account_channels() -> None:
    assert encode.subscribe(
        [Stream(Channel.TICKER, Symbol("GOLD-BTC")), Stream(Channel.ORDERS, Symbol("GOLD-BTC"))]
    ) == ('{"op":"subscribe","args":[{"channel":"ticker","symbol":"GOLD-BTC"},{"channel":"orders"}]}')


def test_a_market_stream_without_a_symbol_is_never_asked_for() -> None:
    with pytest.raises(ValueError, match="needs a symbol"):
        encode.subscribe([Stream(Channel.DEPTH)])


def test_there_are_two_verbs_and_no_third() -> None:
    public = {name for name, value in vars(encode).items() if callable(value) and value.__module__ == encode.__name__}
    assert {name for name in public if not name.startswith("_")} == {"subscribe", "unsubscribe"}
