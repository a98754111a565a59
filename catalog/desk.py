"""The archivists' desk in SQL: the queue, and who has what of it on the desk. Drafts and filters: `catalog.drafts`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, RowMapping, distinct, func, select

from catalog import claims, queue_page
from catalog.attention import COUNTED, hours_of, reasons_of
from catalog.drafts import SqlDrafts
from catalog.rows import utc
from catalog.tables import attention, card, desk_claim, draft, version
from catalog.transaction import transaction
from schemas.attention import Step
from schemas.desk import Claimed, Cursor, Draft, Filter, Progress, QueuePage, QueueRow, SavedFilter
from schemas.ids import RecordId
from schemas.text import nfc

__all__ = ["Claimed", "Cursor", "Draft", "Filter", "QueuePage", "QueueRow", "SavedFilter", "SqlDesk"]

MACHINE = "kho"
"""Whose versions are nobody's work: `pipeline.flow.USER`."""
_BATCH = 50


class SqlDesk(SqlDrafts):
    """Over SQLite or PostgreSQL. A ``person`` is a login; ``agencies`` are those the person may see, None for all.

    Every method raises `DatabaseUnreachable` or `DiskFull` for passing trouble.
    """

    def queue(
        self, asked: Filter, *, person: str, agencies: tuple[str, ...] | None, now: datetime,
        after: Cursor | None = None, limit: int = 50,
    ) -> QueuePage:  # fmt: skip
        """A page of the queue, worst first, then oldest first."""
        kept = queue_page.kept(asked, agencies)
        counting = kept is None and after is None  # then one look finds the page and the number
        wanted = max(limit, queue_page.ENOUGH if counting else 0) + 1
        with transaction(self._engine, write=False) as connection:
            found = _places(connection, asked, agencies, person=person, now=now, after=after, limit=wanted)
            rows = _rows(connection, [place.record for place in found[:limit]], person=person, now=utc(now))
            whole = len(found) if counting else _total(connection, asked, agencies, person=person, now=utc(now))
        following = found[limit - 1] if len(found) > limit else None
        beyond = kept is None and whole > queue_page.ENOUGH
        return QueuePage(rows=rows, next=following, total=queue_page.ENOUGH if beyond else whole, beyond=beyond)

    def counts(
        self, *, step: str = Step.CHECK, agencies: tuple[str, ...] | None
    ) -> Mapping[str, Sequence[tuple[str, int]]]:
        """How many records there are of every value of ``agency``, ``document_type``, ``material_type``, ``batch``,
        ``status`` and ``reason``: (value, number), most first, batches youngest first. No type counts as "".
        """
        found: dict[str, list[tuple[str, int]]] = {facet: [] for facet in COUNTED}
        with transaction(self._engine, write=False) as connection:
            statement = queue_page.counts(Step(step).value, agencies)
            for facet, value, number in connection.execute(statement):
                found[facet].append((value, int(number)))
        for facet, values in found.items():
            values.sort(key=lambda one: (-one[1], one[0]))
            if facet == "batch":
                values.sort(reverse=True)
        return found

    def next_for(
        self, person: str, asked: Filter, agencies: tuple[str, ...] | None, *, now: datetime,
        after: Cursor | None = None,
    ) -> RecordId | None:  # fmt: skip
        """The first record of the queue (behind ``after``) that nobody else has on the desk."""
        with transaction(self._engine, write=False) as connection:
            return next(_free(connection, person, asked, agencies, now=utc(now), after=after), None)

    def take_next(
        self, person: str, asked: Filter, agencies: tuple[str, ...] | None, *, now: datetime, seconds: float,
        after: Cursor | None = None,
    ) -> Claimed | None:  # fmt: skip
        """The same, claimed. Of two who ask at once each gets another one."""
        while (record := self.next_for(person, asked, agencies, now=now, after=after)) is not None:
            claimed = self.claim(record, person, now=now, seconds=seconds)
            if claimed.ours:
                return claimed
        return None

    def place_of(self, record: RecordId) -> Cursor | None:
        """Where in the queue a record stands, to go on behind it; None for one that is not in the catalog."""
        place = select(attention.c.rank, attention.c.dropped_at).where(attention.c.record == record)
        with transaction(self._engine, write=False) as connection:
            found = connection.execute(place).first()
        return None if found is None else Cursor(-found.rank, found.dropped_at, record)

    def claim(self, record: RecordId, person: str, *, now: datetime, seconds: float) -> Claimed:
        """Puts the record on the person's desk unless somebody else has it there; says who has it then."""
        until = utc(now) + timedelta(seconds=seconds)
        with transaction(self._engine, write=True) as connection:
            return claims.claim(connection, record, person, now=utc(now), until=until)

    def renew(self, record: RecordId, person: str, *, now: datetime, seconds: float) -> Claimed:
        """Prolongs, also one that has run out, as long as nobody else has taken it: the same as claiming again."""
        return self.claim(record, person, now=now, seconds=seconds)

    def take_over(self, record: RecordId, person: str, *, now: datetime, seconds: float) -> Claimed | None:
        """Puts the record on the person's desk, whoever has it; gives who that was, None if it was nobody else."""
        until = utc(now) + timedelta(seconds=seconds)
        with transaction(self._engine, write=True) as connection:
            former = claims.holder(connection, record, person, now=utc(now))
            claims.claim(connection, record, person, now=utc(now), until=until, over=True)
        return None if former is None or former.ours else former

    def release(self, record: RecordId, person: str) -> None:
        """Takes the record off the person's desk; nothing happens if somebody else has it."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(claims.release(record, person))

    def holder(self, record: RecordId, person: str, *, now: datetime) -> Claimed | None:
        """Who has it on the desk now; ``ours`` says whether that is this person."""
        with transaction(self._engine, write=False) as connection:
            return claims.holder(connection, record, person, now=utc(now))

    def progress(self, person: str, day: date, *, agencies: tuple[str, ...] | None) -> Progress:
        """What people did on that day of Vietnam. From the versions, so that a rebuilt catalog says the same."""
        begin, end = hours_of(day)
        where = [version.c.created >= begin, version.c.created < end, version.c.person != MACHINE]
        if agencies is not None:
            own = select(attention.c.agency).where(attention.c.record == version.c.record).scalar_subquery()
            where.append(own.in_(map(nfc, agencies)))
        records = func.count(distinct(version.c.record))
        with transaction(self._engine, write=False) as connection:
            each = connection.execute(select(version.c.person, records).where(*where).group_by(version.c.person)).all()
            everybody = connection.execute(select(records).where(*where)).scalar_one()
            waiting = _total(connection, Filter(), agencies, person=person, now=begin)
        people = tuple(sorted(((str(name), int(count)) for name, count in each), key=lambda one: (-one[1], one[0])))
        mine = dict(people).get(person, 0)
        return Progress(day=day, mine=mine, everybody=everybody, people=people, waiting=waiting)

    def unlisted(self) -> Sequence[RecordId]:
        """Records that have a card and no place in the queue: an older release has filed them."""
        listed = select(attention.c.record).where(attention.c.record == card.c.record)
        late = select(card.c.record).where(~listed.exists()).order_by(card.c.record)
        with transaction(self._engine, write=False) as connection:
            return [RecordId(record) for record in connection.execute(late).scalars()]


def _total(
    connection: Connection, asked: Filter, agencies: tuple[str, ...] | None, *, person: str, now: datetime
) -> int:
    statement = queue_page.kept(asked, agencies)
    if statement is None:
        dialect = connection.dialect.name
        statement = queue_page.counted(asked, agencies, person=person, now=now, dialect=dialect)
    return int(connection.execute(statement).scalar_one())


def _places(
    connection: Connection, asked: Filter, agencies: tuple[str, ...] | None, *, person: str, now: datetime,
    after: Cursor | None, limit: int,
) -> list[Cursor]:  # fmt: skip
    statement = queue_page.places(
        asked, agencies, person=person, now=utc(now), after=after, limit=limit, dialect=connection.dialect.name
    )
    return [Cursor(-row.rank, row.dropped_at, row.record) for row in connection.execute(statement)]


def _free(
    connection: Connection, person: str, asked: Filter, agencies: tuple[str, ...] | None, *, now: datetime,
    after: Cursor | None,
) -> Iterator[RecordId]:  # fmt: skip
    """What nobody else holds, a batch at a time: only as many are held as there are archivists."""
    while True:
        found = _places(connection, asked, agencies, person=person, now=now, after=after, limit=_BATCH)
        records = [place.record for place in found]
        held = {row["record"] for row in _held(connection, records, now) if row["person"] != person}
        yield from (record for record in records if record not in held)
        if len(found) < _BATCH:
            return
        after = found[-1]


def _held(connection: Connection, records: Sequence[RecordId], now: datetime) -> Sequence[RowMapping]:
    return connection.execute(
        select(desk_claim).where(desk_claim.c.record.in_(records), desk_claim.c.until >= now)
    ).mappings().all()  # fmt: skip


def _rows(connection: Connection, records: Sequence[RecordId], *, person: str, now: datetime) -> tuple[QueueRow, ...]:
    """The queue's rows of these records, in their order."""
    found = connection.execute(select(attention).where(attention.c.record.in_(records))).mappings()
    known = {row["record"]: row for row in found}
    held = {row["record"]: row for row in _held(connection, records, now)}
    typed = select(draft.c.record).where(draft.c.person == person, draft.c.record.in_(records))
    drafted = set(connection.execute(typed).scalars())
    return tuple(_row(known[record], held.get(record), drafted=record in drafted) for record in records)


def _row(row: RowMapping, held: RowMapping | None, *, drafted: bool) -> QueueRow:
    return QueueRow(
        record=row["record"], score=-row["rank"], step=Step(row["step"]), agency=row["agency"],
        document_type=row["document_type"] or None, material_type=row["material_type"] or None,
        status=row["status"], batch=date.fromisoformat(row["batch"]), dropped_at=row["dropped_at"],
        title=row["title"], pages=row["pages"], reasons=reasons_of(row["reasons"]), more=row["more"],
        held_by=held["person"] if held else None, held_until=held["until"] if held else None, drafted=drafted,
    )  # fmt: skip
