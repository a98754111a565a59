"""ZIP bundles: names for people, problems of single members, unpacking within bounds, and what makes a document."""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines import bundle
from pipeline.engines.bundle import Member, documents, extract, members, package_name
from pipeline.engines.bundle_names import name_for_people, unsafe
from schemas.errors import Code, DiskFull, Refused
from schemas.inspection import Kind
from schemas.limits import Limits
from tests.hostile import bundles
from tests.hostile.bundles import packed
from tests.hostile.pdfs import built
from tests.hostile.pictures import jpeg

PICTURE, PAPER = jpeg(), built()


def _members(data: bytes, tmp_path: Path, limits: Limits | None = None) -> tuple[Member, ...]:
    file = tmp_path / "gói.zip"
    file.write_bytes(data)
    return members(file, limits or Limits())


def _refused(data: bytes, tmp_path: Path, limits: Limits | None = None) -> Refused:
    with pytest.raises(Refused) as error:
        _members(data, tmp_path, limits)
    return error.value


def _one(path: str, kind: Kind | None = Kind.IMAGE, index: int = 0, problem: Code | None = None) -> Member:
    folder, _, name = path.rpartition("/")
    return Member(index=index, name=name, folder=folder, size=9, kind=kind, clutter=False, problem=problem)


# names


def test_a_member_has_a_name_a_folder_and_a_kind(tmp_path: Path) -> None:
    found = _members(packed([("tờ gấp/trang 1.jpg", PICTURE), ("sổ tay.pdf", PAPER), ("sổ tay.json", b"{}")]), tmp_path)
    assert [(m.index, m.folder, m.name, m.kind, m.problem) for m in found] == [
        (0, "tờ gấp", "trang 1.jpg", Kind.IMAGE, None),
        (1, "", "sổ tay.pdf", Kind.PDF, None),
        (2, "", "sổ tay.json", None, None),
    ]
    assert found[0].size == len(PICTURE)


def _raw_name(raw: bytes, *, flag: int = 0, extra: bytes = b"") -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x")
    info.orig_filename = raw.decode("utf-8" if flag else "cp437")
    info.flag_bits, info.extra = flag, extra
    return info


WINDOWS = "Quyê\u0301t đi\u0323nh số 1.pdf"
"""As windows-1258 writes it: vowels with their hats, tones as letters of their own."""


@pytest.mark.parametrize(
    ("info", "name"),
    [
        (_raw_name("Quyết định.pdf".encode(), flag=0x800), "Quyết định.pdf"),
        (_raw_name(unicodedata.normalize("NFD", "Quyết định.pdf").encode()), "Quyết định.pdf"),
        (_raw_name("Quyê\u0301t đi\u0323nh.pdf".encode("cp1258")), "Quyết định.pdf"),
        (_raw_name(b"M\x81ller.pdf"), "Müller.pdf"),
        (_raw_name(b"\xb0\xb1\xd2.pdf"), b"\xb0\xb1\xd2.pdf".decode("cp437")),
        (_raw_name(b"plain.pdf"), "plain.pdf"),
    ],
)
def test_names_are_read_in_the_encoding_that_makes_sense(info: zipfile.ZipInfo, name: str) -> None:
    assert name_for_people(info) == name


def test_a_unicode_path_counts_if_it_belongs_to_the_name() -> None:
    raw, true = b"Quy\x98t.pdf", "Quyết.pdf".encode()
    for crc, name in ((zlib.crc32(raw), "Quyết.pdf"), (1, raw.decode("cp437"))):
        body = b"\1" + struct.pack("<L", crc) + true
        extra = struct.pack("<HH", 1, 2) + b"ab" + struct.pack("<HH", 0x7075, len(body)) + body
        assert name_for_people(_raw_name(raw, extra=extra)) == name


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/..", "a/./b", "a//b", "C:a", "a\\b", "a\0b", "a\tb", "a\ud800"])
def test_tricks_with_names_are_unsafe(name: str) -> None:
    assert unsafe(name)


@pytest.mark.parametrize("name", ["a", "a b/c.d", "..a", "a..", "thư mục/", "cc: ông.pdf"])
def test_other_names_are_safe(name: str) -> None:
    assert not unsafe(name)


# members


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        ([("a.jpg", PICTURE), ("../b.jpg", PICTURE)], [None, Code.UNSAFE_PATH]),
        ([("a.jpg", PICTURE), ("b.jpg", PICTURE), ("B.JPG", PICTURE)], [None, Code.UNSAFE_PATH, Code.UNSAFE_PATH]),
        ([("a.jpg", PICTURE), ("b.zip", packed([("c", b"d")]))], [None, Code.NESTED_ARCHIVE]),
        ([("a.jpg", PICTURE), ("b.rar", b"Rar!\x1a\x07\x01\0")], [None, Code.NESTED_ARCHIVE]),
        ([("a.jpg", PICTURE), ("b.docx", bundles.docx())], [None, Code.UNSUPPORTED]),
        ([("a.jpg", PICTURE), ("b.txt", b"abc")], [None, Code.NOT_A_DOCUMENT]),
        ([("a.jpg", PICTURE), ("b.pdf", b"")], [None, Code.EMPTY]),
        ([("a.jpg", PICTURE), ("b.bmp", bytes(20_000_000))], [None, Code.ZIP_BOMB]),
        ([("a.jpg", PICTURE), ("b.bmp", bytes(30_000_000))], [None, Code.TOO_LARGE]),
    ],
)
def test_a_bad_member_does_not_harm_the_others(
    files: list[tuple[str, bytes]], problems: list[Code | None], tmp_path: Path
) -> None:
    found = _members(packed(files), tmp_path, Limits(max_bytes=25_000_000))
    assert [m.problem for m in found] == problems


def test_droppings_of_systems_are_marked(tmp_path: Path) -> None:
    found = _members(packed([("a.jpg", PICTURE), ("__MACOSX/._a.jpg", b"x"), ("Thumbs.db", b"x")]), tmp_path)
    assert [m.clutter for m in found] == [False, True, True]


def test_a_member_without_a_name_is_unsafe(tmp_path: Path) -> None:
    data = packed([("a.jpg", PICTURE), ("q.jpg", PICTURE)]).replace(b"q.jpg", b"\0.jpg")
    assert [m.problem for m in _members(data, tmp_path)] == [None, Code.UNSAFE_PATH]


def test_folders_are_no_members(tmp_path: Path) -> None:
    assert [m.index for m in _members(packed([("a/", b""), ("a/b.jpg", PICTURE)]), tmp_path)] == [1]


def test_an_encrypted_member_is_only_its_own_problem(tmp_path: Path) -> None:
    assert [m.problem for m in _members(bundles.half_encrypted(), tmp_path)] == [None, Code.ENCRYPTED]


def test_a_way_of_packing_that_we_do_not_know_is_unsupported(tmp_path: Path) -> None:
    data = bytearray(packed([("a.jpg", PICTURE), ("b.jpg", PICTURE)]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 10 : at + 12] = (9).to_bytes(2, "little")
    local = struct.unpack("<L", data[at + 42 : at + 46])[0]
    data[local + 8 : local + 10] = (9).to_bytes(2, "little")
    assert [m.problem for m in _members(bytes(data), tmp_path)] == [None, Code.UNSUPPORTED]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.TRUNCATED),
        (b"PK\x03\x04 and no more", Code.TRUNCATED),
        (bundles.overlapping(), Code.ZIP_BOMB),
        (bundles.many_files(5001), Code.ZIP_BOMB),
        (bundles.encrypted(), Code.ENCRYPTED),
        (bundles.link(), Code.UNSAFE_PATH),
        (bundles.special(stat.S_IFIFO), Code.UNSAFE_PATH),
        (packed([("Thumbs.db", b"x"), ("a.json", b"{}")]), Code.NOT_A_DOCUMENT),
    ],
)
def test_what_harms_the_whole_refuses_the_whole(data: bytes, code: Code, tmp_path: Path) -> None:
    assert _refused(data, tmp_path).code is code


def test_the_sum_of_all_members_has_a_bound(tmp_path: Path) -> None:
    error = _refused(packed([("a.jpg", PICTURE)] * 3), tmp_path, Limits(max_unpacked_bytes=len(PICTURE) * 2))
    assert (error.code, error.facts["size"]) == (Code.ZIP_BOMB, 3 * len(PICTURE))


def test_an_end_record_that_points_beyond_the_file_is_a_cut(tmp_path: Path) -> None:
    data = bytearray(bundles.sound())
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = (10**9).to_bytes(4, "little")
    assert _refused(bytes(data), tmp_path).code is Code.TRUNCATED


def test_an_entry_without_its_header_is_damage(tmp_path: Path) -> None:
    assert _refused(b"XX" + bundles.sound()[2:], tmp_path).code is Code.DAMAGED


def test_a_directory_that_makes_no_sense_is_damage(tmp_path: Path) -> None:
    data = bytearray(bundles.sound())
    data[data.index(b"PK\x01\x02")] = 0
    assert _refused(bytes(data), tmp_path).code is Code.DAMAGED


def test_a_large_archive_record_is_read(tmp_path: Path) -> None:
    """ZIP64: the counts of the old record are all ones, the new one has the truth."""
    data = bytearray(packed([("a.jpg", PICTURE)]))
    end = data.rindex(b"PK\x05\x06")
    length, offset = struct.unpack("<LL", data[end + 12 : end + 20])
    big = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, length, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    old = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert len(_members(bytes(data[:end]) + big + locator + old, tmp_path)) == 1
    many = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**9, 10**9, length, offset)
    assert _refused(bytes(data[:end]) + many + locator + old, tmp_path).code is Code.ZIP_BOMB


def test_what_is_no_zip_has_no_package_name(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(PICTURE)
    assert package_name(file) is None
    file.write_bytes(bundles.sound())
    assert package_name(file) == ""
    data = bytearray(bundles.docx())
    data[data.index(b"PK\x01\x02")] = 0
    file.write_bytes(bytes(data))
    assert package_name(file) == ""


# unpacking


def _extract(data: bytes, tmp_path: Path, limits: Limits | None = None, **change: object) -> Path:
    file, target = tmp_path / "gói.zip", tmp_path / "ra"
    file.write_bytes(data)
    found = members(file, Limits())[0].model_copy(update=change)
    extract(file, found, target, limits or Limits())
    return target


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_comes_out_as_it_went_in(kind: int, tmp_path: Path) -> None:
    assert _extract(packed([("a.jpg", PICTURE)], kind=kind), tmp_path).read_bytes() == PICTURE


def _no_rest(tmp_path: Path) -> bool:
    return not (tmp_path / "ra").exists()


def test_a_wrong_byte_is_damage_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        _extract(bundles.wrong_crc(), tmp_path)
    assert (error.value.code, error.value.facts) == (Code.DAMAGED, {"name": "a.jpg"})
    assert _no_rest(tmp_path)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"size": 10}, Code.ZIP_BOMB),
        ({"size": 10**7}, Code.DAMAGED),
        ({"index": 7}, Code.DAMAGED),
        ({"problem": Code.UNSAFE_PATH}, Code.UNSAFE_PATH),
    ],
)
def test_more_or_less_than_declared_is_refused(change: dict[str, object], code: Code, tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        _extract(packed([("a.jpg", PICTURE)]), tmp_path, **change)
    assert error.value.code is code
    assert _no_rest(tmp_path)


def test_a_bound_on_bytes_holds_while_unpacking(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        _extract(packed([("a.jpg", PICTURE)]), tmp_path, Limits(max_bytes=100))
    assert error.value.code is Code.ZIP_BOMB


def test_a_member_that_turns_out_encrypted_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(bundles.half_encrypted())
    second = members(file, Limits())[1].model_copy(update={"problem": None})
    with pytest.raises(Refused) as error:
        extract(file, second, tmp_path / "ra", Limits())
    assert error.value.code is Code.ENCRYPTED


def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    (tmp_path / "ra").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        _extract(packed([("a.jpg", PICTURE)]), tmp_path)
    assert (tmp_path / "ra").read_bytes() == b"mine"


def test_a_full_disk_is_not_the_files_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> io.BufferedWriter:
        return open("/dev/full", "wb", buffering=0)  # type: ignore[return-value]  # noqa: PTH123

    file = tmp_path / "a.zip"
    file.write_bytes(packed([("a.jpg", PICTURE)]))
    found = members(file, Limits())[0]
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskFull):
        extract(file, found, tmp_path / "ra", Limits())


def test_other_failures_of_the_disk_stay_what_they_are(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(packed([("a.jpg", PICTURE)]))
    with pytest.raises(FileNotFoundError):
        extract(file, members(file, Limits())[0], tmp_path / "không có" / "ra", Limits())


# documents


def test_a_folder_of_images_is_one_document_in_natural_order() -> None:
    names = ("to gap/10.jpg", "to gap/9.jpg", "to gap/1.jpg", "so tay.pdf", "le.jpg")
    kinds = (Kind.IMAGE, Kind.IMAGE, Kind.IMAGE, Kind.PDF, Kind.IMAGE)
    found = documents(tuple(_one(n, k, i) for i, (n, k) in enumerate(zip(names, kinds, strict=True))))
    assert [(g.name, [m.name for m in g.members]) for g in found] == [
        ("le.jpg", ["le.jpg"]),
        ("so tay.pdf", ["so tay.pdf"]),
        ("to gap", ["1.jpg", "9.jpg", "10.jpg"]),
    ]


def test_a_folder_of_other_things_is_many_documents() -> None:
    found = documents((_one("a/1.jpg"), _one("a/2.pdf", Kind.PDF, 1), _one("a/3.txt", None, 2, Code.NOT_A_DOCUMENT)))
    assert [(g.name, g.problem) for g in found] == [
        ("a/1.jpg", None),
        ("a/2.pdf", None),
        ("a/3.txt", Code.NOT_A_DOCUMENT),
    ]


def test_a_page_that_cannot_be_opened_refuses_its_document() -> None:
    (found,) = documents((_one("a/1.jpg"), _one("a/2.jpg", None, 1, Code.ENCRYPTED)))
    assert (len(found.members), found.problem) == (2, Code.ENCRYPTED)


def test_sidecars_go_with_their_file_or_their_folder() -> None:
    found = documents(
        (
            _one("a.pdf", Kind.PDF, 0),
            _one("a.json", None, 1),
            _one("xa/to gap/1.jpg", Kind.IMAGE, 2),
            _one("xa/to gap.yaml", None, 3),
            _one("le.yml", None, 4),
        )
    )
    assert [(g.name, g.sidecar.name if g.sidecar else None, g.problem) for g in found] == [
        ("a.pdf", "a.json", None),
        ("le.yml", None, Code.SIDECAR_ORPHAN),
        ("xa/to gap", "to gap.yaml", None),
    ]


def test_an_image_that_somebody_described_is_a_document_of_its_own() -> None:
    found = documents((_one("a/1.jpg"), _one("a/1.json", None, 1), _one("a/2.jpg", Kind.IMAGE, 2)))
    assert [(g.name, g.sidecar is not None) for g in found] == [("a/1.jpg", True), ("a/2.jpg", False)]


def test_clutter_is_in_no_document() -> None:
    clutter = _one("a/Thumbs.db", None, 1).model_copy(update={"clutter": True})
    (found,) = documents((_one("a/1.jpg"), clutter))
    assert [m.name for m in found.members] == ["1.jpg"]


PATHS = st.builds(
    lambda folders, name: "/".join([*folders, name]),
    st.lists(st.sampled_from(("a", "b")), max_size=2),
    st.sampled_from(("1.jpg", "2.jpg", "10.jpg", "a.pdf", "a.json", "b.yaml", "1.json", "b.txt", "lạ.yml")),
)


@given(st.lists(PATHS, unique=True, max_size=14), st.data())
@settings(max_examples=300, deadline=None)
def test_every_member_is_in_exactly_one_document(paths: list[str], data: st.DataObject) -> None:
    kinds = {".jpg": Kind.IMAGE, ".pdf": Kind.PDF}
    problems = st.sampled_from((None, None, None, Code.ENCRYPTED, Code.DAMAGED))
    found = tuple(_one(p, kinds.get(Path(p).suffix), n, data.draw(problems)) for n, p in enumerate(paths))
    groups = documents(found)
    inside = [m.index for g in groups for m in (*g.members, *([g.sidecar] if g.sidecar else []))]
    assert sorted(inside) == list(range(len(paths)))
    assert documents(tuple(reversed(found))) == groups


def test_the_names_of_this_module_are_all_there() -> None:
    assert all(hasattr(bundle, name) for name in bundle.__all__)
