"""Where everything of the archive lies (OCFL 1.1): the storage root's own files and the keys inside an object.

Pure; reads and writes nothing.
"""

import json
import re
from collections.abc import Mapping

from schemas.ids import ItemId, RecordId
from schemas.keys import ARCHIVE, ObjectKey, object_key, object_root

LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
DECLARATION = "0=ocfl_object_1.1"
DECLARATION_TEXT = b"ocfl_object_1.1\n"
INVENTORY = "inventory.json"
SIDECAR = "inventory.json.sha512"
_ROOT_INVENTORY = re.compile(rf"{ARCHIVE}/[0-9a-f]{{3}}/[0-9a-f]{{3}}/[0-9a-f]{{3}}/([^/]+)/{re.escape(INVENTORY)}")

_README = """\
KHO LƯU TRỮ TÀI LIỆU PBGDPL / ARCHIVE OF LEGAL-EDUCATION DOCUMENTS

Thư mục này là một kho lưu trữ theo chuẩn mở OCFL 1.1 (https://ocfl.io/1.1/spec/): đọc được mà không cần
phần mềm nào của hệ thống.
 - Mỗi tài liệu là một thư mục mang mã của nó; tệp inventory.json trong đó liệt kê mọi phiên bản và mọi tệp.
 - v1, v2, …: từng phiên bản; các tệp nằm trong content/. Tệp không đổi chỉ lưu một lần.
 - record.json mô tả tài liệu; thư mục originals/ giữ bản quét gốc nguyên vẹn.
 - inventory.json.sha512 và các mã SHA-512, SHA-256 trong inventory.json dùng để kiểm tra tệp còn nguyên vẹn.
 - logs/receipts/: các lần tài liệu này được nộp vào kho.
Không sửa, đổi tên hay xóa bất cứ tệp nào bằng tay.

This folder is an OCFL 1.1 storage root (https://ocfl.io/1.1/spec/), readable without any software of ours.
 - Each document is one folder named by its identifier; its inventory.json lists every version and every file.
 - v1, v2, …: the versions; their files are in content/. A file that did not change is stored once.
 - record.json describes the document; originals/ keeps the scans exactly as delivered.
 - inventory.json.sha512 and the SHA-512 and SHA-256 digests in inventory.json tell whether a file is intact.
 - logs/receipts/: when this document was delivered.
Do not change, rename or remove any file by hand.
"""


def root_files() -> dict[ObjectKey, bytes]:
    """The storage root's own files; the declaration, by which a reader knows it, last.

    Layout extension 0003 with its own defaults, as `schemas.keys.object_root` builds keys. Other files directly
    in the root are allowed (OCFL 1.1, section 4.1), hence the README.
    """
    config = {"extensionName": LAYOUT, "digestAlgorithm": "sha256", "tupleSize": 3, "numberOfTuples": 3}
    layout = {
        "extension": LAYOUT,
        "description": "Hashed truncated n-tuple trees with the object id as encapsulating directory: SHA-256, 3 x 3.",
    }
    return {
        object_key(ARCHIVE, "README.txt"): _README.encode(),
        object_key(ARCHIVE, "extensions", LAYOUT, "config.json"): _json(config),
        object_key(ARCHIVE, "ocfl_layout.json"): _json(layout),
        object_key(ARCHIVE, "0=ocfl_1.1"): b"ocfl_1.1\n",
    }


def declaration_key(record: RecordId) -> ObjectKey:
    """The object's conformance declaration."""
    return object_key(object_root(record), DECLARATION)


def inventory_key(record: RecordId, version: int | None = None) -> ObjectKey:
    """The object's inventory (what a reader looks at), or the copy in a version's folder."""
    return object_key(object_root(record), *_folder(version), INVENTORY)


def sidecar_key(record: RecordId, version: int | None = None) -> ObjectKey:
    """The digest of that inventory."""
    return object_key(object_root(record), *_folder(version), SIDECAR)


def sidecar_text(sha512: str) -> bytes:
    """What stands in a sidecar."""
    return f"{sha512} {INVENTORY}\n".encode()


def content_path(version: int, logical: str, attempt: int = 0) -> str:
    """The path, relative to the object, of a file that is new in that version.

    Attempts after the first (see :mod:`storage.publish`; hardly ever) have a folder of their own, so that two of
    them can never write to one key.
    """
    return f"v{version}/content/attempt-{attempt}/{logical}" if attempt else f"v{version}/content/{logical}"


def content_key(record: RecordId, path: str) -> ObjectKey:
    """The key of a content path."""
    return object_key(object_root(record), *path.split("/"))


def version_prefix(record: RecordId, version: int) -> str:
    """Every key of that version's folder starts so."""
    return f"{object_root(record)}/v{version}/"


def receipts_prefix(record: RecordId) -> str:
    """Every receipt's key starts so."""
    return f"{object_root(record)}/logs/receipts/"


def receipt_key(record: RecordId, item: ItemId) -> ObjectKey:
    """Where an item's receipt lies.

    Raises:
        ValueError: the item's id holds a slash.
    """
    if "/" in item:
        raise ValueError(item)
    return object_key(object_root(record), "logs", "receipts", f"{item}.json")


def record_of(key: ObjectKey) -> RecordId | None:
    """The record whose published inventory this is; None for any other key."""
    match = _ROOT_INVENTORY.fullmatch(key)
    record = RecordId(match.group(1)) if match else None
    return record if record is not None and inventory_key(record) == key else None


def _folder(version: int | None) -> tuple[str, ...]:
    return () if version is None else (f"v{version}",)


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, indent=2) + "\n").encode()
