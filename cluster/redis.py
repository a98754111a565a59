"""The broker's programs: Valkey's where it is installed, Redis's otherwise; they take the same options."""

import shutil

_PLACES = "/usr/bin:/usr/local/bin:/usr/sbin"
_TWINS = {"valkey-server": "redis-server", "valkey-cli": "redis-cli"}


def program(name: str) -> str:
    """Path of ``valkey-server`` or ``valkey-cli``, or of its twin.

    Raises:
        FileNotFoundError: neither is installed.
    """
    for known in (name, _TWINS[name]):
        found = shutil.which(known) or shutil.which(known, path=_PLACES)
        if found is not None:
            return found
    raise FileNotFoundError(f"{name}: neither it nor {_TWINS[name]} is installed (Debian: redis-server)")
