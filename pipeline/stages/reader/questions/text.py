"""The text of a unit's half from its lines, and the pieces of pages it stands on."""

import re
from collections.abc import Sequence

from pipeline.stages.reader.questions.lines import Piece
from schemas.unit import Anchor

_POINT = re.compile(
    r"\W{0,2}(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[-–+•*●])\s*\S|\((?:Theo |Căn cứ |Trích |Điều|Khoản)"
)


def text_of(pieces: Sequence[Piece]) -> str:
    """The lines joined by spaces; a new line where a point of an enumeration or the legal ground begins."""
    out: list[str] = []
    for piece in pieces:
        if not piece.text:
            continue
        if out and not _POINT.match(piece.text):
            out[-1] += f" {piece.text}"
        else:
            out.append(piece.text)
    return "\n".join(out)


def anchors_of(pieces: Sequence[Piece]) -> tuple[Anchor, ...]:
    """A box for each run of lines one below the other; another one in the next column or on the next page."""
    out: list[Anchor] = []
    last: Piece | None = None
    for piece in pieces:
        if last is not None and _goes_on(last, piece):
            out[-1] = Anchor(page=piece.page, box=out[-1].box.join(piece.box))
        else:
            out.append(Anchor(page=piece.page, box=piece.box))
        last = piece
    return tuple(out)


# -------------------------------------------------------------------------------------------------------------------


def _goes_on(last: Piece, piece: Piece) -> bool:
    if last.page != piece.page or piece.box.y0 < last.box.y0 - last.box.height // 2:
        return False
    return (piece.box.x0 < last.box.x1 and last.box.x0 < piece.box.x1) or piece.box.y0 < last.box.y1
