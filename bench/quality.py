"""How well a page's score predicts its errors: correlation over samples spoilt in every way and strength.

    .venv/bin/python -m bench.quality [--pages 2] [--strengths 0.5,1,2] [--seed 1]

Prints a row a page (score, characters wrong, faults), then Spearman's and Pearson's correlation of what the score
predicts with what was wrong. The weights in `pipeline.stages.ocr.quality` were fitted to other pages than these.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from bench.degrade import DEGRADATIONS, degraded
from bench.documents import Document
from bench.scoring import score
from pipeline.engines.ocr.by_net import read_by_net
from pipeline.engines.ocr.by_tesseract import read_by_tesseract
from pipeline.engines.ocr.kit import Kit, load_kit
from pipeline.engines.ocr.measure import measure
from pipeline.engines.ocr.options import Options
from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.quality import quality
from schemas.page import Page, PageStatus
from schemas.quality import Quality

_SECONDS = 120.0
_USUAL_DPI = 200.0


def judged(document: Document, kit: Kit) -> tuple[Quality, float]:
    """The quality of a document's first page, and the share of its characters that is wrong."""
    with Image.open(document.pictures[0]) as file:
        dpi = float(file.info.get("dpi", (_USUAL_DPI,))[0])
        image = file.convert("RGB" if file.mode == "RGB" else "L")
    sheet = PageImage(image=image, width=image.width, height=image.height, dpi=dpi)
    read = (
        read_by_net(sheet, kit, kit.nets, seconds=_SECONDS)
        if kit.nets
        else read_by_tesseract(sheet, kit, seconds=_SECONDS)
    )
    page = Page(
        number=1, width=read.copy.width, height=read.copy.height, dpi=dpi, rotation=read.rotation, skew=read.copy.skew,
        status=PageStatus.READ, engine=kit.name, lines=read.lines,
    )  # fmt: skip
    return quality(page, measure(read.copy)), score(document.truths[0], page.text).cer


def correlations(scores: Sequence[float], wrong: Sequence[float]) -> tuple[float, float]:
    """Spearman's and Pearson's correlation of 1 - score with the share of wrong characters."""
    predicted, found = 1 - np.array(scores), np.array(wrong)
    return _correlation(_ranks(predicted), _ranks(found)), _correlation(predicted, found)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--strengths", default="0.5,1,2")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    kit, rows = load_kit("vie", Options()), []
    with tempfile.TemporaryDirectory() as work:
        for name in DEGRADATIONS:
            for strength in map(float, given.strengths.split(",")):
                for document in degraded(name, strength, pages=given.pages, seed=given.seed, work=Path(work)):
                    found, wrong = judged(document, kit)
                    rows.append((found.score, wrong))
                    print(f"{name:10} {strength:4} {document.name:32} score {found.score:.4f} wrong {wrong:.4f}",
                          *found.faults, flush=True)  # fmt: skip
    spearman, pearson = correlations(*zip(*rows, strict=True))
    print(f"{len(rows)} pages: Spearman {spearman:.2f}, Pearson {pearson:.2f}")


# -------------------------------------------------------------------------------------------------------------------


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0; equal values share the mean of theirs."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts + 1) / 2)[which])


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


if __name__ == "__main__":
    main()
