"""What `bench.quality` measures of a page, how it is kept, and what follows from many: correlations and a fit.

The weights of the score are fitted to the logarithm of the share of wrong characters, none below 0, and judged by
leaving one document out in turn: a page's errors are predicted by weights that no page of its document had a say in.
Pages that were left unread in parts have no say in the weights; those parts count as wrong.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_LEAST_WRONG = 5e-4
"""Half a character in a thousand: what a page without a fault counts as, whose logarithm would have no end."""
_PAGEFUL = 200
"""Characters below which one that is wrong is as much as a bad scan."""
_MANY = 0.05
_FEW = 0.01
Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One page, spoilt in one way."""

    way: str
    strength: float
    document: str
    score: float
    characters: int
    """Of the truth."""
    wrong: float
    """Share of them."""
    features: tuple[float, ...]
    """As `pipeline.stages.ocr.quality.features` gives them."""
    unread: float
    """Share of its print that was not read at all."""
    rescan: bool
    faults: tuple[str, ...]


def to_line(row: Row) -> str:
    """The row as a line of JSON."""
    return json.dumps(asdict(row), ensure_ascii=False)


def from_file(file: Path) -> tuple[Row, ...]:
    """The rows of a file of such lines."""
    found = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(Row(**{**row, "features": tuple(row["features"]), "faults": tuple(row["faults"])}) for row in found)


def report(rows: Sequence[Row]) -> str:
    """What the rows say of the score, and what weights would fit them."""
    long = [row for row in rows if row.characters >= _PAGEFUL]
    lines = [_of_pages(rows), _of_score(rows), _of_calls(rows), _of_fit(rows)]
    if 0 < len(long) < len(rows):
        lines += [
            f"without pages of fewer than {_PAGEFUL} characters:",
            _of_pages(long),
            _of_score(long),
            _of_fit(long),
        ]
    return "\n".join(lines)


def correlations(scores: Numbers, wrong: Numbers) -> tuple[float, float]:
    """Spearman's correlation of 1 - score with the share of wrong characters, and Pearson's of their logarithms."""
    predicted = 1 - scores
    return _correlation(_ranks(predicted), _ranks(wrong)), _correlation(_log(predicted), _log(wrong))


def fit(rows: Sequence[Row]) -> tuple[Numbers, Numbers]:
    """The weights that fit all rows, the constant first; and each row's errors by weights without its document."""
    given = np.array([(1.0, *row.features) for row in rows])
    wanted = _log(_column(row.wrong for row in rows))
    documents, unread = np.array([row.document for row in rows]), _column(row.unread for row in rows)
    read, predicted = unread == 0, np.zeros(len(rows))
    for document in sorted(set(documents.tolist())):
        out = documents == document
        predicted[out] = np.exp(given[out] @ _weights(given[read & ~out], wanted[read & ~out]))
    return _weights(given[read], wanted[read]), 1 - (1 - np.minimum(predicted, 1)) * (1 - unread)


# -------------------------------------------------------------------------------------------------------------------


def _of_pages(rows: Sequence[Row]) -> str:
    wrong, documents = _wrong(rows), {row.document for row in rows}
    none, few, many = (int(chosen.sum()) for chosen in (wrong == 0, wrong > _FEW, wrong > _MANY))
    return (
        f"{len(rows)} pages of {len(documents)} documents; characters wrong: none on {none}, above 1 % on {few}, "
        f"above 5 % on {many}"
    )


def _of_score(rows: Sequence[Row]) -> str:
    scores, wrong = _column(row.score for row in rows), _wrong(rows)
    spearman, pearson = correlations(scores, wrong)
    auc = _auc(1 - scores, wrong > _MANY)
    return f"score: Spearman {spearman:.2f}, Pearson of logarithms {pearson:.2f}, AUC of pages above 5 % {auc:.2f}"


def _of_calls(rows: Sequence[Row]) -> str:
    calls = [row for row in rows if row.rescan]
    missed = sum(row.wrong > _MANY and not row.rescan for row in rows)
    return (
        f"calls to scan again: {len(calls)}, {sum(row.wrong <= _FEW for row in calls)} of them for pages of at most "
        f"1 %; no call for {missed} pages above 5 %"
    )


def _of_fit(rows: Sequence[Row]) -> str:
    (weights, predicted), wrong = fit(rows), _wrong(rows)
    return (
        f"weights that fit these pages: {', '.join(f'{weight:.2f}' for weight in weights)}; one document left out in "
        f"turn: Spearman {correlations(1 - predicted, wrong)[0]:.2f}, AUC {_auc(predicted, wrong > _MANY):.2f}"
    )


def _wrong(rows: Sequence[Row]) -> Numbers:
    return _column(row.wrong for row in rows)


def _weights(given: Numbers, wanted: Numbers) -> Numbers:
    """Least squares; a weight that would be below 0 has none, the most negative first."""
    used = list(range(given.shape[1]))
    while True:
        found = np.linalg.lstsq(given[:, used], wanted, rcond=None)[0]
        negative = [(weight, column) for weight, column in zip(found, used, strict=True) if column and weight < 0]
        if not negative:
            weights = np.zeros(given.shape[1])
            weights[used] = found
            return weights
        used.remove(min(negative)[1])


def _column(values: Iterable[float]) -> Numbers:
    return np.array(list(values), dtype=np.float64)


def _log(shares: Numbers) -> Numbers:
    return np.asarray(np.log(np.maximum(shares, 0) + _LEAST_WRONG))


def _auc(predicted: Numbers, bad: NDArray[np.bool_]) -> float:
    """How often a bad page is predicted to be worse than another one; 1 if there are none of either."""
    if not bad.any() or bad.all():
        return 1.0
    pairs = predicted[bad][:, None] - predicted[~bad][None, :]
    return float((pairs > 0).mean() + (pairs == 0).mean() / 2)


def _ranks(values: Numbers) -> Numbers:
    """Ranks from 0; equal values share the mean of theirs."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts + 1) / 2)[which])


def _correlation(a: Numbers, b: Numbers) -> float:
    return float(np.corrcoef(a, b)[0, 1])
