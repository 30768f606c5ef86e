"""Screens, panels and keys over frozen views."""

import os

os.environ.setdefault("TEXTUAL_FPS", "240")
"""Textual reads it when it is loaded: how often it may write what changed. It waits for such a moment even where
nothing else is to be written, so that with its usual 60 the effect of a key is late by up to a sixtieth of a second,
and twice where a box opens. How often pictures come is decided elsewhere (`frames.py`)."""
