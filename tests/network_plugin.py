"""Refuses every connection that would leave this machine, in every test.

Loaded with `-p`. It listens to Python's own audit events, so it also covers libraries that open
sockets by themselves; a browser is a process of its own and is held back by its own flags.
"""

from __future__ import annotations

import ipaddress
import socket
import sys

# The machine's own name as well: Django asks for it to number the e-mails it writes.
LOCAL_NAMES = {"", "localhost", socket.gethostname()}
CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOOKING_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class NetworkRefusedError(RuntimeError):
    """A test tried to reach another machine. Not an OSError, which code under test may catch."""


def is_local(host: object) -> bool:
    """Whether the host (a name, an address, or None for any interface) is this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    if name in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_other_machines(event: str, arguments: tuple) -> None:
    """The audit hook: raises NetworkRefusedError for an address that is not this machine's."""
    if event in CONNECTING:
        address = arguments[1]
        # Unix sockets have a path, internet sockets a tuple that begins with the host.
        if isinstance(address, tuple) and not is_local(address[0]):
            raise NetworkRefusedError(f"{event} to {address[0]}: tests stay on this machine.")
    elif event in LOOKING_UP and not is_local(arguments[0]):
        raise NetworkRefusedError(f"{event} of {arguments[0]}: tests stay on this machine.")


sys.addaudithook(refuse_other_machines)
