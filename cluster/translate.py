"""From the compose file's world (host names, its ports, its folders) to this machine's: text in, text out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cluster.compose import Compose, Service

ANYWHERE = "0.0.0.0"  # noqa: S104  # what containers listen on, never what we do


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What stands here for what the compose file says."""

    address: str
    """For every host name, and for "all addresses"."""
    ports: Mapping[tuple[str, int], int]
    """(Service, its port) → port here."""


def to_ground(compose: Compose, ground: Ground, service: Service, folders: Mapping[str, str], text: str) -> str:
    """One argument, variable or secret of ``service`` as it is here.

    Replaced are ``host:port`` and ``host:port.port`` anywhere; the host name of one of the servers (ours are named like
    commands of theirs, and always with a port), one of the service's own ports or the address of all addresses where it
    is the whole argument or all that follows its ``=``; folders anywhere.
    """
    text = _hosts(compose).sub(lambda found: _place(ground, found), text)
    head, equals, value = text.rpartition("=")
    named = compose.services.get(value)
    if (named is not None and named.target is None) or value == ANYWHERE:
        value = ground.address
    elif value.isdigit() and int(value) in service.ports:
        value = str(ground.ports[service.name, int(value)])
    return _with_folders(head + equals + value, folders)


def _hosts(compose: Compose) -> re.Pattern[str]:
    names = "|".join(re.escape(s.name) for s in compose.services.values() if s.ports)
    return re.compile(rf"(?<![\w.-])({names}):(\d+)(?:\.(\d+))?(?!\d)")


def _place(ground: Ground, found: re.Match[str]) -> str:
    host, port, second = found.groups()
    more = f".{ground.ports[host, int(second)]}" if second else ""
    return f"{ground.address}:{ground.ports[host, int(port)]}{more}"


def _with_folders(text: str, folders: Mapping[str, str]) -> str:
    """In one pass: what has been replaced is not looked at again."""
    if not folders:
        return text
    names = "|".join(re.escape(there) for there in sorted(folders, key=len, reverse=True))
    return re.sub(rf"(?<![\w/.-])(?:{names})(?![\w-])", lambda found: folders[found[0]], text)
