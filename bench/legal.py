"""How well search answers real questions of law: which article answers it, out of all that there are.

``python -m bench.legal FOLDER``: the folder has ``alqac2023_articles.json`` (law@article → text) and
``vilqa_alqac.csv`` (context, question, answer). Every article is a record; the one that a question's context is has to
come first.
"""

import argparse
import csv
import json
import re
import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

from schemas.ids import RecordId
from schemas.text import fold, one_line
from search.entry import Entry
from search.finder import Finder
from search.folding import plain, surface
from search.found import Found, HitKind
from search.place import begin, switch
from search.schema import FORMAT
from search.writer import Mark, Writer
from tests.golden.search.measure import ndcg


class Asked(NamedTuple):
    """A question and the record that answers it."""

    question: str
    answer: RecordId


def main() -> None:
    """Measures, as typed and without marks."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--worst", type=int, default=0, help="print so many questions that were answered worst")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        finder, questions = build(Path(place), given.folder)
        for name, typed in (("as typed", str), ("no marks", fold)):
            found = [(score(finder, one, typed(one.question)), one.question) for one in questions]
            first = statistics.mean(value == 1.0 for value, _ in found)
            print(f"{name:10} n={len(found)} nDCG@10 {statistics.mean(v for v, _ in found):.4f}  first {first:.3f}")
            for value, question in sorted(found)[: given.worst]:
                print(f"  {value:.2f} {question}")


def build(place: Path, folder: Path) -> tuple[Finder, tuple[Asked, ...]]:
    """The index of all articles, and what is asked of it."""
    texts = articles(folder)
    at = begin(place, FORMAT)
    writer = Writer(at, heap=50_000_000)
    for number, (text, law) in enumerate(texts.values()):
        record = _record(number)
        title = surface(one_line(text.partition("\n")[0]))[:200]
        found = Found(
            kind=HitKind.DOCUMENT, record=record, version=1, title=title, pages=1,
            published_at="2026-11-22T00:00:00+00:00",
        )  # fmt: skip
        writer.put(found.record, [Entry(record, found, text, title, law, "", "", {}, None)])
    writer.commit(Mark())
    writer.close()
    switch(place, at)
    places = {words: _record(number) for number, words in enumerate(texts)}
    return Finder(place), tuple(Asked(row["question"], places[_words(row["context"])]) for row in _rows(folder))


def articles(folder: Path) -> dict[str, tuple[str, str]]:
    """The words of an article → its text and its law; texts of questions that are in no law of the list too, without a
    law. The two files write the same article with other spaces and dashes.
    """
    known: dict[str, tuple[str, str]] = {}
    for name, text in json.loads((folder / "alqac2023_articles.json").read_text(encoding="utf-8")).items():
        known.setdefault(_words(text), (surface(text.strip()), surface(name.rpartition("@")[0])))
    for row in _rows(folder):
        known.setdefault(_words(row["context"]), (surface(row["context"].strip()), ""))
    return known


def score(finder: Finder, one: Asked, typed: str) -> float:
    """nDCG@10 with one right answer."""
    hits = finder.find(typed, limit=10, count=False).hits
    return ndcg([hit.found.record for hit in hits], {one.answer: 3})


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "vilqa_alqac.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", plain(surface(text))))


def _record(number: int) -> RecordId:
    return RecordId(f"{number:012x}")


if __name__ == "__main__":
    main()
