"""Documents that nobody made rules on: other layouts, words and agencies than the golden set, drawn from a seed.

They are printed and scanned as `tests.samples` prints and scans, and read by today's engine. Frozen before the first
measurement: what is wrong in them is told, not tuned to.
"""

from random import Random

from bench.fresh import booklets, leaflets, legal, occasions, official, posters
from bench.fresh.document import Fresh


def documents(seed: int) -> tuple[Fresh, ...]:
    """All of them; another seed draws other offices, wordings, days, colours and scanners."""
    chance = Random(seed)
    rooms = (
        official.letters(chance, 24),
        legal.acts(chance),
        leaflets.folded(chance, 10),
        posters.flyers(chance, 4),
        posters.posters(chance, 3),
        booklets.booklets(chance),
        occasions.forms(chance, 3),
        official.secrets(chance, 6),
    )
    return tuple(document for room in rooms for document in room)
