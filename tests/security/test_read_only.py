"""The program cannot trade: by its types, by its source, and by what the exchanges of the whole suite were asked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import pytest

import roxom_tui
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.protocol import encode
from roxom_tui.protocol.get_requests import GetKind, GetRequest
from tests.support import journal

PACKAGE = Path(roxom_tui.__file__).parent
VERBS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SENDERS = frozenset({"post", "put", "patch", "delete"})
ORDERING = ("place_order", "create_order", "cancel_order", "amend_order", "withdraw", "transfer")
SOCKET_ROOM = "feed/transport/websocket.py"
FRAMES = "feed/transport/text_frames.py"
"""What a connection reads; it opens none."""
GET_ROOM = "feed/transport/http_client.py"


def client_side() -> Iterator[tuple[str, ast.Module]]:
    """Every module but the simulated exchange's: its name and its syntax."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith("simulator/"):
            yield name, ast.parse(path.read_text())


def calls(module: ast.Module) -> Iterator[ast.Attribute]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func


def test_no_other_verb_is_in_the_source() -> None:
    found = [
        (name, node.value)
        for name, module in client_side()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in VERBS
    ]
    assert found == []


def test_the_one_room_that_asks_over_http_only_gets() -> None:
    module = dict(client_side())[GET_ROOM]
    asked = {
        call.attr for call in calls(module) if call.attr in SENDERS | {"stream", "request", "send", "build_request"}
    }
    assert asked == {"stream"}
    verbs = {node.args[0] for node in ast.walk(module) if isinstance(node, ast.Call) and _is_stream(node)}
    assert [ast.literal_eval(verb) for verb in verbs] == ["GET"]


def test_nothing_is_named_after_an_act_of_trading() -> None:
    names = {
        (name, node.name)
        for name, module in client_side()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    assert [(room, name) for room, name in names if any(word in name.lower() for word in ORDERING)] == []


@pytest.mark.parametrize(
    ("library", "rooms"), [("websockets.asyncio.client", {SOCKET_ROOM, FRAMES}), ("httpx2", {GET_ROOM})]
)
def test_each_way_to_the_exchange_leaves_from_one_room(library: str, rooms: set[str]) -> None:
    assert {name for name, module in client_side() if library in _imports(module)} == rooms


def test_a_socket_is_opened_in_one_room_alone() -> None:
    opening = {
        name
        for name, module in client_side()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("websockets")
        if {"connect", "unix_connect"} & {alias.name for alias in node.names}
    }
    assert opening == {SOCKET_ROOM}


def test_signing_takes_the_handshake_or_a_get_of_the_list() -> None:
    signers = {name for name, module in client_side() for call in calls(module) if call.attr == "sign"}
    assert signers == {"protocol/auth.py"}
    assert {kind.value for kind in GetKind} == {
        "/accounts/balance",
        "/positions",
        "/orders",
        "/orderbook/snapshot",
        # When the market of what a contract stands for is open: public, and nothing of the account is in it.
        "/market/calendars",
    }
    with pytest.raises(ValueError, match="prefix"):
        GetRequest(GetKind.ORDERS, prefix="/v1/orders/1?x=")


def test_all_that_can_be_said_on_the_socket_is_a_wish_for_streams() -> None:
    streams = [Stream(channel, None if channel.is_account else Symbol("GOLD-BTC")) for channel in Channel]
    assert journal.is_a_wish(encode.subscribe(streams))
    assert journal.is_a_wish(encode.unsubscribe(streams))
    public = {name for name, value in vars(encode).items() if isinstance(value, FunctionType) and name[0] != "_"}
    assert public == {"subscribe", "unsubscribe"}


@pytest.mark.parametrize(
    "text",
    [
        '{"op":"order","args":[{"channel":"orders"}]}',
        '{"op":"subscribe","args":[{"channel":"orders","side":"buy"}]}',
        '{"op":"subscribe","args":[{"channel":"trading"}]}',
        '{"op":"subscribe","args":{},"id":1}',
        "{}",
        "buy",
    ],
)
def test_the_journal_knows_what_is_no_wish(text: str) -> None:
    assert not journal.is_a_wish(text)


@pytest.mark.parametrize(("method", "target"), [("POST", "/v1/orders"), ("GET", "/v1/withdrawals"), ("GET", "/ws2")])
def test_the_journal_knows_what_is_no_reading(method: str, target: str) -> None:
    journal.note_request(method, target)
    assert journal.beyond_reading == [f"{method} {target}"]
    journal.beyond_reading.clear()


def _is_stream(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "stream"


def _imports(module: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node):
            found |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    return found
