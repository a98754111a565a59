"""How well a model knows text it was not trained on: perplexity, and putting back marks that were taken away."""

import math
import time
from collections.abc import Iterable, Iterator
from itertools import islice

from bench.language_model.corpus import Document
from pipeline.stages.ocr.language_model import LanguageModel
from pipeline.stages.ocr.tokens import END, START

Line = list[str]


def judged(model: LanguageModel, held_out: Iterable[Document], *, most: int = 20_000) -> Iterator[str]:
    """Sentences with the figures; on the first ``most`` lines, evenly from all documents."""
    lines = [line for document in held_out for line in islice(document.lines, 300)][:most]
    if lines:
        start = time.process_time()
        likely = [chance for line in lines for chance in chances(model, line)]
        seconds = time.process_time() - start
        perplexity = math.exp(-sum(likely) / len(likely))
        yield f"perplexity {perplexity:.2f} on {len(likely)} tokens, {1e6 * seconds / len(likely):.1f} µs each"
        right, asked = restored(model, lines)
        yield f"marks put back: {right} of {asked} words, {100 * (1 - right / max(asked, 1)):.2f} % wrong"


def chances(model: LanguageModel, line: Line) -> Iterator[float]:
    """The log probability of each token of a line, its end included."""
    padded = [START, START, *line, END]
    for first, second, token in zip(padded, padded[1:], padded[2:], strict=False):
        yield model.score((first, second), token)


def restored(model: LanguageModel, lines: Iterable[Line], *, every: int = 10) -> tuple[int, int]:
    """Of every tenth known word with siblings: how many the model would choose among them, knowing its neighbours."""
    right = asked = 0
    words = 0
    for line in lines:
        padded = [START, START, *line, END, END]
        for place, word in enumerate(line, 2):
            words += word.isalpha()
            if words % every == 0 and model.knows(word) and (others := model.siblings(word)):
                asked += 1
                right += max((word, *others), key=lambda one: _fit(model, padded, place, one)) == word
    return right, asked


def _fit(model: LanguageModel, padded: Line, place: int, word: str) -> float:
    around = [*padded[place - 2 : place], word, *padded[place + 1 : place + 3]]
    last = 3 if padded[place + 1] == END else 4
    return sum(model.score((around[i - 2], around[i - 1]), around[i]) for i in range(2, last + 1))
