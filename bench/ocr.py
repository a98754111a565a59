"""Reading measured: this engine, plain ``ocrmypdf -l vie --jobs 2`` and bare ``tesseract -l vie`` two at a time.

    .venv/bin/python -m bench.ocr [SET…] [--rounds 3] [--ablations] [--degrade all] [--json F] [--svg F]

SET is a folder of pages with truths (see `bench.documents`); without one, the committed samples. Prints Markdown. What
is in the figures: this engine's are from the file to the archived PDF/A, text, ALTO, hOCR and record, every byte read
back (`bench.worker`); ocrmypdf makes a PDF and a text, tesseract a text only. CPU time is the kernel's own account of
every process; a worker's start is shown by itself. Wall time is worth what the machine was worth at that moment: the
load before and after is printed.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench import ablations, degrade
from bench.documents import Document, from_folder, from_samples
from bench.measure import measure
from bench.own_way import OwnEngine
from bench.picture import picture
from bench.results import OfSet, to_json
from bench.tables import degradation_table, set_table
from bench.ways import BareTesseract, PlainOcrmypdf, Way, WholeCommand, cores

_QUICK_DOCUMENT = "ubnd-xa-nga-son_thong-bao-tro-giup-phap-ly"
_WAYS = ("own", "ocrmypdf", "tesseract", "kho-run")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures; prints each set, and writes all counts so far, as soon as it is done."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := {text.partition(":")[0] for text in asked.degrade} - {*degrade.DEGRADATIONS, "all"}:
        parser.error(f"no such damage: {', '.join(sorted(unknown))}; there are: all, {', '.join(degrade.DEGRADATIONS)}")
    print(_machine(), flush=True)
    plain: list[OfSet] = []
    spoilt: list[OfSet] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _opened(asked) as ways:
        work = Path(folder)
        for name, documents in _sets(asked, work):
            plain.append(_measured(name, documents, ways, asked, work))
            print("", set_table(plain[-1]), sep="\n", flush=True)
            _keep(asked, plain)
        for name, documents in _spoilt(asked, work):
            spoilt.append(_measured(name, documents, ways, asked, work))
            _keep(asked, [*plain, *spoilt])
    if spoilt:
        print("\n### Degradations\n", degradation_table(spoilt), sep="\n")
    if asked.svg:
        asked.svg.write_text(picture(plain or spoilt), encoding="utf-8")
    print("", f"Load at the end: {os.getloadavg()[0]:.1f}.", sep="\n")


# -------------------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.ocr", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET", help="folders of pages with truths")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lanes", type=int, default=cores(), help="how many pages or documents at a time")
    parser.add_argument("--batch", type=int, default=8, help="pages that one way reads before the next one's turn")
    parser.add_argument("--ways", nargs="+", choices=_WAYS, default=list(_WAYS[:3]))
    parser.add_argument("--ablations", action="store_true", help="also this engine with single steps switched off")
    parser.add_argument("--variant", action="append", default=[], help="only this ablation; may be repeated")
    parser.add_argument("--degrade", nargs="+", default=[], metavar="NAME[:STRENGTH]", help="all, or some by name")
    parser.add_argument("--degraded-pages", type=int, default=6, help="pages a degradation")
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--json", type=Path, help="write all counts there, for bench.leave_one_out")
    parser.add_argument("--svg", type=Path, help="write the picture there")
    parser.add_argument("--quick", action="store_true", help="one small page, one round: does it run?")
    return parser


@contextmanager
def _opened(asked: argparse.Namespace) -> Iterator[list[Way]]:
    """The ways that are asked for; ended whatever happens."""
    known: dict[str, Callable[[], Way]] = {
        "own": lambda: OwnEngine(ablations.WHOLE, asked.lanes),
        "ocrmypdf": lambda: PlainOcrmypdf(asked.lanes),
        "tesseract": lambda: BareTesseract(asked.lanes),
        "kho-run": WholeCommand,
    }
    variants = asked.variant or (list(ablations.changes())[1:] if asked.ablations else [])
    ways: list[Way] = [known[name]() for name in asked.ways]
    ways += [OwnEngine(variant, asked.lanes) for variant in variants]
    try:
        yield ways
    finally:
        for way in ways:
            way.close()


def _sets(asked: argparse.Namespace, work: Path) -> Iterator[tuple[str, Sequence[Document]]]:
    for number, folder in enumerate(asked.sets):
        yield folder.name, from_folder(folder, work / f"set-{number}")
    if asked.quick:
        yield "quick", [d for d in from_samples(work / "samples") if d.name == _QUICK_DOCUMENT]
    elif not asked.sets and not asked.degrade:
        yield "samples", from_samples(work / "samples")


def _spoilt(asked: argparse.Namespace, work: Path) -> Iterator[tuple[str, Sequence[Document]]]:
    for name, strength in degrade.names(asked.degrade):
        documents = degrade.degraded(name, strength, pages=asked.degraded_pages, seed=asked.seed, work=work)
        yield name if strength == 1 else f"{name} {strength:g}", documents


def _measured(
    name: str, documents: Sequence[Document], ways: Sequence[Way], asked: argparse.Namespace, work: Path
) -> OfSet:
    rounds = 1 if asked.quick else asked.rounds
    return measure(name, documents, ways, rounds=rounds, batch_pages=asked.batch, work=work, say=_say)


def _say(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


def _keep(asked: argparse.Namespace, sets: Sequence[OfSet]) -> None:
    if asked.json:
        asked.json.write_text(json.dumps(to_json(sets), ensure_ascii=False, indent=1), encoding="utf-8")


def _machine() -> str:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    python = f"{platform.machine()}, Python {platform.python_version()}"
    return f"{now}; {cores()} cores, {python}; load at the start {os.getloadavg()[0]:.1f}."


if __name__ == "__main__":
    main()
