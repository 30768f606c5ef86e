"""Quotes, tickers, trades and books, kept apart by symbol."""
