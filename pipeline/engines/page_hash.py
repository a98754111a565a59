"""A page's picture as 256 bits that survive another scanner: other resolution, lid, light, quality, quarter turns.

The paper is evened out, strong and weak ink made alike, the page cut to where its ink is, and each of 16 × 16 fields is
a bit: more ink than half of the fields, or less. Measured on 35 scans of nine pages (clean, office, low resolution,
copied; each turned and at half the size as well): scans of one page differ in at most 0.16 of the bits, other pages in
at least 0.31; the signs of cosine waves (pHash) did not part them. A quarter turn of the page is one of the fields.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from schemas.fingerprint import PageHash

_SEEN = 512
"""Pixels of the longer side at which the page is looked at."""
_FIELDS = 16
_PAPER = 25
_SMEAR = 4.0
"""Pixels by which ink is smeared, so that a line that stands a little higher fills the same fields."""
_EDGE = 6
"""Pixels of a lid or a shadow at the page's edges."""
_STRONG = 60
"""Per cent of the ink that is weaker than what counts as full ink: a stamp or a picture weighs as much as print."""
_SPILT = 0.004
"""Share of the ink outside the cut at each edge: specks."""


def page_hash(image: Image.Image) -> PageHash:
    """The hash of a page as it lies. Takes: any image in mode L or RGB."""
    cv2.setNumThreads(0)  # its threads do not survive a fork
    fields = _inked(np.asarray(_thinned(image).convert("L"), np.uint8))
    one, two, three, four = (_bits(np.rot90(fields, -turn)) for turn in range(4))
    return PageHash(turns=(one, two, three, four))


# -------------------------------------------------------------------------------------------------------------------


def _thinned(image: Image.Image) -> Image.Image:
    """Every so many-th pixel, twice as many a side as are looked at: a quarter of the time that all of them take."""
    step = max(1, max(image.size) // (2 * _SEEN))
    size = max(1, image.width // step), max(1, image.height // step)
    return image.resize(size, Image.Resampling.NEAREST)


def _inked(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How much ink each field of the page has."""
    scale = _SEEN / max(grey.shape)
    size = max(_FIELDS, round(grey.shape[1] * scale)), max(_FIELDS, round(grey.shape[0] * scale))
    seen = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((_PAPER, _PAPER), np.uint8))
    ink = cv2.subtract(cv2.blur(paper, (9, 9)), seen).astype(np.float32)
    edge = min(_EDGE, min(ink.shape) // 8)
    ink = ink[edge : ink.shape[0] - edge, edge : ink.shape[1] - edge]
    ink[ink < max(0.2 * float(np.percentile(ink, 99.5)), 8.0)] = 0
    if ink.any():
        ink = np.minimum(ink, np.percentile(ink[ink > 0], _STRONG)).astype(np.float32)
    cut = cv2.GaussianBlur(ink[_extent(ink.sum(axis=1)), _extent(ink.sum(axis=0))], (0, 0), _SMEAR)
    return np.asarray(cv2.resize(cut, (_FIELDS, _FIELDS), interpolation=cv2.INTER_AREA), np.float32)


def _extent(profile: NDArray[np.float32]) -> slice:
    """From where to where nearly all of it is."""
    total = float(profile.sum())
    if total <= 0:
        return slice(0, len(profile))
    share = np.cumsum(profile) / total
    start, end = int(np.searchsorted(share, _SPILT)), int(np.searchsorted(share, 1 - _SPILT)) + 1
    return slice(start, max(end, start + 8))


def _bits(fields: NDArray[np.float32]) -> int:
    return int.from_bytes(np.packbits((fields > np.median(fields)).ravel()).tobytes(), "big")
