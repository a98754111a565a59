"""Where things lie: ocfl-py, which is not ours, must come to the same paths from the layout that we declare."""

import json

from hypothesis import given
from hypothesis import strategies as st
from ocfl.layout_0003_hash_and_id_n_tuple import Layout_0003_Hash_And_Id_N_Tuple

from schemas.ids import ItemId, RecordId, Sha256, record_id
from schemas.keys import ARCHIVE, ObjectKey, object_key, object_root
from storage.layout import (
    LAYOUT,
    content_key,
    inventory_key,
    receipt_key,
    record_of,
    root_files,
    sidecar_key,
)

RECORDS = st.integers(0, 2**256 - 1).map(lambda number: record_id(Sha256(f"{number:064x}")))


@given(RECORDS)
def test_the_declared_layout_leads_to_the_object(record: RecordId) -> None:
    layout = Layout_0003_Hash_And_Id_N_Tuple()
    config = json.loads(root_files()[object_key(ARCHIVE, "extensions", LAYOUT, "config.json")])
    layout.check_and_set_layout_params(config)

    assert object_root(record) == f"{ARCHIVE}/{layout.identifier_to_path(record)}"


@given(RECORDS)
def test_record_and_inventory_key_are_one_to_one(record: RecordId) -> None:
    assert record_of(inventory_key(record)) == record


@given(RECORDS)
def test_no_other_key_is_taken_for_a_published_inventory(record: RecordId) -> None:
    others: list[ObjectKey] = [
        inventory_key(record, 1),
        sidecar_key(record),
        content_key(record, "v1/content/inventory.json"),
        receipt_key(record, ItemId("inventory")),
        object_key(ARCHIVE, "000", "000", "000", record, "inventory.json"),
        *root_files(),
    ]

    assert [record_of(key) for key in others] == [None] * len(others)
