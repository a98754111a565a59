"""Into which ranges of pages a long document is divided, so that every worker can read some of it."""

from itertools import pairwise


def ranges(pages: int, *, each: int) -> tuple[tuple[int, int], ...]:
    """First and last page of every range, from 1; even shares of at most ``each`` pages.

    A document of at most ``each`` pages is one range: it is not worth a second hop.

    Raises:
        ValueError: ``each`` is not positive.
    """
    if each < 1:
        raise ValueError(each)
    number = max(1, -(-pages // each))
    bounds = [pages * n // number for n in range(number + 1)]
    return tuple((before + 1, last) for before, last in pairwise(bounds))
