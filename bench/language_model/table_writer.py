"""Builds what `pipeline.stages.ocr.ngram_table.NgramTable` reads, by peeling (Graf and Lemire, 2022)."""

import math
from array import array
from dataclasses import dataclass

from pipeline.stages.ocr.ngram_table import fingerprint_of, hash_of, places_of


@dataclass(frozen=True, kw_only=True)
class Table:
    """The cells, and what a reader must know of them."""

    cells: "array[int]"
    seed: int
    segment: int


def table(values: dict[int, int], *, cell: str, value_bits: int) -> Table:
    """A table of ``values`` (from 1 up, in ``value_bits``) in cells of an ``array`` type: "H" or "I"."""
    segment, size = _measures(len(values))
    fingerprint_bits = 8 * array(cell).itemsize - value_bits
    for seed in range(1, 100):
        hashed = {hash_of(key, seed): value for key, value in values.items()}
        order = _peeled(list(hashed), segment, size) if len(hashed) == len(values) else None
        if order is not None:
            return Table(
                cells=_filled(order, hashed, segment, size, cell, fingerprint_bits, value_bits),
                seed=seed,
                segment=segment,
            )
    raise ArithmeticError(f"no table for {len(values)} keys in {size} cells")


def _measures(keys: int) -> tuple[int, int]:
    """Cells of a segment and of the whole, as the paper advises; small tables are given more room than they need."""
    keys = max(keys, 2)
    segment = 1 << max(2, min(18, int(math.log(keys) / math.log(3.33) + 2.25)))
    room = int(keys * max(1.125, 0.875 + 0.25 * math.log(1_000_000) / math.log(keys))) + 8
    return segment, max(-(-room // segment), 3) * segment


def _peeled(hashed: list[int], segment: int, size: int) -> list[tuple[int, int]] | None:
    """Hashed keys in the order they come off, each with a cell that no later one needs; None if they are knotted."""
    starts = size - 2 * segment
    count, xor = [0] * size, [0] * size
    for key in hashed:
        for place in places_of(key, starts=starts, segment=segment):
            count[place] += 1
            xor[place] ^= key
    lonely = [place for place in range(size) if count[place] == 1]
    order = []
    while lonely:
        place = lonely.pop()
        if count[place] != 1:
            continue
        key = xor[place]
        order.append((key, place))
        for other in places_of(key, starts=starts, segment=segment):
            count[other] -= 1
            xor[other] ^= key
            if count[other] == 1:
                lonely.append(other)
    return order if len(order) == len(hashed) else None


def _filled(
    order: list[tuple[int, int]], values: dict[int, int], segment: int, size: int, cell: str, mark: int, value_bits: int
) -> "array[int]":
    cells = array(cell, bytes(size * array(cell).itemsize))
    for key, place in reversed(order):
        first, second, third = places_of(key, starts=size - 2 * segment, segment=segment)
        wanted = fingerprint_of(key, bits=mark) << value_bits | values[key]
        cells[place] ^= wanted ^ cells[first] ^ cells[second] ^ cells[third]
    return cells
