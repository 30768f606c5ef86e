"""Secrets: texts and keys that cannot be printed, formatted, logged or pickled by accident, and the socket's log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NoReturn


class Secret:
    """Holds a secret text; only `reveal()` gives it back."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The text itself: for the handshake and nothing else."""
        return self.__value

    def tail(self) -> str:
        """The last four characters, to tell keys apart; nothing for a short text."""
        return f"…{self.__value[-4:]}" if len(self.__value) >= 12 else "<redacted>"

    def __repr__(self) -> str:
        return "<redacted>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")


if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


class Credentials:
    """A key id and its private key: what the handshake and the GETs are signed with (protocol 2.1)."""

    __slots__ = ("key_id", "private_key")

    def __init__(self, key_id: Secret, private_key: RSAPrivateKey) -> None:
        self.key_id = key_id
        self.private_key = private_key

    def __repr__(self) -> str:
        return f"Credentials(key {self.key_id.tail()})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are never pickled")


class WireLog(logging.LoggerAdapter[logging.Logger]):
    """The log a socket library may write to: at DEBUG it would write every header, so the signature (protocol 2.2).

    Without DEBUG, whatever the levels are set to, and without tracebacks.
    """

    def __init__(self, name: str) -> None:
        super().__init__(logging.getLogger(name), {})

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - the standard library's name
        return level >= logging.INFO and super().isEnabledFor(level)

    def process(self, msg: Any, kwargs: Any) -> tuple[Any, Any]:
        # The library's frames and texts are not ours to vouch for.
        return msg, {**kwargs, "exc_info": None}
