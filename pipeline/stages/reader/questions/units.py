"""Questions with their answers, and situations with their solutions, across columns, panels and pages.

Heads and their words: `unit_heads`; what is no part of any unit: `unit_lines`, `unit_ends`; tests with choices:
`unit_choices`; numbering: `unit_numbers`. A question is never given without its answer: it becomes a finding.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.stages.reader.questions.choices import is_key, offers_choices
from pipeline.stages.reader.questions.ends import ends_answer, without_heading
from pipeline.stages.reader.questions.heads import Head, HeadRole, after_heads, head_of
from pipeline.stages.reader.questions.lines import Piece, is_contents_entry, pieces_of
from pipeline.stages.reader.questions.numbers import Numbered, check_numbers, settled
from pipeline.stages.reader.questions.text import anchors_of, text_of
from schemas.page import Page
from schemas.unit import Unit, UnitFault, UnitFinding, UnitKind, Units

_BY_HEAD, _BY_MARK, _BY_NUMBER = "answer-head@1", "question-mark@1", "numbered-question@1"
_RELIABILITY = {_BY_HEAD: 0.99, _BY_MARK: 0.85, _BY_NUMBER: 0.92}
_LONGEST_QUESTION = 10
"""Lines in which the question mark is looked for that parts question and answer where no head does."""
_FEWEST_WORDS = 3
_ITEM = re.compile(r"\W{0,2}(?P<number>\d{1,3})\s*[.)]\s*\D")


def units(pages: Sequence[Page]) -> Units:
    """The document's units in its order, and what is wrong with them.

    Takes: the pages in order, their lines in reading order. Gives: units with both halves; multiple-choice questions,
    questions without answer, gaps in the numbers as findings. Refuses nothing.
    """
    drafts = _without_contents(_drafts(pieces_of(pages)))
    numbers = settled([(d.head.number, d.head.doubtful_number) if d.head else (None, None) for d in drafts])
    found: list[Unit] = []
    findings: list[UnitFinding] = []
    for draft, number in zip(drafts, numbers, strict=True):
        unit = _unit(draft, number)
        if isinstance(unit, Unit):
            found.append(unit)
        else:
            findings.append(unit)
    asked = [
        Numbered(kind=d.kind, number=number, at=anchors_of(d.opening)[0])
        for d, number in zip(drafts, numbers, strict=True)
        if d.asked
    ]
    return Units(units=tuple(found), findings=(*findings, *check_numbers(asked)))


# --- collecting lines ----------------------------------------------------------------------------------------------


@dataclass
class _Draft:
    """A unit in the making."""

    kind: UnitKind
    head: Head | None
    opening: list[Piece]
    """The line with its head."""
    asked: list[Piece] = field(default_factory=list)
    answered: list[Piece] = field(default_factory=list)
    answering: bool = False
    closed: bool = False
    rule: str = _BY_HEAD

    @property
    def lines(self) -> list[Piece]:
        """All its lines so far."""
        return self.asked + self.answered


def _drafts(pieces: Iterable[Piece]) -> list[_Draft]:
    drafts: list[_Draft] = []
    loose: list[Piece] = []
    """Lines before the first head or after an end: a numbered question may stand there."""
    for piece in pieces:
        head = head_of(piece.text)
        last = drafts[-1] if drafts else None
        if head is not None and _opens(head, last):
            if head.role is HeadRole.ASKS:
                _ask(drafts, head, piece)
            else:
                _answer(drafts, head, piece, loose)
            loose = []
        elif last is None or last.closed:
            loose.append(piece)
        elif ends_answer(piece, last.lines):
            last.closed = True
        else:
            (last.answered if last.answering else last.asked).append(piece)
    return drafts


def _opens(head: Head, last: _Draft | None) -> bool:
    """Whether a head is believed where it stands: one without its colon only if it is waited for."""
    if head.firm:
        return True
    if head.role is HeadRole.ANSWERS:
        return last is not None and not last.answering and not last.closed
    return last is None or last.answering or last.closed


def _ask(drafts: list[_Draft], head: Head, piece: Piece) -> None:
    last = drafts[-1] if drafts else None
    rest = piece.after(head.end)
    if last is not None and _belongs_to(head, last):
        if rest is not None:
            last.asked.append(rest)
        if last.head is not None and last.head.number is None and head.number is not None:
            last.head = head.model_copy(update={"kind": last.kind, "label": last.head.label})
        return
    drafts.append(_Draft(kind=head.kind, head=head, opening=[piece], asked=[rest] if rest else []))


def _belongs_to(head: Head, last: _Draft) -> bool:
    """ "Hỏi:" inside a situation or right after "Câu 1." opens no unit of its own."""
    if last.answering or last.closed or last.head is None or head.number is not None:
        return False
    if last.kind is UnitKind.SITUATION:
        return head.kind is UnitKind.QUESTION
    return last.head.label != head.label and not any(p.text.rstrip().endswith("?") for p in last.asked)


def _answer(drafts: list[_Draft], head: Head, piece: Piece, loose: list[Piece]) -> None:
    last = drafts[-1] if drafts else None
    rest = piece.after(head.end)
    first = [rest] if rest else []
    if last is not None and not last.closed and not last.answering:
        last.answering, last.answered = True, first
        return
    open_lines = last.answered if last is not None and not last.closed else loose
    start = _numbered_question(open_lines, needs_number=open_lines is not loose)
    if start is None:
        if last is not None and not last.closed:
            last.answered.append(piece)  # a second "Trả lời" within one answer
            return
        drafts.append(_Draft(kind=UnitKind.QUESTION, head=None, opening=[piece], answered=first, answering=True))
        return
    asked = open_lines[start:]
    del open_lines[start:]
    match = _ITEM.match(asked[0].text)
    number = int(match["number"]) if match else None
    opening = asked[0]
    cut = opening.after(match.end() - 1) if match else opening
    item = Head(role=HeadRole.ASKS, label="item", number=number, end=0)
    drafts.append(
        _Draft(
            kind=UnitKind.QUESTION, head=item, opening=[opening], asked=[*([cut] if cut else []), *asked[1:]],
            answered=first, answering=True, rule=_BY_NUMBER,
        )
    )  # fmt: skip


def _numbered_question(lines: Sequence[Piece], *, needs_number: bool) -> int | None:
    """Where among the last lines a question begins that ends in a question mark: "2. Ai được trợ giúp pháp lý?"."""
    if not lines or not lines[-1].text.rstrip(' "”').endswith("?"):
        return None
    for back in range(1, min(len(lines), _LONGEST_QUESTION) + 1):
        piece = lines[-back]
        if _ITEM.match(piece.text):
            return len(lines) - back
        begins = back == len(lines) or lines[-back - 1].block != piece.block
        if begins and not needs_number and piece.text[:1].isupper():
            return len(lines) - back
    return None


# --- judging -------------------------------------------------------------------------------------------------------


def _without_contents(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Without a table of contents: entries with leaders, or unanswered ones whose number and words come again."""
    kept = [draft for draft in drafts if not any(is_contents_entry(piece) for piece in draft.asked)]
    answered = {_signature(draft) for draft in kept if draft.answering}
    return [draft for draft in kept if draft.answering or _signature(draft) not in answered]


def _signature(draft: _Draft) -> tuple[str, int | None, str]:
    first = re.sub(r"[\W\d]+$", "", draft.asked[0].folded)[:20] if draft.asked else ""
    return draft.kind, draft.head.number if draft.head else None, first


def _unit(draft: _Draft, number: int | None) -> Unit | UnitFinding:
    if draft.head is None:
        return _finding(UnitFault.UNASKED, draft, number)
    if offers_choices(draft.asked) or (draft.answered and is_key(text_of(draft.answered))):
        return _finding(UnitFault.CHOICES, draft, number)
    if not draft.answering:
        _part_at_mark(draft)
    answered = without_heading(draft.answered)
    question = text_of(_headless(draft.asked, HeadRole.ASKS))
    answer = text_of(_headless(answered, HeadRole.ANSWERS))
    if not question:
        return _finding(UnitFault.UNASKED, draft, number)
    if not answer:
        return _finding(UnitFault.UNANSWERED, draft, number)
    return Unit(
        kind=draft.kind,
        number=number,
        question=question,
        answer=answer,
        question_at=anchors_of([*draft.opening[:1], *draft.asked[1:]] if draft.asked else draft.opening),
        answer_at=anchors_of([piece for piece in answered if piece.text]),
        confidence=round(_RELIABILITY[draft.rule] * _read(draft.opening + draft.asked), 3),
        rule=draft.rule,
    )


def _headless(pieces: Sequence[Piece], role: HeadRole) -> list[Piece]:
    """A half's lines without the heads that are printed once more at its beginning; its place stays with them."""
    for index, piece in enumerate(pieces):
        start = after_heads(piece.text, role)
        rest = piece.after(start) if start else piece
        if rest is not None:
            return [rest, *pieces[index + 1 :]]
    return []


def _part_at_mark(draft: _Draft) -> None:
    """Parts a question from an answer without a head after the question's mark, if enough words follow."""
    marks = [i for i, p in enumerate(draft.asked[:_LONGEST_QUESTION]) if p.text.rstrip(' "”').endswith("?")]
    if not marks:
        return
    rest = draft.asked[marks[-1] + 1 :]
    if sum(len(piece.words) for piece in rest) >= _FEWEST_WORDS:
        draft.asked, draft.answered, draft.rule = draft.asked[: marks[-1] + 1], rest, _BY_MARK


def _read(pieces: Sequence[Piece]) -> float:
    """How surely the words were read."""
    words = [word for piece in pieces for word in piece.words]
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters


def _finding(fault: UnitFault, draft: _Draft, number: int | None) -> UnitFinding:
    return UnitFinding(
        fault=fault,
        kind=draft.kind,
        numbers=() if number is None else (number,),
        at=anchors_of(draft.opening)[0],
        rule="units@1",
    )
