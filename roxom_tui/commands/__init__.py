"""One module for each command: it reads the settings, opens what it needs, and answers the exit code."""
