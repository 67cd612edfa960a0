"""A port for a server of a test, below those that the system hands to clients.

A port that the system picked is free only until some connection is given the same one, and with thousands of
connections a run that happens before the server has it.
"""

import random
import socket

FIRST, LAST = 20_000, 32_000  # Linux gives clients 32768 and up


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(FIRST, LAST)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
