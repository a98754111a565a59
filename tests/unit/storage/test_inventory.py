"""Inventories: laws that hold for any history, and contradictions that are noticed."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ocfl.inventory_validator import InventoryValidator

from pipeline.ports import NewFile
from schemas.errors import Mismatch
from schemas.ids import RecordId, Sha256
from schemas.keys import staging
from storage.inventory import Inventory, inventory_bytes, new_content, next_inventory, parse_inventory, versions_of
from tests.fakes.records import ITEM, NOON, make_record

RECORD = make_record().id
NAMES = st.text("abc019.-_=!~", min_size=1, max_size=6).filter(lambda name: name not in (".", ".."))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
STATES = st.dictionaries(PATHS, st.integers(0, 5), min_size=1, max_size=6).filter(
    lambda state: not any(other.startswith(path + "/") for path in state for other in state)
)
HISTORIES = st.lists(STATES, min_size=1, max_size=4)


def files_of(state: dict[str, int]) -> list[NewFile]:
    """Files whose content is a number."""
    return [
        NewFile(
            path=path,
            source=staging(ITEM, "x"),
            size=1,
            sha256=Sha256(hashlib.sha256(b"%d" % content).hexdigest()),
            sha512=hashlib.sha512(b"%d" % content).hexdigest(),
        )
        for path, content in state.items()
    ]


def build(history: list[dict[str, int]]) -> Inventory:
    """The inventory after these versions."""
    inventory = None
    for number, state in enumerate(history):
        inventory = next_inventory(
            inventory,
            RECORD,
            files_of(state),
            message=f"lần {number}",
            user="kho",
            created=NOON + timedelta(days=number, microseconds=number),
        )
    assert inventory is not None
    return inventory


@given(HISTORIES)
def test_bytes_and_inventory_are_one_to_one(history: list[dict[str, int]]) -> None:
    inventory = build(history)

    read = parse_inventory(inventory_bytes(inventory), RECORD)

    assert read == inventory
    assert inventory_bytes(read) == inventory_bytes(inventory)


@given(HISTORIES)
def test_the_head_holds_exactly_the_files_given(history: list[dict[str, int]]) -> None:
    inventory = build(history)

    found = {path: inventory.digests[content] for path, content in inventory.files.items()}

    assert found == {file.path: file.sha512 for file in files_of(history[-1])}


@given(HISTORIES)
def test_every_content_is_stored_once_where_it_came_in_first(history: list[dict[str, int]]) -> None:
    inventory = build(history)

    assert all(len(paths) == 1 for paths in inventory.manifest.values())
    assert len(inventory.manifest) == len({content for state in history for content in state.values()})
    assert inventory.sha256s.keys() == inventory.digests.keys()
    assert set(new_content(inventory, files_of(history[-1]))) == set(inventory.added)


@given(HISTORIES)
def test_a_new_version_changes_nothing_of_the_older_ones(history: list[dict[str, int]]) -> None:
    before, after = build(history), build([*history, {"one": 1}])

    assert after.manifest.items() >= before.manifest.items()
    assert list(after.versions.values())[:-1] == list(before.versions.values())
    assert [version.version for version in versions_of(after)] == [f"v{n}" for n in range(1, len(history) + 2)]


@given(HISTORIES)
def test_ocfl_py_accepts_every_inventory(history: list[dict[str, int]]) -> None:
    judge = InventoryValidator()

    assert judge.validate(json.loads(inventory_bytes(build(history)))), str(judge.log)


@given(st.lists(st.tuples(PATHS, st.integers(0, 3)), min_size=1, max_size=5))
def test_what_is_accepted_has_no_two_meanings(named: list[tuple[str, int]]) -> None:
    """Paths given twice, or both as a file and as a folder, are refused; all others are taken."""
    paths = [path for path, _ in named]
    files = [file for path, content in named for file in files_of({path: content})]
    clash = len(set(paths)) < len(paths) or any(a != b and b.startswith(a + "/") for a in paths for b in paths)

    if clash:
        with pytest.raises(ValueError):
            next_inventory(None, RECORD, files, message="", user="kho", created=NOON)
    else:
        made = next_inventory(None, RECORD, files, message="", user="kho", created=NOON)
        assert set(made.files) == set(paths)


def test_a_later_attempt_has_content_paths_of_its_own() -> None:
    first = next_inventory(None, RECORD, files_of({"a": 1}), message="", user="kho", created=NOON)
    second = next_inventory(None, RECORD, files_of({"a": 1}), message="", user="kho", created=NOON, attempt=1)

    assert not set(first.added) & set(second.added)
    assert first.versions == second.versions


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError):
        next_inventory(
            None, RECORD, files_of({"a": 1}), message="", user="kho", created=datetime.now(UTC).replace(tzinfo=None)
        )


def _of_another(raw: dict) -> None:
    raw["id"] = "another"


def _gap(raw: dict) -> None:
    raw["versions"]["v3"] = raw["versions"].pop("v2")


def _unknown_digest(raw: dict) -> None:
    raw["versions"]["v2"]["state"]["f" * 128] = ["x"]


def _unused(raw: dict) -> None:
    raw["manifest"]["f" * 128] = ["v1/content/x"]


def _fixity_of_nothing(raw: dict) -> None:
    raw["fixity"]["sha256"]["f" * 64] = ["v1/content/not there"]


def _outside(raw: dict) -> None:
    digest = next(iter(raw["manifest"]))
    raw["fixity"] = {}
    raw["manifest"][digest] = ["v1/content/../../../../other"]


def _not_in_content(raw: dict) -> None:
    digest = next(iter(raw["manifest"]))
    raw["fixity"] = {}
    raw["manifest"][digest] = ["inventory.json"]


def _later_head(raw: dict) -> None:
    raw["head"] = "v9"


def _other_algorithm(raw: dict) -> None:
    raw["digestAlgorithm"] = "md5"


@pytest.mark.parametrize(
    "harm",
    [
        _of_another,
        _gap,
        _unknown_digest,
        _unused,
        _fixity_of_nothing,
        _outside,
        _not_in_content,
        _later_head,
        _other_algorithm,
    ],
)
def test_an_inventory_that_contradicts_itself_is_damaged(harm: Callable[[dict], None]) -> None:
    raw = json.loads(inventory_bytes(build([{"a": 1}, {"a": 2, "b": 1}])))
    harm(raw)

    with pytest.raises(Mismatch):
        parse_inventory(json.dumps(raw).encode(), RecordId(RECORD))
