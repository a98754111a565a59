"""Phrases of closed vocabularies inside running text: law names, agencies, formulas, units, legal terms.

A phrase is repaired where all its words print like an entry's (marks and one look-alike letter a word), enough of them
were read exactly, and one entry only fits. Tone placement (hoà, hòa) and case stay as printed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.stages.ocr.change import Edit, divided, joined, respelled
from pipeline.stages.ocr.lookalike import cased, shape, unlike
from pipeline.stages.ocr.vocabulary import DASHES, Node, Phrase, Vocabulary
from schemas.page import Line, Word
from schemas.text import place_tones

_PARTS = re.compile(r"(?P<before>[\W_]*)(?P<core>.*?)(?P<after>[\W_]*)", re.DOTALL)
_LONGEST = 7  # letters of a syllable: nghiêng
_STOPS = (".", ";", ":", "'")
"""What a comma inside a phrase is read as."""
_PRINTED = ("-", "–", "—", "−")
_DONE = tuple(f"{kind}@1" for kind in ("laws", "agencies", "formulas", "units", "terms"))


class _Token(NamedTuple):
    """A word's place and its text without the punctuation around it."""

    line: int
    at: int
    word: Word
    before: str
    core: str
    after: str
    shape: str


class _Step(NamedTuple):
    """Tokens ``start`` to ``stop`` stand for ``words`` words of an entry: one for one, one for two, two for one."""

    start: int
    stop: int
    words: int
    cut: int = 0


def phrases(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Edit]:
    """The edits that make phrases of the vocabularies whole."""
    edits: list[Edit] = []
    tokens = list(_tokens(lines))
    taken = -1
    for start in range(len(tokens)):
        if start <= taken:
            continue
        found = _repair(tokens, start, vocabulary)
        if found:
            edits += found[0]
            taken = found[1]
    return edits


def _tokens(lines: Sequence[Line]) -> Iterator[_Token]:
    for number, line in enumerate(lines):
        for at, word in enumerate(line.words):
            text = word.text
            if text.isalpha():
                before, core, after = "", text, ""
            else:
                found = _PARTS.fullmatch(text)
                before, core, after = found.group("before", "core", "after") if found else ("", text, "")
            key = shape(core) if core else "-" if not text.strip(DASHES) else ""
            yield _Token(line=number, at=at, word=word, before=before, core=core, after=after, shape=key)


def _repair(tokens: Sequence[_Token], start: int, vocabulary: Vocabulary) -> tuple[list[Edit], int] | None:
    """The edits for the longest phrase that begins here and needs any, and the last token it takes."""
    for steps, ends in reversed(_walks(tokens, start, vocabulary.phrases)):
        fitting = {(phrase.words, phrase.marks): phrase for phrase in ends}
        if any(_exact(tokens, steps, phrase) for phrase in fitting.values()):
            fitting = {key: phrase for key, phrase in fitting.items() if _exact(tokens, steps, phrase)}
        edits = [_edits(tokens, steps, phrase) for phrase in fitting.values()]
        good = {tuple(word.text for edit in made for word in edit.words): made for made in edits if made}
        if len(good) == 1:
            return next(iter(good.values())), steps[-1].stop - 1
    return None


def _walks(tokens: Sequence[_Token], start: int, node: Node) -> list[tuple[list[_Step], list[Phrase]]]:
    """Every phrase end that can be reached from here, shortest first, with the steps that lead there."""
    out: list[tuple[list[_Step], list[Phrase]]] = []
    steps: list[_Step] = []
    at = start
    while at < len(tokens):
        follower = node.more.get(tokens[at].shape)
        step = _Step(at, at + 1, 1)
        if follower is None:
            odd = _divided(tokens[at], at, node, inside=bool(steps)) or (_joined(tokens, at, node) if steps else None)
            if odd is None:
                break
            step, follower = odd
        steps = [*steps, step]
        node, at = follower, step.stop
        if node.ends:
            out.append((steps, node.ends))
        if tokens[at - 1].line + 1 < (tokens[at].line if at < len(tokens) else 0):
            break
    return out


def _divided(token: _Token, at: int, node: Node, *, inside: bool) -> tuple[_Step, Node] | None:
    """Two words of an entry read as one: giáodục, biến,giáo; at a phrase's start only what is no syllable."""
    key = token.shape
    if len(key) < 4 or (not inside and len(key) <= _LONGEST and key.isalpha()):
        return None
    for cut in range(min(_LONGEST, len(key) - 1), 0, -1):
        rest = key[cut + 1 :] if key[cut] in ",:" else key[cut:]
        if key[:cut] in node.more and rest in node.more[key[:cut]].more:
            return _Step(start=at, stop=at + 1, words=2, cut=cut), node.more[key[:cut]].more[rest]
    return None


def _joined(tokens: Sequence[_Token], at: int, node: Node) -> tuple[_Step, Node] | None:
    """One word of an entry read as two on the same line: thà nh."""
    if at + 1 == len(tokens) or tokens[at].line != tokens[at + 1].line or tokens[at].after or tokens[at + 1].before:
        return None
    if not (tokens[at].core.isalpha() and tokens[at + 1].core.isalpha()):
        return None
    follower = node.more.get(tokens[at].shape + tokens[at + 1].shape)
    return (_Step(start=at, stop=at + 2, words=1), follower) if follower else None


def _exact(tokens: Sequence[_Token], steps: Sequence[_Step], phrase: Phrase) -> bool:
    return len(steps) == len(phrase.words) and all(
        _same(tokens[step.start].core, meant) for step, meant in zip(steps, phrase.words, strict=True)
    )


def _same(read: str, meant: str) -> bool:
    return read.lower() == meant or place_tones(read).lower() == place_tones(meant) or (meant == "-" and not read)


def _edits(tokens: Sequence[_Token], steps: Sequence[_Step], phrase: Phrase) -> list[Edit]:
    """The edits that make these tokens the phrase; none where the rules do not allow it."""
    rule, at, changed, edits = f"{phrase.kind}@1", 0, list[int](), list[Edit]()
    for number, step in enumerate(steps):
        own = tokens[step.start : step.stop]
        meant = phrase.words[at : at + step.words]
        mark = phrase.marks[at + step.words - 1] if number < len(steps) - 1 else None
        if mark and own[-1].after in _STOPS and not _goes_on(tokens[step.stop].core, own[0].core):
            return []
        if not _bounded(own, first=number == 0, mark=mark) or any(token.word.hand for token in own):
            return []
        new = _words(own, step, meant, mark, rule)
        if new is None:
            return []
        if tuple(token.word for token in own) != new:
            if any(token.word.rule in _DONE for token in own):
                return []
            edits.append(Edit(line=own[0].line, start=own[0].at, stop=own[-1].at + 1, words=new))
            if step.words > 1 or not _same(own[0].core, meant[0]):
                changed.append(number)
        at += step.words
    return edits if _allowed(phrase, changed, [tokens[step.start] for step in steps]) else []


def _allowed(phrase: Phrase, changed: Sequence[int], own: Sequence[_Token]) -> bool:
    """Whether enough of the phrase was read exactly, and it can be the phrase at all.

    A short name begins with a capital, and so does each word of a unit's own name. A term is a piece of a sentence:
    its first and last word may belong to another phrase, so they are witnesses only.
    """
    size, last = sum(word != "-" for word in phrase.words), len(own) - 1
    if phrase.kind == "formulas":
        return len(changed) <= max(size - 3, 1) if size > 2 else len(changed) == 1 and own[0].at == 0
    if phrase.kind == "units" and (0 in changed or not all(token.core[:1].isupper() for token in own[1:])):
        return False
    if phrase.kind == "terms" and (0 in changed or last in changed):
        return False
    if 0 in changed and size <= 3 and not own[0].core[:1].isupper():
        return False
    return len(changed) <= size // 2 and size - len(changed) >= 2


def _goes_on(core: str, before: str) -> bool:
    """Whether the sentence goes on with this word: it begins with a small letter, or all is in capitals."""
    return core[:1].islower() or before.isupper()


def _bounded(own: Sequence[_Token], *, first: bool, mark: str | None) -> bool:
    """No sentence ends and no bracket opens inside a phrase; ``mark`` is what follows the word, None at the end."""
    opens = not own[0].before or first or not own[0].core
    return opens and (
        mark is None or not own[-1].after or (not own[-1].core) or (mark != "" and len(own[-1].after) == 1)
    )


def _words(
    own: Sequence[_Token], step: _Step, meant: Sequence[str], mark: str | None, rule: str
) -> tuple[Word, ...] | None:
    if not own[0].core:  # a dash
        return (respelled(own[0].word, "-", rule),) if own[0].word.text not in _PRINTED else (own[0].word,)
    read = "".join(token.core for token in own)
    after = mark if mark and own[-1].after in _STOPS else own[-1].after
    if step.words == 2:
        gap = 1 if read[step.cut] in ",:" else 0
        one, other = _spelled(read[: step.cut], meant[0]), _spelled(read[step.cut + gap :], meant[1])
        if one is None or other is None:
            return None
        texts = (own[0].before + one + read[step.cut : step.cut + gap], other + after)
        return divided(own[0].word, texts, rule)
    text = _spelled(read, meant[0])
    if text is None:
        return None
    text = own[0].before + text + after
    if len(own) > 1:
        return (joined([token.word for token in own], text, rule),)
    return (own[0].word,) if text == own[0].word.text else (respelled(own[0].word, text, rule),)


def _spelled(read: str, meant: str) -> str | None:
    """``meant`` in the case of what was read; as it was read, where that is right; None where letters differ."""
    if _same(read, meant):
        return read
    return cased(meant, read) if unlike(read, meant) <= 1 and not read.isdecimal() else None
