"""Confidences measured and fitted: is a word that is said to be 90 % sure right nine times of ten?

    .venv/bin/python -m bench.confidence [SET…] [--samples] [--degrade all] [--readers net+tesseract]

SET and --degrade as in `bench.ocr`; with neither, the committed samples. Reads every page, tells right words from
wrong ones by the truth, and prints what the engine's confidences are worth, the weights of
`pipeline.stages.ocr.doubt.Curve` that fit best, and what those are worth on documents that they were not fitted on
(each left out once).
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from unittest.mock import patch

import numpy as np

from bench import degrade
from bench.calibration import Bin, Judged, Vector, calibration_error, fit, left_out, reliability, right_words
from bench.documents import Document, from_folder, from_samples
from pipeline.engines.ocr import by_net, recognise
from pipeline.engines.ocr.kit import Kit, load_kit
from pipeline.engines.ocr.options import Options, Reader
from pipeline.engines.ocr.prepare import READ_DPI
from pipeline.engines.ocr.recognise import ReadLine
from pipeline.engines.page_image import list_sheets, load_page
from pipeline.stages.ocr import doubt
from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.words import Piece
from schemas.inspection import Kind
from schemas.limits import Limits

_LANGUAGE = "vie"
_SEED = 2025
_NAMES = tuple(field.name for field in fields(doubt.Curve))


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads, judges, fits, prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.confidence", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", type=Path, metavar="SET", help="folders of pages with truths")
    parser.add_argument("--readers", default="net+tesseract", help="as in KHO_READERS; `net` shows the first pass")
    parser.add_argument("--samples", action="store_true", help="also the committed samples")
    parser.add_argument("--degrade", nargs="+", default=[], metavar="NAME[:STRENGTH]", help="also spoilt pages")
    parser.add_argument("--degraded-pages", type=int, default=3, help="pages a degradation")
    asked = parser.parse_args(arguments)
    readers = frozenset(map(Reader, asked.readers.split("+")))
    kit = load_kit(_LANGUAGE, Options(readers=readers, second_look=len(readers) > 1))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        print(report([word for d in _documents(asked, Path(folder)) for word in judged(d, kit)]))


def judged(document: Document, kit: Kit) -> list[Judged]:
    """The words of a document that the truth speaks of.

    Raises:
        EngineFailed (or a class below it), EngineMissing: a page cannot be read.
        ValueError: the kit has no nets.
    """
    kind, limits = Kind.PDF if document.file.suffix == ".pdf" else Kind.IMAGE, Limits()
    if kit.nets is None:
        raise ValueError("confidences are fitted for the nets' words")
    found = []
    for sheet, truth in zip(list_sheets([document.file], kind, limits), document.truths, strict=True):
        image = load_page(sheet, kind, limits, wanted_dpi=READ_DPI)
        with _watched() as readings:
            seen = by_net.read_by_net(image, kit, kit.nets, seconds=limits.page_seconds)
        words = _chosen(readings, [word.text for word in seen.words])
        right = right_words(truth, [word.text for word in words])
        found += [
            Judged(
                document=document.name, text=words[n].text, facts=words[n].facts, confidence=words[n].confidence,
                right=good,
            )
            for n, good in right.items()
        ]  # fmt: skip
    return found


def report(words: Sequence[Judged]) -> str:
    """What is to be said of these words, as Markdown."""
    right = [word.right for word in words]
    documents = len({word.document for word in words})
    weights = fit([word.facts for word in words], right)
    lines = [f"{len(words)} words of {documents} documents, {right.count(False)} wrong.", ""]
    lines += ["As the engine says:", *_table([word.confidence for word in words], right)]
    lines += [f"Fitted, each document by the others ({documents} fits):", *_table(left_out(words), right)]
    lines += ["Weights of the facts, fitted on all:", ""]
    lines += [f"    {name}: float = {weight:.2f}" for name, weight in zip(_NAMES, weights, strict=True)]
    return "\n".join(lines)


# -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known(Piece):
    """A word that remembers the facts its confidence was made of."""

    facts: tuple[float, ...]


@contextmanager
def _watched() -> Iterator[list[tuple[ReadLine, ...]]]:
    """Within it, words remember their facts, and all that is read of pages is noted. (For one thread.)"""
    readings: list[tuple[ReadLine, ...]] = []

    def remembering(words: Sequence[Piece], model: LanguageModel | None) -> tuple[Piece, ...]:
        return tuple(
            _Known(
                text=new.text, x0=new.x0, x1=new.x1, confidence=new.confidence, clear=new.clear, raw=new.raw,
                facts=doubt.facts(word, model),
            )
            for word, new in zip(words, doubt.calibrated(words, model), strict=True)
        )  # fmt: skip

    def noting(*given: object, **named: object) -> tuple[ReadLine, ...]:
        readings.append(recognise.recognise(*given, **named))  # type: ignore[arg-type]  # whatever it is given
        return readings[-1]

    with patch.object(recognise, "calibrated", remembering), patch.object(by_net, "recognise", noting):
        yield readings


def _chosen(readings: Sequence[Sequence[ReadLine]], texts: Sequence[str]) -> list[_Known]:
    """The words of the reading that became the page: of several turns, that with these texts."""
    for lines in readings:
        words = [word for line in lines for word in line.words if isinstance(word, _Known)]
        if [word.text for word in words] == texts:
            return words
    raise ValueError("no reading has the page's words")


def _documents(asked: argparse.Namespace, work: Path) -> Iterator[Document]:
    for number, folder in enumerate(asked.sets):
        yield from from_folder(folder, work / f"set-{number}")
    if asked.samples or not (asked.sets or asked.degrade):
        yield from from_samples(work / "samples")
    for name, strength in degrade.names(asked.degrade):
        yield from degrade.degraded(name, strength, pages=asked.degraded_pages, seed=_SEED, work=work)


def _table(said: Sequence[float] | Vector, right: Sequence[bool]) -> list[str]:
    bins = reliability(said, right)
    brier = float(np.mean((np.asarray(said) - np.asarray(right, np.float64)) ** 2))
    error = f"Expected calibration error {100 * calibration_error(bins):.2f} %, Brier score {brier:.4f}."
    return [
        "",
        "| said | words | mean said % | right % |",
        "| --- | ---: | ---: | ---: |",
        *map(_row, bins),
        "",
        error,
        "",
    ]


def _row(one: Bin) -> str:
    return f"| {one.low:.2f} – {one.high:.2f} | {one.words:,} | {100 * one.said:.1f} | {100 * one.right:.1f} |"


if __name__ == "__main__":
    main()
