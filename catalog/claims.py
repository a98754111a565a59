"""Who has a record on the desk, in SQL: of any number who reach for it at once exactly one gets it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Delete, RowMapping, Select, case, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from catalog.tables import desk_claim
from schemas.desk import Claimed
from schemas.ids import RecordId


def claim(
    connection: Connection, record: RecordId, person: str, *, now: datetime, until: datetime, over: bool = False
) -> Claimed:
    """Ours if it was free, had run out, or was ours already; else whoever holds it. ``over``: ours in any case."""
    wanted = {"record": record, "person": person, "since": now, "until": until}
    own_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = own_insert(desk_claim)
    old, new = desk_claim.c, statement.excluded
    going_on = (old.person == new.person) & (old.until >= new.since)
    take = statement.on_conflict_do_update(
        index_elements=["record"],
        set_={"person": new.person, "since": case((going_on, old.since), else_=new.since), "until": new.until},
        where=or_(old.person == new.person, old.until < new.since) if not over else None,
    ).returning(desk_claim)
    while True:
        row = connection.execute(take, wanted).mappings().first()
        # None: somebody holds it. Whoever that was may have released it since, and then it is free for us after all.
        row = row or connection.execute(_standing(record, now)).mappings().first()
        if row is not None:
            return _claimed(row, person)


def release(record: RecordId, person: str) -> Delete:
    """Takes it off this person's desk."""
    return delete(desk_claim).where(desk_claim.c.record == record, desk_claim.c.person == person)


def holder(connection: Connection, record: RecordId, person: str, *, now: datetime) -> Claimed | None:
    """Who holds it now."""
    row = connection.execute(_standing(record, now)).mappings().first()
    return None if row is None else _claimed(row, person)


def _standing(record: RecordId, now: datetime) -> Select[Any]:
    return select(desk_claim).where(desk_claim.c.record == record, desk_claim.c.until >= now)


def _claimed(row: RowMapping, person: str) -> Claimed:
    return Claimed(
        record=row["record"], by=row["person"], since=row["since"], until=row["until"], ours=row["person"] == person
    )
