"""The ways of reading that are compared, each as a thing that can be given some documents and says what they cost.

Every way has the same number of lanes. Programs are given ``OMP_THREAD_LIMIT=1``: without it tesseract's threads fight
for the cores and both plain ways cost more (a page alone in its file up to twice as much); so it is the kinder setting.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PIL import Image

from bench.documents import Document
from bench.supervised import Cost, run_jobs

KIND = {"OMP_THREAD_LIMIT": "1"}
_USUAL_DPI = "200"
_TRUE_DPI = 30
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one document cost and how it was read."""

    cpu: float
    """Seconds."""
    pages: tuple[str, ...] | None
    """A text a page; None for a way that is only timed, or one that failed."""
    failed: str | None = None
    steps: dict[str, float] = field(default_factory=dict)
    """CPU seconds of single steps, where the way can tell."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What some documents together cost."""

    wall: float
    readings: tuple[Reading, ...]
    peak: int | None
    """Bytes of all processes together, sampled; None when nobody looked."""
    largest: int
    """Bytes of the largest process (resident, shared pages included)."""


class Way(Protocol):
    """A way of reading."""

    name: str
    start: dict[str, float]
    """What is paid once and in no batch: ``cpu`` and ``wall`` in seconds, ``rss`` in bytes; mostly empty."""

    def read(self, documents: Sequence[Document], work: Path, *, watch_memory: bool) -> Batch:
        """Reads all of them; ``work`` is an empty folder."""
        ...

    def close(self) -> None:
        """Ends what is still running."""
        ...


class PlainOcrmypdf:
    """``ocrmypdf -l vie --jobs 2``, document after document, as one would type it; the text is its sidecar."""

    def __init__(self, lanes: int) -> None:
        self.name = f"ocrmypdf --jobs {lanes}"
        self.start: dict[str, float] = {}
        self._lanes = lanes
        self._program = str(Path(sys.executable).with_name("ocrmypdf"))

    def read(self, documents: Sequence[Document], work: Path, *, watch_memory: bool) -> Batch:
        """See `Way`."""
        jobs = [[self._command(d.file, work / str(n))] for n, d in enumerate(documents)]
        cost = run_jobs(jobs, lanes=1, environment=KIND, watch_memory=watch_memory)
        texts = [_sidecar(work / f"{n}.txt", len(d.truths)) for n, d in enumerate(documents)]
        return _batch(cost, cost.cpu, texts)

    def _command(self, file: Path, stem: Path) -> list[str]:
        dpi = [] if file.suffix == ".pdf" or _says_dpi(file) else ["--image-dpi", _USUAL_DPI]
        shown = ["-l", "vie", "--jobs", str(self._lanes), "--sidecar", f"{stem}.txt"]
        return [self._program, *shown, *dpi, str(file), f"{stem}.pdf"]

    def close(self) -> None:
        """Nothing is left running."""


class BareTesseract:
    """``tesseract -l vie``, a process a page, so many at a time; it makes text only."""

    def __init__(self, lanes: int) -> None:
        self.name = f"tesseract, {lanes} at a time"
        self.start: dict[str, float] = {}
        self._lanes = lanes

    def read(self, documents: Sequence[Document], work: Path, *, watch_memory: bool) -> Batch:
        """See `Way`."""
        pages = [(n, m, p) for n, d in enumerate(documents) for m, p in enumerate(d.pictures)]
        jobs = [[["tesseract", str(picture), str(work / f"{n}-{m}"), "-l", "vie"]] for n, m, picture in pages]
        cost = run_jobs(jobs, lanes=self._lanes, environment=KIND, watch_memory=watch_memory)
        cpu = [0.0] * len(documents)
        texts: list[list[str]] = [[] for _ in documents]
        for (n, m, _), spent in zip(pages, cost.cpu, strict=True):
            cpu[n] += spent
            texts[n].append(_text(work / f"{n}-{m}.txt"))
        return _batch(cost, cpu, texts)

    def close(self) -> None:
        """Nothing is left running."""


class WholeCommand:
    """``kho run`` on all documents at once: start, broker, worker, archive, stop. Timed only."""

    def __init__(self) -> None:
        self.name = "kho run, start and stop included"
        self.start: dict[str, float] = {}

    def read(self, documents: Sequence[Document], work: Path, *, watch_memory: bool) -> Batch:
        """See `Way`. The CPU time is shared out among the documents by their pages: the command knows no documents."""
        files = [str(d.file) for d in documents]
        command = [sys.executable, "-m", "cli.main", "run", *files, "--each", "--home", str(work / "home"), "--json"]
        environment = {**KIND, "PYTHONPATH": str(_ROOT)}
        cost = run_jobs([[command]], lanes=1, environment=environment, watch_memory=watch_memory)
        whole, pages = sum(cost.cpu) + cost.orphans, sum(len(d.truths) for d in documents)
        shares = [whole * len(d.truths) / pages for d in documents]
        return _batch(cost, shares, [None] * len(documents))

    def close(self) -> None:
        """Nothing is left running."""


# -------------------------------------------------------------------------------------------------------------------


def _batch(cost: Cost, cpu: Sequence[float], texts: Sequence[Sequence[str] | None]) -> Batch:
    failed = f"ended with {sorted({c for c in cost.codes if c})}" if any(cost.codes) else None
    readings = [
        Reading(cpu=spent, pages=None if text is None else tuple(text), failed=failed)
        for spent, text in zip(cpu, texts, strict=True)
    ]
    return Batch(wall=cost.wall, readings=tuple(readings), peak=cost.peak, largest=cost.largest)


def _text(file: Path) -> str:
    """Empty if there is none: the page could not be read."""
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _sidecar(file: Path, pages: int) -> list[str] | None:
    """A text a page; None if there is not one for each."""
    if not file.exists():
        return None
    found = file.read_text(encoding="utf-8").split("\f")
    return found[:pages] if len(found) in (pages, pages + 1) else None


def _says_dpi(file: Path) -> bool:
    with Image.open(file) as image:
        return float(image.info.get("dpi", (0, 0))[0]) > _TRUE_DPI


def cores() -> int:
    """How many this machine has for us."""
    return len(os.sched_getaffinity(0))
