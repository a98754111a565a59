"""Words of a page corrected, added, removed, split and joined by a person; what was read there before stays with them.

Boxes are pixels of the upright page, as in ALTO. The order of reading does not change; a table's row keeps its cells.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.stages.revising.values import RULE, has_odd_signs, lies_on
from schemas.change import WordChange
from schemas.errors import Code, Refused
from schemas.page import Box, Line, Page, Word
from schemas.text import nfc

_REACH = 4.0
"""How far from a line, in heights of the new word, it may stand and still belong to it."""
_SHARED = 0.5
_LONGEST = 500


def corrected(page: Page, changes: Sequence[WordChange]) -> Page:
    """The page with these changes, one after the other. Words that are changed or confirmed are sure from then on.

    Takes: a page; changes of this page.

    Raises:
        Refused: NO_SUCH_WORD (facts ``page``, ``word``), BAD_VALUE (facts ``field``, ``problem``).
    """
    rows = [_Row.of(line) for line in page.lines]
    before = {mark: n for n, mark in enumerate(_all(rows))}
    for change in changes:
        _check(change, page)
        if change.old is None:
            _add(rows, change)
        else:
            _replace(rows, change)
    return _page(page, rows, before)


def gone(pages: Sequence[Page], changes: Sequence[WordChange]) -> tuple[bool, ...]:
    """Of each change whether it can no longer be made of these pages: its word does not stand there any more."""
    return tuple(_is_gone(pages, change) for change in changes)


def only_words(page: Page, kept: Sequence[bool]) -> Page:
    """The page with those of its words alone; ``kept`` says of each in reading order whether it stays."""
    stays = iter(kept)
    rows = [_Row.of(line) for line in page.lines]
    before = {mark: n for n, mark in enumerate(_all(rows))}
    for row in rows:
        for mark in [mark for mark in row.marks if not next(stays)]:
            row.put(row.marks.index(mark), 1, ())
    return _page(page, rows, before)


# ---------------------------------------------------------------------------------------------------------------------


def _is_gone(pages: Sequence[Page], change: WordChange) -> bool:
    page = next((page for page in pages if page.number == change.page), None)
    if page is None:
        return True
    try:
        corrected(page, (change,))
    except Refused as refusal:
        return refusal.code is Code.NO_SUCH_WORD
    return False


@dataclass(kw_only=True, slots=True, eq=False)
class _Mark:
    """A word, and whether a cell of a table's row begins with it. (Found again by being the same object.)"""

    word: Word
    cell: bool = False


@dataclass(kw_only=True, slots=True)
class _Row:
    """A line in the making."""

    marks: list[_Mark]
    block: int

    @classmethod
    def of(cls, line: Line) -> "_Row":
        starts = set(line.cells)
        return cls(marks=[_Mark(word=w, cell=n in starts) for n, w in enumerate(line.words)], block=line.block)

    def put(self, at: int, count: int, words: Sequence[Word]) -> None:
        """``words`` in place of ``count`` of them; a cell goes on beginning where it did, as long as it has words."""
        gone = self.marks[at : at + count]
        cell = any(mark.cell for mark in gone[:1])
        made = [_Mark(word=word, cell=cell and n == 0) for n, word in enumerate(words)]
        self.marks[at : at + count] = made
        if cell and not made and at < len(self.marks):
            self.marks[at].cell = True

    def line(self) -> Line:
        cells = tuple(n for n, mark in enumerate(self.marks) if mark.cell and n)
        return Line(words=tuple(mark.word for mark in self.marks), block=self.block, cells=cells)


def _page(page: Page, rows: Sequence[_Row], before: dict[_Mark, int]) -> Page:
    lines = tuple(row.line() for row in rows if row.marks)
    if lines == page.lines:
        return page
    quality = page.quality
    if quality is not None and quality.worst:
        after = {before[mark]: n for n, mark in enumerate(_all(rows)) if mark in before}
        quality = quality.model_copy(update={"worst": tuple(after[n] for n in quality.worst if n in after)})
    return page.model_copy(update={"lines": lines, "quality": quality})


def _all(rows: Sequence[_Row]) -> list[_Mark]:
    return [mark for row in rows for mark in row.marks]


def _check(change: WordChange, page: Page) -> None:
    new = change.new
    if new is None:
        if change.old is None:
            raise _bad("", "no-change")
        return
    if not new.split():
        raise _bad(new, "empty")
    if len(new) > _LONGEST:
        raise _bad(new[:40], "too-long")
    if has_odd_signs(" ".join(new.split())):
        raise _bad("".join(sign for sign in new if sign.isprintable()), "control")
    if change.old is None and not lies_on(change.box, width=page.width, height=page.height):
        raise _bad(new, "box")


def _bad(word: str, problem: str) -> Refused:
    return Refused(Code.BAD_VALUE, detail=f"word: {problem}", field=word, problem=problem)


def _add(rows: list[_Row], change: WordChange) -> None:
    """Into the line it stands on, or as a line of its own beside the nearest."""
    words = _pieces(change.new or "", change.box, Word(text="-", box=change.box, confidence=1.0, rule=RULE))
    near = [(_aside(row, change.box), n) for n, row in enumerate(rows) if row.marks and _level(row, change.box)]
    distance, at = min(near, default=(0, -1))
    if near and distance <= _REACH * change.box.height:
        marks = rows[at].marks
        middle = change.box.x0 + change.box.x1
        place = next((n for n, m in enumerate(marks) if m.word.box.x0 + m.word.box.x1 > middle), len(marks))
        rows[at].marks[place:place] = [_Mark(word=word) for word in words]
        return
    row = _Row(marks=[_Mark(word=word) for word in words], block=max((r.block for r in rows), default=-1) + 1)
    filled = [n for n, r in enumerate(rows) if r.marks]
    nearest = min(filled, key=lambda n: _apart(rows[n], change.box), default=-1)
    below = nearest >= 0 and rows[nearest].line().box.y0 <= change.box.y0
    rows.insert(nearest + below if nearest >= 0 else 0, row)


def _replace(rows: Sequence[_Row], change: WordChange) -> None:
    wanted = (change.old or "").split()
    for row in rows:
        for at in range(len(row.marks) - len(wanted) + 1):
            run = [mark.word for mark in row.marks[at : at + len(wanted)]]
            if [w.text for w in run] == wanted and run and Line(words=tuple(run)).box == change.box:
                if new := _renewed(run, change.new):
                    row.put(at, len(run), new if new != run else run)
                else:
                    row.put(at, len(run), ())
                return
    raise Refused(Code.NO_SUCH_WORD, detail=f"page {change.page}", page=change.page, word=change.old)


def _renewed(run: Sequence[Word], new: str | None) -> list[Word]:
    """The words in place of these; what was read there goes with the first of them."""
    if new is None:
        return []
    read = " ".join(word.raw if word.raw is not None else word.text for word in run)
    box = Line(words=tuple(run)).box
    like = run[0].model_copy(update={"confidence": 1.0, "rule": RULE, "alternatives": (), "raw": None})
    made = _pieces(new, box, like)
    same = len(run) == len(made) == 1 and made[0].text == run[0].text
    raw = run[0].raw if same else read if read != " ".join(word.text for word in made) else None
    return [made[0].model_copy(update={"raw": raw}), *made[1:]]


def _pieces(text: str, box: Box, like: Word) -> list[Word]:
    """The words of ``text`` side by side in the box, as if all letters were equally wide, a letter's gap between."""
    parts = unicodedata.normalize("NFC", nfc(text)).split()
    whole, at, made = sum(map(len, parts)) + len(parts) - 1, 0, []
    for part in parts:
        x0 = box.x0 + box.width * at // whole
        x1 = max(box.x0 + box.width * (at + len(part)) // whole, x0 + 1)
        made.append(like.model_copy(update={"text": part, "box": box.model_copy(update={"x0": x0, "x1": x1})}))
        at += len(part) + 1
    return made


def _level(row: _Row, box: Box) -> bool:
    """Whether the word shares half of the lower one's height with the line."""
    own = row.line().box
    return min(own.y1, box.y1) - max(own.y0, box.y0) >= _SHARED * min(own.height, box.height)


def _aside(row: _Row, box: Box) -> int:
    """Pixels between the line and the word from left to right."""
    own = row.line().box
    return max(own.x0 - box.x1, box.x0 - own.x1, 0)


def _apart(row: _Row, box: Box) -> int:
    own = row.line().box
    return _aside(row, box) + max(own.y0 - box.y1, box.y0 - own.y1, 0)
