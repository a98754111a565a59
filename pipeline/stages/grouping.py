"""Which dropped files are one document: folders of page images, natural order, sidecars, and what is no document.

Pure rules on names and kinds, for the inbox and for ZIP bundles alike.
"""

import re
from collections.abc import Collection, Iterable

from schemas.base import Frozen
from schemas.inspection import Kind
from schemas.text import fold, nfc

SIDECAR_EXTENSIONS = (".json", ".yaml", ".yml")
_CLUTTER_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db", ".localized"})
_CLUTTER_FOLDERS = frozenset({"__macosx", ".trashes", ".spotlight-v100", "$recycle.bin"})
_DIGITS = re.compile(r"(\d+)")

NaturalKey = tuple[tuple[tuple[str, int, str], ...], str]


def natural_key(name: str) -> NaturalKey:
    """The key that sorts `trang 2` before `trang 10`: digits by value, letters without marks or case.

    Names that are equal so far are ordered by themselves.
    """
    parts = _DIGITS.split(nfc(name))
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=True)
    return tuple((fold(text), *_value(digits)) for text, digits in pairs), name


def _value(digits: str) -> tuple[int, str]:
    """Digits as (length, digits) without leading zeros: ordered like the number, however long."""
    plain = "".join(str(int(d)) for d in digits).lstrip("0") if digits else ""
    return (len(plain) if digits else -1), plain


def is_image_folder(kinds: Iterable[Kind]) -> bool:
    """Whether files of these kinds, which are all the documents of one folder, are the pages of one document."""
    found = list(kinds)
    return bool(found) and all(kind is Kind.IMAGE for kind in found)


def is_clutter(path: str) -> bool:
    """Whether a path (with slashes) is something that an operating system left: `Thumbs.db`, `__MACOSX/…`."""
    *folders, name = path.casefold().split("/")
    return name in _CLUTTER_NAMES or name.startswith("._") or any(f in _CLUTTER_FOLDERS for f in folders)


def is_sidecar(name: str) -> bool:
    """Whether a file of this name describes another one and is no document."""
    return name.lower().endswith(SIDECAR_EXTENSIONS)


class Sidecars(Frozen):
    """Which file describes which."""

    pairs: dict[str, str]
    """File or folder name → name of its sidecar."""
    orphans: tuple[str, ...]
    """Sidecars that describe nothing, or more than one thing, or what another one describes already."""


def pair_sidecars(files: Collection[str], folders: Collection[str] = ()) -> Sidecars:
    """Pairs the sidecars of one folder.

    Takes the names of all its files and folders. `scan.json` (or .yaml, .yml) belongs to the one file `scan.<ext>`,
    or else to the folder `scan`; names are compared in NFC without case.
    """
    targets: dict[str, list[str]] = {}
    for name in files:
        if not is_sidecar(name):
            targets.setdefault(_stem(name), []).append(name)
    for name in folders:
        targets.setdefault(_same(name), []).append(name)
    pairs: dict[str, str] = {}
    orphans: list[str] = []
    for name in sorted(filter(is_sidecar, files), key=natural_key):
        found = targets.get(_stem(name), [])
        if len(found) == 1 and found[0] not in pairs:
            pairs[found[0]] = name
        else:
            orphans.append(name)
    return Sidecars(pairs=pairs, orphans=tuple(orphans))


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return _same(stem if dot and stem else name)


def _same(name: str) -> str:
    return nfc(name).casefold()
