"""Damaged config files for as long as one likes: `python -m tests.tools.campaigns.configs [--files N] [--seed S]`.

The same as the tests do with four thousand, on other seeds. A hundred thousand take about two minutes. Ends with what
became of them; what the loader cannot stand is a traceback, and the file is left where it says.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.config.mutations import Tally, try_files

SLICE = 5_000


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.configs", description=__doc__)
    parser.add_argument("--files", type=int, default=100_000, help="how many files to try")
    parser.add_argument("--seed", type=int, default=100, help="the first seed; one for each five thousand")
    options = parser.parse_args(arguments)
    example = (Path(__file__).parents[3] / "config.example.toml").read_text(encoding="utf-8")
    folder = Path(tempfile.mkdtemp(prefix="roxom-tui-configs-"))
    print(f"in {folder}", file=sys.stderr)
    total = Tally()
    for number, begun in enumerate(range(0, options.files, SLICE)):
        tally = try_files(min(SLICE, options.files - begun), options.seed + number, folder, example)
        total.answers += tally.answers
        total.slowest = max(total.slowest, tally.slowest)
        print(f"\r{total.answers.total():,} files", end="", file=sys.stderr, flush=True)
    (folder / "config.toml").unlink(missing_ok=True)
    folder.rmdir()
    print(f"\n{total}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
