"""The golden set of the reader: synthetic documents of every material type, with exact metadata.

Texts are ours, on laws that exist; names of people are made up. :func:`golden` gives them all as pages with boxes.
"""

from tests.golden.reader import booklets, leaflets, legal, official, party, serials, talks
from tests.golden.reader.document import Golden


def golden() -> tuple[Golden, ...]:
    """All documents, by name."""
    rooms = (official, party, legal, leaflets, booklets, serials, talks)
    return tuple(document for room in rooms for document in room.documents())
