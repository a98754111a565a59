"""Abbreviations that people and documents use for whole names; ``vocabulary/abbreviations.json``."""

import json
from functools import cache
from importlib.resources import files

from schemas.base import Frozen


class Abbreviation(Frozen):
    """One short form and what it stands for."""

    short: str
    """PBGDPL; in capitals, with its marks."""
    full: str
    """In lower case, without punctuation."""
    also: tuple[str, ...] = ()
    """Other spellings of the short form: TN&MT."""
    forms: tuple[str, ...] = ()
    """Other spellings of the full form."""
    source: str
    """``nd30``, ``law``, ``use``: see the file's head."""
    note: str | None = None


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """All of them, read once."""
    data = json.loads((files("schemas") / "vocabulary" / "abbreviations.json").read_text(encoding="utf-8"))
    return tuple(Abbreviation.model_validate(row) for row in data["abbreviations"])
