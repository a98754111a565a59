"""Makes the samples: ``python -m tests.samples.render [--out DIR] [--seed N] [--only NAME]… [--copies N]``.

Writes ``DIR/scans/<agency>/…``, laid out as an inbox, and ``DIR/answers/<agency>/<name>.json``, the truth.
The same arguments give the same bytes (with the same versions of Pillow, OpenCV, NumPy and fpdf2).
"""

import argparse
import json
import zlib
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import numpy as np

from schemas.claim import FieldName
from tests.samples import born_digital, files
from tests.samples.catalogue import SAMPLES, Sample
from tests.samples.content import read
from tests.samples.effects.paper import Picture
from tests.samples.layouts import compose, fields
from tests.samples.profiles import PROFILES, Profile
from tests.samples.scan import scan
from tests.samples.sheet import Sheet
from tests.samples.truth import HERE, TruthDocument, TruthField, TruthPage
from tests.samples.vary import copy_of

SEED = 2025


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.samples.render", description="Makes sample scans.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for scans/ and answers/")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", action="append", choices=[sample.name for sample in SAMPLES], metavar="NAME")
    parser.add_argument("--copies", type=int, default=0, help="N different documents from every sample instead")
    options = parser.parse_args(arguments)
    chosen = [sample for sample in SAMPLES if not options.only or sample.name in options.only]
    copies = [copy_of(sample, n, seed=options.seed) for n in range(1, options.copies + 1) for sample in chosen]
    for sample, text in copies or [(sample, sample.name) for sample in chosen]:
        document = render(sample, options.out, text=text, seed=options.seed)
        print(f"{document.agency}/{document.name}: {len(document.pages)} page(s)", flush=True)


def render(sample: Sample, out: Path, *, text: str, seed: int = SEED) -> TruthDocument:
    """Makes one document from the text called ``text`` below ``out``; gives and writes its truth."""
    content = read(text, sample.variation)
    sheets, stem = compose(content), out / "scans" / sample.agency / sample.name
    profile = PROFILES[sample.profile] if sample.profile else None
    if profile is None:
        written: tuple[Path, ...] = (stem.with_name(stem.name + ".pdf"),)
        made = datetime.combine(sample.variation.issued, time(8, 30))
        pages = born_digital.write(sheets, written[0], made=made)
    else:
        pictures, pages = _scanned(sheets, profile, sample, seed)
        written = files.write(pictures, profile, sample.container, stem)
    truth = TruthDocument(
        name=sample.name,
        agency=sample.agency,
        files=tuple(path.relative_to(out / "scans").as_posix() for path in written),
        sidecar=_sidecar(sample, fields(content), written[0], out) if sample.sidecar else None,
        layout=content.layout,
        profile=profile,
        seed=seed,
        fields=fields(content) | {FieldName.PAGES: TruthField(value=len(pages))},
        pages=pages,
    )
    answer = out / "answers" / sample.agency / f"{sample.name}.json"
    answer.parent.mkdir(parents=True, exist_ok=True)
    answer.write_text(truth.model_dump_json() + "\n", encoding="utf-8")
    return truth


def _scanned(
    sheets: tuple[Sheet, ...], profile: Profile, sample: Sample, seed: int
) -> tuple[list[Picture], tuple[TruthPage, ...]]:
    pictures, pages = [], []
    for number, sheet in enumerate(sheets, 1):
        rng = np.random.default_rng([seed, zlib.crc32(sample.name.encode()), number])
        turned = sample.turned.get(number, 0)
        picture, page = scan(sheet, _other_side(sheets, number), profile, number=number, turned=turned, rng=rng)
        pictures.append(picture)
        pages.append(page)
    return pictures, tuple(pages)


def _other_side(sheets: tuple[Sheet, ...], number: int) -> Sheet | None:
    """Pages 1 and 2 share a leaf, then 3 and 4."""
    other = number if number % 2 else number - 2
    return sheets[other] if other < len(sheets) else None


def _sidecar(sample: Sample, known: dict[FieldName, TruthField], file: Path, out: Path) -> str:
    """What a clerk types in: some of the fields, under Vietnamese names, beside the scan under its name."""
    said = {
        "Số ký hiệu": known[FieldName.NUMBER].value,
        "Ngày ban hành": sample.variation.issued.strftime("%d/%m/%Y"),
        "Loại văn bản": known[FieldName.DOCUMENT_TYPE].value,
        "Người ký": known[FieldName.SIGNER_NAME].value,
    }
    path = file.with_suffix(".json")
    path.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path.relative_to(out / "scans").as_posix()


if __name__ == "__main__":
    main()
