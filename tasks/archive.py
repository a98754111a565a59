"""The task ``kho.archive``: one try at one item."""

from celery import Celery

from pipeline.attempt import attempt
from schemas.ids import ItemId
from wiring.house import House
from wiring.queue import ARCHIVE


def register(app: Celery, house: House) -> None:
    """Makes the task known to this worker. Safe to run twice: the ledger's lease decides who works."""

    @app.task(name=ARCHIVE, bind=False, max_retries=3)
    def archive(*, item: str) -> None:
        attempt(house.ports, ItemId(item))
