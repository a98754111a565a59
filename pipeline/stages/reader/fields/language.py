"""The document's language, as ISO 639-3, from its letters and its commonest words.

Minority languages are claimed only where their own letters or words prove it: Khmer and Chinese by script, Êđê (rad),
Jarai (jra) and Mông in the RPA script (hmn) by words that Vietnamese lacks. Everything else stays blank.
"""

import re
from collections.abc import Mapping, Sequence

from schemas.claim import Claim, FieldName, Source
from schemas.page import Page
from schemas.text import fold

_FEWEST = 12
"""Fewer words than this say nothing."""
_WORDS: Mapping[str, frozenset[str]] = {
    "eng": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "is",
            "for",
            "that",
            "with",
            "on",
            "by",
            "as",
            "are",
            "be",
            "this",
            "from",
            "or",
        ]
    ),
    "fra": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "du",
            "de",
            "et",
            "est",
            "une",
            "un",
            "dans",
            "pour",
            "que",
            "qui",
            "sur",
            "par",
            "au",
            "aux",
            "avec",
        ]
    ),
}
"""The commonest words of languages written without the letters below."""
_COMMON = frozenset(
    [
        "là",
        "của",
        "và",
        "có",
        "được",
        "các",
        "những",
        "trong",
        "không",
        "với",
        "theo",
        "về",
        "luật",
        "pháp",
        "ngày",
        "năm",
        "câu",
        "tại",
        "người",
        "này",
        "để",
    ]
)
"""Words of Vietnamese alone: a short text full of them is Vietnamese though few of its letters are."""
_OWN: Mapping[str, frozenset[str]] = {
    "rad": frozenset(
        [
            "mâo",
            "hlăm",
            "ngă",
            "kơ",
            "anei",
            "adôk",
            "leh",
            "čar",
            "klei",
            "bhiăn",
            "mnuih",
            "buôn",
            "dưi",
            "hŏng",
            "mơ̆ng",
            "ala",
            "sang",
            "đuôm",
            "ƀuôn",
        ]
    ),
    "jra": frozenset(
        [
            "hăng",
            "amăng",
            "djŏ",
            "ƀơi",
            "anai",
            "mơnuih",
            "ană",
            "plei",
            "kơnuih",
            "tơlơi",
            "phiăn",
            "ngă",
            "rơnŭk",
            "lŏn",
            "pơ",
            "kơ",
            "djop",
        ]
    ),
    "hmn": frozenset(
        [
            "cov",
            "thiab",
            "yog",
            "nyob",
            "hauv",
            "txhua",
            "kev",
            "ntawv",
            "hmoob",
            "tsis",
            "tau",
            "lawv",
            "peb",
            "kom",
            "rau",
            "ntawm",
            "tuaj",
            "txoj",
        ]
    ),
}
"""Words of Êđê, Jarai and Mông (RPA) that Vietnamese does not have, or not in this spelling."""
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_MINORITY = re.compile(r"[čňŏĭŭñƀ]|[ăâêôơư]\u0306")
"""Letters of Êđê, Jarai, Bahnar and their like beside Vietnamese ones."""
_SCRIPTS = (("khm", re.compile(r"[\u1780-\u17ff]")), ("zho", re.compile(r"[\u4e00-\u9fff]")))
_OWN_SHARE = 0.12
_OWN_KINDS = 4
"""So many different words of a minority language must occur, and make up so large a share."""


def language(pages: Sequence[Page]) -> Claim | None:
    """An ISO 639-3 code on clear evidence, else None.

    Takes: all pages. Vietnamese: at least a quarter of the words have letters that English and French lack, and hardly
    any has a letter of a highland language. English and French: none of a hundred has, and a fifth are among its
    commonest words.
    """
    words = [word for page in pages for word in page.words if any(c.isalpha() for c in word.text)]
    if len(words) < _FEWEST:
        return None
    value = _code([word.text.lower().strip(".,;:()“”\"'") for word in words])
    if value is None:
        return None
    sure = 0.99 * sum(word.confidence for word in words) / len(words)
    return Claim(
        field=FieldName.LANGUAGE, value=value, source=Source.MACHINE, confidence=round(sure, 3), rule="language@2"
    )


def _code(texts: Sequence[str]) -> str | None:
    for code, script in _SCRIPTS:
        if _share(texts, script) > 0.5:
            return code
    marked, foreign = _share(texts, _VIETNAMESE), _share(texts, _MINORITY)
    own = {code: _own(texts, words) for code, words in _OWN.items()}
    best = max(own, key=lambda code: own[code])
    if own[best] >= _OWN_SHARE and (best == "hmn" or foreign >= 0.05):
        rivals = [code for code in own if code != best and 2 * own[code] > own[best]]
        return None if rivals else best
    usual = sum(text in _COMMON for text in texts) / len(texts)
    vietnamese = marked >= 0.25 or (marked >= 0.1 and usual >= 0.15)
    if vietnamese and foreign < 0.02 and own[best] < 0.5 * _OWN_SHARE:
        return "vie"
    plain = {code: sum(fold(text) in words for text in texts) / len(texts) for code, words in _WORDS.items()}
    best = max(plain, key=lambda code: plain[code])
    return best if marked < 0.01 + 0.04 * (best == "fra") and plain[best] > 0.2 else None


def _share(texts: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.search(text)) for text in texts) / len(texts)


def _own(texts: Sequence[str], words: frozenset[str]) -> float:
    found = [text for text in texts if text in words]
    return len(found) / len(texts) if len(set(found)) >= _OWN_KINDS else 0.0
