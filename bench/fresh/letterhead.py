"""An official letter as it is drawn, and how its head and its end are set."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.fresh.people import Office
from bench.fresh.sheets import Canvas
from tests.samples.sheet import MM, Signature, Stamp

LEFT, TEXT = 30 * MM, 163 * MM


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter."""

    office: Office
    kind: tuple[str, str, str]
    number: int
    day: int
    month: int
    year: int
    subject: str
    head: tuple[str, ...]
    name: str
    receivers: tuple[str, ...]
    urgency: str | None
    secret: str | None = None

    @property
    def notation(self) -> str:
        """Its number."""
        short = self.kind[0]
        return (
            f"{self.number:02d}/{self.office.sign}-PBGDPL"
            if short == "CV"
            else f"{self.number:02d}/{short}-{self.office.sign}"
        )


def letterhead(page: Canvas, letter: Letter, *, sans: bool) -> float:
    """Sets both halves of the head; gives the y below them."""
    top, wide = 20 * MM, 68 * MM
    y = top
    for number, line in enumerate(letter.office.lines):
        y = page.text(
            22 * MM, y, wide, line, size=12, align="centre", bold=number >= letter.office.parent_lines, sans=sans
        )
    page.rule(22 * MM + wide / 2 - 11 * MM, y + 4, 22 * MM)
    y = page.text(22 * MM, y + 6, wide, f"Số: {letter.notation}", size=13, align="centre", sans=sans)
    if letter.kind[0] == "CV":
        y = page.text(22 * MM, y, wide, letter.subject, size=11.5, align="centre", sans=sans)
    if letter.urgency:
        page.frame(40 * MM, y + 5, 30 * MM, 20, (200, 20, 30))
        page.text(40 * MM, y + 4, 30 * MM, letter.urgency, size=12.5, align="centre", bold=True, colour=(200, 20, 30))
        y += 26
    if letter.secret:
        ink = (200, 20, 30) if letter.day % 2 else (40, 40, 48)
        wide_mark = 44 * MM if len(letter.secret) > 6 else 28 * MM
        page.frame(56 * MM - wide_mark / 2, y + 6, wide_mark, 24, ink, 2)
        page.text(
            56 * MM - wide_mark / 2, y + 6, wide_mark, letter.secret, size=14, align="centre", bold=True, colour=ink
        )
        y += 32
    right, x = 20 * MM, 96 * MM
    right = page.text(
        x, right, 100 * MM, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, align="centre", bold=True, sans=sans
    )
    right = page.text(x, right, 100 * MM, "Độc lập - Tự do - Hạnh phúc", size=13, align="centre", bold=True, sans=sans)
    page.rule(x + 24 * MM, right + 4, 52 * MM)
    month = f"{letter.month:02d}" if letter.month < 3 else str(letter.month)
    day = f"{letter.office.place}, ngày {letter.day:02d} tháng {month} năm {letter.year}"
    right = page.text(x, right + 8, 100 * MM, day, size=13, align="centre", italic=True, sans=sans)
    return max(y, right) + 14


def heading(page: Canvas, letter: Letter, y: float) -> float:
    """Sets the type and the subject, or whom a letter is for; gives the y below."""
    if letter.kind[0] == "CV":
        return page.text(60 * MM, y, 120 * MM, "Kính gửi: Ủy ban nhân dân các xã, phường.", size=13.5) + 8
    y = page.text(LEFT, y, TEXT, letter.kind[1].upper(), size=14, align="centre", bold=True)
    y = page.text(LEFT + 20 * MM, y, TEXT - 40 * MM, letter.subject, size=14, align="centre", bold=True)
    page.rule(LEFT + TEXT / 2 - 20 * MM, y + 5, 40 * MM)
    return y + 14


def closing(page: Canvas, y: float, letter: Letter, chance: Random) -> None:
    """Sets the recipients, the signer, and mostly a signature under a seal."""
    low = page.text(LEFT, y, 70 * MM, "Nơi nhận:", size=12, bold=True, italic=True)
    for number, receiver in enumerate(letter.receivers):
        end = "." if number == len(letter.receivers) - 1 else ";"
        low = page.text(LEFT, low, 75 * MM, f"- {receiver}{end}", size=11)
    right = y
    for title in letter.head:
        right = page.text(112 * MM, right, 80 * MM, title, size=13.5, align="centre", bold=True)
    if chance.random() < 0.7:
        page.marks.append(Signature(kind="signature", x=134 * MM, y=right + 8, width=36 * MM, height=15 * MM))
        page.marks.append(
            Stamp(
                x=126 * MM, y=right + 16 * MM, rim=letter.office.lines[-1][:30], middle=(letter.office.place.upper(),)
            )
        )
    page.text(112 * MM, right + 27 * MM, 80 * MM, letter.name, size=13.5, align="centre", bold=True)
