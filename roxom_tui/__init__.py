"""roxom-tui: a read-only terminal dashboard for the Roxom exchange."""

__version__ = "0.1.0"
