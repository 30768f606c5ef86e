"""Tests of charts in cells."""
