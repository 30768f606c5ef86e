"""The middle of an address: a host and perhaps a port."""

from __future__ import annotations

import pytest

from roxom_tui.model.hosts import is_place


@pytest.mark.parametrize(
    "text", ["ws.roxom.com", "ws.roxom.com.", "localhost:8080", "127.0.0.1", "[::1]", "[::1]:443", "a" * 63, "h:"]
)
def test_a_name_or_a_number_with_or_without_a_port_is_a_place(text: str) -> None:
    assert is_place(text)


@pytest.mark.parametrize(
    "text",
    ["", "a..b", ".a", "a" * 64, ".".join(["a" * 63] * 5), "u@h", "u:p@h", "::1", "[::1", "[x]", "[]", "h:p", "h:1:2"],
)
def test_what_two_programs_might_read_differently_is_none(text: str) -> None:
    assert not is_place(text)
