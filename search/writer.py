"""The one that writes an index. Everything becomes visible, and durable, with `Writer.commit` and not before.

What the indexer has to remember (how far it has followed, when to look at which record again) stands in the index
itself, so that one commit says all: a killed writer leaves what the last commit said.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import tantivy

from schemas.errors import Code, DiskFull, Transient
from schemas.ids import RecordId
from search.entry import Entry
from search.found import HitKind
from search.sampling import shards_of
from search.schema import TOKENS, counted_field, schema
from search.terms import Terms, repeated_terms, terms
from search.values import Numbering, Values

HEAP = 250_000_000
"""Bytes the writer may collect before it writes a segment: few and great segments are searched faster than many."""
STATE = "state"
DUE = "due"
GONE = "gone"
_STATE_KEY = "#state"
_VALUES_KEY = "#values"
_LOCK = ".tantivy-meta.lock"


class Mark(NamedTuple):
    """How far the changes were followed: all before ``number``, and of its own those up to ``record``."""

    number: int = 0
    record: str = ""


class Writer:
    """An index being written. Close it: until then nobody else can write."""

    def __init__(self, place: Path, *, heap: int = HEAP) -> None:
        """Opens the index in this folder, or makes one.

        Raises:
            Transient: another process writes to it, or the folder cannot be written to.
        """
        self._schema, self._place = schema(), place
        with _translated(place):
            self._index = tantivy.Index(self._schema, path=str(place), reuse=True)
            register(self._index)
            self._index.config_reader("manual")
            self._writer = self._index.writer(heap, 1)
            self._index.reload()
            self._numbering = Numbering(values_of(self._index.searcher()))
            (place / _LOCK).touch()
            (place / _LOCK).chmod(0o666)  # readers of other users take it while they look; nothing else is theirs

    def put(self, record: RecordId, entries: Iterable[Entry], due: datetime | None = None) -> None:
        """Replaces all that is indexed of the record; ``due``: when it is to be looked at again."""
        self._writer.delete_documents_by_term("record", record)
        for entry in entries:
            self._writer.add_document(document(entry, self._numbering))
        if due is not None:
            self._writer.add_document(_reminder(record, due))

    def drop(self, record: RecordId, due: datetime | None = None) -> None:
        """Removes all that is indexed of the record."""
        self.put(record, (), due)

    def bury(self, record: RecordId, at: datetime) -> None:
        """Puts a tombstone in the place of a record that was withdrawn: nothing finds it but `search.turnover`."""
        self._writer.delete_documents_by_term("record", record)
        made = tantivy.Document()
        made.add_text("record", record)
        made.add_text("kind", GONE)
        made.add_unsigned("turn", milliseconds(at))
        self._writer.add_document(made)

    def commit(self, mark: Mark) -> None:
        """Makes everything since the last commit visible and durable, together with how far that is.

        Raises:
            DiskFull: no room; Transient: it cannot be written to. Close it then, and open another one.
        """
        with _translated(self._place):
            self._remember(_STATE_KEY, mark._asdict())
            if self._numbering.grown:
                self._remember(_VALUES_KEY, self._numbering.values())
            self._writer.commit()
        self._numbering.grown = False

    def mark(self) -> Mark:
        """How far the last commit is."""
        self._index.reload()
        return mark_of(self._index.searcher())

    def due(self, now: datetime, limit: int = 500) -> tuple[RecordId, ...]:
        """Records whose moment has come, as of the last commit."""
        self._index.reload()
        searcher = self._index.searcher()
        kinds = tantivy.FieldType.Unsigned
        query = tantivy.Query.range_query(self._schema, "due", kinds, 0, int(now.timestamp()))
        hits = searcher.search(query, limit, count=False).hits
        return tuple(RecordId(str(searcher.doc(address).get_first("record"))) for _, address in hits)

    def close(self) -> None:
        """Lets go of the index; what was not committed is lost, and merges under way are given up."""
        with _translated(self._place):
            self._writer.rollback()
            self._writer.wait_merging_threads()

    def _remember(self, key: str, told: object) -> None:
        self._writer.delete_documents_by_term("key", key)
        made = tantivy.Document()
        made.add_text("key", key)
        made.add_text("kind", STATE)
        made.add_bytes("found", json.dumps(told).encode())
        self._writer.add_document(made)


@contextmanager
def _translated(place: Path) -> Iterator[None]:
    """tantivy says everything that goes wrong as a ValueError or OSError with a sentence."""
    try:
        yield
    except (ValueError, OSError) as problem:
        if "No space left" in str(problem) or "os error 28" in str(problem):
            raise DiskFull(detail=f"{place}: {problem}") from problem
        raise Transient(Code.UNREADABLE, name=str(place), detail=f"{place}: {problem}") from problem


def register(index: tantivy.Index) -> None:
    """Tells an opened index how its fields are split."""
    index.register_tokenizer(TOKENS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def mark_of(searcher: tantivy.Searcher) -> Mark:
    """How far an index is."""
    told = _remembered(searcher, _STATE_KEY)
    return Mark(**json.loads(told)) if told else Mark()


def values_of(searcher: tantivy.Searcher) -> Values:
    """Which numbers are which values of facets."""
    told = _remembered(searcher, _VALUES_KEY)
    found: Values = json.loads(told) if told else {}
    return found


def milliseconds(at: datetime) -> int:
    """The moment as a number: since 1970."""
    return round(at.timestamp() * 1000)


def document(entry: Entry, numbering: Numbering) -> tantivy.Document:
    """The entry as the index holds it."""
    made = tantivy.Document()
    made.add_text("key", entry.key)
    made.add_text("record", entry.found.record)
    made.add_text("kind", entry.found.kind.value)
    for shard in shards_of(entry.found.record):
        made.add_text("shard", shard)
    body = terms(entry.text)
    for name, value in _fields(entry, body):
        made.add_text(name, value)
    if entry.own:
        made.add_text("own", entry.own)
    for facet, values in entry.facets.items():
        for value in values:
            made.add_text(facet, value)
            made.add_unsigned(counted_field(facet), numbering.number(facet, value))
    if entry.day is not None:
        made.add_unsigned("day", entry.day)
    published = milliseconds(datetime.fromisoformat(entry.found.published_at))
    made.add_unsigned("published", published)
    if entry.found.kind is HitKind.DOCUMENT:
        made.add_unsigned("turn", published)
    made.add_bytes("found", entry.found.model_dump_json(exclude_defaults=True).encode())
    made.add_bytes("text", entry.text.encode())
    made.add_bytes("spaced", body.spaced.encode())
    return made


# ---------------------------------------------------------------------------------------------------------------------


def _remembered(searcher: tantivy.Searcher, key: str) -> bytes | None:
    hits = searcher.search(tantivy.Query.term_query(schema(), "key", key, "basic"), 1, count=False).hits
    return bytes(searcher.doc(hits[0][1]).get_first("found") or b"") if hits else None


def _fields(entry: Entry, body: Terms) -> Iterator[tuple[str, str]]:
    title, number = terms(entry.title), terms(entry.found.number or "")
    about, issuer = repeated_terms(entry.about), repeated_terms(entry.issuer)
    every = (title, number, about, issuer, body)
    gap = " ¶ "
    yield "folded", gap.join(part.folded for part in every)
    yield "exact", gap.join(part.exact for part in every)
    yield "pairs", f"{body.pairs} {title.pairs} {number.pairs} {about.pairs} {issuer.pairs}"
    yield "numbers", f"{entry.own} {body.numbers} {title.numbers} {about.numbers}"
    yield "title", title.folded
    yield "title_pairs", title.pairs
    yield "about", about.folded
    yield "issuer", issuer.folded


def _reminder(record: RecordId, due: datetime) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("record", record)
    made.add_text("kind", DUE)
    made.add_unsigned("due", int(due.timestamp()))
    return made
