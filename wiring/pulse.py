"""The pulse: a file each long-running role touches, so that `kho health` can tell a living process from a hung one."""

import time
from enum import StrEnum
from pathlib import Path

from wiring.settings import Settings

FRESH_SECONDS = 30.0
"""A pulse older than this counts as none."""


class Role(StrEnum):
    """What runs until it is stopped."""

    WATCH = "watch"
    WORK = "work"
    SCHEDULE = "schedule"
    REVIEW = "review"
    PORTAL = "portal"
    INDEX = "index"


def beat(settings: Settings, role: Role) -> None:
    """Says that this role of this home is alive."""
    place = _place(settings, role)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()


def alive(settings: Settings, role: Role) -> bool:
    """Whether the role has beaten within the last `FRESH_SECONDS`."""
    try:
        return time.time() - _place(settings, role).stat().st_mtime < FRESH_SECONDS
    except FileNotFoundError:
        return False


def _place(settings: Settings, role: Role) -> Path:
    return settings.state / "run" / f"{role}.beat"
