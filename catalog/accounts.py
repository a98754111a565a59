"""The account of everything dropped, made of sums."""

from collections.abc import Iterable

from schemas.drop import Balance, State

DROPPED = "dropped"
"""The name of the journal's sum."""


def balance_of(sums: Iterable[tuple[str, int, int]]) -> Balance:
    """The balance from (name, count, bytes): the journal's sum and one for every state; a missing one is nothing."""
    sizes = {name: (count, size) for name, count, size in sums}

    def total(*names: str) -> tuple[int, int]:
        found = [sizes.get(name, (0, 0)) for name in names]
        return sum(count for count, _ in found), sum(size for _, size in found)

    dropped, in_progress = total(DROPPED), total(State.QUEUED, State.WORKING)
    archived, duplicate, refused = total(State.ARCHIVED), total(State.DUPLICATE), total(State.REFUSED)
    return Balance(
        dropped=dropped[0],
        archived=archived[0],
        duplicate=duplicate[0],
        refused=refused[0],
        in_progress=in_progress[0],
        dropped_bytes=dropped[1],
        archived_bytes=archived[1],
        duplicate_bytes=duplicate[1],
        refused_bytes=refused[1],
        in_progress_bytes=in_progress[1],
    )
