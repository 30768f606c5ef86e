"""The program's entry, also as `python -m roxom_tui`: nothing is loaded before Ctrl+C is understood."""

from __future__ import annotations

import sys
from typing import NoReturn

INTERRUPTED = 130
"""Also `model.errors`'s, which is not loaded yet when it is needed here."""

SELDOM = 50_000
"""New objects after which garbage is looked for. Loading makes next to none, and looking took a fiftieth of the time to
the first paint; the dashboard looks as often as usual once it stands."""


def main() -> int:
    """The whole program; its exit code."""
    try:
        import gc
        import signal

        gc.set_threshold(SELDOM)

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            # Until a command has a better answer. An exception would not do: raised while a compiled library is being
            # loaded, it can take the interpreter down.
            signal.signal(signal.SIGINT, leave_at_once)
        from roxom_tui import cli

        return cli.main()
    except KeyboardInterrupt:
        return INTERRUPTED


def leave_at_once(*_: object) -> NoReturn:
    """Ctrl+C before anything is open that would have to be closed."""
    import os

    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
