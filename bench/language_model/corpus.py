"""Text to count: the lines of every file in the folders given, document by document."""

import csv
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pipeline.stages.ocr.tokens import tokens_of

TEXT, PHRASES = "text", "phrases"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file or folder, how often each of its lines counts, and whether its lines are running text or mere phrases."""

    path: Path
    weight: int = 1
    kind: str = TEXT


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is trained on, or held out, as a whole."""

    name: str
    lines: list[list[str]]
    weight: int
    kind: str

    def is_held_out(self, percent: int) -> bool:
        """Whether it belongs to the ``percent`` of all documents that are only measured on: by its name, for ever."""
        return zlib.crc32(self.name.encode()) % 100 < percent


def documents(sources: list[Source]) -> Iterator[Document]:
    """Every document with text in ``sources``, in the order of the file names."""
    for source in sources:
        for file in files_of(source.path):
            for number, text in enumerate(texts_of(file)):
                lines = [tokens for line in text.splitlines() if (tokens := tokens_of(line))]
                if lines:
                    name = f"{file.name}#{number}"
                    yield Document(name=name, lines=lines, weight=source.weight, kind=source.kind)


def files_of(path: Path) -> list[Path]:
    """The file itself, or all files below a folder."""
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def texts_of(file: Path) -> Iterator[str]:
    """The documents in one file: a row of .jsonl, .csv or .tsv, a string of .json, or the whole of .txt and .md."""
    kind = file.suffixes[-2:][0] if file.suffix == ".gz" else file.suffix
    with _opened(file) as stream:
        if kind == ".jsonl":
            yield from map(_text, map(json.loads, stream))
        elif kind == ".json":
            yield from _strings(json.load(stream))
        elif kind in (".csv", ".tsv"):
            yield from map("\n".join, csv.reader(stream, delimiter="," if kind == ".csv" else "\t"))
        elif kind in (".txt", ".md"):
            yield stream.read()


def _opened(file: Path) -> TextIO:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8-sig")
    return file.open(encoding="utf-8-sig", errors="replace")


def _text(row: dict[str, object]) -> str:
    return str(row["text"]) if "text" in row else "\n".join(_strings(row))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
