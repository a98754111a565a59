"""Names of agencies to choose from: folders of the inbox, and what records and accounts name."""

from review.context import Room
from schemas.errors import SettingInvalid, Transient
from storage.mail_slot import MailSlot
from wiring.house import open_inbox


def mail_slot(room: Room) -> MailSlot:
    """Where uploads go; raises `SettingInvalid` if this machine has no inbox."""
    settings = room.house.settings
    open_inbox(settings)
    return MailSlot(settings.inbox.absolute(), max_bytes=settings.limits.max_bytes, spare_mb=settings.min_free_mb)


def known_agencies(room: Room, reach: tuple[str, ...] | None) -> tuple[str, ...]:
    """The agencies there are, by name, within this reach (None: all)."""
    if reach is not None:
        return tuple(sorted(reach))
    counted = {name for name, _ in room.desk.counts(step="check", agencies=None).get("agency", ())}
    return tuple(sorted({name for name in counted if name} | set(_folders(room))))


def _folders(room: Room) -> tuple[str, ...]:
    try:
        return mail_slot(room).agencies()
    except (SettingInvalid, Transient):  # no inbox at this machine: its folders are not known here, nothing else is
        return ()
