"""Frozen views of the state and what builds them."""
