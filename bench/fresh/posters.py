"""Flyers and posters: a headline in white on a band of colour, or a slogan that fills the page."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.fresh.document import Fresh, Value
from bench.fresh.leaflets import CLOSING, COLOURS, MAKERS, cited
from bench.fresh.sheets import A4, A5, canvas
from bench.fresh.themes import THEMES
from tests.samples.sheet import MM, WHITE


def flyers(chance: Random, count: int) -> Iterator[Fresh]:
    """Single sheets: a headline on a band, then short paragraphs."""
    for at in range(count):
        theme, maker, colour = THEMES[(at * 7 + 1) % len(THEMES)], chance.choice(MAKERS), chance.choice(COLOURS)
        page, title = canvas(A5), chance.choice(theme.titles)
        law = f"{theme.law} số {theme.number}"
        page.band(0, 0, 148 * MM, 58 * MM, colour)
        y = 8 * MM
        for line in maker[0]:
            y = page.text(8 * MM, y, 132 * MM, line, size=11, align="centre", bold=True, colour=WHITE)
        y = page.text(
            8 * MM, y + 3 * MM, 132 * MM, "TỜ RƠI TUYÊN TRUYỀN", size=11, align="centre", sans=True, colour=WHITE
        )
        page.text(
            8 * MM, y + 2 * MM, 132 * MM, title.upper(), size=18, align="centre", bold=True, sans=True, colour=WHITE
        )
        y, facts = 64 * MM, []
        for said, places in theme.said:
            y = page.text(10 * MM, y, 128 * MM, said.format(law=law), size=12.5, align="full") + 6
            facts += cited(theme, places)
        for text in CLOSING:
            y = page.text(10 * MM, y, 128 * MM, text, size=12.5, align="full") + 6
        truth: dict[str, Value] = {
            "title": title,
            "issuer": maker[1],
            "issuer_id": maker[3],
            "material_type": "to-roi",
            "language": "vie",
            "pages": 1,
        }
        truth |= {"parent_issuer": maker[2]} if maker[2] else {}
        yield Fresh(
            name=f"flyer-{at:02d}",
            sheets=(page.sheet(),),
            profile=chance.choice(("leaflet-200", "office-200")),
            truth=truth,
            topic=theme.topic,
            facts=tuple(facts),
            unjudged=frozenset({"subject"}),
        )


def posters(chance: Random, count: int) -> Iterator[Fresh]:
    """Few words, large, on colour."""
    slogans = (
        ("Sống và làm việc theo Hiến pháp và pháp luật", "Hưởng ứng Ngày Pháp luật Việt Nam 9/11"),
        ("Đội mũ bảo hiểm cho trẻ em trên mọi hành trình", "Vì sự an toàn của con bạn"),
        ("Không tảo hôn, không kết hôn cận huyết", "Vì tương lai giống nòi"),
    )
    for at in range(count):
        (title, below), maker, colour = slogans[at % 3], chance.choice(MAKERS), chance.choice(COLOURS)
        page = canvas(A4)
        page.band(0, 0, 210 * MM, 297 * MM, colour)
        y = 16 * MM
        for line in maker[0]:
            y = page.text(12 * MM, y, 186 * MM, line, size=16, align="centre", bold=True, colour=WHITE)
        y = page.text(
            14 * MM,
            90 * MM,
            182 * MM,
            title.upper(),
            size=40,
            align="centre",
            bold=True,
            sans=True,
            colour=(255, 235, 90),
        )
        page.text(14 * MM, y + 14 * MM, 182 * MM, below, size=24, align="centre", sans=True, colour=WHITE)
        truth: dict[str, Value] = {
            "title": title,
            "issuer": maker[1],
            "issuer_id": maker[3],
            "material_type": "ap-phich",
            "language": "vie",
            "pages": 1,
        }
        truth |= {"parent_issuer": maker[2]} if maker[2] else {}
        yield Fresh(
            name=f"poster-{at:02d}",
            sheets=(page.sheet(),),
            profile=chance.choice(("leaflet-200", "office-200")),
            truth=truth,
            unjudged=frozenset({"subject"}),
        )
