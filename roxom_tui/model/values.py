"""Frozen values are structs of msgspec: made, compared, hashed and read in C, and cheap to declare.

The library's own `replace` takes anything; the type checker knows the fields by the signature of the standard one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["replace"]
