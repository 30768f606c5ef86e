"""Screens, panels and keys over frozen views."""
