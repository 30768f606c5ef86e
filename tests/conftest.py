"""What holds for every test: pictures are drawn for one terminal, whatever the tester's own can do."""

from __future__ import annotations

import os

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
os.environ.pop("NO_COLOR", None)
