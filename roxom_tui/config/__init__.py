"""Settings and credentials, read once and checked."""
