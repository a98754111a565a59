"""Places of our own on this machine: ports that are free, folders that nobody else sees, whom to run as."""

import errno
import os
import pwd
import random
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOWEST = 10_000
_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
_USUALLY = 32_768
"""Where outgoing connections' ports begin if the machine does not say, or leaves no room below them."""


def free_ports(count: int, *, address: str = "127.0.0.1") -> tuple[int, ...]:
    """Different ports that are free, and are not given to anybody else who asks here for a minute.

    They lie below those that the kernel gives to outgoing connections: one of these could take a server's port between
    its choice and its start, or while the server is down (a client that asks again and again even finds itself there).

    Raises:
        OSError: there are none left.
    """
    room = _below_ephemeral()
    found: list[int] = []
    for port in random.SystemRandom().sample(room, len(room)):
        if len(found) == count:
            break
        if _reserved(address, port):
            found.append(port)
    if len(found) < count:
        raise OSError(errno.EADDRINUSE, "no free ports", address)
    return tuple(found)


def _below_ephemeral() -> range:
    lowest = int(_EPHEMERAL.read_text().split()[0]) if _EPHEMERAL.exists() else _USUALLY
    return range(_LOWEST, lowest if lowest > 2 * _LOWEST else _USUALLY)


def _reserved(address: str, port: int) -> bool:
    """Whether the port was free; afterwards the kernel keeps it for a minute, for its last connection (TIME_WAIT).

    A server says SO_REUSEADDR and gets it; who looks for a free one does not, and is told that it is in use.
    """
    with socket.socket() as listener:
        try:
            listener.bind((address, port))
        except OSError as taken:
            if taken.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            return False
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.listen(1)
        with socket.create_connection((address, port)) as caller:
            answer, _ = listener.accept()
            answer.close()  # who closes first waits
            caller.recv(1)
    return True


@contextmanager
def private_folder(name: str, *, owner: str | None = None) -> Iterator[Path]:
    """A short path (a Unix socket's may have 107 bytes) to a folder only its owner may open; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"kho-{name}-"))
    try:
        if owner is not None:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder)


def unprivileged() -> str | None:
    """Whom to run as what refuses to run as root; None if we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
