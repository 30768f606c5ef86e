"""A key id and its private key, held together and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from roxom_tui.model.secret import Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


class Credentials:
    """The key id and private key that sign the handshake and the GETs (protocol 2.1)."""

    __slots__ = ("key_id", "private_key")

    def __init__(self, key_id: Secret, private_key: RSAPrivateKey) -> None:
        self.key_id = key_id
        self.private_key = private_key

    def __repr__(self) -> str:
        return f"Credentials(key {self.key_id.tail()})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are never pickled")
