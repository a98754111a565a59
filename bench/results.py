"""What was measured: documents, ways, rounds. Counts are added up here; rates and medians are made when printed."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.scoring import Counts, total


@dataclass(frozen=True, kw_only=True)
class OfDocument:
    """One document read in one way."""

    name: str
    pages: int
    counts: Counts | None
    """None for a way that is only timed."""
    failed: str | None
    """Why there is no text: every character counts as wrong."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """One pass over the whole set."""

    cpu: float
    wall: float


@dataclass(frozen=True, kw_only=True)
class OfWay:
    """A set read in one way."""

    name: str
    documents: tuple[OfDocument, ...]
    rounds: tuple[Round, ...]
    peak: int
    """Bytes of all its processes together, sampled in the first round."""
    largest: int
    """Bytes of its largest process."""
    start: dict[str, float] = field(default_factory=dict)
    """What a worker's start costs once; not in the rounds."""
    steps: dict[str, float] = field(default_factory=dict)
    """CPU seconds of its steps, first round."""
    unsteady: int = 0
    """Documents that did not read the same in every round."""

    @property
    def pages(self) -> int:
        """Pages of all documents."""
        return sum(d.pages for d in self.documents)

    @property
    def counts(self) -> Counts | None:
        """All documents together."""
        known = [d.counts for d in self.documents if d.counts is not None]
        return total(known) if known else None

    @property
    def cpu(self) -> float:
        """Seconds a page: the median of the rounds."""
        return statistics.median(r.cpu for r in self.rounds) / self.pages

    @property
    def wall(self) -> float:
        """Seconds a page: the median of the rounds."""
        return statistics.median(r.wall for r in self.rounds) / self.pages

    def ratios(self, other: "OfWay", of: Callable[[Round], float]) -> list[float]:
        """This way's cost as a share of another's, round by round."""
        return [of(mine) / of(theirs) for mine, theirs in zip(self.rounds, other.rounds, strict=True)]


@dataclass(frozen=True, kw_only=True)
class OfSet:
    """A set read in every way."""

    name: str
    ways: tuple[OfWay, ...]

    def way(self, name: str) -> OfWay | None:
        """The way whose name starts so."""
        return next((w for w in self.ways if w.name.startswith(name)), None)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A rate and how far it can be trusted, from leaving out one document at a time."""

    rate: float
    error: float | None
    """Jackknife standard error; None for a single document."""
    low: float
    """The rate without the worst document."""
    high: float
    """The rate without the best."""


def spread(parts: Sequence[Counts], rate: Callable[[Counts], float]) -> Spread:
    """The rate of all parts, and how it moves when one is left out."""
    whole = rate(total(parts))
    if len(parts) < 2:
        return Spread(rate=whole, error=None, low=whole, high=whole)
    without = [rate(total([*parts[:n], *parts[n + 1 :]])) for n in range(len(parts))]
    mean = statistics.fmean(without)
    error = ((len(parts) - 1) / len(parts) * sum((w - mean) ** 2 for w in without)) ** 0.5
    return Spread(rate=whole, error=error, low=min(without), high=max(without))


def to_json(sets: Sequence[OfSet]) -> list[dict[str, Any]]:
    """As plain data."""
    return [asdict(one) for one in sets]


def from_json(data: Sequence[dict[str, Any]]) -> tuple[OfSet, ...]:
    """The results that `to_json` has given."""
    return tuple(OfSet(name=one["name"], ways=tuple(map(_way, one["ways"]))) for one in data)


# -------------------------------------------------------------------------------------------------------------------


def _way(data: dict[str, Any]) -> OfWay:
    documents = tuple(
        OfDocument(**{**d, "counts": Counts(**d["counts"]) if d["counts"] else None}) for d in data["documents"]
    )
    return OfWay(**{**data, "documents": documents, "rounds": tuple(Round(**r) for r in data["rounds"])})
