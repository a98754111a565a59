"""When the document takes effect: "Nghị định này có hiệu lực thi hành (kể) từ ngày 15 tháng 8 năm 2025", "từ ngày ký".

Only what the document says of itself ("… này"); other laws' days stand all over a text.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.stages.reader.fields.dates import day_at
from pipeline.stages.reader.fields.evidence import claim_of
from pipeline.stages.reader.fields.passages import Passage
from schemas.claim import Claim, FieldName
from schemas.text import fold

_TAKES = re.compile(
    r"\b(?P<kind>[a-z][a-z ]{2,22}?) nay (?:co|bat dau co) hieu luc(?: thi hanh)?(?: ke)?(?: tu)?(?: ngay)? ?"
    r"(?=(?P<signed>ky\b)|(?P<day>\d))"
)
_BACKWARDS = 62
"""Days by which effect may precede the signing (retroactive acts are rare, Law on promulgation, Article 55)."""
_SIGNED = re.compile(r"ky(?: ban hanh)?(?=[.,; ]|$)")


def effective_date(spoken: Sequence[Passage], *, document_type: str | None, issued: str | None) -> Claim | None:
    """The claim for the day of effect.

    Takes: the document's passages, the type it names and its full date, where known. Gives: None when the document
    says nothing, says it of different days, or says "from signing" and the day of signing is not known.
    """
    if document_type is None:
        return None
    claims = [
        claim for passage in spoken if "hieu luc" in passage.folded for claim in _of(passage, document_type, issued)
    ]
    if len({claim.value for claim in claims}) != 1 or claims[0].value is None:
        return None
    return None if issued and _long_before(str(claims[0].value), issued) else claims[0]


def _long_before(effect: str, issued: str) -> bool:
    """Whether an act would have had effect more than two months before it was issued: then a date was misread."""
    first = issued.split("/", maxsplit=1)[0]
    begin = date.fromisoformat(f"{first}-01-01"[:10] if len(first) == 4 else f"{first}-01"[:10])
    return begin - date.fromisoformat(effect) > timedelta(days=_BACKWARDS)


def _of(passage: Passage, document_type: str, issued: str | None) -> list[Claim]:
    found = []
    for match in _TAKES.finditer(passage.folded):
        if not match["kind"].endswith(fold(document_type)):
            continue
        if match["signed"]:
            value, end = (issued if issued and len(issued) == 10 else None), match.end() + 2
            end = signed.end() if (signed := _SIGNED.match(passage.folded, match.end())) else end
        else:
            day = day_at(passage.folded, match.end())
            value, end = day or (None, match.end() + 1)
        words = passage.span(match.start("kind"), end)
        claim = claim_of(
            FieldName.EFFECTIVE_DATE, value or "", words, page=passage.page, reliability=0.96, rule="effective@1"
        )
        found.append(claim if value else claim.model_copy(update={"value": None}))
    return found
