"""Which files belong together, and when they are still."""

from datetime import UTC, datetime, timedelta

from pipeline.stages.porch import candidates, singles, unfinished
from pipeline.stages.stillness import observe, quiet_for
from schemas.drop import FileIdentity
from schemas.inbox import Entry, EntryKind

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def entry(path: str, *, size: int = 1, kind: EntryKind = EntryKind.FILE) -> Entry:
    return Entry(path=path, kind=kind, identity=FileIdentity(device=1, inode=7, size=size, mtime_ns=1))


def grouped(*paths: str, loose: int = 1) -> list[tuple[list[str], list[str], str | None]]:
    found = candidates([entry(p) for p in paths], loose=loose)
    return [([e.path for e in c.entries], [e.path for e in c.sidecars], c.folder) for c in found]


def test_every_file_of_an_agency_is_a_candidate_of_its_own() -> None:
    assert grouped("stp/b.pdf", "stp/a.jpg", "x.pdf") == [
        (["stp/a.jpg"], [], None),
        (["stp/b.pdf"], [], None),
        (["x.pdf"], [], None),
    ]


def test_a_folder_below_an_agency_is_one_candidate_in_natural_order() -> None:
    assert grouped("stp/tập/10.jpg", "stp/tập/9.jpg", "stp/tập/1.jpg") == [
        (["stp/tập/1.jpg", "stp/tập/9.jpg", "stp/tập/10.jpg"], [], "stp/tập")
    ]


def test_sidecars_go_with_their_scan_by_stem_or_by_whole_name() -> None:
    assert grouped("stp/a.pdf", "stp/a.json", "stp/b.tif", "stp/b.tif.yaml") == [
        (["stp/a.pdf"], ["stp/a.json"], None),
        (["stp/b.tif"], ["stp/b.tif.yaml"], None),
    ]


def test_a_decomposed_sidecar_name_fits_a_composed_scan() -> None:
    assert grouped("stp/Kế.pdf", "stp/Kế.json") == [(["stp/Kế.pdf"], ["stp/Kế.json"], None)]


def test_a_folder_s_sidecar_lies_beside_it() -> None:
    assert grouped("stp/tập/1.jpg", "stp/tập.json") == [(["stp/tập/1.jpg"], ["stp/tập.json"], "stp/tập")]


def test_a_sidecar_without_a_scan_is_a_candidate_without_entries() -> None:
    assert grouped("stp/a.json", "stp/tập/b.yml") == [([], ["stp/a.json"], None), ([], ["stp/tập/b.yml"], None)]


def test_for_run_the_given_folder_itself_may_be_the_document() -> None:
    assert grouped("tập/1.jpg", "tập/2.jpg", loose=0) == [(["tập/1.jpg", "tập/2.jpg"], [], "tập")]


def test_a_link_called_json_is_no_sidecar() -> None:
    (only,) = singles([entry("stp/a.json", kind=EntryKind.ODD)])
    assert [e.path for e in only.entries] == ["stp/a.json"]


def test_upload_tools_names() -> None:
    assert all(unfinished(entry(f"stp/{n}")) for n in ("a.pdf.part", "A.CRDOWNLOAD", ".a.pdf.Xy12", "~$a.tif"))
    assert not any(unfinished(entry(f"stp/{n}")) for n in ("a.pdf", "part.pdf", "không đuôi"))


def test_what_does_not_change_keeps_its_moment_and_what_changes_starts_anew() -> None:
    first = observe({}, [entry("a"), entry("b")], now=NOON)
    later = NOON + timedelta(seconds=5)
    second = observe(first, [entry("a"), entry("b", size=2), entry("c")], now=later)
    assert [second[p].since for p in "abc"] == [NOON, later, later]
    assert quiet_for([second["a"]], now=later) == timedelta(seconds=5)
    assert quiet_for(second.values(), now=later) == timedelta(0)
    assert quiet_for([], now=later) == timedelta(0)


def test_what_is_gone_is_forgotten() -> None:
    assert observe(observe({}, [entry("a")], now=NOON), [], now=NOON) == {}
