"""The exchange's side of the protocol: seeded, deterministic, on loopback."""
