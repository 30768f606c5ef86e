"""The environment can have a TLS library write the secrets of every connection to a file. Not of ours.

Who has them reads the signature in the handshake, which is a constant and so a permanent password (protocol 2.2).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from roxom_tui.config.problems import shown
from roxom_tui.config.settings import Profile
from roxom_tui.model.errors import UsageError

KEY_LOG: Final = "SSLKEYLOGFILE"

_SECURE: Final = ("wss:", "https:")


def refuse_key_log(profile: Profile, environ: Mapping[str, str] | None = None) -> None:
    """Raises UsageError where the keys of this profile's connections are to be logged; without TLS there are none."""
    named = (os.environ if environ is None else environ).get(KEY_LOG)
    urls = (profile.ws_url, profile.rest_url)
    if named and any(url is not None and url.lower().startswith(_SECURE) for url in urls):
        raise UsageError(
            f"{KEY_LOG} is set: whoever reads {shown(named)} could log in with the key of profile"
            f" {shown(profile.name)} for ever, so nothing is connected; unset {KEY_LOG}"
        )
