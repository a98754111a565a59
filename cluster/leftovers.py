"""Who is still running of a cluster: found by its mark in the environment or its folder in the command line."""

from collections.abc import Sequence

import psutil

MARK = "YARD_MARK"
"""Environment variable that every part inherits and hands on to all that comes of it."""


def leftovers(mark: str, places: Sequence[str]) -> list[psutil.Process]:
    """Processes of the cluster of this mark, or whose command line names one of its places; never ourselves.

    PostgreSQL and Redis write their title over their environment, therefore both ways.
    """
    return [p for p in psutil.process_iter() if p.pid != psutil.Process().pid and _belongs(p, mark, places)]


def _belongs(process: psutil.Process, mark: str, places: Sequence[str]) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        line = " ".join(process.cmdline())
        return any(place in line for place in places) or process.environ().get(MARK) == mark
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
