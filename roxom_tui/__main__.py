"""Where the program begins, also as `python -m roxom_tui`: nothing is loaded before Ctrl+C is understood."""

from __future__ import annotations

import sys


def main() -> int:
    """The whole program; its exit code."""
    try:
        from roxom_tui import cli

        return cli.main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
