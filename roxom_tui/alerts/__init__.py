"""Rules about the market and the account: their grammar, and the engine that says when they come true."""
