"""Requests without a socket: who may ask, the same for the handshake and every GET, and what the GETs answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import orjson
from msgspec import Struct

from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.values import replace
from roxom_tui.protocol.auth import HANDSHAKE_PAYLOAD, KEY_HEADER, SIGNATURE_HEADER, get_payload, verify
from roxom_tui.simulator import get_documents
from roxom_tui.simulator.ledger import AccountOrder
from roxom_tui.simulator.scenarios import HttpRefusal, Scenario
from roxom_tui.simulator.wire import as_numbers, as_texts, signed, unsigned
from roxom_tui.simulator.world import World

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

SOCKET_PATH = "/ws"
CALENDARS = "/api/v1/market/calendars"


class HttpRequest(Struct, frozen=True):
    """A request. `target` is path and query as sent; header names are compared without case."""

    method: str
    target: str
    headers: Mapping[str, str]


class HttpAnswer(Struct, frozen=True):
    """An answer."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class KeyCheck:
    """Knows the one key that may enter (protocol 2)."""

    def __init__(self, key_id: str, public_key: RSAPublicKey) -> None:
        self._key_id = key_id
        self._public_key = public_key

    def refuse_handshake(self, request: HttpRequest) -> HttpAnswer | None:
        """None for a good handshake, else the refusal."""
        if request.target.partition("?")[0] != SOCKET_PATH:
            return failure(404, "Not found")
        return self._refuse(request, HANDSHAKE_PAYLOAD)

    def refuse_get(self, request: HttpRequest) -> HttpAnswer | None:
        """None for a well-signed GET, else the refusal; another verb is never allowed."""
        if request.method != "GET":
            return not_allowed()
        return self._refuse(request, get_payload(request.target))

    def _refuse(self, request: HttpRequest, payload: str) -> HttpAnswer | None:
        headers = {name.lower(): value for name, value in request.headers.items()}
        key_id, signature = headers.get(KEY_HEADER.lower()), headers.get(SIGNATURE_HEADER.lower())
        if not key_id:
            return failure(401, "Missing API key")
        if not signature:
            return failure(401, "Missing signature")
        if key_id != self._key_id:
            return failure(401, "Invalid API key")
        if not verify(self._public_key, payload, signature):
            return failure(401, "Invalid signature")
        return None


def answer(data: Any) -> HttpAnswer:
    """A success (protocol 5.1)."""
    return HttpAnswer(200, orjson.dumps({"data": data, "error": False}))


def failure(status: int, message: str) -> HttpAnswer:
    """An error with its number in `error` (protocol 5.1)."""
    return HttpAnswer(status, orjson.dumps({"error": status, "message": message}))


def not_allowed() -> HttpAnswer:
    """Another verb than GET, with the one that is allowed."""
    return replace(failure(405, "Method not allowed"), headers=(("Allow", "GET"),))


def invalid(status: int, code: str, details: str) -> HttpAnswer:
    """An error in the other documented shape, with a code in words (protocol 5.1)."""
    return HttpAnswer(status, orjson.dumps({"code": code, "message": code.lower(), "details": details}))


def refused(refusal: HttpRefusal) -> HttpAnswer:
    """A scenario's refusal as an answer."""
    headers = () if refusal.retry_after is None else (("Retry-After", str(refusal.retry_after)),)
    return replace(failure(refusal.status, refusal.message), headers=headers)


Query = Mapping[str, str]
_INSTRUMENT_TYPES: Final = frozenset({"perpetual", "spot", "btc", "digital", "stock", "index"})
_MOST_LEVELS: Final = 100


class _Invalid(Exception):
    """A query that cannot be answered."""


class GetHandler:
    """Answers GETs below its prefix; `failures` are given out first, one a request."""

    def __init__(self, world: World, gate: KeyCheck, scenario: Scenario) -> None:
        self.prefix = "/api/v1" if scenario.old_rest else "/v1"
        self.failures: deque[HttpRefusal] = deque()
        self._world = world
        self._gate = gate
        self._old = scenario.old_rest
        self._always = scenario.rest_refusal
        self._sign = signed if scenario.signed_sizes else unsigned
        self._spell = as_numbers if scenario.json_numbers else as_texts
        self._pages: dict[str, Callable[[Query], Any]] = {
            "/accounts/balance": self._balance,
            "/positions": self._positions,
            "/orders": self._orders,
            "/orderbook/snapshot": self._book,
        }

    def respond(self, request: HttpRequest) -> HttpAnswer:
        """The answer to one request, whatever it is."""
        refusal = self._gate.refuse_get(request)
        if refusal is not None:
            return refusal
        path, _, query = request.target.partition("?")
        if path == CALENDARS:
            # A page of its own, whatever becomes of the others.
            return answer(get_documents.calendars(dict(parse_qsl(query)).get("symbol", "")))
        if self.failures:
            return refused(self.failures.popleft())
        if self._always is not None:
            return refused(self._always)
        if not path.startswith(f"{self.prefix}/"):
            return failure(404, "Not found")
        return self._page(path.removeprefix(self.prefix), dict(parse_qsl(query, keep_blank_values=True)))

    def _page(self, path: str, query: Query) -> HttpAnswer:
        page = self._pages.get(path)
        try:
            if page is not None:
                return self._spelled(answer(page(query)))
            order = self._find_order(path)
            if order is not None:
                return self._spelled(answer({"order": self._order(order, _unit(query, Unit.BTC))}))
        except _Invalid as wrong:
            return invalid(400, "VALIDATION_ERROR", str(wrong))
        return invalid(404, "NOT_FOUND", "no such page or order")

    def _spelled(self, reply: HttpAnswer) -> HttpAnswer:
        return replace(reply, body=self._spell(reply.body))

    def _balance(self, query: Query) -> Any:
        account = self._world.account
        shape = get_documents.old_balance if self._old else get_documents.balance
        return shape(account, _unit(query, Unit.SATS), self._world.now)

    def _positions(self, query: Query) -> Any:
        _need_instrument_type(query)
        symbol = self._symbol(query)
        holding = self._world.account.ledger.holdings.get(symbol)
        holdings = [] if holding is None else [holding]
        if self._old:
            mark = self._world.markets[symbol].mark
            return [self._sign(get_documents.old_position(held, mark), held.sign < 0) for held in holdings]
        unit = _unit(query, Unit.SATS)
        account_id = self._world.account.id
        shapes = [self._sign(get_documents.position(held, account_id, unit), held.sign < 0) for held in holdings]
        return {"positions": shapes}

    def _orders(self, query: Query) -> Any:
        _need_instrument_type(query)
        symbol = self._symbol(query) if "symbol" in query else None
        account = self._world.account
        orders = [*account.live.values()]
        if query.get("includeClosed") == "true":
            orders += account.closed
        unit = _unit(query, Unit.BTC)
        items = [self._order(order, unit) for order in orders if symbol in (None, order.symbol)]
        return items if self._old else {"orders": items}

    def _order(self, order: AccountOrder, unit: Unit) -> Any:
        shape = get_documents.old_order if self._old else get_documents.order
        return self._sign(shape(order, self._world.account.id, unit), order.side is OrderSide.SELL)

    def _find_order(self, path: str) -> AccountOrder | None:
        wanted = path.removeprefix("/orders/")
        account = self._world.account
        return next((order for order in (*account.live.values(), *account.closed) if order.id == wanted), None)

    def _book(self, query: Query) -> Any:
        _need_instrument_type(query)
        market = self._world.markets[self._symbol(query)]
        levels = query.get("levels", "20")
        if not (levels.isascii() and levels.isdigit() and 1 <= int(levels) <= _MOST_LEVELS):
            raise _Invalid(f"levels must be 1 to {_MOST_LEVELS}")
        return get_documents.order_book(market, int(levels), _unit(query, Unit.BTC))

    def _symbol(self, query: Query) -> Symbol:
        symbol = Symbol(query.get("symbol", ""))
        if symbol not in self._world.markets:
            raise _Invalid("symbol is missing or unknown")
        return symbol


def _unit(query: Query, default: Unit) -> Unit:
    try:
        return Unit(query.get("unit", default.value))
    except ValueError:
        raise _Invalid("unit must be btc or sats") from None


def _need_instrument_type(query: Query) -> None:
    if query.get("instType") not in _INSTRUMENT_TYPES:
        raise _Invalid("instType is missing or unknown")
