"""Covers with a few pages of text behind them: handbooks, outlines, questions, plays, contests, talks, bulletins."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.fresh.covers import MAKERS, PROSE, cover, truth_of
from bench.fresh.document import Asked, Fact, Fresh, Value
from bench.fresh.leaflets import cited
from bench.fresh.occasions import bulletin, contest, play, talk
from bench.fresh.sheets import A4, A5, canvas
from bench.fresh.themes import THEMES, Theme
from tests.samples.sheet import MM, Sheet

_COVERS = (
    ("so-tay", "Sổ tay", "Sổ tay pháp luật dành cho trưởng thôn, trưởng bản"),
    ("so-tay", "Sổ tay", "Sổ tay nghiệp vụ của tuyên truyền viên cơ sở"),
    ("cam-nang", "Cẩm nang", "Cẩm nang pháp luật cho thanh niên khởi nghiệp"),
    ("tai-lieu-tap-huan", "Tài liệu", "Tài liệu bồi dưỡng kỹ năng cho hòa giải viên"),
    ("sach", "Sách", "Pháp luật với đời sống nông thôn mới"),
)


def booklets(chance: Random) -> Iterator[Fresh]:
    """One of every kind, and some twice."""
    for at, (kind, _, title) in enumerate(_COVERS):
        yield _handbook(chance, at, kind, title)
    for at in range(2):
        yield _outline(chance, at, THEMES[(at * 3 + 5) % len(THEMES)])
    for at in range(4):
        yield _questions(chance, at, THEMES[(at * 2 + 1) % len(THEMES)])
    for at in range(3):
        yield _situations(chance, at, THEMES[(at * 4) % len(THEMES)])
    yield from (play(at) for at in range(2))
    yield from (contest(at) for at in range(2))
    yield from (talk(at, THEMES[at + 6]) for at in range(2))
    yield from (bulletin(chance, at) for at in range(4))


def _prose(chance: Random, size: tuple[float, float], theme: Theme | None, number: int) -> tuple[Sheet, list[Fact]]:
    page, y, facts = canvas(size), 18 * MM, []
    wide = page.width - 34 * MM
    for at in range(6):
        y = page.text(17 * MM, y, wide, chance.choice(PROSE), size=12.5, align="full", indent=8 * MM) + 5
        if theme and at in (1, 3):
            said, places = theme.said[at // 2]
            y = (
                page.text(
                    17 * MM,
                    y,
                    wide,
                    said.format(law=f"{theme.law} năm {theme.year}"),
                    size=12.5,
                    align="full",
                    indent=8 * MM,
                )
                + 5
            )
            facts += cited(theme, places)
    page.text(0, page.height - 14 * MM, page.width, str(number), size=11, align="centre")
    return page.sheet(), facts


def _handbook(chance: Random, at: int, kind: str, title: str) -> Fresh:
    maker, theme = chance.choice(MAKERS), chance.choice(THEMES)
    year = maker[5] if kind != "sach" else None
    first = canvas(A5)
    cover(first, maker, title, year, band=at % 2 == 0)
    if kind == "sach":
        first.text(
            15 * MM,
            first.height - 24 * MM,
            first.width - 30 * MM,
            "NHÀ XUẤT BẢN TƯ PHÁP",
            size=12,
            align="centre",
            bold=True,
        )
    second, facts = _prose(chance, A5, theme, 2)
    truth = truth_of(maker, title, kind, 2, year)
    return Fresh(
        name=f"booklet-{at:02d}-{kind}",
        sheets=(first.sheet(), second),
        profile=chance.choice(("office-200", "thin-150", "office-300")),
        truth=truth,
        facts=tuple(facts),
        unjudged=frozenset({"subject"}),
    )


def _outline(chance: Random, at: int, theme: Theme) -> Fresh:
    page, y = canvas(A4), 24 * MM
    title = f"Đề cương giới thiệu {theme.law}"
    y = page.text(25 * MM, y, 160 * MM, "ĐỀ CƯƠNG", size=15, align="centre", bold=True)
    y = page.text(25 * MM, y, 160 * MM, f"Giới thiệu {theme.law}", size=15, align="centre", bold=True) + 12
    heads = ("I. SỰ CẦN THIẾT BAN HÀNH LUẬT", "II. MỤC ĐÍCH, QUAN ĐIỂM XÂY DỰNG LUẬT", "III. BỐ CỤC VÀ NỘI DUNG CƠ BẢN")
    facts: list[Fact] = []
    for number, head in enumerate(heads):
        y = page.text(25 * MM, y, 160 * MM, head, size=13, bold=True) + 4
        y = page.text(25 * MM, y, 160 * MM, chance.choice(PROSE), size=13, align="full", indent=10 * MM) + 4
        if number < 2:
            said, places = theme.said[number]
            y = (
                page.text(
                    25 * MM,
                    y,
                    160 * MM,
                    said.format(law=f"{theme.law} số {theme.number}"),
                    size=13,
                    align="full",
                    indent=10 * MM,
                )
                + 6
            )
            facts += cited(theme, places)
    truth: dict[str, Value] = {"title": title, "material_type": "de-cuong", "language": "vie", "pages": 1}
    return Fresh(
        name=f"outline-{at:02d}",
        sheets=(page.sheet(),),
        profile=chance.choice(("office-300", "copy-150")),
        truth=truth,
        topic=theme.topic,
        unjudged=frozenset({"subject", "document_type"}),
    )


def _field(theme: Theme) -> str:
    """Luật Đất đai → đất đai."""
    name = theme.law.removeprefix("Luật ").removeprefix("Bộ luật ")
    return name[:1].lower() + name[1:]


def _questions(chance: Random, at: int, theme: Theme) -> Fresh:
    """A booklet of questions: numbered, with other words for the answer in each."""
    maker, title = (
        chance.choice(MAKERS),
        f"Hỏi - đáp pháp luật về {_field(theme)}",
    )
    first = canvas(A5)
    cover(first, maker, title, maker[5], band=at % 2 == 1)
    law = f"{theme.law} năm {theme.year}"
    head, reply = (
        ("Câu hỏi {n}:", "Trả lời:"),
        ("Câu {n}:", "Đáp:"),
        ("{n}. Hỏi:", "Trả lời:"),
        ("Câu {n}.", "Trả lời"),
    )[at % 4]
    pages, units, facts = [first.sheet()], [], []
    page, y = canvas(A5), 16 * MM
    for number, (question, answer, places) in enumerate(theme.asked, 1):
        body, more = answer.format(law=law), " ".join(chance.sample(PROSE, 2))
        y = page.text(16 * MM, y, 116 * MM, f"<b>{head.format(n=number)} {question}</b>", size=12.5, align="full") + 4
        y = page.text(16 * MM, y, 116 * MM, f"<b>{reply}</b>", size=12.5) + 2
        y = page.text(16 * MM, y, 116 * MM, f"{body} {more}", size=12.5, align="full", indent=8 * MM) + 8
        units.append(Asked(number=number, question=question, answer=f"{body} {more}"))
        facts += cited(theme, places)
        if y > 130 * MM and number < len(theme.asked):
            page.text(0, 196 * MM, 148 * MM, str(len(pages) + 1), size=11, align="centre")
            pages.append(page.sheet())
            page, y = canvas(A5), 16 * MM
    pages.append(page.sheet())
    truth = truth_of(maker, title, "hoi-dap", len(pages), maker[5])
    return Fresh(
        name=f"questions-{at:02d}",
        sheets=tuple(pages),
        profile=chance.choice(("office-200", "thin-150", "copy-150")),
        truth=truth,
        topic=theme.topic,
        facts=tuple(facts),
        asked=tuple(units),
        unjudged=frozenset({"subject"}),
    )


_TROUBLES = (
    "Anh A và chị B sống cạnh nhà nhau. Anh A đào rãnh thoát nước sang vườn nhà chị B nên hai bên to tiếng.",
    "Chị H làm công nhân may đã ba năm. Tháng trước chị bị cho nghỉ việc mà không được báo trước ngày nào.",
    "Ông T là người cao tuổi, sống một mình. Con trai ông nhiều lần đòi bán ngôi nhà ông đang ở.",
)


def _situations(chance: Random, at: int, theme: Theme) -> Fresh:
    page, y = canvas(A4), 22 * MM
    title = (
        "Tình huống pháp luật thường gặp ở khu dân cư",
        "Những tình huống pháp luật quanh ta",
        "Sổ tay tình huống cho hòa giải viên",
    )[at]
    kind = ("tinh-huong", "tinh-huong", "so-tay")[at]
    y = page.text(25 * MM, y, 160 * MM, title.upper(), size=17, align="centre", bold=True) + 12
    units, facts = [], []
    for number in (1, 2):
        trouble, (_, answer, places) = _TROUBLES[(at + number) % 3], theme.asked[number - 1]
        body = answer.format(law=f"{theme.law} năm {theme.year}")
        y = page.text(25 * MM, y, 160 * MM, f"<b>Tình huống {number}.</b> {trouble}", size=13, align="full") + 4
        more = chance.choice(PROSE)
        y = page.text(25 * MM, y, 160 * MM, f"<b>Gợi ý trả lời:</b> {body} {more}", size=13, align="full") + 10
        units.append(Asked(number=number, question=trouble, answer=f"{body} {more}"))
        facts += cited(theme, places)
    truth: dict[str, Value] = {"title": title, "material_type": kind, "language": "vie", "pages": 1}
    return Fresh(
        name=f"situations-{at:02d}",
        sheets=(page.sheet(),),
        profile=chance.choice(("office-300", "faded-200")),
        truth=truth,
        topic=None if at == 2 else theme.topic,
        facts=tuple(facts),
        asked=tuple(units),
        unjudged=frozenset({"subject"}),
    )
