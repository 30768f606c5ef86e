"""The account: orders, positions and balances, merged from events and GETs and held against each other."""
