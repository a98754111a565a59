"""Tidies the porch after an item has ended, and enters again what a crash or a lost ledger forgot."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from pipeline.intake.enter import clear_staging, fresh_item, stored_digest
from pipeline.ports import Inbox, Ports
from schemas.drop import Drop, DroppedFile, FileIdentity, Item, State, drop_from_json
from schemas.errors import Mismatch
from schemas.ids import ItemId, item_time
from schemas.keys import NOT_ITEMS, STAGING, staging
from schemas.messages import refusal_note
from schemas.text import nfc

_ORPHAN_STAGING = timedelta(days=1)


def release(ports: Ports, inbox: Inbox, item: Item) -> None:
    """Tidies up after an item that has ended: its files leave the inbox, or move to ``_tu-choi/`` with the reason.

    What was archived leaves only after the vault has been read back. Safe to call again after any interruption.

    Raises:
        Mismatch: the vault does not give back what was dropped; the file stays where it is.
        Transient: something could not be reached; call again later.
    """
    here = [(f, f.identity) for f in ports.ledger.files(item.id) if f.identity is not None]
    shared = {(f.path, f.identity) for other, f in ports.ledger.open_files() if other != item.id}
    mine = [(f, identity) for f, identity in here if (f.path, identity) not in shared]
    if item.state is not State.REFUSED:
        if here:
            _prove(ports, item)
        _remove(inbox, item, mine)
    elif here and _is_member(item, here[0][0]):
        _deliver_member(ports, inbox, item)
        _remove(inbox, item, mine)
    elif here:
        files = [(f.path, identity) for f, identity in here]
        folder = _folder(item, files[0][0])
        inbox.refuse(files, folder=folder, note=_note(item), mark=item.id)
        if folder is not None:
            inbox.drop_empty_folder(folder)
    clear_staging(ports, item.id)
    ports.ledger.released(item.id)


def _prove(ports: Ports, item: Item) -> None:
    """Reads the originals back from the vault and compares them with the digests taken at the door."""
    if item.record is None:
        raise Mismatch(detail=f"{item.id}: archived without a record")
    record, paths = ports.vault.record(item.record), ports.vault.paths(item.record)
    if record.digest != item.digest:
        raise Mismatch(detail=f"{item.record}: holds other content")
    for original in record.originals:
        if stored_digest(ports, paths[original.path]) != original.sha256:
            raise Mismatch(detail=f"{item.record}: {original.path}")


def _remove(inbox: Inbox, item: Item, files: Sequence[tuple[DroppedFile, FileIdentity]]) -> None:
    for file, identity in files:
        if file.sha256 is not None:
            inbox.remove(file.path, identity, file.sha256)
    folder = _folder(item, files[0][0].path) if files else None
    if folder is not None:
        inbox.drop_empty_folder(folder)


def _folder(item: Item, path: str) -> str | None:
    """The folder, if the item was a folder of pages: then it is named after it."""
    folder = path.rpartition("/")[0]
    return folder if folder and nfc(folder) == item.source else None


def _note(item: Item) -> str:
    return refusal_note(item.reason or "", code=item.code, item=item.id)


def _is_member(item: Item, file: DroppedFile) -> bool:
    """Whether the item came in a ZIP: then it is called after the ZIP and its own place in it."""
    return item.source.startswith(f"{_plain(file.path)}!")


def _plain(path: str) -> str:
    return nfc(path.encode(errors="surrogateescape").decode(errors="replace"))


def _deliver_member(ports: Ports, inbox: Inbox, item: Item) -> None:
    """Puts the staged bytes of a refused member beside the other refused files, in a folder named after the ZIP."""
    bundle, _, member = item.source.partition("!")
    name = member.replace("/", " - ").strip(". ") or "khong-ten"
    staged = list(ports.store.list(f"{staging(item.id, 'original')}/"))
    with tempfile.TemporaryDirectory(prefix="refused-", dir=ports.work) as folder:
        for number, found in enumerate(staged):
            copy = Path(folder) / "member"
            ports.store.fetch(found.key, copy)
            called = name if len(staged) == 1 else f"{name} - {Path(found.key).name}"
            mark = f"{item.id}-{number}"
            note = refusal_note(item.reason or "", code=item.code, item=mark)
            inbox.deliver_refused(f"{bundle}/{called}", copy, note=note, mark=mark)


def recover(ports: Ports) -> tuple[Item, ...]:
    """Enters staged drops that the ledger does not know (it was lost, or the watcher was killed in between).

    Removes what was staged only in part more than a day ago: its file was never taken off the porch. Removes, too, a
    drop whose very files have been taken again since: the ledger could not be reached when they were staged first.
    """
    staged: dict[ItemId, set[str]] = {}
    for found in ports.store.list(f"{STAGING}/"):
        _, item, *rest = found.key.split("/")
        if item not in NOT_ITEMS:
            staged.setdefault(ItemId(item), set()).add("/".join(rest))
    unknown = {item: names for item, names in staged.items() if ports.ledger.get(item) is None}
    whole = [item for item, names in unknown.items() if "drop.json" in names]
    for item in unknown.keys() - whole:
        if item_time(item) < ports.clock.now() - _ORPHAN_STAGING:
            clear_staging(ports, item)
    return tuple(row for item in sorted(whole) if (row := _entered_again(ports, item)) is not None)


def _entered_again(ports: Ports, item: ItemId) -> Item | None:
    drop = drop_from_json(ports.store.read(staging(item, "drop.json")))
    if _taken_again(ports, drop):
        clear_staging(ports, item)
        return None
    row = fresh_item(drop)
    ports.ledger.drop_all([(row, (*drop.files, *([drop.sidecar] if drop.sidecar else [])))])
    return row


def _taken_again(ports: Ports, drop: Drop) -> bool:
    """Whether the ledger knows these very files, by path and identity, as the drop of another item."""
    mine = {(f.path, f.identity) for f in drop.files}
    rivals = ports.ledger.items(record=drop.record)
    return any(mine <= {(f.path, f.identity) for f in ports.ledger.files(rival.id)} for rival in rivals)
