"""The tasks ``kho.archive`` and ``kho.read``: one try at one item, one try at one part of a long one."""

from celery import Celery

from pipeline.attempt import attempt, attempt_part
from schemas.ids import ItemId
from wiring.house import House
from wiring.queue import ARCHIVE, READ


def register(app: Celery, house: House) -> None:
    """Makes the tasks known to this worker. Safe to run twice: the ledger's lease decides who works.

    Arguments that a newer release may add are passed over.
    """

    @app.task(name=ARCHIVE, bind=False, max_retries=3, shared=False)
    def archive(*, item: str, **_: object) -> None:
        attempt(house.ports, ItemId(item))

    @app.task(name=READ, bind=False, max_retries=3, shared=False)
    def read(*, item: str, part: int, **_: object) -> None:
        attempt_part(house.ports, ItemId(item), part)
