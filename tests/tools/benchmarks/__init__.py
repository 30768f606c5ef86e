"""What it costs, goal by goal. All is painted in full colour, wherever it is called from: that costs most."""

import os

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
