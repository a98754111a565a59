"""What a document is about: chủ đề of Bộ Pháp điển and the popular layer, whom it is for, which activity it serves.

Cited laws speak first, then titles, then words of the text; what is not clear stays blank. Laws that administrative
documents only rest on ("Căn cứ Luật Tổ chức chính quyền địa phương …") hardly count.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.stages.reader.subjects.phrases import topic_phrases
from pipeline.stages.reader.subjects.text import Said, hits, said
from schemas.citation import Citation
from schemas.laws import law_register
from schemas.page import Box, Page
from schemas.text import fold
from schemas.topics import Finding, Keyed, Layer, activity_list, audience_list, topic_list

_IN_TITLE, _NAMED_IN_TITLE, _GROUND, _WORD, _MOST_WORDS = 4.0, 6.0, 0.2, 0.25, 2.0
"""Weight of a phrase in a title, a law named there, a law as legal ground, a phrase in the text, and its limit."""
_ENOUGH, _SHARE, _SECOND = 3.0, 0.4, 0.3
"""Least score of a subject, least share of the first, least share of a second."""


class _Proof(NamedTuple):
    weight: float
    why: str
    page: int
    box: Box
    raw: str


class _Marked(NamedTuple):
    box: Box
    ground: bool
    """In the preamble; else in a title."""


def topics(pages: Sequence[Page], citations: Sequence[Citation]) -> tuple[Finding, ...]:
    """The chủ đề (at most two, best first), then the popular topics (at most three); empty where nothing is clear.

    Takes: the pages and what :func:`.citations.citations` found on them.
    """
    return _topics(said(pages), citations)


def audiences(pages: Sequence[Page]) -> tuple[Finding, ...]:
    """Whom the document addresses: named in a title, or after "dành cho", "đối tượng"; else empty."""
    return _keyed(said(pages), audience_list(), Layer.AUDIENCE, addressed=True)


def activity(pages: Sequence[Page]) -> tuple[Finding, ...]:
    """The activities it belongs to: named in a title, or three times in the text."""
    return _keyed(said(pages), activity_list(), Layer.ACTIVITY, addressed=False)


def subjects(pages: Sequence[Page], citations: Sequence[Citation]) -> tuple[Finding, ...]:
    """All of it in one walk over the text: topics, audiences, activities."""
    lines = said(pages)
    people = _keyed(lines, audience_list(), Layer.AUDIENCE, addressed=True)
    return (*_topics(lines, citations), *people, *_keyed(lines, activity_list(), Layer.ACTIVITY, addressed=False))


def _topics(lines: Sequence[Said], citations: Sequence[Citation]) -> tuple[Finding, ...]:
    popular = topic_list().popular
    proofs: dict[str, list[_Proof]] = defaultdict(list)
    words = hits(lines, topic_phrases())
    for topic in popular:
        proofs[topic.id] += _by_words(words.get(topic.id, []))
    families = {family: topic.id for topic in popular for family in topic.families}
    subjects: dict[str, list[_Proof]] = defaultdict(list)
    marked = _marked(lines)
    for citation in citations:
        proof = _by_law(citation, marked.get(citation.page, []))
        if proof is None:
            continue
        if citation.family in families:
            proofs[families[citation.family]].append(proof)
        else:
            for number in _topics_of(citation):
                subjects[str(number)].append(proof._replace(weight=proof.weight / 2))
    for topic in popular:
        subjects[str(topic.topic)] += proofs[topic.id]
    for number in topic_list().topics:
        subjects[str(number)] += _by_words([line for line in words.get(f"#{number}", []) if line.title][:1])
    names = {str(number): topic.name for number, topic in topic_list().topics.items()}
    chosen = _chosen(subjects, Layer.CHU_DE, names, most=2)
    kept = {finding.code for finding in chosen}
    below = {topic.id: proofs[topic.id] for topic in popular if str(topic.topic) in kept}
    return (*chosen, *_chosen(below, Layer.POPULAR, {topic.id: topic.name for topic in popular}, most=3))


def _titled(own: Sequence[Said]) -> Said | None:
    return next((line for line in own if line.title), None)


def _by_words(own: Sequence[Said]) -> list[_Proof]:
    title = _titled(own)
    out = [_proof(_IN_TITLE, "title", title)] if title else []
    body = [line for line in own if not line.title]
    if body:
        out.append(_proof(min(_WORD * len(body), _MOST_WORDS), f"words:{len(body)}", body[0]))
    return out


def _proof(weight: float, why: str, line: Said) -> _Proof:
    return _Proof(weight, why, line.page, line.line.box, line.line.text)


def _by_law(citation: Citation, marked: Sequence[_Marked]) -> _Proof | None:
    """A law counts by how much of it is cited; as a mere legal ground it hardly counts."""
    if citation.rule.startswith("cite-self"):
        return None
    own = [line for line in marked if _begins_on(line.box, citation.box)]
    if citation.family and any(not line.ground for line in own):
        weight = _NAMED_IN_TITLE
    elif any(line.ground for line in own) and not citation.articles:
        weight = _GROUND
    else:
        weight = 1.0 + 0.25 * min(len(citation.articles), 4)
    why = f"law:{citation.law or citation.family or citation.number}"
    return _Proof(weight, why, citation.page, citation.box, citation.raw)


def _begins_on(line: Box, box: Box) -> bool:
    """Whether what the box holds begins on this line."""
    return line.y0 <= box.y0 + min(box.height, line.height) / 2 <= line.y1 and line.x0 <= box.x1 and box.x0 <= line.x1


def _marked(lines: Sequence[Said]) -> dict[int, list[_Marked]]:
    """By page, the lines of titles and those of the preamble, from "Căn cứ" to the semicolon."""
    out: dict[int, list[_Marked]] = {}
    within = False
    for line in lines:
        within = within or fold(line.low).lstrip().startswith(("can cu", "thuc hien"))
        if within or line.title:
            out.setdefault(line.page, []).append(_Marked(line.line.box, within))
        within = within and not line.low.rstrip().endswith((";", ".", ":"))
    return out


def _topics_of(citation: Citation) -> tuple[int, ...]:
    if citation.law:
        return law_register().of_id(citation.law).topics
    return law_register().family(citation.family)[0].topics if citation.family else ()


def _chosen(proofs: dict[str, list[_Proof]], layer: Layer, names: dict[str, str], *, most: int) -> list[Finding]:
    scores = {code: sum(proof.weight for proof in own) for code, own in proofs.items() if own}
    total = sum(scores.values())
    out: list[Finding] = []
    for code in sorted(scores, key=lambda code: -scores[code])[:most]:
        share = scores[code] / total
        strong = any(not proof.why.startswith("words") for proof in proofs[code])
        if scores[code] < _ENOUGH or not strong or share < (_SECOND if out else _SHARE):
            break
        out.append(_finding(code, names[code], layer, proofs[code], 0.5 + share / 2))
    return out


def _finding(code: str, name: str, layer: Layer, own: Sequence[_Proof], sure: float) -> Finding:
    best = max(own, key=lambda proof: proof.weight)
    kinds = tuple(dict.fromkeys(proof.why for proof in sorted(own, key=lambda proof: -proof.weight)))
    return Finding(
        layer=layer,
        code=code,
        name=name,
        confidence=round(min(sure, 0.97), 3),
        page=best.page,
        box=best.box,
        raw=best.raw,
        rule="topics@1",
        why=kinds[:6],
    )


def _keyed(lines: Sequence[Said], entries: Sequence[Keyed], layer: Layer, *, addressed: bool) -> tuple[Finding, ...]:
    found = hits(lines, {entry.id: entry.keywords for entry in entries})
    out: list[Finding] = []
    for entry in entries:
        own = found.get(entry.id, [])
        title = _titled(own)
        spoken = [line for line in own if addressed and _addresses(line.low)]
        if title:
            out.append(_finding(entry.id, entry.name, layer, [_proof(1, "title", title)], 0.9))
        elif spoken:
            out.append(_finding(entry.id, entry.name, layer, [_proof(1, "addressed", spoken[0])], 0.85))
        elif not addressed and len(own) >= 3:
            out.append(_finding(entry.id, entry.name, layer, [_proof(1, f"words:{len(own)}", own[0])], 0.8))
    return tuple(out)


def _addresses(low: str) -> bool:
    return any(mark in low for mark in ("dành cho", "đối tượng tuyên truyền", "đối tượng phổ biến", "tài liệu cho"))
