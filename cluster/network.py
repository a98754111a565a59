"""A network of its own for one worker, whose cable can be pulled: a Linux network namespace and a veth pair. Root only.

The servers listen on an address of this machine alone (``lo``), which the worker reaches through its cable. Pulled, its
packets vanish without a word, as with a broken switch: no connection is reset.
"""

import ipaddress
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import psutil

_PRIVATE = ipaddress.IPv4Network("10.203.0.0/16")
_TRIES = 5


class NoNetwork(RuntimeError):
    """Network namespaces cannot be used here; says why."""


@dataclass(frozen=True, kw_only=True)
class Cable:
    """The cable between one worker and the rest."""

    address: str
    """Where the servers must listen."""
    prefix: Sequence[str]
    """Put before a command, it runs in the worker's network."""
    _end: str

    def pull(self) -> None:
        """Nothing gets through any more, either way."""
        _ip("link", "set", self._end, "down")

    def plug(self) -> None:
        """Everything gets through again."""
        _ip("link", "set", self._end, "up")


@contextmanager
def cable() -> Iterator[Cable]:
    """A network of its own and its cable, plugged in; taken down at the end.

    Raises:
        NoNetwork: not root, no ``ip`` program, or a kernel that does not let us.
    """
    if os.geteuid() != 0:
        raise NoNetwork("only root may make network namespaces")
    if shutil.which("ip") is None:
        raise NoNetwork("no program `ip` (Debian: iproute2)")
    with ExitStack() as stack:
        yield _laid(stack)


def _laid(stack: ExitStack) -> Cable:
    """A cable, taken down with the stack; somebody else may be laying one at the same place just now."""
    for _ in range(_TRIES - 1):
        with suppress(NoNetwork):
            return _whole(stack)
    return _whole(stack)


def _whole(stack: ExitStack) -> Cable:
    """A cable, or nothing of it."""
    with ExitStack() as attempt:
        made = _lay(attempt)
        stack.enter_context(attempt.pop_all())
        return made


def _lay(stack: ExitStack) -> Cable:
    mark = secrets.token_hex(4)
    room, ours, theirs = f"kho-{mark}", f"kho{mark}a", f"kho{mark}b"
    servers, near, far, net = _addresses()
    nowhere = ("blackhole", net, "metric", "4000")
    for do, undo in (
        (("netns", "add", room), ("netns", "del", room)),
        (("addr", "add", f"{servers}/32", "dev", "lo"), ("addr", "del", f"{servers}/32", "dev", "lo")),
        (("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", room), ("link", "del", ours)),
        # a pulled cable takes its route along: what is meant for it must not go out to the world instead
        (("route", "add", *nowhere), ("route", "del", *nowhere)),
    ):
        _ip(*do)
        stack.callback(_ip, *undo)
    _ip("addr", "add", f"{near}/30", "dev", ours)
    _ip("link", "set", ours, "up")
    inside = ("-n", room)
    _ip(*inside, "link", "set", "lo", "up")
    _ip(*inside, "addr", "add", f"{far}/30", "dev", theirs)
    _ip(*inside, "link", "set", theirs, "up")
    _ip(*inside, "route", "add", "default", "via", near)
    return Cable(address=servers, prefix=("ip", "netns", "exec", room), _end=ours)


def _addresses() -> tuple[str, str, str, str]:
    """Address for the servers, the two ends of the cable, and the cable's network: eight that nobody has here.

    Nor had: who was killed may have left a route behind. Drawn by chance, as others may be looking too.
    """
    taken = {a.address for found in psutil.net_if_addrs().values() for a in found}
    taken |= set(re.findall(r"[\d.]+", _ip("route", "show", "table", "all")))
    free = [e for e in _PRIVATE.subnets(new_prefix=29) if not taken & {str(address) for address in e}]
    if not free:
        raise NoNetwork(f"no free addresses in {_PRIVATE}")
    eight = secrets.choice(free)
    return str(eight[1]), str(eight[5]), str(eight[6]), f"{eight[4]}/30"


def _ip(*words: str) -> str:
    ended = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise NoNetwork(f"ip {' '.join(words)}: {ended.stderr.strip()}")
    return ended.stdout
