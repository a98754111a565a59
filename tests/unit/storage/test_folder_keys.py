"""Keys and paths of the folder store are one to one, and stay below the root."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.keys import object_key
from storage.folder import FolderStore

PART = st.text([chr(n) for n in range(0x21, 0x7F) if n != 0x2F], min_size=1, max_size=4).filter(
    lambda part: part not in (".", "..")
)
KEYS = st.sets(st.lists(PART, min_size=1, max_size=3).map("/".join), min_size=1, max_size=8).map(
    lambda keys: {key for key in keys if not any(other.startswith(key + "/") for other in keys)}
)


@given(KEYS, st.text("!a/.", max_size=3))
@settings(max_examples=40, deadline=None)
def test_what_is_put_is_listed_in_order_and_nothing_else(keys: set[str], prefix: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = FolderStore(Path(name) / "root")
        store.ensure()
        for key in keys:
            store.put(object_key(key), key.encode())

        assert [item.key for item in store.list("")] == sorted(keys)
        assert [item.key for item in store.list(prefix)] == sorted(key for key in keys if key.startswith(prefix))
        assert all((Path(name) / "root" / key).read_bytes() == key.encode() for key in keys)
        for key in keys:
            store.delete(object_key(key))
        assert [path.name for path in Path(name).rglob("*")] == ["root", ".kho tmp"]
