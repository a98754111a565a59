"""Writes a pruned model as the file that `pipeline.stages.ocr.language_model.LanguageModel` loads."""

import zlib
from array import array

import numpy as np
from numpy.typing import NDArray

from bench.language_model.counts import SHIFT
from bench.language_model.pruning import Pruned
from bench.language_model.smoothing import LOW, Floats
from bench.language_model.table_writer import Table, table
from pipeline.stages.ocr.language_model import FORMAT, VERSION, Header, Part

NOTE = "Probabilities of Vietnamese syllables from counts only; the file holds no text of its sources."
Codes = NDArray[np.int64]


def model_bytes(
    model: Pruned,
    words: list[str],
    *,
    sources: tuple[str, ...],
    left_out: tuple[str, ...],
    formulas: int,
    date: str,
    tokens: int,
) -> bytes:
    """The whole file: one line of JSON, then the parts it lists."""
    breadth = len(words)
    single, single_levels = quantised(model.single, 255)
    pair, pair_levels = quantised(model.pair_chance, 255)
    triple, triple_levels = quantised(model.triple_chance, 63)
    goes_on = ~np.isnan(model.back)
    back = np.zeros(len(model.back), dtype=np.int64)
    back[goes_on], back_levels = quantised(model.back[goes_on], 255)
    pairs = table(_keyed(_repacked(model.pairs, breadth), pair << 8 | back), cell="I", value_bits=16)
    triples = table(_keyed(_repacked(model.triples, breadth), triple), cell="H", value_bits=6)
    parts: dict[str, tuple[bytes, Part]] = {
        "words": _plain("\n".join(words).encode()),
        "single": _plain(single.astype(np.uint8).tobytes()),
        "retreat": _plain(model.retreat.astype("<f4").tobytes()),
        "single_levels": _plain(single_levels),
        "pair_levels": _plain(pair_levels),
        "back_levels": _plain(back_levels),
        "triple_levels": _plain(triple_levels),
        "pairs": _of_table(pairs),
        "triples": _of_table(triples),
    }
    header = Header(
        format=FORMAT,
        version=VERSION,
        note=NOTE,
        sources=sources,
        left_out=left_out,
        formulas=formulas,
        date=date,
        tokens=tokens,
        pairs=len(model.pairs),
        triples=len(model.triples),
        parts={name: part for name, (_, part) in parts.items()},
    )
    whole = header.model_dump_json().encode() + b"\n" + b"".join(data for data, _ in parts.values())
    return whole + zlib.crc32(whole).to_bytes(4, "little")


def quantised(values: Floats, levels: int) -> tuple[Codes, bytes]:
    """Codes from 1 to ``levels`` for ``values``, and what each code stands for (code 0: zero), as 32 bit floats.

    Half of the levels go by rank, closer where there are more values; half by size, so that extremes are not far off.
    """
    means = np.full(levels + 1, values.min(initial=0.0))  # a code nobody has may still be asked for, by mistake
    means[0] = 0.0
    if not len(values):
        return np.zeros(0, dtype=np.int64), means.astype("<f4").tobytes()
    ranks = np.quantile(values, np.linspace(0, 1, levels // 2 + 1))
    edges = np.unique(np.concatenate([ranks, np.linspace(values.min(), values.max(), levels - levels // 2)]))
    codes = np.clip(np.searchsorted(edges, values, side="right"), 1, max(len(edges) - 1, 1))
    met = np.unique(codes)
    means[met] = (np.bincount(codes, values) / np.maximum(np.bincount(codes), 1))[met]
    return codes, means.astype("<f4").tobytes()


def _repacked(keys: Codes, breadth: int) -> Codes:
    """From fixed bits a word to the dense keys of the reader."""
    dense: Codes = ((keys >> 2 * SHIFT) * breadth + (keys >> SHIFT & LOW)) * breadth + (keys & LOW)
    return dense


def _keyed(keys: Codes, values: Codes) -> dict[int, int]:
    return dict(zip(keys.tolist(), values.tolist(), strict=True))


def _plain(data: bytes) -> tuple[bytes, Part]:
    return data, Part(size=len(data))


def _of_table(made: Table) -> tuple[bytes, Part]:
    cells: array[int] = made.cells
    return cells.tobytes(), Part(size=len(cells) * cells.itemsize, seed=made.seed, segment=made.segment)
