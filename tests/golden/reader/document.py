"""One golden document, and the few shapes that documents share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.page import Page
from tests.fakes.pages import Piece, Row, centre, full, indent, left, page_from_text, right, sign

Truth = str | int | tuple[str, ...]
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
FREEDOM = "Độc lập - Tự do - Hạnh phúc"
BODY: tuple[Row, ...] = (
    indent("Căn cứ Luật Phổ biến, giáo dục pháp luật ngày 20 tháng 6 năm 2012;"),
    indent("Thực hiện Kế hoạch số 15/KH-HĐPH ngày 12 tháng 01 năm 2024 của Hội đồng phối"),
    full("hợp phổ biến, giáo dục pháp luật về tổ chức các hoạt động hưởng ứng Ngày Pháp"),
    full("luật nước Cộng hòa xã hội chủ nghĩa Việt Nam, cơ quan ban hành đề nghị các đơn"),
    full("vị tập trung thực hiện một số nội dung sau đây trong thời gian tới, cụ thể là"),
)
TEXT: tuple[Row, ...] = tuple(
    full(f"{n}. Công dân có quyền được thông tin về pháp luật và có trách nhiệm tìm hiểu") for n in range(1, 9)
)


@dataclass(frozen=True, kw_only=True)
class Golden:
    """A document and what is right to say of it; a field that is not in ``truth`` is to stay blank."""

    name: str
    pages: tuple[Page, ...]
    truth: dict[str, Truth]


@dataclass(frozen=True, kw_only=True)
class Signed:
    """The block at the bottom: position lines, a name, the list of recipients."""

    titles: tuple[str, ...] = ()
    name: str | None = None
    recipients: tuple[str, ...] = ()
    reported: dict[str, Truth] = field(default_factory=dict)

    def rows(self) -> list[Row]:
        """The two columns of the block."""
        at_left = ["Nơi nhận:", *(f"- {one};" for one in self.recipients[:-1])] if self.recipients else []
        at_left += [f"- {self.recipients[-1]}."] if self.recipients else []
        at_right = [*self.titles, "", "", *([self.name] if self.name else [])] if self.titles else []
        rows: list[Row] = [""]
        for index in range(max(len(at_left), len(at_right))):
            pieces: list[Piece] = []
            if index < len(at_left):
                pieces.append(Piece(text=at_left[index], where="start", size=20))
            if index < len(at_right) and at_right[index]:
                pieces.append(sign(at_right[index]))
            rows.append(tuple(pieces) if pieces else "")
        return rows

    def truth(self) -> dict[str, Truth]:
        """What it says."""
        marks = [
            title.split(" ", 1)[0] for title in self.titles if title.startswith(("KT.", "TM.", "TL.", "TUQ.", "Q."))
        ]
        found: dict[str, Truth] = {"signer_title": " - ".join(self.titles)} if self.titles else {}
        found |= {"signer_authority": " ".join(marks)} if marks else {}
        found |= {"signer_name": self.name} if self.name else {}
        found |= {"recipients": self.recipients} if self.recipients else {}
        return found


def header(
    agency: Sequence[str], number: str | None, place_date: str | None, *, below: Sequence[str] = (), motto: str = MOTTO
) -> list[Row]:
    """The two halves of a header; ``below`` stands under the number (V/v …, a mark of urgency)."""
    at_left = [*agency, "", *([number] if number else []), *below]
    at_right = [
        motto,
        *([FREEDOM] if motto == MOTTO else []),
        *([""] * (len(agency) - 1)),
        *([place_date] if place_date else []),
    ]
    rows: list[Row] = []
    for index in range(max(len(at_left), len(at_right))):
        pieces: list[Piece] = []
        if index < len(at_left) and at_left[index]:
            pieces.append(left(at_left[index]))
        if index < len(at_right) and at_right[index]:
            pieces.append(right(at_right[index]))
        rows.append(tuple(pieces) if pieces else "")
    return [*rows, ""]


def written(
    name: str, truth: dict[str, Truth], *sheets: Sequence[Row], width: int = 1240, height: int = 1754, pitch: int = 40
) -> Golden:
    """The document with these pages; language and number of pages are added to the truth."""
    pages = tuple(
        page_from_text(
            *rows, number=number, width=width, height=max(height, 160 + pitch * len(rows)), pitch=pitch, confidence=0.99
        )
        for number, rows in enumerate(sheets, 1)
    )
    return Golden(name=name, pages=pages, truth={"language": "vie", **truth, "pages": len(pages)})


def day(iso: str) -> str:
    """ "ngày 05 tháng 3 năm 2020": Decree 30/2020 pads days under 10 and the months 1 and 2."""
    year, month, date = iso.split("-")
    return f"ngày {date} tháng {month if int(month) < 3 else int(month)} năm {year}"


def panels(*columns: Sequence[str | Piece]) -> list[Row]:
    """A landscape side with panels side by side, 560 pixels each."""
    rows: list[Row] = []
    for index in range(max(map(len, columns))):
        pieces: list[Piece] = []
        for number, column in enumerate(columns):
            entry = column[index] if index < len(column) else ""
            if isinstance(entry, Piece):
                length = round(entry.size * 0.46) * len(entry.text)
                pieces.append(Piece(text=entry.text, size=entry.size, where=30 + 580 * number + (540 - length) // 2))
            elif entry:
                pieces.append(Piece(text=entry, where=30 + 580 * number, size=22))
        rows.append(tuple(pieces) if pieces else "")
    return rows


__all__ = ["BODY", "FREEDOM", "MOTTO", "TEXT", "Golden", "Signed", "centre", "day", "header", "panels", "written"]
