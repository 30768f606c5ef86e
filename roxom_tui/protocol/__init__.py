"""Bytes to events and wishes to bytes, without a socket."""
