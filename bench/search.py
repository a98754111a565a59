"""How well and how fast search is: quality on the golden queries, speed over records made from a folder of real texts.

``python -m bench.search`` prints the quality. With ``--records 100000 --corpus FOLDER`` it builds an index of so many
records of 1–2 kB in ``--place`` (or takes the one that is there) and prints speed: records a second, size, memory,
searches with facets and snippets, suggestions, and how soon a changed record is found. Searches are timed in a process
of their own, which knows nothing but them and was asked as many others before; no search is asked twice.

The corpus: every ``*.jsonl.gz`` in the folder, a JSON object a line with a ``text``. Records are windows of those texts
with titles, agencies, laws and years drawn from our own lists, so they have the words and the frequencies of real ones.
"""

import argparse
import gzip
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from schemas.agencies import Level, agencies
from schemas.ids import RecordId
from schemas.laws import law_register
from schemas.text import fold
from schemas.topics import audience_list, topic_list
from schemas.vocabulary import DOCUMENT_TYPES, MaterialType
from search.entry import Entry
from search.facets import lineage
from search.finder import Finder
from search.folding import surface
from search.found import Found, HitKind
from search.names import agencies_in_words, subjects
from search.numbers import canonical
from search.place import begin, current, switch
from search.schema import FORMAT
from search.writer import Mark, Writer
from tests.golden.search.corpus import queries
from tests.golden.search.measure import build, known_items, means, scores, variants
from wiring.collector import calm

_AT_ONCE = 2000
_ORGANS = ("ubnd", "so-tu-phap", "hdph-pbgdpl", "cong-an", "hoi-lhpn", "tt-tro-giup-phap-ly", "so-noi-vu", "ldld")


def main() -> None:
    """Runs what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=0)
    asked.add_argument("--corpus", type=Path)
    asked.add_argument("--place", type=Path, help="folder for the index; a temporary one by default")
    asked.add_argument("--searches", type=int, default=1000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if not given.records:
            _quality(Path(scratch))
        else:
            _speed(given.place or Path(scratch), given.corpus, given.records, given.searches)


def _quality(folder: Path) -> None:
    finder = build(folder)
    print(f"{len(queries())} queries")
    for name, asked in variants().items():
        found = list(scores(finder, asked))
        by_kind = "  ".join(f"{kind} {mean:.3f}" for kind, mean in sorted(means(found).items()))
        print(f"{name:22} n={len(found):3} nDCG@10 {statistics.mean(one.ndcg for one in found):.4f}   {by_kind}")
    print(f"known items by number  {known_items(finder):.4f}")


def _speed(folder: Path, corpus: Path, records: int, searches: int) -> None:
    texts = _texts(corpus)
    if current(folder) is None:
        _index(folder, texts, records)
    place = current(folder)
    assert place is not None
    size = sum(file.stat().st_size for file in place.iterdir())
    print(f"index: {size / 1e6:,.0f} MB, {size / records:,.0f} bytes a record")
    child = get_context("spawn").Process(target=_searched, args=(folder, searched(texts, 2 * searches)))
    child.start()
    child.join()
    _visible(folder, Finder(folder), texts)


def _searched(folder: Path, asked: Sequence[str]) -> None:
    finder = Finder(folder)
    other, asked = asked[: len(asked) // 2], asked[len(asked) // 2 :]
    for typed in other:
        finder.find(typed)
    calm()
    print(f"memory after {len(other)} searches: {_memory()}")
    _timed("search with facets, snippets", asked, finder.find)
    print(f"memory: {_memory()}")
    _timed("the same, facets chosen", asked, lambda typed: finder.find(typed, facets={"year": ("2024",)}))
    _timed("the same, page 2 (known query)", asked[-200:], lambda typed: finder.find(typed, offset=20))
    _timed("newest first", asked, lambda typed: finder.find(typed, sort="newest"))
    _timed("everything, newest first", [" " * n for n in range(50)], lambda typed: finder.find(typed, sort="newest"))
    beginnings = [typed[: random.Random(typed).randint(1, len(typed))] for typed in asked]
    _timed("suggestions", beginnings, finder.suggest)
    print(f"memory at the end: {_memory()}")


def _index(folder: Path, texts: Sequence[str], records: int) -> None:
    place = begin(folder, FORMAT)
    writer = Writer(place)
    took = worked = 0.0
    made = _entries(texts, records)
    for done in range(0, records, _AT_ONCE):
        batch = list(islice(made, _AT_ONCE))  # making them is not what is measured
        start, cpu = time.perf_counter(), time.process_time()
        for entry in batch:
            writer.put(entry.found.record, [entry])
        if done + _AT_ONCE >= records:
            writer.commit(Mark())
            writer.close()
        took, worked = took + time.perf_counter() - start, worked + time.process_time() - cpu
        if (done + _AT_ONCE) % 50_000 == 0:
            number = done + _AT_ONCE
            print(
                f"  {number:,}: {number / took:,.0f} records/s, {number / worked:,.0f} a processor second", flush=True
            )
    switch(folder, place)
    print(f"indexed {records:,}: {records / took:,.0f} records/s, {records / worked:,.0f} a processor second")
    print(f"memory of indexing: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB at most")


def _texts(corpus: Path) -> list[str]:
    found = []
    for file in sorted(corpus.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found += [surface(json.loads(line)["text"]) for line in lines]
    return [text for text in found if len(text) > 4000]


def _entries(texts: Sequence[str], records: int) -> Iterator[Entry]:
    draw = random.Random(7)
    known = agencies()
    issuers = [
        f"{unit.id}.{organ}"
        for units in known.units_by_name.values() for unit in units for organ in _ORGANS
        if unit.level in (Level.PROVINCE, Level.COMMUNE) and known.get(f"{unit.id}.{organ}")
    ]  # fmt: skip
    issuers = sorted(set(issuers))
    laws = [law for law in law_register().laws if law.kind in ("Luật", "Bộ luật")]
    popular, audiences = [one.id for one in topic_list().popular], [one.id for one in audience_list()]
    lines = {issuer: lineage(issuer, known) for issuer in issuers}
    for number in range(records):
        law, issuer, year = draw.choice(laws), issuers[int(len(issuers) * draw.random() ** 2)], draw.randint(2010, 2026)
        kind, symbol = draw.choice(list(MaterialType)).value, draw.choice(list(DOCUMENT_TYPES))
        text = _window(draw, texts)
        line = lines[issuer]
        facets = {
            "material_type": (kind,), "topic": tuple(map(str, law.topics[:2])), "popular": (draw.choice(popular),),
            "agency": line, "place": tuple(dict.fromkeys(one.rpartition(".")[0] for one in line)),
            "year": (str(year),), "audience": (draw.choice(audiences),), "law": (law.id,), "language": ("vie",),
            "validity": (draw.choice(("current", "expired", "unknown")),),
        }  # fmt: skip
        own = f"{draw.randint(1, 3000)}/{symbol}-UBND"
        title = " ".join(text.split()[: draw.randint(6, 16)])
        record = RecordId(f"{number:012x}")
        found = Found(
            kind=HitKind.DOCUMENT, record=record, version=1, title=title, number=own, material_type=kind, pages=2,
            issuer_id=issuer, year=year, published_at="2026-11-22T00:00:00+00:00", laws=(law.id,), language="vie",
        )  # fmt: skip
        yield Entry(
            record, found, text, f"{title} . {law.title}", " . ".join(subjects(facets)),
            " . ".join(agencies_in_words(line, known)), canonical(own), facets, year * 10_000 + draw.randint(101, 1231),
        )  # fmt: skip


def _window(draw: random.Random, texts: Sequence[str]) -> str:
    text = texts[int(len(texts) * draw.random())]
    length = draw.randint(1000, 2000)
    start = draw.randint(0, max(1, len(text) - length))
    return text[start : start + length].partition(" ")[2]


def searched(texts: Sequence[str], searches: int) -> list[str]:
    """So many different searches: every golden query as it is and without marks, and runs of two to five words from the
    texts, half of them without marks. In no order.
    """
    draw = random.Random(11)
    golden = [one.query for one in queries() if one.kind != "operator"]
    found = dict.fromkeys((*golden, *map(fold, golden)))
    while len(found) < searches:
        words = _window(draw, texts).split()
        start, length = draw.randint(5, 60), draw.randint(2, 5)
        run = " ".join(words[start : start + length])
        found[fold(run) if draw.random() < 0.5 else run] = None
    asked = list(found)
    draw.shuffle(asked)
    return asked[:searches]


def _timed(name: str, asked: Sequence[str], act: Callable[[str], object]) -> None:
    took, worked = [], []
    for typed in asked:
        start, cpu = time.perf_counter(), time.thread_time()
        act(typed)
        took.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - cpu) * 1000)
    wall, processor = _spread(took), _spread(worked)
    print(f"{name:32} n={len(took):4}  ms: {wall}   of processor: {processor}", flush=True)


def _spread(took: Sequence[float]) -> str:
    ranked = sorted(took)
    p50, p90, p99 = (ranked[min(len(ranked) - 1, int(len(ranked) * share))] for share in (0.5, 0.9, 0.99))
    return f"p50 {p50:5.1f} p90 {p90:5.1f} p99 {p99:5.1f} most {ranked[-1]:5.1f}"


def _visible(folder: Path, finder: Finder, texts: Sequence[str]) -> None:
    place = current(folder)
    assert place is not None
    writer = Writer(place)
    took = []
    for number, entry in enumerate(_entries(texts, 10)):
        word = f"xkcd{number}q"
        start = time.perf_counter()
        writer.put(entry.found.record, [entry._replace(text=f"{entry.text} {word}")])
        writer.commit(Mark(number))
        while not finder.find(word, count=False).total:
            time.sleep(0.001)
        took.append(time.perf_counter() - start)
    writer.close()
    print(
        f"changed record found after       n={len(took)}  median {statistics.median(took):.3f} s  most {max(took):.3f}"
    )


def _memory() -> str:
    told = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    own, mapped, both = (int(told[name].split()[0]) / 1e3 for name in ("RssAnon", "RssFile", "VmRSS"))
    return f"{own:,.0f} MB of its own, {mapped:,.0f} MB of mapped files present, {both:,.0f} MB in all"


if __name__ == "__main__":
    main()
