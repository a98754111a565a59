"""What the fresh documents speak of: one law each, its chủ đề in Bộ Pháp điển, sentences and questions that cite it.

Wordings are ours; what an article really says is not the point, only that it is cited in a way that leaflets cite.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Place = tuple[str, str, str]
"""Article, clause, point; "" where there is none."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A field of law as people meet it."""

    law: str
    """As a text names it, without year or number."""
    id: str
    """In the register."""
    number: str
    year: str
    topic: int
    """Its chủ đề, by phapdien.moj.gov.vn's order."""
    titles: tuple[str, ...]
    subject: str
    """As it stands after "về" in an official text."""
    said: tuple[tuple[str, tuple[Place, ...]], ...]
    """Sentences; ``{law}`` is where the law is named."""
    asked: tuple[tuple[str, str, tuple[Place, ...]], ...]
    """Questions with answers that cite."""


def _theme(row: dict[str, Any]) -> Theme:
    said = tuple((one["text"], _places(one)) for one in row["said"])
    asked = tuple((one["question"], one["answer"], _places(one)) for one in row["asked"])
    return Theme(**{**row, "titles": tuple(row["titles"]), "said": said, "asked": asked})


def _places(row: dict[str, Any]) -> tuple[Place, ...]:
    return tuple((article, clause, point) for article, clause, point in row["places"])


THEMES = tuple(map(_theme, json.loads(Path(__file__).with_name("themes.json").read_text(encoding="utf-8"))))
