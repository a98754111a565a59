"""Reads a set in every way, in turns, and scores what was read.

The set is cut into batches of some documents; every way reads a batch before the next one begins, in the order A B C,
then C B A, and so on, so that a noisy minute of the machine falls on all of them.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.documents import Document
from bench.results import OfDocument, OfSet, OfWay, Round
from bench.scoring import Counts, score, total
from bench.ways import Batch, Reading, Way

Say = Callable[[str], None]


def measure(
    name: str,
    documents: Sequence[Document],
    ways: Sequence[Way],
    *,
    rounds: int,
    batch_pages: int,
    work: Path,
    say: Say,
) -> OfSet:
    """Everything about one set.

    Args:
        rounds: how often everything is read; memory is watched in the first round only.
        batch_pages: a batch is closed once it has so many pages.
        work: for temporary files.
        say: told how it goes.
    """
    tallies = {way.name: _Tally(documents=documents) for way in ways}
    turn = 0
    for number in range(rounds):
        for batch in _batches(documents, batch_pages):
            for way in ways if turn % 2 == 0 else list(reversed(ways)):
                with tempfile.TemporaryDirectory(dir=work) as folder:
                    done = way.read(batch, Path(folder), watch_memory=number == 0)
                tallies[way.name].add(number, batch, done)
                cpu = sum(r.cpu for r in done.readings)
                cost = f"{done.wall:.1f} s, CPU {cpu:.1f} s"
                say(f"{name}, round {number + 1}, {len(batch)} documents, {way.name}: {cost}")
            turn += 1
    return OfSet(name=name, ways=tuple(tallies[way.name].result(way) for way in ways))


# -------------------------------------------------------------------------------------------------------------------


def _batches(documents: Sequence[Document], pages: int) -> list[list[Document]]:
    batches: list[list[Document]] = [[]]
    for document in documents:
        if sum(len(d.truths) for d in batches[-1]) >= pages:
            batches.append([])
        batches[-1].append(document)
    return batches


@dataclass(kw_only=True)
class _Tally:
    """What one way has cost and read so far."""

    documents: Sequence[Document]
    readings: dict[str, list[Reading]] = field(default_factory=dict)
    cpu: dict[int, float] = field(default_factory=dict)
    wall: dict[int, float] = field(default_factory=dict)
    peak: int = 0
    largest: int = 0

    def add(self, number: int, batch: Sequence[Document], done: Batch) -> None:
        """Notes a batch of round ``number``."""
        self.cpu[number] = self.cpu.get(number, 0.0) + sum(r.cpu for r in done.readings)
        self.wall[number] = self.wall.get(number, 0.0) + done.wall
        self.peak, self.largest = max(self.peak, done.peak or 0), max(self.largest, done.largest)
        for document, reading in zip(batch, done.readings, strict=True):
            self.readings.setdefault(document.name, []).append(reading)

    def result(self, way: Way) -> OfWay:
        """All of it."""
        first = [self.readings[d.name][0] for d in self.documents]
        return OfWay(
            name=way.name,
            documents=tuple(_scored(d, r) for d, r in zip(self.documents, first, strict=True)),
            rounds=tuple(Round(cpu=self.cpu[n], wall=self.wall[n]) for n in sorted(self.cpu)),
            peak=self.peak,
            largest=self.largest,
            start=way.start,
            steps={k: sum(r.steps.get(k, 0.0) for r in first) for k in first[0].steps},
            unsteady=sum(len({r.pages for r in readings}) > 1 for readings in self.readings.values()),
        )


def _scored(document: Document, reading: Reading) -> OfDocument:
    pages = len(document.truths)
    return OfDocument(name=document.name, pages=pages, counts=_counts(document, reading), failed=reading.failed)


def _counts(document: Document, reading: Reading) -> Counts | None:
    """None if the way gives no text; a way that failed has read nothing."""
    if reading.pages is None and reading.failed is None:
        return None
    read = dict(enumerate(reading.pages or ()))
    return total(score(truth, read.get(n, "")) for n, truth in enumerate(document.truths))
