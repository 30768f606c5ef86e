"""What was received, kept as it came: the format of a recording, its writing and reading, and how it is played."""
