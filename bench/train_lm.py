"""Trains the language model of the OCR engine from folders of text, and writes it as one small file.

    .venv/bin/python -m bench.train_lm TEXT… --out pipeline/engines/ocr/data/vi.lm [--without FOLDER] [--hold-out 10]

A TEXT is a file or folder (.txt, .md, .json, .jsonl, .csv, .tsv, .gz of these), `TEXT:3` counts each line three times;
`--phrases FILE` is a list of words or names, which are not lines of text. No line is used that shares a run of six
words with anything in a ``--without`` folder, where the pages lie that the product is measured on; ``--formulas 50``
spares the runs that 50 documents have (names of authorities, "Cộng hòa xã hội chủ nghĩa …"): nobody's own text.
``--hold-out 10`` keeps a tenth of the documents apart, and the model is judged on it.

The shipped model: central acts, gazette, law articles (:2), questions (:4) and the Pháp điển topic (:2), titles and
names of laws; as phrases a word list and the names of places before and after July 2025; ``--formulas 50``.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.language_model.corpus import PHRASES, TEXT, Document, Source, documents
from bench.language_model.counts import counted, vocabulary
from bench.language_model.exclusion import forbidden_runs, formulas, without
from bench.language_model.judging import judged
from bench.language_model.model_file import model_bytes
from bench.language_model.pruning import pruned
from bench.language_model.smoothing import smoothed
from pipeline.stages.ocr.language_model import CLASSES, LanguageModel
from pipeline.stages.ocr.tokens import START


def main() -> None:
    """Reads, leaves out, counts, smooths, prunes, writes, judges."""
    given = arguments()
    sources = [source_of(text, TEXT) for text in given.text] + [source_of(text, PHRASES) for text in given.phrases]
    forbidden = forbidden_runs(given.without)
    read = list(documents(sources))
    if given.formulas:
        forbidden -= formulas(read, forbidden, seen=given.formulas)
    train = [without(document, forbidden) for document in read if not document.is_held_out(given.hold_out)]
    held_out = [document for document in read if document.is_held_out(given.hold_out) and document.kind == TEXT]
    print(f"{len(read)} documents, {len(held_out)} held out; {lines(train)} of {lines(read)} lines are learnt from")
    if not lines(train):
        sys.exit("no text to learn from")
    words = vocabulary(train, syllable_from=given.syllable_from, word_from=given.word_from)
    counts = counted(train, words)
    print(f"{counts.tokens} tokens, {len(words)} words, {len(counts.triples)} different triples")
    full = smoothed(counts, start=CLASSES.index(START))
    small = pruned(full, breadth=len(words), pairs=given.pairs, triples=given.triples)
    names = tuple(dict.fromkeys(source.path.name for source in sources))
    data = model_bytes(
        small,
        words,
        sources=names,
        left_out=tuple(folder.name for folder in given.without),
        formulas=given.formulas,
        date=given.date,
        tokens=counts.tokens,
    )
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_bytes(data)
    print(f"{given.out}: {len(data)} bytes, {len(small.pairs)} pairs, {len(small.triples)} triples")
    for line in judged(LanguageModel.load(data), held_out):
        print(line)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="+")
    parser.add_argument("--phrases", action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--without", type=Path, action="append", default=[])
    parser.add_argument("--formulas", type=int, default=0, help="allow forbidden runs that so many documents have")
    parser.add_argument("--hold-out", type=int, default=0, help="per cent of the documents")
    parser.add_argument("--pairs", type=int, default=450_000)
    parser.add_argument("--triples", type=int, default=1_400_000)
    parser.add_argument("--syllable-from", type=int, default=3, help="how often a syllable must be met to be known")
    parser.add_argument("--word-from", type=int, default=8, help="the same for other words")
    parser.add_argument("--date", default=dt.datetime.now(dt.UTC).date().isoformat())
    return parser.parse_args()


def source_of(text: str, kind: str) -> Source:
    """``PATH`` or ``PATH:WEIGHT``."""
    path, _, weight = text.rpartition(":")
    return Source(path=Path(path), weight=int(weight), kind=kind) if path else Source(path=Path(text), kind=kind)


def lines(of: Iterable[Document]) -> int:
    """How many lines there are."""
    return sum(len(document.lines) for document in of)


if __name__ == "__main__":
    main()
