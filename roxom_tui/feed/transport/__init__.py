"""The ways to an exchange: the WebSocket, the GETs, and what may fail on the way."""
