"""Sentences made of facts, for the screen and the commands."""
