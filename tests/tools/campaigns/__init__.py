"""Proofs at length. What they paint is painted for one terminal, wherever they are called from."""

import os

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
