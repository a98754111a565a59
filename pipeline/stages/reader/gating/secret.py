"""Marks of state secrecy in what was read: MẬT, TỐI MẬT, TUYỆT MẬT (Law 117/2025/QH15 on state secrets; Decree 30/2020,
Annex I, box 10a: a red frame under the number).

Recall comes first: a mark that stands by itself stops the line, wherever it stands and however badly it was read. The
words inside a sentence or a title ("bảo mật", "bí mật nhà nước", "độ mật" in a law's name) are no marks. A leaflet
that shows several degrees side by side while it speaks of secrets is held for a person, not stopped.
"""

import re
from collections.abc import Iterable, Sequence

from pipeline.stages.reader.closest import distance
from pipeline.stages.reader.gating.runs import Run
from schemas.gate import Gate, GateKind
from schemas.page import Box, Page, Stamp, StampShape, Word
from schemas.text import fold

DEGREES = {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}
"""The three degrees, folded without spaces → as they are stamped."""
_SLACK = {"mat": 0, "toimat": 1, "tuyetmat": 2}
_BESIDE = re.compile(
    r"^(?:tai ?lieu|van ?ban|ho ?so|cong ?van|do|hoa ?toc|thuong ?khan|khan|thu)+|(?:hoatoc|thuongkhan|khan|so\d*)+$"
)
_LOOKS = str.maketrans({"0": "o", "1": "i", "|": "i", "8": "b", "5": "s", "4": "a", "7": "t", "@": "a", "†": "t"})
_LABELLED = re.compile(
    r"\bdo\s*mat\s*[:;.]+\s*(?:(?P<none>thuong|khong|binh thuong|khong mat)\b|(?P<degree>tuyet\s*mat|"
    r"toi\s*mat|mat)\b|)"
)
_NOT_BEFORE = frozenset(("bi", "bao", "co", "than", "giai", "do"))
"""Words that make another word of "mật": bí mật, bảo mật, cơ mật, thân mật, giải mật."""
_NOT_AFTER = frozenset(("khau", "ma", "do", "ong", "danh", "vu", "thiet", "bao", "nghi"))
_OPENED = re.compile(r"chi nguoi co ten moi duoc boc bi")
_ABOUT = re.compile(r"bi mat nha nuoc")
_SURE_STAMP = 0.75
"""Below this a stamp may be another one: a person looks before publication, but the work goes on."""
_SURE_WORD = 0.98
_RULE, _STAMP_RULE = "secret-mark@1", "secret-stamp@2"


def secret_gates(pages: Sequence[Page], runs: Sequence[Run]) -> tuple[Gate, ...]:
    """Marks of state secrecy on the pages and in their stamps.

    Takes: all pages as read, and their runs. Gives: gates that stop the processing; gates that only hold
    publication where the document shows the degrees to explain them, or where "Độ mật:" is left empty.
    """
    written = (_labelled(run) or _standing(run) or _inside(run) for run in runs)
    found = [*filter(None, written), *(gate for page in pages for gate in _stamps_of(page))]
    return _illustrations(found, pages)


def degree_in(read: str) -> str | None:
    """The degree that a reading by itself means, noise allowed; None for anything else.

    Takes: what stands by itself, in a run or a frame. Gives: MẬT, TỐI MẬT or TUYỆT MẬT.
    """
    letters = re.sub(r"[\W_]+", "", fold(read).translate(_LOOKS))
    letters = re.sub(r"^\d+|\d+$", "", _BESIDE.sub("", letters))
    for degree, slack in _SLACK.items():
        if abs(len(letters) - len(degree)) <= slack and distance(letters, degree) <= slack:
            return DEGREES[degree]
    return None


# -------------------------------------------------------------------------------------------------------------------


def _stamps_of(page: Page) -> Iterable[Gate]:
    for stamp in page.stamps:
        if degree := _stamped(stamp):
            sure = stamp.confidence >= _SURE_STAMP and not _is_a_word_of_print(stamp, page)
            yield _gate(degree, page.number, stamp.box, max(stamp.confidence, 0.6), _STAMP_RULE, stops=sure)


def _is_a_word_of_print(stamp: Stamp, page: Page) -> bool:
    """Whether no more is there than letters within one word that was read surely and is far from any degree: LÀM.

    A frame is larger than the word in it, and a stamp across print is not as large as a word of it.
    """
    return any(
        word.confidence >= _SURE_WORD and _within(stamp.box, word.box) and _far_from_degrees(word.text)
        for word in page.words
    )


def _within(inner: Box, outer: Box) -> bool:
    return outer.x0 <= inner.x0 and outer.y0 <= inner.y0 and inner.x1 <= outer.x1 and inner.y1 <= outer.y1


def _far_from_degrees(text: str) -> bool:
    said = re.sub(r"[\W_]+", "", fold(text).translate(_LOOKS))
    return degree_in(text) is None and all(distance(said, degree) > len(degree) / 2 for degree in DEGREES)


def _standing(run: Run) -> Gate | None:
    """A mark by itself: in capitals anywhere, otherwise only under the number of a first page."""
    if len(run.words) > 8:
        return None
    if _OPENED.search(run.said):
        return _gate("CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ", run.page, run.box, 0.9, _RULE)
    degree = degree_in(run.text)
    if degree is None:
        return None
    written_so = degree.replace(" ", "") in re.sub(r"\W", "", run.text.upper())
    if run.capitals or (run.first and run.top and run.left and run.text[:1].isupper()):
        return _gate(degree, run.page, run.box, (0.99 if written_so else 0.9) * max(run.confidence, 0.7), _RULE)
    return None


def _labelled(run: Run) -> Gate | None:
    """ "Độ mật: Tối mật"; where nothing can be read after it, a person has to look."""
    match = _LABELLED.search(fold(run.text))
    if match is None or match["none"]:
        return None
    if match["degree"] is None:
        rest = run.text[match.end() :].strip(" ._…-")
        return _gate("ĐỘ MẬT", run.page, run.box, 0.5, _RULE, stops=False) if len(rest) < 3 else None
    degree = DEGREES[re.sub(r"\s", "", match["degree"])]
    return _gate(degree, run.page, run.box, 0.97 * max(run.confidence, 0.7), _RULE)


def _inside(run: Run) -> Gate | None:
    """A mark stamped into a line of the header: capitals among words that are not."""
    if not run.top or len(run.words) < 2 or len(run.words) > 14:
        return None
    folded = [fold(word.text).translate(_LOOKS).strip(".,;:()[]-–|") for word in run.words]
    for index, said in enumerate(folded):
        if said not in ("mat", "toimat", "tuyetmat") or not run.words[index].text.strip("()[]|").isupper():
            continue
        before, after = folded[index - 1] if index else "", folded[index + 1] if index + 1 < len(folded) else ""
        if before in _NOT_BEFORE or after in _NOT_AFTER:
            continue
        degree = f"{before}mat" if said == "mat" and before in ("toi", "tuyet") else said
        others = [w for i, w in enumerate(run.words) if i not in (index, index - (degree != said))]
        if not _all_capitals(others):
            box = run.words[index].box if degree == said else run.words[index - 1].box.join(run.words[index].box)
            return _gate(DEGREES[degree], run.page, box, 0.9 * max(run.words[index].confidence, 0.7), _RULE)
    return None


def _all_capitals(words: Iterable[Word]) -> bool:
    """Whether the other words of the line are a title's, in capitals too; a number and its notation say nothing."""
    said = (word.text for word in words if not any(c.isdigit() or c == "/" for c in word.text))
    letters = [c for text in said for c in text if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def _stamped(stamp: Stamp) -> str | None:
    if not stamp.text or stamp.shape is StampShape.ROUND:
        return None
    whole = degree_in(stamp.text)
    if whole:
        return whole
    words = fold(stamp.text).translate(_LOOKS).split()
    for before, word in zip(["", *words], words, strict=False):
        letters = re.sub(r"\W", "", word)
        if letters in ("toimat", "tuyetmat"):
            return DEGREES[letters]
        if letters == "mat" and before not in _NOT_BEFORE:
            return DEGREES.get(f"{before}mat", "MẬT")
    return None


def _illustrations(found: Sequence[Gate], pages: Sequence[Page]) -> tuple[Gate, ...]:
    """Several degrees on one page of a document about secrets, none where a mark belongs: shown, not borne."""
    pictured = {page.number for page in pages if len({g.mark for g in found if g.page == page.number}) > 1}
    if not pictured:
        return tuple(found)
    told = sum(len(_ABOUT.findall(fold(page.text))) for page in pages)
    if told < 2 or any(_bears(page, found) for page in pages):
        return tuple(found)
    return tuple(
        gate.model_copy(update={"stops_processing": False}) if gate.page in pictured else gate for gate in found
    )


def _bears(page: Page, found: Sequence[Gate]) -> bool:
    """Whether a mark stands in the upper part of an administrative document."""
    motto = any("doc lap" in fold(line.text) for line in page.lines[:12])
    return motto and any(gate.page == page.number and gate.box.y0 < page.height * 0.42 for gate in found)


def _gate(mark: str, page: int, box: Box, confidence: float, rule: str, *, stops: bool = True) -> Gate:
    return Gate(
        kind=GateKind.SECRET, mark=mark, page=page, box=box, confidence=round(min(confidence, 1.0), 3), rule=rule,
        stops_processing=stops,
    )  # fmt: skip
