"""How far a figure can be trusted: every document's own, and what is left when one is left out.

    .venv/bin/python -m bench.leave_one_out RESULTS.json [--rate cer|wer|der|linear]

Takes what ``bench.ocr --json`` has written. A difference between two ways is judged document by document (paired), so
that documents that are hard for both do not hide it.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from operator import attrgetter
from pathlib import Path

from bench.results import OfSet, OfWay, from_json, spread
from bench.scoring import Counts, total

Rate = Callable[[Counts], float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the results and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.leave_one_out", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("results", type=Path)
    parser.add_argument("--rate", choices=("cer", "wer", "der", "linear"), default="cer")
    asked = parser.parse_args(arguments)
    for one in from_json(json.loads(asked.results.read_text(encoding="utf-8"))):
        print(report(one, asked.rate))


def report(one: OfSet, rate: str) -> str:
    """One set as Markdown, in per cent."""
    of: Rate = attrgetter(rate)
    ways = [way for way in one.ways if way.counts is not None]
    lines = [f"### {one.name}: {rate.upper()} %, document by document", ""]
    lines += [_row(["", "characters", *(w.name for w in ways)]), _row(["---"] * (len(ways) + 2))]
    for number, document in enumerate(one.ways[0].documents):
        counts = [_of(way, number) for way in ways]
        chars = max((c.chars for c in counts), default=0)
        lines.append(_row([document.name, f"{chars:,}", *(f"{of(c) * 100:.2f}" for c in counts)]))
    spreads = [spread(_parts(way), of) for way in ways]
    lines.append(_row(["**all**", "", *(f"**{s.rate * 100:.2f}**" for s in spreads)]))
    lines.append(_row(["± (jackknife)", "", *("–" if s.error is None else f"{s.error * 100:.2f}" for s in spreads)]))
    lines.append(_row(["without one", "", *(f"{s.low * 100:.2f} – {s.high * 100:.2f}" for s in spreads)]))
    return "\n".join([*lines, "", *(_difference(ways[0], other, of) for other in ways[1:]), ""])


# -------------------------------------------------------------------------------------------------------------------


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _of(way: OfWay, number: int) -> Counts:
    return way.documents[number].counts or Counts()


def _parts(way: OfWay) -> list[Counts]:
    return [_of(way, n) for n in range(len(way.documents))]


def _difference(first: OfWay, other: OfWay, of: Rate) -> str:
    """How much less the first gets wrong, and how sure that is."""
    mine, theirs = _parts(first), _parts(other)
    gain = (of(total(theirs)) - of(total(mine))) * 100
    if len(mine) < 2:
        return f"- {other.name}: {gain:+.2f} points more wrong than {first.name} (one document)"
    without = [
        (of(total([*theirs[:n], *theirs[n + 1 :]])) - of(total([*mine[:n], *mine[n + 1 :]]))) * 100
        for n in range(len(mine))
    ]
    mean = sum(without) / len(without)
    error = ((len(mine) - 1) / len(mine) * sum((w - mean) ** 2 for w in without)) ** 0.5
    better = sum(of(a) < of(b) for a, b in zip(mine, theirs, strict=True))
    worse = sum(of(a) > of(b) for a, b in zip(mine, theirs, strict=True))
    won = f"{first.name} is better on {better} documents, worse on {worse}"
    return f"- {other.name}: {gain:+.2f} ± {error:.2f} points more wrong than {first.name}; {won}"


if __name__ == "__main__":
    main()
