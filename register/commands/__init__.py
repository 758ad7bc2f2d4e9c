"""The only door for writes. Each command takes a session, plain values and `now`; the caller owns the transaction."""
