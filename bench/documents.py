"""The documents that are measured: pages with their truth, as files that every way can be given.

A set is a folder of truths (``<page>.json``, with zones of lines) and pictures (``<page>.jpg``, ``.png``, ``.tif`` or
``.pdf``), side by side or in ``gt/`` and ``pages/``; or the committed samples. Pages called ``<document>_p<number>``
are one document; it is measured as ``<document>.pdf`` if that lies there with as many pages, else as its only picture,
else as a PDF of its pictures, their bytes untouched. Born-digital samples are left out: they need no reading.
"""

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image

from bench.scoring import TrueLine, written_by_hand
from tests.samples.truth import SCANS, TruthPage, committed

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf")
_HEADERS = ("header_left", "header_right")
_PAGE = re.compile(r"(.+)_p\d+")
_RENDER_DPI = "300"


class NoTruth(Exception):
    """A folder without a single page that has a picture and a truth."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One document, ready to be measured."""

    name: str
    truths: tuple[tuple[TrueLine, ...], ...]
    """A page each."""
    file: Path
    """What is given to this engine and to OCRmyPDF."""
    pictures: tuple[Path, ...]
    """What is given to tesseract, which reads no PDF: a page each, the PDF's own images where it has them."""


def from_folder(folder: Path, work: Path) -> tuple[Document, ...]:
    """The documents of a folder of truths and pictures; what has to be made for them goes to ``work``.

    Raises:
        NoTruth: there is none.
    """
    pages = sorted(_pages(folder), key=lambda page: _natural(page[0].stem))
    if not pages:
        raise NoTruth(folder)
    groups = groupby(pages, key=lambda page: _document_of(page[0].stem))
    return tuple(_document(name, tuple(group), folder, work) for name, group in groups)


def from_samples(work: Path) -> tuple[Document, ...]:
    """The committed samples that are scans."""
    return tuple(
        prepared(f"{d.agency}_{d.name}", tuple(map(sample_lines, d.pages)), [SCANS / f for f in d.files], work)
        for d in committed()
        if d.profile is not None
    )


def sample_lines(page: TruthPage) -> tuple[TrueLine, ...]:
    """A sample's truth; a line in which something is written by hand is masked."""
    return tuple(TrueLine(text=line.text, masked=any(w.by_hand for w in line.words)) for line in page.lines)


def prepared(name: str, truths: tuple[tuple[TrueLine, ...], ...], files: Sequence[Path], work: Path) -> Document:
    """A document of one file, or of one picture a page."""
    place = work / name
    place.mkdir(parents=True, exist_ok=True)
    if len(files) > 1:
        return Document(name=name, truths=truths, file=_bound(files, place / "pages.pdf"), pictures=tuple(files))
    return Document(name=name, truths=truths, file=files[0], pictures=_pictures(files[0], len(truths), place))


# -------------------------------------------------------------------------------------------------------------------


def _pages(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Truth and picture of every page."""
    truths = folder / "gt" if (folder / "gt").is_dir() else folder
    pictures = folder / "pages" if (folder / "pages").is_dir() else folder
    for truth in truths.glob("*.json"):
        picture = next((p for s in _PICTURES if (p := pictures / f"{truth.stem}{s}").is_file()), None)
        if picture is not None and "zones" in json.loads(truth.read_bytes()):
            yield truth, picture


def _document_of(page: str) -> str:
    match = _PAGE.fullmatch(page)
    return match.group(1) if match else page


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name))


def _document(name: str, pages: tuple[tuple[Path, Path], ...], folder: Path, work: Path) -> Document:
    truths = tuple(_lines(json.loads(truth.read_bytes())) for truth, _ in pages)
    whole = folder / f"{name}.pdf"
    if whole.is_file() and _page_count(whole) == len(pages):
        return prepared(name, truths, [whole], work)
    return prepared(name, truths, [picture for _, picture in pages], work)


def _lines(page: dict[str, list[dict[str, object]]]) -> tuple[TrueLine, ...]:
    """Lines in the order of the zones; in a letterhead, those with one of the pen-written tokens are masked."""
    hand = [str(token) for token in page.get("handwritten_or_stamped_tokens") or ()]
    found = []
    for zone in page["zones"]:
        lines, head = zone["lines"], zone["zone"] in _HEADERS
        assert isinstance(lines, list)
        found += [TrueLine(text=line, masked=head and written_by_hand(line, hand)) for line in lines]
    return tuple(found)


def _page_count(pdf: Path) -> int:
    with pikepdf.open(pdf) as document:
        return len(document.pages)


def _bound(pictures: Sequence[Path], target: Path) -> Path:
    """One PDF of the pictures as they are."""
    target.write_bytes(bytes(img2pdf.convert([str(p) for p in pictures], nodate=True)))
    return target


def _pictures(file: Path, pages: int, place: Path) -> tuple[Path, ...]:
    """A picture a page: the file itself, its frames, its own images, or (drawn pages) 300 dpi renderings."""
    if file.suffix == ".pdf":
        subprocess.run(["pdfimages", "-all", str(file), str(place / "own")], check=True)
        own = tuple(sorted(place.glob("own-*")))
        if len(own) == pages:
            return own
        subprocess.run(["pdftoppm", "-r", _RENDER_DPI, str(file), str(place / "drawn")], check=True)
        return tuple(sorted(place.glob("drawn-*")))
    with Image.open(file) as image:
        if pages == 1:
            return (file,)
        return tuple(_frame(image, number, place) for number in range(pages))


def _frame(image: Image.Image, number: int, place: Path) -> Path:
    image.seek(number)
    target = place / f"frame-{number:04}.tif"
    image.save(target, dpi=image.info.get("dpi"), compression="group4" if image.mode == "1" else None)
    return target
