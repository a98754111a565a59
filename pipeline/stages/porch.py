"""Which of the files on the porch belong together: a file, a folder of pages, a file and its sidecar.

Takes the entries as seen; gives candidates. Whether a folder's files are all images is known only once they
have been opened, so a folder below an agency is one candidate and `pipeline.intake` splits it if they are not.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pipeline.stages.grouping import is_sidecar, natural_key
from schemas.base import Frozen
from schemas.inbox import Entry, EntryKind
from schemas.text import nfc

UNFINISHED_ENDINGS = (".part", ".crdownload", ".filepart", ".partial", ".tmp", ".download", ".!ut")
"""What upload tools call a file until it is whole: such a name waits longer, and is taken all the same in the end."""


URGENT = "_khan"
"""A folder of this name holds what is urgent; apart from that it is as if it were not there."""


class Candidate(Frozen):
    """Files that may be one document."""

    entries: tuple[Entry, ...]
    """In natural order; empty for a sidecar without its document."""
    sidecars: tuple[Entry, ...] = ()
    folder: str | None = None
    """The folder, if its files may be the pages of one document."""

    @property
    def everything(self) -> tuple[Entry, ...]:
        """Documents and sidecars."""
        return (*self.entries, *self.sidecars)


def candidates(entries: Iterable[Entry], *, loose: int) -> tuple[Candidate, ...]:
    """The candidates among ``entries``, by path.

    ``loose``: up to this depth of folders (0 the root itself, 1 the agencies) every file is a document of its own;
    deeper, a folder is one candidate.
    """
    ordered = sorted(entries, key=lambda e: (e.folder, natural_key(nfc(e.path))))
    folders = {folder: tuple(group) for folder, group in groupby(ordered, key=lambda e: e.folder)}
    claimed: set[str] = set()
    found: list[Candidate] = []
    for folder, inside in folders.items():
        if _depth(folder) > loose:
            beside = _folder_sidecar(folder, folders)
            claimed.update(e.path for e in beside)
            documents, sidecars = split(inside)
            if documents:
                found.append(Candidate(entries=documents, sidecars=(*sidecars, *beside), folder=folder))
            else:
                found.extend(Candidate(entries=(), sidecars=(s,)) for s in sidecars)
    for folder, inside in folders.items():
        if _depth(folder) <= loose:
            found.extend(singles([e for e in inside if e.path not in claimed]))
    return tuple(sorted(found, key=lambda c: c.everything[0].path))


def _depth(folder: str) -> int:
    return sum(part != URGENT for part in folder.split("/")) if folder else 0


def is_urgent(path: str) -> bool:
    """Whether this path lies in an urgent folder."""
    return URGENT in path.split("/")[:-1]


def _folder_sidecar(folder: str, folders: dict[str, tuple[Entry, ...]]) -> tuple[Entry, ...]:
    if not folder:
        return ()
    parent = folder.rpartition("/")[0]
    return tuple(e for e in folders.get(parent, ()) if _described_by(e, nfc(folder)))[:1]


def split(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Documents and sidecars; anything that is not a regular file counts as a document (and will be refused)."""
    return tuple(e for e in entries if not _is_sidecar(e)), tuple(e for e in entries if _is_sidecar(e))


def singles(entries: Sequence[Entry]) -> tuple[Candidate, ...]:
    """Every document by itself with its sidecar; sidecars without one come last."""
    documents, sidecars = split(entries)
    left = list(sidecars)
    found = []
    for document in documents:
        mine = tuple(s for s in left if _describes(s, document))[:1]
        left = [s for s in left if s not in mine]
        found.append(Candidate(entries=(document,), sidecars=mine))
    return (*found, *(Candidate(entries=(), sidecars=(s,)) for s in left))


def _is_sidecar(entry: Entry) -> bool:
    return entry.kind is EntryKind.FILE and is_sidecar(entry.path)


def _described_by(sidecar: Entry, path: str) -> bool:
    return _is_sidecar(sidecar) and nfc(sidecar.path).rpartition(".")[0] == path


def _describes(sidecar: Entry, document: Entry) -> bool:
    whole = nfc(document.path)
    stem = whole.rpartition(".")[0] if "." in whole.rpartition("/")[2] else whole
    return _described_by(sidecar, whole) or _described_by(sidecar, stem)


def unfinished(entry: Entry) -> bool:
    """Whether the name says that an upload tool is still at it."""
    name = entry.path.rpartition("/")[2].lower()
    return name.endswith(UNFINISHED_ENDINGS) or name.startswith((".", "~"))
