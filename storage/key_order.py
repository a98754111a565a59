"""Puts a server's listing into the order of keys.

S3 promises that order. SeaweedFS lists folder by folder instead, siblings by bare name: ``a/x`` comes before ``a.b``,
though ``.`` sorts before ``/`` (measured on 4.48). Only a name that another one begins with is ever out of place.
"""

from collections.abc import Iterable, Iterator

Listed = tuple[str, int]
"""A key and its object's size."""


def in_key_order(listing: Iterable[Listed], prefix: str) -> Iterator[Listed]:
    """The listing of ``prefix``, ordered by key, given it in the order of keys or of folders.

    Keeps in memory what lies below one name after ``prefix`` (and below names that begin with it), not the whole.
    """
    start, base, group = prefix.rfind("/") + 1, "", list[Listed]()
    for key, size in listing:
        name = key[start:].partition("/")[0]
        if group and not name.startswith(base):
            yield from sorted(group)
            group = []
        if not group:
            base = name
        group.append((key, size))
    yield from sorted(group)
