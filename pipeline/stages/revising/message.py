"""What a version says of itself: in Vietnamese, what was changed and why. It stands in the OCFL inventory for ever."""

from collections.abc import Sequence
from itertools import chain

from schemas.change import Change
from schemas.claim import FieldName
from schemas.labels import FIELDS, GATES
from schemas.publication import Decision

_DECISIONS = {Decision.RELEASED: "cho qua", Decision.KEPT: "giữ lại", Decision.REDACTED: "che lại"}
_ACCESS = {"public": "công khai", "internal": "nội bộ", "restricted": "hạn chế"}


def version_message(change: Change, *, fields: Sequence[FieldName], words: int) -> str:
    """One sentence, and the reason behind it; ``fields`` and ``words`` are those that were really changed."""
    what = "; ".join(chain(_restored(change), _corrected(change, fields, words), _decided(change)))
    what = what[:1].upper() + what[1:]
    why = " ".join(change.why.split())
    return f"{what}. Lý do: {why}" if why else what


# ---------------------------------------------------------------------------------------------------------------------


def _restored(change: Change) -> list[str]:
    return [] if change.restore is None else [f"khôi phục phiên bản {change.restore}"]


def _corrected(change: Change, fields: Sequence[FieldName], words: int) -> list[str]:
    said = [f"sửa {', '.join(FIELDS[name][0] for name in fields)}"] if fields else []
    if words:
        pages = ", ".join(str(page) for page in sorted({word.page for word in change.words}))
        said.append(f"sửa {words} chữ ở trang {pages}")
    return said


def _decided(change: Change) -> list[str]:
    said = [f"{_DECISIONS[decision]} {GATES[kind][0]} ({reason})" for kind, decision, reason in change.decisions]
    if change.access is not None and not change.publish:
        said.append(f"đặt mức truy cập {_ACCESS[change.access.value]}")
    if change.embargo_until is not None:
        said.append(f"chưa công khai trước {change.embargo_until:%d/%m/%Y %H:%M %Z}".rstrip())
    if change.lift_embargo:
        said.append("bỏ hạn chế thời gian công khai")
    if change.withdraw:
        instead = f", thay bằng {change.replaced_by}" if change.replaced_by else ""
        said.append(f"rút khỏi cổng công khai{instead}")
    if change.publish:
        said.append("công bố")
    return said
