"""What holds for every test: pictures are drawn for one terminal, whatever the tester's own can do, and signals reach
the programs under test, also where the tests themselves run in the background (`nohup`, `&` in a script)."""

from __future__ import annotations

import os
import signal

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
os.environ.pop("NO_COLOR", None)

for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
    # What is ignored here would be ignored by every child, which takes it for the wish of whoever started it.
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
