"""Leaves out of the training text whatever shares a run of words with the documents that measure us."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bench.language_model.corpus import Document, files_of, texts_of
from pipeline.stages.ocr.tokens import tokens_of

RUN = 6
Run = tuple[str, ...]


def forbidden_runs(folders: list[Path]) -> frozenset[Run]:
    """Every run of six words in any text below ``folders``, across the ends of printed lines too."""
    texts = ("\n".join(texts_of(file)) for folder in folders for file in files_of(folder))
    return frozenset(run for text in texts for run in runs_of(tokens_of(text)))


def runs_of(tokens: Iterable[str]) -> list[Run]:
    """The runs of six words, signs left aside."""
    words = [token for token in tokens if token[0].isalnum() or token[0] == "<"]
    return list(zip(*(words[start:] for start in range(RUN)), strict=False))


def formulas(documents: Iterable[Document], forbidden: frozenset[Run], *, seen: int) -> frozenset[Run]:
    """Those of the forbidden runs that stand in ``seen`` documents or more: set phrases, nobody's own text."""
    count: Counter[Run] = Counter()
    for document in documents:
        count.update({run for line in document.lines for run in runs_of(line)} & forbidden)
    return frozenset(run for run, documents_with in count.items() if documents_with >= seen)


def without(document: Document, forbidden: frozenset[Run]) -> Document:
    """``document`` less every line that has a forbidden run."""
    kept = [line for line in document.lines if forbidden.isdisjoint(runs_of(line))]
    return replace(document, lines=kept)
