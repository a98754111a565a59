"""Which members of a ZIP are one document: folders of page images, sidecars, single files. Pure rules, no disk."""

from pipeline.stages.grouping import is_image_folder, is_sidecar, natural_key, pair_sidecars
from schemas.base import Frozen
from schemas.errors import Code
from schemas.inspection import Kind

_SHUT = frozenset({Code.ENCRYPTED, Code.EMPTY, Code.DAMAGED, Code.ZIP_BOMB, Code.TOO_LARGE})
"""Problems that hide what kind of file a member is."""


class Member(Frozen):
    """One file in a bundle."""

    index: int
    """Place in the bundle's directory."""
    name: str
    """File name for people, NFC."""
    folder: str
    """Folders before the name with slashes, NFC; empty at the top."""
    size: int
    """Unpacked bytes, as declared."""
    kind: Kind | None
    """By its first bytes; None for what we do not take and for what cannot be opened."""
    clutter: bool
    """Left by an operating system; nobody misses it."""
    problem: Code | None
    """Why this member alone is refused."""


class MemberGroup(Frozen):
    """The members that are one document."""

    name: str
    """What people call it: the path in the bundle, of a folder of pages that of the folder."""
    members: tuple[Member, ...]
    """In page order."""
    sidecar: Member | None = None
    problem: Code | None = None
    """The first problem among them: half a document is none."""


def documents(found: tuple[Member, ...]) -> tuple[MemberGroup, ...]:
    """The documents of a bundle, in natural order; each member that is no clutter is in exactly one group.

    The images of a folder that holds only images are the pages of one document; files at the top are one document each.
    """
    folders: dict[str, list[Member]] = {}
    for member in found:
        if not member.clutter:
            folders.setdefault(member.folder, []).append(member)
    groups = [group for folder, inside in folders.items() for group in _folder(folder, inside, folders)]
    return tuple(sorted(groups, key=lambda group: natural_key(group.name)))


def _folder(folder: str, inside: list[Member], folders: dict[str, list[Member]]) -> list[MemberGroup]:
    """The groups of one folder. The sidecar of a folder of pages stands beside it, one level up."""
    plain = [m for m in inside if not is_sidecar(m.name)]
    own = _pairs(folder, folders)
    if _is_pages(folder, folders):
        pages = tuple(sorted(plain, key=lambda m: natural_key(m.name)))
        groups = [_group(folder, pages, _beside(folder, folders))]
    else:
        groups = [_group(_path(m), (m,), own.get(m.name)) for m in plain]
    used = {m.index for m in own.values()}
    lost = [m for m in inside if is_sidecar(m.name) and m.index not in used]
    return groups + [MemberGroup(name=_path(m), members=(m,), problem=Code.SIDECAR_ORPHAN) for m in lost]


def _pairs(folder: str, folders: dict[str, list[Member]]) -> dict[str, Member]:
    """File, or folder of pages, in ``folder`` → its sidecar."""
    inside = {m.name: m for m in folders.get(folder, [])}
    below = [name for f in folders for parent, _, name in [f.rpartition("/")] if f and parent == folder]
    pages = [name for name in below if _is_pages(f"{folder}/{name}" if folder else name, folders)]
    return {target: inside[name] for target, name in pair_sidecars(inside, pages).pairs.items()}


def _is_pages(folder: str, folders: dict[str, list[Member]]) -> bool:
    """Whether a folder holds the pages of one document.

    A member that cannot be opened does not keep the others from being pages: its problem refuses the document.
    An image with a sidecar of its own does: somebody has described it as a document.
    """
    plain = [m for m in folders.get(folder, []) if not is_sidecar(m.name)]
    known = [m.kind for m in plain if m.kind is not None]
    if not folder or not is_image_folder(known) or any(m.kind is None and m.problem not in _SHUT for m in plain):
        return False
    return not pair_sidecars([m.name for m in folders[folder]]).pairs


def _beside(folder: str, folders: dict[str, list[Member]]) -> Member | None:
    """The sidecar of a folder of pages."""
    parent, _, name = folder.rpartition("/")
    return _pairs(parent, folders).get(name)


def _group(name: str, found: tuple[Member, ...], sidecar: Member | None) -> MemberGroup:
    problem = next((m.problem for m in (*found, *((sidecar,) if sidecar else ())) if m.problem), None)
    return MemberGroup(name=name, members=found, sidecar=sidecar, problem=problem)


def _path(member: Member) -> str:
    return f"{member.folder}/{member.name}" if member.folder else member.name
