"""The results as Markdown: a table a set, a table of all degradations, a list of what is behind the figures."""

import statistics
from collections.abc import Sequence
from operator import attrgetter

from bench.results import OfSet, OfWay, spread

_OWN, _OCRMYPDF, _TESSERACT = "this engine", "ocrmypdf", "tesseract"
_MB = 1_000_000


def set_table(one: OfSet) -> str:
    """A row a way: cost, then what was wrong, in per cent, with the spread over documents."""
    first = one.ways[0]
    chars = max((w.counts.chars for w in one.ways if w.counts), default=0)
    head = f"### {one.name}: {first.pages} pages, {len(first.documents)} documents, {chars:,} characters"
    columns = (
        "", "CPU s a page", "wall s a page", "pages a minute", "memory MB (largest process)", "CER %", "WER %", "DER %",
        "linear CER %",
    )  # fmt: skip
    return "\n".join([head, "", _row(columns), _row(["---"] * len(columns)), *map(_way_row, one.ways), *_notes(one)])


def degradation_table(sets: Sequence[OfSet]) -> str:
    """A row a degradation: CER and DER of every way, and the CPU seconds a page."""
    names = [way.name for way in sets[0].ways if way.counts is not None]
    head = ["", "characters", *(f"{name}: CER / DER %, CPU s" for name in names)]
    rows = [[one.name, f"{_chars(one):,}", *(_short(one.way(name)) for name in names)] for one in sets]
    return "\n".join([_row(head), _row(["---"] * len(head)), *map(_row, rows)])


def ratio_lines(one: OfSet) -> list[str]:
    """This engine's cost as a share of the others', median and range of the rounds."""
    own = one.way(_OWN)
    lines = []
    for name in (_OCRMYPDF, _TESSERACT):
        other = one.way(name)
        if own is None or other is None:
            continue
        cpu, wall = own.ratios(other, attrgetter("cpu")), own.ratios(other, attrgetter("wall"))
        lines.append(f"- against `{other.name}`: CPU {_range(cpu)}, wall {_range(wall)}")
    return lines


# -------------------------------------------------------------------------------------------------------------------


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _way_row(way: OfWay) -> str:
    cost = [f"{way.cpu:.2f}", f"{way.wall:.2f}", f"{60 / way.wall:.0f}", f"{_mb(way.peak)} ({_mb(way.largest)})"]
    parts = [d.counts for d in way.documents if d.counts is not None]
    if not parts:
        return _row([way.name, *cost, *["–"] * 4])
    rates = [spread(parts, attrgetter(name)) for name in ("cer", "wer", "der", "linear")]
    return _row([way.name, *cost, *(_percent(r.rate, r.error) for r in rates)])


def _percent(rate: float, error: float | None) -> str:
    return f"{rate * 100:.2f}" if error is None else f"{rate * 100:.2f} ± {error * 100:.2f}"


def _mb(size: int) -> str:
    return f"{size / _MB:.0f}" if size else "–"


def _notes(one: OfSet) -> list[str]:
    """Ratios, steps, the start, and whatever did not go as it should."""
    lines = ["", *ratio_lines(one)]
    for way in one.ways:
        if way.steps:
            parts = {**way.steps, "the rest": way.rounds[0].cpu - sum(way.steps.values())}
            steps = ", ".join(f"{name} {seconds / way.pages:.2f}" for name, seconds in parts.items())
            lines.append(f"- {way.name}, CPU s a page in the first round: {steps}")
        if way.start:
            said = f"{way.start['cpu']:.1f} s CPU, {way.start['wall']:.1f} s wall, {_mb(int(way.start['rss']))} MB"
            lines.append(f"- {way.name}, loading, once a worker and not in the table: {said}")
        if failed := [d.name for d in way.documents if d.failed]:
            lines.append(f"- {way.name} FAILED on {', '.join(failed)} (counted as nothing read)")
        if way.unsteady:
            lines.append(f"- {way.name} read {way.unsteady} documents differently in another round")
    return lines


def _range(ratios: Sequence[float]) -> str:
    return f"**{statistics.median(ratios):.2f} ×** ({min(ratios):.2f} – {max(ratios):.2f})"


def _chars(one: OfSet) -> int:
    return max((w.counts.chars for w in one.ways if w.counts), default=0)


def _short(way: OfWay | None) -> str:
    if way is None or way.counts is None:
        return "–"
    return f"{way.counts.cer * 100:.2f} / {way.counts.der * 100:.2f}, {way.cpu:.2f}"
