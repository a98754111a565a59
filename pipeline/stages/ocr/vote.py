"""Lets a second reader have its say about a line: its letters are laid beside the network's and weighed slot by slot.

Letters are aligned by their base (capitals and marks aside), so that readers who differ only in marks stay together.
The second reader gives one text with a confidence a word; the network keeps its own alternatives.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from pipeline.stages.ocr.network import Network, Option, Slot, best_text, ranked
from schemas.text import fold


@dataclass(frozen=True, slots=True)
class Heard:
    """A letter (or the space between two words) as the second reader has it."""

    letter: str
    confidence: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Trust:
    """How much the second reader counts."""

    weight: float = 0.6
    """Of its log probabilities against the network's."""
    least: float = 0.02
    most: float = 0.985
    """Bounds on its confidences: it is never quite sure, and never says nothing."""
    unseen: float = -7.0
    """Log probability in the network of what only the second reader saw."""


def vote(network: Network, heard: Sequence[Heard], trust: Trust | None = None) -> Network:
    """The network after the second reader's vote: more options where it differs, and new slots for what only it saw."""
    if not heard or not network:
        return network
    rules = trust or Trust()
    at, between = _aligned(best_text(network), heard)
    unread = min(letter.confidence for letter in heard)
    out: list[Slot] = []
    place = 0
    for slot in network:
        extra = between.pop(place, ()) if slot.text else ()
        if extra:
            out.append(_new(extra, slot.x0, rules))
        if slot.text:
            within = range(place, place + len(slot.text))
            said = [letter for index in within for letter in (*between.pop(index, ()), *at.get(index, ()))]
        else:
            said = list(between.pop(place, ()))
        out.append(_weighed(slot, said, unread, rules))
        place += len(slot.text)
    if rest := between.pop(place, ()):
        out.append(_new(rest, network[-1].x1, rules))
    return tuple(out)


# -------------------------------------------------------------------------------------------------------------------

_Letters = tuple[Heard, ...]


def _aligned(text: str, heard: Sequence[Heard]) -> tuple[Mapping[int, _Letters], dict[int, _Letters]]:
    """What was heard at each letter of ``text``, and what more was heard before each."""
    ours, theirs = [fold(letter) for letter in text], [fold(letter.letter) for letter in heard]
    at: dict[int, _Letters] = {}
    between: dict[int, _Letters] = {}
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "insert":
            between[step.src_start] = tuple(heard[step.dest_start : step.dest_end])
        elif step.tag != "delete":
            for offset in range(step.src_end - step.src_start):
                at[step.src_start + offset] = (heard[step.dest_start + offset],)
    return at, between


def _weighed(slot: Slot, said: Sequence[Heard], unread: float, rules: Trust) -> Slot:
    """The slot's options with both readers' say, as probabilities again."""
    text = "".join(letter.letter for letter in said)
    if len(slot.options) == 1 and slot.text == text:
        return slot
    confidence = min((letter.confidence for letter in said), default=unread)
    return Slot(_fused(slot.options, text, confidence, rules), slot.x0, slot.x1)


def _new(said: _Letters, x: float, rules: Trust) -> Slot:
    """A slot for letters that the network has no place for."""
    text = "".join(letter.letter for letter in said)
    confidence = min(letter.confidence for letter in said)
    return Slot(_fused((("", 0.0),), text, confidence, rules), x, x)


def _fused(options: Sequence[Option], text: str, confidence: float, rules: Trust) -> tuple[Option, ...]:
    own = dict(options)
    own.setdefault(text, rules.unseen)
    agreed = 0.5 if text == options[0][0] else 0.0  # agreeing, however unsure, is no evidence against it
    sure = min(max(confidence, rules.least, agreed), rules.most)
    other = math.log((1 - sure) / max(len(own) - 1, 1))
    fused = {o: score + rules.weight * (math.log(sure) if o == text else other) for o, score in own.items()}
    top = max(fused.values())
    total = top + math.log(sum(math.exp(score - top) for score in fused.values()))
    return ranked([(o, score - total) for o, score in fused.items()])
