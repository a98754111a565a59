"""Makes words of a line's network and the choice that was made of it: text, place, confidence, and what was changed.

A word's place is from the middle of the gap before it to the middle of the gap after it; the engine then draws it in
to its ink. Its confidence is the probability of all its slots together.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.stages.ocr.network import Network
from schemas.text import nfc

MARKS = "marks@1"
"""The rule that is named when the language model chose something else than the readers' first choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A word within its line, in the pixels of the copy that was read."""

    text: str
    x0: float
    x1: float
    confidence: float
    clear: float = 1.0
    """How sure the readers were of a letter, on average; what it spells has no say in it."""
    raw: str | None = None
    """What the readers saw, if the model chose something else."""


def pieces(network: Network, choice: Sequence[int], x0: float, x1: float) -> tuple[Piece, ...]:
    """The words of a line that reaches from ``x0`` to ``x1``."""
    words = list(_words(network, choice))
    edges = [x0, *(gap for word in words[:-1] if (gap := word.gap) is not None), x1]
    return tuple(
        Piece(
            text=word.text, x0=left, x1=max(right, left + 1), confidence=math.exp(min(word.log_prob, 0.0)),
            clear=math.exp(min(word.log_prob, 0.0) / len(word.text)),
            raw=word.raw if word.raw != word.text else None,
        )
        for word, left, right in zip(words, edges, edges[1:], strict=False)
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    raw: str
    log_prob: float
    gap: float | None
    """Where the gap after it is."""


def _words(network: Network, choice: Sequence[int]) -> Iterator[_Word]:
    """The words from left to right. A slot that holds a space and letters ("a b") is divided at its space."""
    text, raw, log_prob = "", "", 0.0
    for slot, index in zip(network, choice, strict=True):
        chosen, score = slot.options[index]
        log_prob += score
        seen = slot.text
        parts = chosen.split(" ")
        seen_parts = seen.split(" ") if seen.count(" ") == chosen.count(" ") else [seen, *[""] * (len(parts) - 1)]
        for part, seen_part in zip(parts[:-1], seen_parts, strict=False):
            text, raw = text + part, raw + seen_part
            if text:
                yield _Word(nfc(text), nfc(raw.strip()), log_prob, (slot.x0 + slot.x1) / 2)
                text, raw, log_prob = "", "", score
            else:
                raw = ""
        text, raw = text + parts[-1], raw + seen_parts[len(parts) - 1]
    if text:
        yield _Word(nfc(text), nfc(raw.strip()), log_prob, None)
