"""Backpressure: whether the house can take in more. A scan is safest on the porch while it cannot."""

import shutil
from pathlib import Path

from schemas.errors import Code, DiskFull, Pressed
from wiring.house import House

_MEGABYTE = 1_000_000


def require_room(house: House) -> None:
    """Makes sure that there is room for one more look at the inbox.

    Raises:
        Pressed: the backlog is long, or a disk of ours nearly full; says which, and the figures.
        Transient: the ledger, or the disk, cannot be asked.
    """
    documents = house.ledger.waiting().documents
    if documents >= house.settings.max_waiting:
        limit = house.settings.max_waiting
        raise Pressed(Code.BACKLOG, detail=f"{documents} of {limit}", documents=documents, limit=limit)
    places = [house.settings.state]
    if not house.settings.vault_place.startswith("s3://"):
        places.append(Path(house.settings.vault_place))
    for place in places:
        free, needed = _free_megabytes(place), house.settings.min_free_mb
        if free < needed:
            raise Pressed(Code.DISK_SHORT, detail=f"{free} of {needed} MB", place=place, free=free, needed=needed)


def _free_megabytes(place: Path) -> int:
    try:
        return shutil.disk_usage(place).free // _MEGABYTE
    except OSError as problem:
        raise DiskFull(detail=f"the disk cannot be asked: {problem.strerror}") from problem
