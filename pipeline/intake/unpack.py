"""A ZIP is a batch: every document in it becomes a drop of its own.

The ZIP's own row goes with each member, so that the file stays in the inbox until the last of them has ended.
A ZIP with anything unsafe in it is refused whole: there would be no safe place for the rest.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.engines.bundle import Member, MemberGroup, documents, extract, members
from pipeline.intake.enter import Name, Opened, Parcel, look, parcel, sidecar_problem
from pipeline.ports import Ports
from schemas.drop import DroppedFile
from schemas.errors import Code, Mismatch, Refused
from schemas.ids import Sha256

_UNSAFE = frozenset({Code.UNSAFE_PATH, Code.ZIP_BOMB, Code.ENCRYPTED, Code.NESTED_ARCHIVE, Code.TOO_LARGE})
"""What refuses the whole ZIP: a member that must not, or cannot, be unpacked by itself."""


def unpacked(ports: Ports, bundle: Opened, sidecar: Opened | None, work: Path, name: Name) -> list[Parcel]:
    """Stages every document of the ZIP; a refusal of the whole if it cannot be unpacked safely."""
    if sidecar is not None:  # which of the documents would it describe?
        return [parcel(ports, [bundle], replace(sidecar, problem=Refused(Code.SIDECAR_ORPHAN)), name)]
    if bundle.file is None:
        raise Mismatch(detail=f"{name.source}: nothing was read")
    try:
        groups = documents(_safe(members(bundle.file, ports.limits)))
        opened = [_opened(ports, bundle.file, g, work / f"document-{n:05}") for n, g in enumerate(groups)]
    except Refused as problem:
        return [parcel(ports, [replace(bundle, problem=problem)], None, name)]
    rows = (bundle.dropped,)
    return [_member_parcel(ports, g, files, name, rows) for g, files in zip(groups, opened, strict=True)]


def _safe(inside: tuple[Member, ...]) -> tuple[Member, ...]:
    bad = next((m for m in inside if m.problem in _UNSAFE and not m.clutter), None)
    if bad is not None:
        raise Refused(bad.problem, name=bad.name)
    return inside


def _opened(ports: Ports, bundle: Path, group: MemberGroup, folder: Path) -> list[Opened]:
    """The group's members unpacked and looked over, its sidecar last."""
    folder.mkdir()
    found = []
    for number, member in enumerate((*group.members, *([group.sidecar] if group.sidecar else []))):
        target = folder / f"{number:05}"
        if member.problem is Code.EMPTY:
            target.touch()
        elif member.problem is not None:
            # its bytes are kept all the same: what is refused is given back
            extract(bundle, member.model_copy(update={"problem": None}), target, ports.limits)
        else:
            extract(bundle, member, target, ports.limits)
        found.append(_looked_over(ports, member, target, described=group.sidecar is member))
    return found


def _looked_over(ports: Ports, member: Member, file: Path, *, described: bool) -> Opened:
    inspection, problem = (None, sidecar_problem(file, member.name)) if described else look(ports, file)
    with file.open("rb") as source:
        digest = Sha256(hashlib.file_digest(source, "sha256").hexdigest())
    dropped = DroppedFile(
        path=member.name,
        name=member.name,
        identity=None,
        size=member.size,
        sha256=digest,
        media_type=inspection.media_type if inspection else "application/octet-stream",
        extension=inspection.extension if inspection else Path(member.name).suffix.lower() if described else ".bin",
    )
    return Opened(file=file, dropped=dropped, inspection=inspection, problem=problem)


def _member_parcel(
    ports: Ports, group: MemberGroup, opened: Sequence[Opened], name: Name, rows: tuple[DroppedFile, ...]
) -> Parcel:
    """One document of the ZIP; of a refused one the bytes are staged too, since the ZIP itself will leave."""
    named = replace(name, source=f"{name.source}!{group.name}")
    sidecar = opened[-1] if group.sidecar else None
    files = list(opened[:-1] if sidecar else opened)
    if group.problem is Code.SIDECAR_ORPHAN:
        files = [replace(files[0], problem=Refused(Code.SIDECAR_ORPHAN))]
    return parcel(ports, files, sidecar, named, rows=rows)
