"""How well a page's score predicts its errors: correlation over samples spoilt in every way and strength.

    .venv/bin/python -m bench.quality [--ways fax …] [--pages 10] [--strengths 1,3] [--seed 1] [--keep ROWS.jsonl]
    .venv/bin/python -m bench.quality --kept ROWS.jsonl [MORE.jsonl …]

Prints a row a page (score, characters wrong, faults), then what `bench.quality_rows` makes of them. A run takes about
four CPU seconds a page, most of them for printing and spoiling it; with ``--keep`` it goes on where one was broken off.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bench.degrade import CLEAN, DEGRADATIONS, degraded
from bench.documents import Document
from bench.quality_rows import Row, from_file, report, to_line
from bench.scoring import score
from pipeline.engines.ocr.by_net import read_by_net
from pipeline.engines.ocr.by_tesseract import read_by_tesseract
from pipeline.engines.ocr.kit import Kit, load_kit
from pipeline.engines.ocr.measure import measure
from pipeline.engines.ocr.options import Options
from pipeline.engines.sheet import PageImage
from pipeline.stages.ocr.quality import features, quality, unread_share
from schemas.page import Page, PageStatus

_SECONDS = 120.0
_USUAL_DPI = 200.0


def judged(document: Document, way: str, strength: float, kit: Kit) -> Row:
    """What is predicted of a document's first page, and the share of its characters that is wrong."""
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
    facts = measure(read.copy)
    found = quality(page, facts)
    counts = score(document.truths[0], page.text)
    return Row(
        way=way, strength=strength, document=document.name, score=found.score, characters=counts.chars,
        wrong=counts.cer, features=features(page, facts),
        unread=unread_share(page, facts),        rescan=found.rescan, faults=tuple(map(str, found.faults)),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=10, help="of how many samples the first page is taken")
    parser.add_argument("--ways", nargs="+", choices=DEGRADATIONS, default=list(DEGRADATIONS))
    parser.add_argument("--strengths", default="1,3")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where to write the rows as well")
    parser.add_argument("--kept", type=Path, nargs="+", help="files of rows to report on, instead of measuring")
    asked = parser.parse_args(arguments)
    if asked.kept:
        print(report([row for file in asked.kept for row in from_file(file)]))
    else:
        strengths = [float(strength) for strength in asked.strengths.split(",")]
        cases = [(way, s) for way in asked.ways for s in (strengths[:1] if way == CLEAN else strengths)]
        print(report(_measured(cases, asked.pages, asked.seed, asked.keep)))


# -------------------------------------------------------------------------------------------------------------------


def _measured(cases: Sequence[tuple[str, float]], pages: int, seed: int, keep: Path | None) -> list[Row]:
    rows = list(from_file(keep)) if keep and keep.is_file() else []
    known, kit = {(row.way, row.strength, row.document) for row in rows}, load_kit("vie", Options())
    for way, strength in cases:
        if sum(row[:2] == (way, strength) for row in known) >= pages:
            continue
        with tempfile.TemporaryDirectory() as work:
            for document in degraded(way, strength, pages=pages, seed=seed, work=Path(work)):
                if (way, strength, document.name) not in known:
                    rows.append(_noted(judged(document, way, strength, kit), keep))
    return rows


def _noted(row: Row, keep: Path | None) -> Row:
    print(f"{row.way:15} {row.strength:4} {row.document:32} score {row.score:.4f} wrong {row.wrong:.4f}",
          *row.faults, flush=True)  # fmt: skip
    if keep:
        with keep.open("a", encoding="utf-8") as file:
            file.write(to_line(row) + "\n")
    return row


if __name__ == "__main__":
    main()
