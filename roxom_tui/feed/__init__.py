"""The feed thread: one connection, read, applied and published."""
