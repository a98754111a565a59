"""The one container: chooses an adapter for every port from the settings. Nothing else does."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from catalog.database import open_database
from catalog.index import SqlIndex
from catalog.ledger import SqlLedger
from catalog.upgrade import upgrade
from pipeline.engines.local import LocalEngine
from pipeline.ports import ObjectStore, Ports
from storage.folder import FolderStore
from storage.inbox import InboxFolder
from storage.s3 import S3Store
from storage.vault import OcflVault
from wiring.clock import SystemClock
from wiring.settings import Settings


@dataclass(frozen=True, kw_only=True)
class House:
    """The chosen adapters."""

    settings: Settings
    ports: Ports
    vault: OcflVault
    ledger: SqlLedger
    index: SqlIndex
    engine: LocalEngine


def open_house(settings: Settings) -> House:
    """Opens the house: makes the home folder, brings the catalog up to date, makes the archive's root.

    Raises:
        SettingInvalid: a wrong endpoint, key or URL.
        Transient: store or database do not answer.
    """
    settings.state.mkdir(parents=True, exist_ok=True)
    upgrade(settings.catalog_place)
    engine_of = open_database(settings.catalog_place)
    store = open_store(settings)
    vault = OcflVault(store)
    vault.ensure()
    ledger, index = SqlLedger(engine_of), SqlIndex(engine_of)
    engine = LocalEngine(limits=settings.limits, language=settings.language)
    ports = Ports(
        store=store,
        vault=vault,
        ledger=ledger,
        index=index,
        engine=engine,
        clock=SystemClock(),
        work=settings.state / "work",
        limits=settings.limits,
        language=settings.language,
        lease_seconds=settings.lease_seconds,
        retry_seconds=settings.retry_seconds,
        max_attempts=settings.max_attempts,
    )
    return House(settings=settings, ports=ports, vault=vault, ledger=ledger, index=index, engine=engine)


def open_store(settings: Settings) -> ObjectStore:
    """The object store of the vault: a folder, or a bucket for ``s3://bucket[/prefix]``."""
    place = settings.vault_place
    if not place.startswith("s3://"):
        return FolderStore(Path(place))
    parts = urlsplit(place)
    store = S3Store(
        endpoint=settings.s3_endpoint,
        bucket=parts.netloc,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        secure=settings.s3_secure,
        region=settings.s3_region,
        prefix=parts.path.strip("/"),
    )
    store.ensure()
    return store


def open_inbox(settings: Settings) -> InboxFolder:
    """The inbox that is set; made if it is not there."""
    settings.inbox.mkdir(parents=True, exist_ok=True)
    return InboxFolder(settings.inbox.absolute())
