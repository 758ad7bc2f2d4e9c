"""Ports of this machine: is one free, and a free one where any will do."""

import socket

from conflict.errors import DataError

LOOPBACK = "127.0.0.1"
LAST = 65_535


def claim_port(port: int, what: str) -> int:
    """Return the port when it is free; raise DataError with a way out when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise DataError(
                f"port {port} for {what}: {error.strerror}",
                f"El puerto {port} ya está en uso y lo necesita {what}. Cierre el otro programa o elija otro con "
                f"--puerto {port + 1 if port < LAST else port - 1}.",
            ) from error
    return port


def free_port(first: int) -> int:
    """Return the first free port from `first` on."""
    for port in range(first, min(first + 100, LAST + 1)):
        try:
            return claim_port(port, "")
        except DataError:
            continue
    raise DataError(
        f"no free port from {first} to {first + 99}",
        f"No hay ningún puerto libre entre {first} y {first + 99}. Cierre programas que ya no use.",
    )
