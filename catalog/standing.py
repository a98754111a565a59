"""A record's place in the archivists' queue, and the counts beside it, changed together.

The counts are kept, not counted: of 100,000 records six counts for the side bar of every page would cost a tenth of a
second. They are right because whoever changes a row holds the index's one lock (`catalog.index`), reads the old row
under it, and takes away exactly what that row had added.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from catalog.attention import Key, counted
from catalog.tables import attention, attention_count, attention_topic

_KEY = ("step", "facet", "value", "agency")
_OF = tuple(f"of_{name}" for name in _KEY)


def put(connection: Connection, row: Mapping[str, object], topics: Sequence[Mapping[str, object]]) -> None:
    """Files the rows of :func:`catalog.attention.attention_rows`, replacing older ones. Inside the index's lock."""
    before = _counted(connection, row["record"])
    connection.execute(delete(attention).where(attention.c.record == row["record"]))
    connection.execute(insert(attention), dict(row))
    if topics:
        connection.execute(insert(attention_topic), [dict(topic) for topic in topics])
    after = counted(row, topics)
    _add(connection, {key: after[key] - before[key] for key in sorted(after | before) if after[key] != before[key]})


def clear(connection: Connection) -> None:
    """Empties the queue; what people have on their desks and in drafts stays theirs."""
    for table in (attention_topic, attention, attention_count):
        connection.execute(delete(table))


def _counted(connection: Connection, record: object) -> Counter[Key]:
    """What the row that stands there has added."""
    row = connection.execute(select(attention).where(attention.c.record == record)).mappings().first()
    if row is None:
        return Counter()
    topics = connection.execute(select(attention_topic).where(attention_topic.c.record == record)).mappings().all()
    return counted({str(k): v for k, v in row.items()}, [{str(k): v for k, v in topic.items()} for topic in topics])


def _add(connection: Connection, changes: Mapping[Key, int]) -> None:
    if not changes:
        return
    rows = [dict(zip(_KEY, key, strict=True)) | {"number": number} for key, number in changes.items()]
    own_insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = own_insert(attention_count)
    number = attention_count.c.number + added.excluded.number
    connection.execute(added.on_conflict_do_update(index_elements=_KEY, set_={"number": number}), rows)
    if less := [dict(zip(_OF, key, strict=True)) for key, number in changes.items() if number < 0]:
        this = [attention_count.c[name] == bindparam(of) for name, of in zip(_KEY, _OF, strict=True)]
        connection.execute(delete(attention_count).where(*this, attention_count.c.number <= 0), less)
