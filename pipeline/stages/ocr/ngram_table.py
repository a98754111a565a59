"""A read-only table from numbers to small numbers in few bits: what the language model keeps its n-grams in.

A binary fuse filter (Graf and Lemire, 2022) that carries values: a key's three cells, XORed, give its fingerprint and
its value. No keys are stored, so a table takes 1.13 cells a key, one look-up is three reads whether the key is there or
not, and a key that is not there is taken for one that is with a probability of 2 to the minus fingerprint bits.
"""

_MASK = (1 << 64) - 1


class NgramTable:
    """Values of known keys, 0 for (nearly) all others; the cells are unsigned 16 or 32 bit numbers, never copied."""

    __slots__ = ("_cells", "_fingerprint", "_mask", "_seed", "_segment", "_starts", "_value", "_value_bits")

    def __init__(self, cells: memoryview, *, seed: int, segment: int, value_bits: int) -> None:
        """``segment``: cells of one segment, a power of two; the table has at least three segments."""
        self._cells, self._seed, self._segment, self._value_bits = cells, seed, segment, value_bits
        self._mask = segment - 1
        self._starts = len(cells) - 2 * segment
        self._value = (1 << value_bits) - 1
        self._fingerprint = (1 << (8 * cells.itemsize - value_bits)) - 1

    def get(self, key: int) -> int:
        """The value of ``key`` (at least 1), or 0 if it has none."""
        hashed = (key + self._seed) * 0x9E3779B97F4A7C15 & _MASK  # `hash_of`, written out: this is asked often
        hashed = (hashed ^ hashed >> 29) * 0xBF58476D1CE4E5B9 & _MASK
        hashed ^= hashed >> 32
        cells, segment, mask = self._cells, self._segment, self._mask
        first = (hashed * self._starts) >> 64
        second = (first + segment) ^ (hashed >> 18 & mask)
        cell = cells[first] ^ cells[second] ^ cells[(first + 2 * segment) ^ (hashed & mask)]
        if cell >> self._value_bits != (hashed ^ hashed >> 32) & self._fingerprint:
            return 0
        return cell & self._value


def hash_of(key: int, seed: int) -> int:
    """64 well-mixed bits of a key below 2**64: the same on every machine and in every process."""
    mixed = (key + seed) * 0x9E3779B97F4A7C15 & _MASK
    mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9 & _MASK
    return mixed ^ mixed >> 32


def places_of(hashed: int, *, starts: int, segment: int) -> tuple[int, int, int]:
    """The three cells of a hashed key: for whoever builds a table."""
    first = (hashed * starts) >> 64
    mask = segment - 1
    return first, (first + segment) ^ (hashed >> 18 & mask), (first + 2 * segment) ^ (hashed & mask)


def fingerprint_of(hashed: int, *, bits: int) -> int:
    """The bits by which a key is told from the keys that were never stored: for whoever builds a table."""
    return (hashed ^ hashed >> 32) & (1 << bits) - 1
