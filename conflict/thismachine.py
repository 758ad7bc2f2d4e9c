"""Which names of a host mean this machine: what goes there in clear crosses no network."""

HERE = frozenset({"127.0.0.1", "localhost", "::1"})
