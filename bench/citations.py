"""How well citations are read: precision, recall and F1 on clean law texts whose citations are known.

    python -m bench.citations FOLDER [--noise SHARE]

FOLDER holds ``phapdien_pbgdpl.md`` (Bộ Pháp điển: every article is annotated with the act and article it comes from;
the truth is the article's code, "Điều 44.8.LQ.1.10" → act LQ.1, article 10, and the act's first full annotation) and
``alqac2023_articles.json`` (2,249 articles of 17 laws: each is printed as a leaflet's answer with an annotation in one
of the ways that leaflets write them, drawn with a fixed seed; the annotation is the truth). ``--noise`` lets this share
of the annotations' syllables lose or change a diacritic, as OCR does: a wrong answer is worse than none.
One fact is (act, article, clause, point).
"""

import argparse
import json
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.stages.reader.citing.citations import citations
from schemas.citation import Citation
from schemas.laws import law_register, number_key
from schemas.page import Box, Line, Page, PageStatus, Word

Fact = tuple[str, str, str, str]
_CODE = re.compile(r"^Điều 44\.8\.([A-ZĐ]+(?:\.\d+)?)\.(\d+[a-z]?)\. ")
_LAWS = {
    "Luật Phòng, chống ma túy": 2021,
    "Bộ luật dân sự": 2015,
    "Luật Tố tụng hành chính": 2015,
    "Luật Bảo vệ môi trường": 2020,
    "Luật Hôn nhân và gia đình": 2014,
    "Hiến pháp": 2013,
    "Luật Giáo dục": 2019,
    "Luật Trồng trọt": 2018,
    "Luật Chăn nuôi": 2018,
    "Luật Trọng tài thương mại": 2010,
    "Luật Du lịch": 2017,
    "Luật Viên chức": 2010,
    "Luật Điện ảnh": 2022,
    "Luật An ninh mạng": 2018,
    "Luật Thanh niên": 2020,
    "Luật Cư trú": 2020,
    "Luật Tiếp cận thông tin": 2016,
}
_POINTS = "abcdđeghik"


def page_of(lines: Iterable[str], number: int = 1) -> Page:
    """A page with these lines of text under each other."""
    made = []
    for row, text in enumerate(line for line in lines if line.strip()):
        x, words = 100, []
        for word in text.split():
            words.append(
                Word(text=word, box=Box(x0=x, y0=40 * row, x1=x + 11 * len(word), y1=40 * row + 24), confidence=1)
            )
            x += 11 * len(word) + 11
        made.append(Line(words=tuple(words), block=row))
    return Page(
        number=number, width=1240, height=1754, dpi=150, status=PageStatus.KEPT, engine="text", lines=tuple(made)
    )


def facts(found: Iterable[Citation]) -> Counter[Fact]:
    """What the citations say; an act outside the register counts by its number."""
    out: Counter[Fact] = Counter()
    for citation in found:
        act = citation.law or (number_key(citation.number) if citation.number else "")
        for place in citation.articles:
            out[act, place.article, place.clause or "", place.point or ""] += 1
        if not citation.articles:
            out[act, "", "", ""] += 1
    return out


def phapdien(text: str) -> Iterator[tuple[list[str], Counter[Fact]]]:
    """Annotation lines and their truth from the code above each."""
    acts: dict[str, str] = {}
    lines = text.split("\n")
    for at, line in enumerate(lines):
        code = _CODE.match(line)
        note = next((other for other in lines[at + 1 : at + 3] if other.startswith("(")), "")
        if not code or not note:
            continue
        if code[1] not in acts:
            acts[code[1]] = note.split(" số ")[1].split(" ")[0].strip(",")
        law = law_register().of_number(acts[code[1]])
        note = note.split(" của ")[0].split(" Hướng dẫn ")[0].split(" Quy định ")[0]  # the act's title may name others
        words = note.split()
        yield (
            [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)],
            Counter([(law.id if law else number_key(acts[code[1]]), code[2], "", "")]),
        )


def leaflets(articles: dict[str, str], noise: float) -> Iterator[tuple[list[str], Counter[Fact]]]:
    """Each article as an answer with its annotation, broken into lines of a leaflet's panel."""
    draw = random.Random(5)
    for key in articles:
        name, article = key.split("@")
        law = next(law for law in law_register().laws if law.name.lower() == name.lower() and law.year == _LAWS[name])
        places, printed = _places(draw, article)
        named = draw.choice([f"{law.name} năm {law.year}", f"{law.name} {law.year}", f"{law.name} số {law.number}"])
        if law.number is None:
            named = f"{law.name} năm {law.year}"
        of = draw.choice([" ", " của ", ", "])
        note = f"({printed}{of}{named})" if draw.random() < 0.8 else f"Căn cứ {named} ({printed})"
        words = "".join(_misread(draw, char, noise) for char in note).split()
        width = draw.randint(5, 9)
        yield (
            [" ".join(words[i : i + width]) for i in range(0, len(words), width)],
            Counter({(law.id, *place): 1 for place in places}),
        )


def _places(draw: random.Random, article: str) -> tuple[list[tuple[str, str, str]], str]:
    clause, other = str(draw.randint(1, 4)), str(draw.randint(5, 9))
    points = sorted(draw.sample(range(len(_POINTS)), 2))
    a, b = (_POINTS[i] for i in points)
    return draw.choice(
        [
            ([(article, "", "")], f"Điều {article}"),
            ([(article, clause, "")], f"khoản {clause} Điều {article}"),
            ([(article, clause, ""), (article, other, "")], f"khoản {clause} và khoản {other} Điều {article}"),
            ([(article, clause, ""), (article, other, "")], f"khoản {clause}, {other} Điều {article}"),
            ([(article, clause, a), (article, clause, b)], f"các điểm {a} và {b} khoản {clause} Điều {article}"),
            ([(article, clause, a), (article, other, "")], f"điểm {a} khoản {clause}, khoản {other} Điều {article}"),
            ([(article, clause, "")], f"Điều {article} khoản {clause}"),
        ]
    )


def _misread(draw: random.Random, char: str, noise: float) -> str:
    if not noise or draw.random() >= noise or char in _POINTS:
        return char
    parts = unicodedata.normalize("NFD", char)
    return unicodedata.normalize("NFC", parts[0] + draw.choice([*parts[1:-1], ""])) if len(parts) > 1 else char


def measure(name: str, cases: Iterable[tuple[list[str], Counter[Fact]]]) -> None:
    """Prints one line of figures; one case is one page."""
    right = told = true = unresolved = pages = 0
    began = time.process_time()
    for lines, truth in cases:
        found = facts(citations([page_of(lines)]))
        unresolved += sum(found[fact] for fact in found if not fact[0])
        found = Counter({fact: 1 for fact in found if fact[0]})
        right += (found & truth).total()
        told, true, pages = told + found.total(), true + truth.total(), pages + 1
    precision, recall = right / max(told, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    cost = (time.process_time() - began) / max(pages, 1) * 1000
    print(f"{name:10} cases {pages:5} precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}", end=" ")
    print(f"wrong {told - right} blank {unresolved} {cost:.1f} ms a case with making its page")


def main() -> None:
    """Measures both sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--noise", type=float, default=0.0)
    asked = parser.parse_args()
    measure("phapdien", phapdien((asked.folder / "phapdien_pbgdpl.md").read_text(encoding="utf-8")))
    articles = json.loads((asked.folder / "alqac2023_articles.json").read_text(encoding="utf-8"))
    measure("leaflets", leaflets(articles, asked.noise))


if __name__ == "__main__":
    main()
