"""Failures that end something. Each has a sentence for the person, and an exit code (the command line's table).

RoxomError                  1   unexpected
├── UsageError              2   usage or configuration: the person can mend it
├── ConnectionFailed        3   a retry may help
├── CredentialsRefused      4   a retry cannot help
└── NotFresh                5   data not fresh or not consistent
"""

from __future__ import annotations

from typing import Final

INTERRUPTED: Final = 130
"""The exit code of Ctrl+C; other signals have 128 and their number."""


class RoxomError(Exception):
    """A failure told in one sentence. `detail` is for the log only."""

    exit_code = 1

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail


class UsageError(RoxomError):
    """A wrong option, setting or key file."""

    exit_code = 2


class ConnectionFailed(RoxomError):
    """The exchange could not be reached, or left."""

    exit_code = 3


class CredentialsRefused(RoxomError):
    """The exchange does not accept the key; the signature is constant, so trying again proves nothing."""

    exit_code = 4


class NotFresh(RoxomError):
    """Connected, but the data is not fresh or not consistent."""

    exit_code = 5
