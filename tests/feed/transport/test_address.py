"""Which addresses may be spoken to, and through which proxy."""

from __future__ import annotations

import pytest

from roxom_tui.feed.transport.address import Address, AddressRefused, check_address, is_loopback, shown_host

WS = ("ws", "wss")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.0.9", "::1", "localhost", "LOCALHOST"])
def test_this_machine_is_known_by_number_and_name(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["128.0.0.1", "::2", "::ffff:127.0.0.1", "localhost.com", "0.0.0.0", "", "127.1"])
def test_what_only_resembles_this_machine_is_not(host: str) -> None:
    assert not is_loopback(host)


def test_the_proxy_of_the_environment_is_used_and_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://someone:s3cret@proxy.example:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    address = check_address("wss://exchange.example/ws", WS)
    assert isinstance(address, Address)
    assert address.proxy == "http://someone:s3cret@proxy.example:3128"
    assert address.shown_proxy == "http://proxy.example:3128"
    monkeypatch.setenv("no_proxy", "exchange.example")
    address = check_address("wss://exchange.example/ws", WS)
    assert isinstance(address, Address)
    assert address.proxy is None


def test_a_refused_address_is_told_in_a_sentence() -> None:
    refused = check_address("ws://exchange.example/ws", WS)
    assert refused == AddressRefused("ws:// is allowed to this machine only; exchange.example needs wss://")


def test_the_shown_host_holds_nothing_but_host_and_port() -> None:
    assert shown_host("wss://user:s3cret@exchange.example:444/ws?x=1") == "exchange.example:444"
    assert shown_host("wss://[") == ""
