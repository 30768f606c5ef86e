"""One book: its levels, and what they are held against before they are believed."""
