"""A simulated scanner with named ways of spoiling a page, each as strong as one likes, seeded.

The pages are the samples' texts, printed anew for every way, so that only the way differs. Strength 1 is what a bad
but usual scan has, 0 the gentlest case of its kind. Most of it is made of the samples' own effects. Typeset print is
easier than real paper: these figures say what a flaw *adds*, not how good a reader is.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np

from bench.documents import Document, prepared
from bench.scoring import TrueLine
from tests.samples.catalogue import SAMPLES, Container
from tests.samples.content import read
from tests.samples.effects.geometry import lay_askew
from tests.samples.effects.paper import Picture
from tests.samples.effects.scanner import copy_machine, grain
from tests.samples.files import write
from tests.samples.layouts import compose
from tests.samples.profiles import Profile
from tests.samples.scan import scan
from tests.samples.sheet import MM, Sheet, Stamp

CLEAN = "clean"
_DESK = (96, 84, 70)


def _same_sheet(sheet: Sheet, _strength: float, _rng: np.random.Generator) -> Sheet:
    return sheet


def _same_picture(picture: Picture, _strength: float, _rng: np.random.Generator) -> Picture:
    return picture


@dataclass(frozen=True, kw_only=True)
class Degradation:
    """One way of spoiling a page; each part is told the strength."""

    profile: Callable[[float], Profile]
    """Paper, copier, scanner, file."""
    sheet: Callable[[Sheet, float, np.random.Generator], Sheet] = _same_sheet
    """What is done to the print: stamps, folds."""
    after: Callable[[Picture, float, np.random.Generator], Picture] = _same_picture
    """What no profile can say."""
    container: Container = "jpeg"


def degraded(name: str, strength: float, *, pages: int, seed: int, work: Path) -> tuple[Document, ...]:
    """The first page of so many samples, spoilt that way, as documents of one page.

    Raises:
        KeyError: there is no such degradation.
    """
    way = DEGRADATIONS[name]
    made = []
    for sample in SAMPLES[:pages]:
        rng = np.random.default_rng([seed, zlib.crc32(sample.name.encode())])
        front, *others = compose(read(sample.name, sample.variation))
        sheet, back = way.sheet(front, strength, rng), others[0] if others else front
        profile = way.profile(strength)
        picture, _ = scan(sheet, back, profile, number=1, turned=0, rng=rng)
        picture = way.after(picture, strength, rng)
        stem = work / f"{name}-{strength:g}" / "made" / sample.name
        files = write([picture], profile, way.container, stem)
        made.append(prepared(sample.name, (_truth(sheet),), files, stem.parents[1]))
    return tuple(made)


# -------------------------------------------------------------------------------------------------------------------


def _truth(sheet: Sheet) -> tuple[TrueLine, ...]:
    lines = [tuple(line) for _, line in groupby(sheet.words, key=lambda word: word.line)]
    return tuple(
        TrueLine(text=" ".join(word.text for word in line), masked=any(word.by_hand for word in line)) for line in lines
    )


_CLEAN = Profile(dpi=300, mode="colour", quality=90, skew=0.0, through=0.0, blur=0.5, light=0.0, grain=0.8, specks=0)


def _clean(**changed: object) -> Profile:
    return _CLEAN.model_copy(update=changed)


def _office(s: float) -> Profile:
    return _clean(
        quality=72, skew=0.7 * s, through=0.04 * s, blur=0.5 + 0.35 * s, light=0.04 * s, grain=0.8 + 1.6 * s,
        specks=round(15 * s), dark_edge=s > 0,
    )  # fmt: skip


def _copier(s: float) -> Profile:
    return _clean(mode="grey", quality=70, copied=True, skew=s, grain=0.8 + 8 * s, specks=round(120 * s), blur=0.7)


def _thin(s: float) -> Profile:
    return _clean(
        quality=72, paper=(243, 238, 222), ink=45, through=min(0.2 * s, 0.6), light=0.12 * s, blur=0.9,
        grain=0.8 + 2 * s,
    )  # fmt: skip


def _faded(s: float) -> Profile:
    return _clean(mode="grey", quality=72, ink=32 + 60 * s, fade=min(0.6 * s, 0.95), grain=0.8 + 2.4 * s, blur=0.9)


def _leaflet(s: float) -> Profile:
    return _clean(
        quality=74, lid=(230, 230, 228), skew=1.5 * s, through=0.07 * s, halftone=26 * s, fold=min(0.22 * s, 0.9),
        light=0.07 * s, grain=0.8 + 1.6 * s, specks=round(30 * s), blur=1.0,
    )  # fmt: skip


def _fold_in_three(sheet: Sheet, _strength: float, _rng: np.random.Generator) -> Sheet:
    return sheet.model_copy(update={"folds": (sheet.width / 3, 2 * sheet.width / 3)})


def _stamp_over_text(sheet: Sheet, strength: float, rng: np.random.Generator) -> Sheet:
    """Seals in the middle of words anywhere on the page; four at strength 1."""
    places = [sheet.words[int(n)] for n in rng.integers(len(sheet.words), size=round(4 * strength))]
    seals = [
        Stamp(x=w.x + float(rng.uniform(-5, 20)) * MM, y=w.baseline, rim="PHÒNG TƯ PHÁP HUYỆN", middle=("SAO Y",))
        for w in places
    ]
    return sheet.model_copy(update={"marks": (*sheet.marks, *seals)})


def _phone(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Held askew over a desk, a hand's soft shadow over a part, warm light, the far end out of focus."""
    seen = _from_an_angle(picture, 0.03 * strength, rng)
    rows, columns = seen.shape[:2]
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    across = np.linspace(0, 1, columns, dtype=np.float32)[None, :, None]
    edge = float(rng.uniform(0.35, 0.65)) + 0.25 * (down - 0.5)
    seen = seen * (1 - min(0.35 * strength, 0.9) / (1 + np.exp((edge - across) * 30)))
    soft = np.clip((down - 0.55) * 1.3 * strength, 0, 0.75)
    seen = seen * (1 - soft) + cv2.GaussianBlur(seen, (0, 0), 2.2) * soft
    warm = np.asarray(seen * np.array([1.0, 1 - 0.02 * strength, 1 - 0.06 * strength]), np.float32)
    grain(warm, 3 * strength, rng)
    return np.clip(warm, 0, 255)


def _from_an_angle(picture: Picture, reach: float, rng: np.random.Generator) -> Picture:
    """Every corner moved inwards by up to ``reach`` of the size."""
    rows, columns = picture.shape[:2]
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    moved = corners + inwards * rng.uniform(0, reach, (4, 2)).astype(np.float32) * (columns, rows)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    flat = cv2.warpPerspective(picture, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=_DESK)
    return np.asarray(flat, np.float32)


def _fax(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """Group 3: 200 dots across, 200 lines down at strength 0 and 100 at 1, each line printed as often as needed."""
    rows, columns = picture.shape[:2]
    few = (columns, max(round(rows / (1 + strength)), 1))
    grey = cv2.cvtColor(cv2.resize(picture, few, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    noisy = grey + 10 * strength * rng.standard_normal(grey.shape, dtype=np.float32)
    black = np.where(noisy < 160, 0, 255).astype(np.float32)
    printed = cv2.resize(black, (columns, rows), interpolation=cv2.INTER_NEAREST)
    return np.repeat(np.asarray(printed, np.float32)[..., None], 3, axis=2)


def _askew(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    return np.clip(lay_askew(picture, 2 * strength * float(rng.choice([-1, 1])), (244, 244, 244), rng)[0], 0, 255)


def _copied_again(picture: Picture, strength: float, rng: np.random.Generator) -> Picture:
    """A copy of a copy, from strength 1 on."""
    return np.clip(copy_machine(picture, rng) * 0.86 + 30, 0, 255) if strength >= 1 else picture


DEGRADATIONS: dict[str, Degradation] = {
    CLEAN: Degradation(profile=lambda _: _CLEAN),
    "office": Degradation(profile=_office),
    "copier": Degradation(profile=_copier, after=_copied_again),
    "thin paper": Degradation(profile=_thin),
    "faded": Degradation(profile=_faded),
    "stamp over text": Degradation(profile=lambda _: _CLEAN, sheet=_stamp_over_text),
    "folded leaflet": Degradation(profile=_leaflet, sheet=_fold_in_three),
    "phone": Degradation(profile=lambda _: _clean(quality=72), after=_phone),
    "fax": Degradation(profile=lambda _: _clean(dpi=200, mode="bilevel"), after=_fax, container="tiff"),
    "low dpi": Degradation(profile=lambda s: _clean(dpi=round(200 - 50 * s), quality=80)),
    "skew": Degradation(profile=lambda _: _CLEAN, after=_askew),
    "jpeg": Degradation(profile=lambda s: _clean(dpi=200, quality=max(round(75 - 45 * s), 5))),
}


def names(asked: Sequence[str]) -> list[tuple[str, float]]:
    """``fax``, ``fax:0.5`` or ``all`` as names and strengths.

    Raises:
        KeyError: there is no such degradation.
    """
    if list(asked) == ["all"]:
        return [(name, 1.0) for name in DEGRADATIONS]
    pairs = [text.partition(":") for text in asked]
    if unknown := sorted({name for name, _, _ in pairs} - set(DEGRADATIONS)):
        raise KeyError(*unknown)
    return [(name, float(strength or 1)) for name, _, strength in pairs]
