"""What a PDF page's content draws: whether it is one single object, and where. Reads operators, renders nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Matrix, Name, Object, Page, Rectangle

from pipeline.engines.pdf_geometry import shown_box

_HARMLESS = frozenset(
    [
        "BT",
        "ET",
        "Tf",
        "Td",
        "TD",
        "Tm",
        "T*",
        "Tc",
        "Tw",
        "Tz",
        "TL",
        "Ts",
        "BMC",
        "BDC",
        "EMC",
        "MP",
        "DP",
        "BX",
        "EX",
        "g",
        "G",
        "rg",
        "RG",
        "k",
        "K",
        "cs",
        "CS",
        "sc",
        "SC",
        "scn",
        "SCN",
        "ri",
        "i",
        "w",
        "J",
        "j",
        "M",
        "d",
        "n",
    ]
)
"""Operators that by themselves show nothing and hide nothing."""
_SHOW_TEXT = frozenset(("Tj", "TJ", "'", '"'))
_INVISIBLE = 3
_SLACK = 0.02
_PLAIN_STATE = {"/SMask": "/None", "/BM": "/Normal"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """An object drawn: its resource name, and the matrix from its own space to the page's."""

    name: str
    matrix: Matrix


def only_drawing(page: Page) -> Drawing | None:
    """The single object that a page's content draws; None if there is none, or anything else can be seen or is cut off.

    Invisible text (an OCR layer) does not count, nor does a clip as large as the page.
    """
    walk = _Walk(page)
    for step in pikepdf.parse_content_stream(page):
        if not walk.take(str(step.operator), list(step.operands)):
            return None
    return walk.found


# -------------------------------------------------------------------------------------------------------------------


class _Walk:
    """The graphics state while a page's operators go by."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._matrix, self._mode = Matrix(), 0
        self._stack: list[tuple[Matrix, int]] = []
        self._path: list[Rectangle] = []
        self.found: Drawing | None = None

    def take(self, operator: str, operands: Sequence[Object]) -> bool:
        """Follows one operator; False if it makes the page more than one object."""
        if self._moves(operator, operands):
            return True
        if operator in ("W", "W*"):
            path, self._path = self._path, []
            return self._clips_nothing(path)
        if operator == "Do" and self.found is None:
            self.found = Drawing(name=str(operands[0]), matrix=self._matrix)
            return True
        if operator == "gs":
            return self._plain_state(str(operands[0]))
        return operator in _HARMLESS or (operator in _SHOW_TEXT and self._mode == _INVISIBLE)

    def _moves(self, operator: str, operands: Sequence[Object]) -> bool:
        """Follows an operator that only changes the state."""
        if operator == "q":
            self._stack.append((self._matrix, self._mode))
        elif operator == "Q":
            self._matrix, self._mode = self._stack.pop() if self._stack else (self._matrix, self._mode)
        elif operator == "cm":
            self._matrix = Matrix(*map(float, operands)) @ self._matrix
        elif operator == "Tr":
            self._mode = int(operands[0])
        elif operator == "re":
            self._path.append(self._rectangle(*map(float, operands)))
        else:
            return False
        return True

    def _rectangle(self, x: float, y: float, width: float, height: float) -> Rectangle:
        x0, x1, y0, y1 = min(x, x + width), max(x, x + width), min(y, y + height), max(y, y + height)
        return self._matrix.transform(Rectangle(x0, y0, x1, y1))

    def _clips_nothing(self, path: list[Rectangle]) -> bool:
        box = shown_box(self._page)
        slack = _SLACK * max(box.width, box.height)
        return any(
            r.llx <= box.llx + slack
            and r.lly <= box.lly + slack
            and r.urx >= box.urx - slack
            and r.ury >= box.ury - slack
            for r in path
        )

    def _plain_state(self, name: str) -> bool:
        """Whether a graphics state hides and blends nothing."""
        state = self._page.resources.get(Name.ExtGState, Dictionary()).get(name, Dictionary())
        solid = all(float(state.get(key, 1)) == 1 for key in ("/ca", "/CA"))
        return solid and all(str(state.get(key, plain)) == plain for key, plain in _PLAIN_STATE.items())
