"""The numbers of questions: whether they go on one by one. A gap tells that text was lost, domain notes 4.3."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.unit import Anchor, UnitFault, UnitFinding, UnitKind

RULE = "numbering@1"
_LONGEST_GAP = 20
"""More missing numbers than this are a misread number, not lost text; the finding then names none."""


class Numbered(NamedTuple):
    """A head in the order of the document."""

    kind: UnitKind
    number: int | None
    at: Anchor


def settled(numbers: Sequence[tuple[int | None, int | None]]) -> list[int | None]:
    """The numbers of heads, from what each surely is and may be: a doubtful one counts if it goes on from the last."""
    out: list[int | None] = []
    last: int | None = None
    for sure, doubtful in numbers:
        fits = doubtful is not None and (last is None or doubtful == last + 1) and (last is not None or doubtful == 1)
        number = sure if sure is not None else doubtful if fits else None
        last = number if number is not None else None if last is None else last + 1
        out.append(number)
    return out


def check_numbers(heads: Sequence[Numbered]) -> tuple[UnitFinding, ...]:
    """Gaps, repeated numbers and numbers out of order; each kind is counted for itself, from 1 again in a new part."""
    kinds = dict.fromkeys(head.kind for head in heads)
    return tuple(found for kind in kinds for found in _of_kind([head for head in heads if head.kind is kind]))


# -------------------------------------------------------------------------------------------------------------------


def _of_kind(heads: Sequence[Numbered]) -> Iterable[UnitFinding]:
    last, unread = 0, 0
    for head in heads:
        number = head.number
        if number is None:
            unread += last > 0 or any(other.number is not None for other in heads)
            continue
        if number == 1 and last:
            last, unread = 1, 0
        elif number == last:
            yield _finding(UnitFault.REPEATED, head, (number,))
        elif number < last:
            yield _finding(UnitFault.DISORDER, head, (number,))
            last = number
        else:
            missing = tuple(range(last + 1, number))
            if len(missing) > unread:
                yield _finding(UnitFault.GAP, head, missing if len(missing) <= _LONGEST_GAP else ())
            last = number
        unread = 0


def _finding(fault: UnitFault, head: Numbered, numbers: tuple[int, ...]) -> UnitFinding:
    return UnitFinding(fault=fault, kind=head.kind, numbers=numbers, at=head.at, rule=RULE)
