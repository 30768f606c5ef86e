"""The only mutable truth: events in, frozen views out."""
