"""What was refused, failed or waits with trouble, and what became of every dropped document; in SQL.

A document that was read in parts may be in trouble by a part of it: then the part's reason is told.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from catalog.columns import Instant
from catalog.rows import NEVER, utc
from catalog.tables import drop_journal, in_trouble, part, part_in_trouble, put_back, release_wish, work
from catalog.transaction import transaction
from schemas.desk import Place, Trouble, TroublePage, Wish
from schemas.drop import State
from schemas.errors import Code, KhoError
from schemas.ids import ItemId
from schemas.messages import sentence
from schemas.text import nfc

Agencies = tuple[str, ...] | None


class SqlFailures:
    """Over SQLite or PostgreSQL; ``agencies`` are those the person may see, None for all.

    Every method raises `DatabaseUnreachable` or `DiskFull` for passing trouble.
    """

    def __init__(self, engine: Engine) -> None:
        """Takes: an engine of :func:`catalog.database.open_database`, its tables made by `catalog.upgrade`."""
        self._engine = engine

    def failures(
        self, agencies: Agencies, *, agency: str | None = None, code: str | None = None, state: str | None = None,
        after: Place | None = None, limit: int = 50,
    ) -> TroublePage:  # fmt: skip
        """Documents refused, or in progress with trouble, youngest first.

        Takes: ``agency``, ``code`` (of :class:`Code`), ``state`` (refused, queued, working) to narrow by.
        """
        kinds = _troubles(code, [*_narrowed(work.c.agency, agencies, agency), *_equal(work.c.state, state)])
        with transaction(self._engine, write=False) as connection:
            counted = (select(func.count()).select_from(work).where(*where) for where in kinds)
            total = sum(int(connection.execute(one).scalar_one()) for one in counted)
            each = [_youngest(work.c.dropped_at, work.c.id, where, after, limit).subquery() for where in kinds]
            both = union_all(*(select(one) for one in each)).subquery()
            page = self._page(connection, _ordered(select(both), both.c.dropped_at, both.c.id, limit), limit)
        return page.model_copy(update={"total": total})

    def codes(self, agencies: Agencies) -> Sequence[tuple[str, int]]:
        """Reason codes and how many documents have each, most first."""
        where = [in_trouble, *_open(), *_narrowed(work.c.agency, agencies, None)]
        counted = select(work.c.code, func.count()).where(*where).group_by(work.c.code)
        with transaction(self._engine, write=False) as connection:
            found = [(str(code), int(number)) for code, number in connection.execute(counted)]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def files_of(self, agencies: Agencies, *, after: Place | None = None, limit: int = 50) -> TroublePage:
        """Every dropped document of these agencies, youngest first: what became of it. Not counted."""
        journal = drop_journal.c
        where = _narrowed(journal.agency, agencies, None)
        with transaction(self._engine, write=False) as connection:
            return self._page(connection, _youngest(journal.dropped_at, journal.item, where, after, limit), limit)

    def get(self, item: ItemId, agencies: Agencies) -> Trouble | None:
        """One document, if it is one of these agencies'; None else."""
        with transaction(self._engine, write=False) as connection:
            (found,) = _told(connection, [ItemId(nfc(item))]) or (None,)
        return found if found is not None and (agencies is None or found.agency in map(nfc, agencies)) else None

    def wish(self, item: ItemId, person: str, *, reason: str, now: datetime) -> tuple[Wish, Wish] | None:
        """One of two persons says that a mark of secrecy is only a picture of one.

        Gives both wishes once there are two of different persons, the first one first; None for the first. The first
        may say it again, with another reason. Whoever acts on both calls `settle` afterwards.
        """
        mine = Wish(item=item, person=person, reason=nfc(reason), at=utc(now))
        own_insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        first = own_insert(release_wish).on_conflict_do_nothing(index_elements=["item"])
        with transaction(self._engine, write=True) as connection:
            connection.execute(first, mine.model_dump())
            row = connection.execute(select(release_wish).where(release_wish.c.item == item)).mappings().one()
            if row["person"] == person:
                mended = release_wish.update().where(release_wish.c.item == item)
                connection.execute(mended.values(reason=mine.reason, at=mine.at))
        return None if row["person"] == person else (Wish.model_validate(dict(row)), mine)

    def settle(self, item: ItemId, person: str, *, place: str | None, now: datetime) -> None:
        """Notes that this person has put the refused document back (or found it gone: no ``place``).

        It is on no list of failures any more, and what was wished about it is forgotten. The first word counts.
        """
        noted = {"item": item, "person": person, "place": place and nfc(place), "at": utc(now)}
        own_insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        once = own_insert(put_back).on_conflict_do_nothing(index_elements=["item"])
        with transaction(self._engine, write=True) as connection:
            connection.execute(once, noted)
            connection.execute(release_wish.delete().where(release_wish.c.item == item))

    def forget(self, item: ItemId) -> None:
        """Drops the first wish: it is taken back."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(release_wish.delete().where(release_wish.c.item == item))

    def _page(self, connection: Connection, places: Select[Any], limit: int) -> TroublePage:
        found = [Place(*row) for row in connection.execute(places)]
        rows = _told(connection, [place.item for place in found[:limit]])
        return TroublePage(rows=tuple(rows), next=found[limit - 1] if len(found) > limit else None)


def _troubles(code: str | None, where: Sequence[ColumnElement[bool]]) -> list[list[ColumnElement[bool]]]:
    """Two conditions that no document fulfils both: its own trouble, or only that of a part. Each has its index."""
    below = select(part.c.item).where(part_in_trouble, *_equal(part.c.code, code))
    own = [in_trouble, *_open(), *_equal(work.c.code, code)]
    return [[*own, *where], [work.c.id.in_(below), work.c.code.is_(None), *where]]


def _open() -> list[ColumnElement[bool]]:
    """Not ended well, and nobody has put it back into the inbox since."""
    again = select(literal(1)).where(put_back.c.item == work.c.id).correlate(work).exists()
    return [work.c.state.not_in([State.ARCHIVED.value, State.DUPLICATE.value]), ~again]


def _equal(column: Column[Any], value: str | None) -> list[ColumnElement[bool]]:
    return [] if value is None else [column == nfc(value)]


def _narrowed(column: Column[Any], agencies: Agencies, agency: str | None) -> list[ColumnElement[bool]]:
    own: list[ColumnElement[bool]] = [] if agencies is None else [column.in_(map(nfc, agencies))]
    return [*own, *_equal(column, agency)]


def _youngest(
    dropped: Column[Any], item: Column[Any], where: Iterable[ColumnElement[bool]], after: Place | None, limit: int
) -> Select[Any]:
    behind = []
    if after is not None:
        behind.append(tuple_(dropped, item) < tuple_(literal(after.dropped_at, Instant), literal(nfc(after.item))))
    return _ordered(select(dropped, item).where(*where, *behind), dropped, item, limit)


def _ordered(places: Select[Any], dropped: ColumnElement[Any], item: ColumnElement[Any], limit: int) -> Select[Any]:
    return places.order_by(dropped.desc(), item.desc()).limit(limit + 1)


def _told(connection: Connection, items: Sequence[ItemId]) -> list[Trouble]:
    """These items in this order, with their parts' troubles and what was wished."""
    rows = {row["id"]: row for row in connection.execute(select(work).where(work.c.id.in_(items))).mappings()}
    told = select(part.c.item, part.c.code, part.c.reason, part.c.due_at).where(part_in_trouble, part.c.item.in_(items))
    parts = {row["item"]: row for row in connection.execute(told.order_by(part.c.number.desc())).mappings()}
    wished = connection.execute(select(release_wish).where(release_wish.c.item.in_(items))).mappings()
    wishes = {row["item"]: Wish.model_validate(dict(row)) for row in wished}
    again = connection.execute(select(put_back).where(put_back.c.item.in_(items))).mappings()
    back = {row["item"]: row["at"] for row in again}
    known = [(rows[item], parts.get(item), wishes.get(item), back.get(item)) for item in items if item in rows]
    return [_trouble(*one) for one in known]


def _trouble(row: RowMapping, below: RowMapping | None, wish: Wish | None, back: datetime | None) -> Trouble:
    reason = below if below is not None and row["code"] is None else row
    code = None if reason["code"] is None else Code(reason["code"])
    waits = row["finished_at"] is None and reason["due_at"] < NEVER
    return Trouble(
        item=row["id"], agency=row["agency"], source=row["source"], size=row["size"], state=row["state"], code=code,
        sentence=reason["reason"] or (sentence(KhoError(code)) if code else None), record=row["record"],
        dropped_at=row["dropped_at"], finished_at=row["finished_at"], due_at=reason["due_at"] if waits else None,
        attempts=row["attempts"], pages_done=row["pages_done"], pages_total=row["pages_total"],
        place=_place(row) if row["state"] == State.REFUSED.value and back is None else None, wish=wish,
        settled_at=back,
    )  # fmt: skip


def _place(row: RowMapping) -> str:
    """The folder below the inbox in which a refused document lies with its note, as `storage.inbox` puts it there."""
    folder = row["source"].partition("!")[0].rpartition("/")[0]
    agency, slash, inner = folder.partition("/")
    return f"{agency}/_tu-choi{slash}{inner}" if agency else "_tu-choi"
