"""Loaded by every Python that the browser tests start: no request leaves the machine.

The folder stands on PYTHONPATH of JupyterLab and its kernels. A connection to another
machine, or the look-up of its name, is refused as if the network were down, and written
to the file that COURSE_OUTSIDE names, where the tests look.
"""

import ipaddress
import os
import socket
import sys

_LOG = os.environ.get("COURSE_OUTSIDE")


def _is_here(host):
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if not host or host in ("localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard(event, arguments):
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect":
        sock, address = arguments
        # A datagram socket is "connected" without a packet: jupyter_client does so to
        # learn the machine's own addresses.
        if not isinstance(address, tuple) or sock.type != socket.SOCK_STREAM:
            return
        host = address[0]
    else:
        return
    if not _is_here(host):
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{event} {host!r} from {sys.argv[:1]}\n")
        raise OSError(f"offline test machine: {host!r} cannot be reached")


if _LOG:
    sys.addaudithook(_guard)
