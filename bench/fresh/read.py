"""Prints, scans and reads the fresh documents, as a clerk's scanner and today's engine do."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.fresh.document import Fresh
from pipeline.ports import Engine
from schemas.inspection import Kind
from schemas.page import Page
from tests.samples.files import write
from tests.samples.profiles import PROFILES, Profile
from tests.samples.scan import scan
from tests.samples.sheet import Sheet


def read(document: Fresh, engine: Engine, seed: int, profile: str | None = None) -> tuple[Page, ...]:
    """The document's pages as read from a scan of this seed; ``profile``: another scanner than its own."""
    way = PROFILES[profile or document.profile]
    with tempfile.TemporaryDirectory() as work:
        files = scanned(document.name, document.sheets, way, seed, Path(work))
        kind = Kind.PDF if files[0].suffix == ".pdf" else Kind.IMAGE
        return engine.read(files, kind, work=Path(work), on_page=lambda _done, _all: None).pages


def scanned(name: str, sheets: Sequence[Sheet], way: Profile, seed: int, folder: Path) -> tuple[Path, ...]:
    """The files that the scanner leaves."""
    pictures = []
    for number, sheet in enumerate(sheets, 1):
        rng = np.random.default_rng([seed, zlib.crc32(name.encode()), number])
        pictures.append(scan(sheet, None, way, number=number, turned=0, rng=rng)[0])
    return write(pictures, way, "tiff" if way.mode == "bilevel" else "pdf", folder / name)
