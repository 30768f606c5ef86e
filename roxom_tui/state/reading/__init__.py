"""What book and tape answer: derived figures, pure and exact (state 1 to 3)."""
