"""Signing the handshake and the GETs (protocol 2). Pure: key in, headers out.

What can be signed is fixed by type: the handshake, which is a constant, or a `GetRequest`, whose target is built
from a closed list. There is no way to sign another verb or a text of one's own. The signature of the handshake is
valid for as long as the key is, so headers are passwords: never logged, shown or recorded (client 7).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from roxom_tui.model.credentials import Credentials
    from roxom_tui.protocol.get_requests import GetRequest

HANDSHAKE_PAYLOAD: Final = "GET:/ws"
KEY_HEADER: Final = "X-API-Key"
SIGNATURE_HEADER: Final = "X-API-Signature"


def handshake_headers(credentials: Credentials) -> dict[str, str]:
    """The headers of the WebSocket upgrade."""
    return _headers(credentials, HANDSHAKE_PAYLOAD)


def get_headers(credentials: Credentials, request: GetRequest) -> dict[str, str]:
    """The headers of one GET; the request must be sent with `request.target` exactly as it stands."""
    return {**_headers(credentials, get_payload(request.target)), "Content-Type": "application/json"}


def get_payload(target: str) -> str:
    """The signed text for a GET of `target`, path and query as sent; the exchange's side verifies the same."""
    return f"GET:{target}"


def verify(public_key: RSAPublicKey, payload: str, signature: str) -> bool:
    """Whether `signature`, in base64, is that of `payload`: the exchange's side of the handshake."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        public_key.verify(b64decode(signature, validate=True), payload.encode(), _padding(), SHA256())
    except (InvalidSignature, Base64Error, ValueError):
        return False
    return True


def _headers(credentials: Credentials, payload: str) -> dict[str, str]:
    # Imported here because the library is slow to load and the first picture must not wait for it.
    from cryptography.hazmat.primitives.hashes import SHA256

    signature = credentials.private_key.sign(payload.encode(), _padding(), SHA256())
    return {KEY_HEADER: credentials.key_id.reveal(), SIGNATURE_HEADER: b64encode(signature).decode()}


def _padding() -> AsymmetricPadding:
    """The one place that says which padding; the documentation names none (protocol 2.2)."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    return PKCS1v15()
