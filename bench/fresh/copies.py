"""Copies and editions of the fresh documents: which are proposed as one work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bench.fresh.document import Fresh
from bench.fresh.measure import Score
from bench.fresh.read import read
from pipeline.ports import Engine
from pipeline.stages.near_duplicates import proposals
from pipeline.stages.reader.fingerprint import fingerprint, wording_of
from schemas.fingerprint import Likeness
from schemas.page import Page
from tests.samples.sheet import PlacedWord, Sheet

_KINDS = ("folded", "questions", "situations", "outline", "booklet", "poster")
_SCANNERS = ("copy-150", "office-200", "thin-150", "faded-200")
_NUMBER = re.compile(r"\d\d+")


def copies(pairs: Sequence[tuple[Fresh, tuple[Page, ...]]], engine: Engine, seed: int) -> tuple[list[Score], list[str]]:
    """Every second leaflet, booklet and poster scanned once more elsewhere, and an edition of it with other numbers.

    Gives: how many copies were proposed as the same work (all others so proposed are false), and which were not.
    """
    chosen = [(one, pages) for one, pages in pairs if one.name.startswith(_KINDS)][::2]
    scans = {one.name: pages for one, pages in pairs}
    for at, (one, _) in enumerate(chosen):
        scans[f"{one.name} copy"] = read(one, engine, seed + 1, _SCANNERS[at % len(_SCANNERS)])
        if not one.name.startswith("poster"):
            scans[f"{one.name} edition"] = read(_edition(one), engine, seed + 2)
    words = {name: wording_of(pages) for name, pages in scans.items()}
    prints = [
        fingerprint(name, words[name], [page.picture for page in pages if page.picture])
        for name, pages in scans.items()
    ]
    same = {frozenset((p.one, p.other)) for p in proposals(prints, words) if p.kind is Likeness.SAME_WORK}
    wanted = {frozenset((one.name, f"{one.name} copy")) for one, _ in chosen}
    faults = [f"not one work: {sorted(pair)}" for pair in wanted - same]
    faults += [f"no one work: {sorted(pair)}" for pair in same - wanted]
    return [
        Score(name="copies proposed as one work", right=len(same & wanted), given=len(same), wanted=len(wanted))
    ], faults


def _edition(document: Fresh) -> Fresh:
    """The document with every third number of its text one more."""
    return replace(document, sheets=tuple(_changed(sheet) for sheet in document.sheets))


def _changed(sheet: Sheet) -> Sheet:
    numbers = [at for at, word in enumerate(sheet.words) if _NUMBER.search(word.text)]
    chosen = set(numbers[::3])
    return sheet.model_copy(
        update={"words": tuple(_one_more(w) if at in chosen else w for at, w in enumerate(sheet.words))}
    )


def _one_more(word: PlacedWord) -> PlacedWord:
    runs = tuple(
        run.model_copy(update={"text": _NUMBER.sub(lambda n: str(int(n[0]) + 1).zfill(len(n[0])), run.text)})
        for run in word.runs
    )
    return word.model_copy(update={"runs": runs})
