"""OCFL inventories as records, and the one way a new version is made: forward deltas, pure.

Digests are SHA-512; SHA-256, by which records name their files, is in the fixity block.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field, ValidationError

from pipeline.ports import NewFile
from schemas.base import Frozen
from schemas.errors import Mismatch
from schemas.ids import RecordId
from schemas.keys import object_key
from schemas.record import Version
from storage.layout import content_path

Paths = tuple[str, ...]


class User(Frozen):
    """Who made a version."""

    name: str


class VersionState(Frozen):
    """One version: which logical paths it holds, by digest."""

    created: AwareDatetime
    message: str
    user: User
    state: dict[str, Paths]


class Inventory(Frozen):
    """The whole history of one object (OCFL 1.1, section 3.5)."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: RecordId
    type: Literal["https://ocfl.io/1.1/spec/#inventory"] = "https://ocfl.io/1.1/spec/#inventory"
    digest_algorithm: Literal["sha512"] = Field(default="sha512", alias="digestAlgorithm")
    head: str = Field(pattern=r"^v[1-9][0-9]*$")
    manifest: dict[str, Paths]
    versions: dict[str, VersionState]
    fixity: dict[Literal["sha256"], dict[str, Paths]]

    @property
    def number(self) -> int:
        """The head version's number."""
        return int(self.head[1:])

    @property
    def digests(self) -> Mapping[str, str]:
        """Content path → SHA-512."""
        return {path: digest for digest, paths in self.manifest.items() for path in paths}

    @property
    def sha256s(self) -> Mapping[str, str]:
        """Content path → SHA-256."""
        return {path: digest for digest, paths in self.fixity.get("sha256", {}).items() for path in paths}

    @property
    def files(self) -> Mapping[str, str]:
        """Logical path → content path of the head version, by logical path."""
        return self.files_at(self.number)

    def files_at(self, number: int) -> Mapping[str, str]:
        """Logical path → content path of that version, by logical path; raises KeyError if there is no such version."""
        state = self.versions[f"v{number}"].state
        return dict(sorted((path, self.manifest[digest][0]) for digest, paths in state.items() for path in paths))

    @property
    def added(self) -> Paths:
        """The content paths that are new in the head version."""
        return tuple(sorted(path for path in self.digests if path.startswith(content_path(self.number, ""))))


def next_inventory(
    before: Inventory | None,
    record: RecordId,
    files: Sequence[NewFile],
    *,
    message: str,
    user: str,
    created: datetime,
    attempt: int = 0,
) -> Inventory:
    """The inventory with one more version that holds exactly ``files``; what is stored already is not stored again.

    Raises:
        ValueError: no file, a path that is no key or is given twice, or a file that is also a folder; a naive time.
    """
    _check(files)
    number = before.number + 1 if before else 1
    manifest = dict(before.manifest) if before else {}
    sha256s = dict(before.fixity.get("sha256", {})) if before else {}
    state: dict[str, Paths] = {}
    for file in sorted(files, key=lambda file: file.path):
        if file.sha512 not in manifest:
            path = content_path(number, file.path, attempt)
            manifest[file.sha512] = (path,)
            sha256s[file.sha256] = (*sha256s.get(file.sha256, ()), path)
        state[file.sha512] = (*state.get(file.sha512, ()), file.path)
    version = VersionState(created=created, message=message, user=User(name=user), state=state)
    versions = {**(before.versions if before else {}), f"v{number}": version}
    return Inventory(id=record, head=f"v{number}", manifest=manifest, versions=versions, fixity={"sha256": sha256s})


def new_content(inventory: Inventory, files: Sequence[NewFile]) -> dict[str, NewFile]:
    """Content path that is new in the head version → the file it is copied from."""
    by_digest = {file.sha512: file for file in sorted(files, key=lambda file: file.path, reverse=True)}
    return {path: by_digest[inventory.digests[path]] for path in inventory.added}


def inventory_bytes(inventory: Inventory) -> bytes:
    """The inventory as it is stored: the same inventory always gives the same bytes."""
    return (json.dumps(inventory.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def parse_inventory(content: bytes, record: RecordId) -> Inventory:
    """The inventory of that record.

    Raises:
        Mismatch: this is none of ours, or one that contradicts itself: damaged.
    """
    try:
        inventory = Inventory.model_validate_json(content)
    except ValidationError as problem:
        raise Mismatch(name=record, detail=f"inventory: {problem.error_count()} errors") from problem
    fault = contradiction(inventory, record)
    if fault:
        raise Mismatch(name=record, detail=f"inventory: {fault}")
    return inventory


def contradiction(inventory: Inventory, record: RecordId) -> str:
    """What the inventory says against itself; empty if nothing."""
    if inventory.id != record:
        return "of another object"
    if list(inventory.versions) != [f"v{n}" for n in range(1, inventory.number + 1)]:
        return "versions do not run from v1 to the head"
    used = {digest for version in inventory.versions.values() for digest in version.state}
    if used != set(inventory.manifest):
        return "manifest and states name different digests"
    if not inventory.sha256s.keys() <= inventory.digests.keys():
        return "fixity of a file that is not in the manifest"
    folders = tuple(f"{name}/content/" for name in inventory.versions)
    if not all(path.startswith(folders) and _is_key(path) for path in inventory.digests):
        return "a content path outside the versions' folders"
    return ""


def versions_of(inventory: Inventory) -> tuple[Version, ...]:
    """All versions, oldest first."""
    return tuple(
        Version(version=name, created=version.created, message=version.message, user=version.user.name)
        for name, version in inventory.versions.items()
    )


def sha512(content: bytes) -> str:
    """The digest that an inventory's sidecar holds."""
    return hashlib.sha512(content).hexdigest()


def _check(files: Sequence[NewFile]) -> None:
    paths = {file.path for file in files}
    if not files or len(paths) != len(files):
        raise ValueError("no files, or two with one path")
    for path in paths:
        object_key(path)
        above = path.split("/")
        if any("/".join(above[:depth]) in paths for depth in range(1, len(above))):
            raise ValueError(f"both a file and a folder: {path}")


def _is_key(path: str) -> bool:
    try:
        object_key(path)
    except ValueError:
        return False
    return True
