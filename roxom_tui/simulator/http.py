"""Requests and answers without a socket, and who may ask: the same check for the handshake and for every GET."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from roxom_tui.protocol.auth import HANDSHAKE_PAYLOAD, KEY_HEADER, SIGNATURE_HEADER, get_payload, verify
from roxom_tui.simulator.scenarios import HttpRefusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

SOCKET_PATH = "/ws"


class HttpRequest(NamedTuple):
    """A request. `target` is path and query as sent; header names are compared without case."""

    method: str
    target: str
    headers: Mapping[str, str]


class HttpAnswer(NamedTuple):
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
    return failure(405, "Method not allowed")._replace(headers=(("Allow", "GET"),))


def invalid(status: int, code: str, details: str) -> HttpAnswer:
    """An error in the other documented shape, with a code in words (protocol 5.1)."""
    return HttpAnswer(status, orjson.dumps({"code": code, "message": code.lower(), "details": details}))


def refused(refusal: HttpRefusal) -> HttpAnswer:
    """A scenario's refusal as an answer."""
    headers = () if refusal.retry_after is None else (("Retry-After", str(refusal.retry_after)),)
    return failure(refusal.status, refusal.message)._replace(headers=headers)
