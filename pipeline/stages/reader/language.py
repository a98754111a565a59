"""The document's language, as ISO 639-3, from its letters and its commonest words."""

import re
from collections.abc import Sequence

from pipeline.stages.reader.evidence import claim_of
from schemas.claim import Claim, FieldName
from schemas.page import Page
from schemas.text import fold

_FEWEST = 12
"""Fewer words than this say nothing."""
_ENGLISH = frozenset(
    ("the", "of", "and", "to", "in", "is", "for", "that", "with", "on", "by", "as", "are", "be", "this", "from", "or")
)
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_MINORITY = re.compile(r"[čňŏĭŭñ]")
"""Letters of Êđê, Jarai, Bahnar and their like beside Vietnamese ones: no claim then."""


def language(pages: Sequence[Page]) -> Claim | None:
    """``vie`` or ``eng`` on clear evidence, else None.

    Takes: all pages. Vietnamese: at least a quarter of the words have letters that English and French lack.
    English: none of a hundred has, and a fifth are among its commonest words.
    """
    first = next((page for page in pages if page.words), None)
    words = [word for page in pages for word in page.words if any(c.isalpha() for c in word.text)]
    if first is None or len(words) < _FEWEST:
        return None
    texts = [word.text.lower() for word in words]
    marked = sum(bool(_VIETNAMESE.search(text)) for text in texts) / len(texts)
    foreign = sum(bool(_MINORITY.search(text)) for text in texts) / len(texts)
    english = sum(fold(text).strip(".,;:()") in _ENGLISH for text in texts) / len(texts)
    if marked >= 0.25 and foreign < 0.02:
        value = "vie"
    elif marked < 0.01 and english > 0.2:
        value = "eng"
    else:
        return None
    claim = claim_of(FieldName.LANGUAGE, value, words, page=first.number, reliability=0.98, rule="language@1")
    return claim.model_copy(update={"raw": None, "page": None, "box": None})
