"""Whose turn it is: the order in which what is due should be sent."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from schemas.drop import Due


def in_turns(due: Iterable[Due], *, limit: int) -> list[Due]:
    """The first ``limit`` of what is due: what is urgent, then the first of every agency, the second of every agency …

    Within a turn, and among what is urgent, by time dropped, item, part.
    """
    turns = Counter[str]()
    places: list[tuple[int, datetime, str, int, Due]] = []
    for one in sorted(due, key=_age):
        turns[one.agency] += not one.urgent
        places.append((0 if one.urgent else turns[one.agency], *_age(one), one))
    return [place[-1] for place in sorted(places, key=lambda place: place[:-1])[:limit]]


def _age(due: Due) -> tuple[datetime, str, int]:
    return due.dropped_at, due.item, due.part
