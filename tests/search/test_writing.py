"""Writing the index: all of a commit or nothing of it, whoever looks or dies meanwhile."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from schemas.errors import Transient
from schemas.ids import RecordId
from search.finder import Finder
from search.place import begin, clean, current, format_of, switch
from search.schema import FORMAT
from search.writer import Mark, Writer
from tests.search.shelf import entry, names, shelf

ROOT = Path(__file__).parents[2]
BATCH = 7
SCRIPT = f"""
import sys
from pathlib import Path
from search.writer import Mark, Writer
from tests.search.shelf import entry
writer = Writer(Path(sys.argv[1]), heap=20_000_000)
number = writer.mark().number
while True:
    for place in range({BATCH}):
        name = f"r{{number}}-{{place}}"
        writer.put(name, [entry(name, "Hòa giải ở cơ sở " * 50)])
    number += 1
    writer.commit(Mark(number))
    print(number, flush=True)
"""


def _writing(place: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(place)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    )


def _killed_after(place: Path, commits: int) -> int:
    """Kills a writer without warning when it has told of so many commits; gives the last one it told of."""
    with _writing(place) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(commits)]
        process.send_signal(signal.SIGKILL)
        return told[-1]


def test_a_killed_writer_leaves_whole_commits_and_the_next_goes_on(tmp_path: Path) -> None:
    place = begin(tmp_path, FORMAT)
    Writer(place, heap=20_000_000).close()
    switch(tmp_path, place)
    finder = Finder(tmp_path)
    before = 0
    for commits in (1, 3, 2):
        told = _killed_after(place, commits)

        number = finder.number()
        assert number >= told > before
        assert finder.find("hòa giải").total == number * BATCH
        before = told


def test_two_readers_see_whole_commits_while_it_is_written(tmp_path: Path) -> None:
    place = begin(tmp_path, FORMAT)
    writer = Writer(place, heap=20_000_000)
    writer.commit(Mark(0))
    switch(tmp_path, place)
    ended, seen = Event(), [list[int](), list[int]()]

    def read(totals: list[int]) -> None:
        finder = Finder(tmp_path)
        while not ended.is_set():
            totals.append(finder.find("hòa").total)
        totals.append(finder.find("hòa").total)

    readers = [Thread(target=read, args=(totals,)) for totals in seen]
    for reader in readers:
        reader.start()
    for number in range(12):
        for at in range(BATCH):
            writer.put(f"r{number}-{at}", [entry(f"r{number}-{at}", "hòa giải")])  # type: ignore[arg-type]
        writer.commit(Mark(number + 1))
    ended.set()
    for reader in readers:
        reader.join()
    writer.close()

    for totals in seen:
        assert totals == sorted(totals)
        assert totals[-1] == 12 * BATCH
        assert all(total % BATCH == 0 for total in totals)


def test_only_one_writes(tmp_path: Path) -> None:
    place = begin(tmp_path, FORMAT)
    first = Writer(place, heap=20_000_000)
    with pytest.raises(Transient):
        Writer(place, heap=20_000_000)
    first.close()
    Writer(place, heap=20_000_000).close()


def test_what_is_not_committed_is_not_there(tmp_path: Path) -> None:
    place = begin(tmp_path, FORMAT)
    writer = Writer(place, heap=20_000_000)
    switch(tmp_path, place)
    writer.put("r", [entry("r", "hòa giải")])  # type: ignore[arg-type]
    writer.close()

    assert Finder(tmp_path).find("hòa giải").total == 0


def test_a_record_is_replaced_with_all_its_questions(tmp_path: Path) -> None:
    finder = shelf(tmp_path, [entry("r", "hòa giải"), entry("r", "hòa giải là gì", unit=1), entry("s", "hòa giải")])
    place = current(tmp_path)
    assert place is not None
    writer = Writer(place, heap=20_000_000)
    writer.put("r", [entry("r", "bầu cử")])  # type: ignore[arg-type]
    writer.commit(Mark(2))
    writer.close()

    assert names(finder.find("hòa giải").hits) == ["s"]
    assert finder.find("hòa giải", kind="question").total == 0
    assert finder.number() == 2


def test_readers_change_over_to_a_new_index_and_the_old_one_goes(tmp_path: Path) -> None:
    finder = shelf(tmp_path, [entry("old", "hòa giải")])
    before = current(tmp_path)
    assert names(finder.find("hòa giải").hits) == ["old"]
    shelf(tmp_path, [entry("new", "hòa giải")])

    assert names(finder.find("hòa giải").hits) == ["new"]
    assert before is not None
    assert not before.exists()


def test_an_index_that_was_never_finished_is_not_read(tmp_path: Path) -> None:
    finder = shelf(tmp_path, [entry("old", "hòa giải")])
    half = begin(tmp_path, FORMAT)

    assert names(finder.find("hòa giải").hits) == ["old"]
    clean(tmp_path)
    assert not half.exists()


def test_a_facet_s_new_values_are_told_beside_those_of_writers_before(tmp_path: Path) -> None:
    finder = shelf(tmp_path, [entry("a", "Luật", facets={"law": ("x",), "year": ("2024",)})])
    place = current(tmp_path)
    assert place is not None
    assert [one.value for one in finder.facet_values("law")] == ["x"]

    for number, (name, laws) in enumerate({"b": ("y", "x"), "c": ("z",), "a": ("z",)}.items(), 2):
        writer = Writer(place, heap=20_000_000)
        writer.put(RecordId(name), [entry(name, "Luật", facets={"law": laws})])
        writer.commit(Mark(number))
        writer.close()

    counts = [(one.value, one.count) for one in finder.facet_values("law")]
    assert counts == [("z", 2), ("x", 1), ("y", 1)]
    assert [(one.value, one.count) for one in finder.find("luật").facets["law"]] == counts
    assert finder.find("luật").facets["year"] == ()


def test_an_index_of_another_layout_is_not_read(tmp_path: Path) -> None:
    place = begin(tmp_path, FORMAT + 1)
    Writer(place, heap=20_000_000).close()
    switch(tmp_path, place)

    assert format_of(place) == FORMAT + 1
    assert Finder(tmp_path).find("").total == 0
    assert format_of(tmp_path / "something") is None


def test_an_index_is_read_where_nothing_may_be_written(tmp_path: Path) -> None:
    shelf(tmp_path, [entry("r", "hòa giải")])
    place = current(tmp_path)
    assert place is not None
    (place / ".tantivy-meta.lock").unlink()  # as on a read-only file system: there is no lock to be taken

    assert names(Finder(tmp_path).find("hòa giải").hits) == ["r"]
    assert not (place / ".tantivy-meta.lock").exists()


@pytest.fixture
def great(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Finder:
    monkeypatch.setattr("search.sampling.SMALL", 0)
    monkeypatch.setattr("search.sampling.BROAD", 100)
    books = [
        entry(
            f"r{n}",
            "hòa giải ở cơ sở",
            title="hòa giải" if n % 3 == 0 else "tờ gấp",
            facets={"year": (str(2000 + n % 2),)},
        )
        for n in range(1600)
    ]
    return shelf(tmp_path, books)


def test_very_many_hits_are_estimated_and_the_best_come_first(great: Finder) -> None:
    found = great.find("hòa giải")

    assert found.estimated
    assert 1000 < found.total < 2400
    assert {hit.found.title for hit in found.hits} == {"hòa giải"}
    counts = {one.value: one.count for one in found.facets["year"]}
    assert set(counts) == {"2000", "2001"}
    assert all(400 < count < 1400 for count in counts.values())


def test_few_hits_among_very_many_documents_are_counted(great: Finder) -> None:
    assert not great.find("số:1").estimated
    assert great.find("tảo hôn").total == 0


def test_far_pages_of_very_many_hits_are_there_too(great: Finder) -> None:
    assert len(great.find("hòa giải", offset=1580).hits) == 20
    assert len(great.find("hòa giải", offset=700).hits) == 20


def test_the_first_pages_of_very_many_hits_show_each_of_them_once(great: Finder) -> None:
    shown = [hit.found.record for offset in range(0, 100, 20) for hit in great.find("hòa giải", offset=offset).hits]

    assert len(set(shown)) == len(shown) == 100
