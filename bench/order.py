"""Is what is read in the order a person reads it? Over random sheets and the samples' sheets, without recognition.

``.venv/bin/python -m bench.order [--sheets N] [--show]``: every sheet is laid out, its lines are disturbed as a reader
disturbs them (leaning up to 1.5 degrees, boxes off by a pixel, lines side by side joined, no order at all), and put
into order again. Prints for each kind the share of sheets whose panels all come one after the other and whole, the
share whose lines are all in order, and the CPU time a page.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from statistics import fmean

from bench.order_sheets import KINDS, Case, case
from bench.order_view import Jumbled, jumbled
from pipeline.stages.layout.order import ordered
from tests.samples.catalogue import SAMPLES
from tests.samples.content import read
from tests.samples.layouts import compose
from tests.samples.vary import copy_of

_SKEWS = (0.0, 0.0, 0.8, -1.5)
_JOINS = (0.0, 0.0, 2.0)


@dataclass(frozen=True, kw_only=True)
class Score:
    """What came of one sheet."""

    panels: bool
    lines: bool
    seconds: float


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.order", description=__doc__.splitlines()[0])
    parser.add_argument("--sheets", type=int, default=100, help="sheets of each kind")
    parser.add_argument("--show", action="store_true", help="name the sheets that are wrong")
    options = parser.parse_args()
    print("| sheets | panels in order | lines in order | ms a page (CPU) |\n| --- | --- | --- | --- |")
    for kind in (*KINDS, "samples"):
        cases = [case(kind, seed) for seed in range(options.sheets)] if kind in KINDS else list(_samples())
        scores = [score(one, seed) for seed, one in enumerate(cases)]
        print(_row(kind, scores), flush=True)
        if options.show:
            print([seed for seed, one in enumerate(scores) if not one.panels])


def score(one: Case, seed: int) -> Score:
    """Jumbles a sheet and puts it into order again."""
    rng = Random(seed)
    view = jumbled(one.sheet, rng, skew=rng.choice(_SKEWS), join=rng.choice(_JOINS))
    started = time.process_time()
    page = ordered(view.page)
    seconds = time.process_time() - started
    lines = [line for line, _ in groupby(_line_of(view, word) for word in page.words)]
    panels = [panel for panel, _ in groupby(_panel_of(one, line) for line in lines)]
    return Score(panels=panels == sorted(set(panels)), lines=lines == sorted(set(view.lines.values())), seconds=seconds)


# -------------------------------------------------------------------------------------------------------------------


def _samples() -> Iterator[Case]:
    """Two variations of every sample but the leaflet's outside, whose sheet is in the order of the folded leaflet."""
    for sample in SAMPLES:
        for number in (1, 2):
            changed, text = copy_of(sample, number, seed=7)
            for sheet in compose(read(text, changed.variation)):
                count = len({word.line for word in sheet.words})
                if count and not (sheet.folds and sheet.words[0].x > sheet.folds[-1]):
                    yield Case(kind="samples", sheet=sheet, panels=((0, count),))


def _line_of(view: Jumbled, word: object) -> int:
    return view.lines[id(word)]


def _panel_of(one: Case, line: int) -> int:
    return next((number for number, (start, stop) in enumerate(one.panels) if start <= line < stop), -1)


def _row(kind: str, scores: Sequence[Score]) -> str:
    panels, lines = fmean(one.panels for one in scores), fmean(one.lines for one in scores)
    return f"| {len(scores)} {kind} | {panels:.3f} | {lines:.3f} | {1000 * fmean(s.seconds for s in scores):.1f} |"


if __name__ == "__main__":
    main()
