"""The one container: chooses an adapter for every port from the settings. Nothing else does.

What only some commands need is imported when it is needed: the OCR and PDF libraries cost a second to load, and a look
at the catalog should not wait for them.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import Engine as Database

from catalog.crew import SqlCrew
from catalog.database import open_database
from catalog.index import SqlIndex
from catalog.ledger import SqlLedger
from catalog.upgrade import upgrade
from pipeline.ports import ObjectStore, Ports
from schemas.agencies import Agencies, agencies
from schemas.errors import SettingInvalid
from storage.folder import FolderStore
from storage.inbox import InboxFolder
from storage.vault import OcflVault
from wiring.clock import SystemClock
from wiring.settings import Settings

if TYPE_CHECKING:
    from pipeline.engines.local import LocalEngine


@dataclass(frozen=True, kw_only=True)
class House:
    """The chosen adapters."""

    settings: Settings
    database: Database
    """The catalog's; people, sessions and desks are opened over it."""
    store: ObjectStore
    vault: OcflVault
    ledger: SqlLedger
    index: SqlIndex
    crew: SqlCrew

    @cached_property
    def engine(self) -> "LocalEngine":
        """The programs of this machine."""
        from pipeline.engines.local import LocalEngine  # noqa: PLC0415  # see the module's docstring
        from pipeline.engines.ocr.options import Options, Reader  # noqa: PLC0415

        readers = frozenset(map(Reader, self.settings.readers.split("+")))
        return LocalEngine(self.settings.limits, self.settings.language, Options(readers=readers))

    @cached_property
    def ports(self) -> Ports:
        """All ports together, for whoever does the work."""
        return Ports(
            store=self.store,
            vault=self.vault,
            ledger=self.ledger,
            index=self.index,
            engine=self.engine,
            clock=SystemClock(),
            work=self.settings.state / "work",
            limits=self.settings.limits,
            language=self.settings.language,
            lease_seconds=self.settings.lease_seconds,
            retry_seconds=self.settings.retry_seconds,
            max_attempts=self.settings.max_attempts,
            max_silent=self.settings.max_silent,
            part_pages=self.settings.part_pages,
            agencies=self.agencies,
        )

    @cached_property
    def agencies(self) -> Agencies | None:
        """The agency authority file with the archivist's additions; None if none are set.

        Raises:
            SettingInvalid: the file that is set cannot be read, or is none of agencies.
        """
        place = self.settings.agencies
        return None if place is None else _read_agencies(place)


def _read_agencies(place: Path) -> Agencies:
    try:
        return agencies(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        problem = f"{place}: không đọc được danh sách cơ quan ({wrong})."
        raise SettingInvalid(detail="agencies", name="KHO_AGENCIES", problem=problem) from wrong


def open_house(settings: Settings) -> House:
    """Opens the house: makes the home folder, brings the catalog up to date, makes the archive's root.

    Raises:
        SettingInvalid: a wrong endpoint, key or URL; names the variable.
        Transient: store or database do not answer.
    """
    settings.state.mkdir(parents=True, exist_ok=True)
    _require_own_vault(settings)
    prepare_catalog(settings)
    engine = open_database(settings.catalog_place)
    store = open_store(settings)
    vault = OcflVault(store)
    vault.ensure()
    return House(
        settings=settings, database=engine, store=store, vault=vault, ledger=SqlLedger(engine),
        index=SqlIndex(engine), crew=SqlCrew(engine),
    )  # fmt: skip


def _require_own_vault(settings: Settings) -> None:
    """A home serves one vault: its ledger, index and worker would mix up two.

    Raises:
        SettingInvalid: the home was first used with another vault.
    """
    sign = settings.state / "vault-of-this-home"
    try:
        with sign.open("x", encoding="utf-8") as file:
            file.write(settings.vault_place)
    except FileExistsError:
        known = sign.read_text(encoding="utf-8")
        if known not in ("", settings.vault_place):
            remedy = f"{settings.state} ↔ {known}: hãy dùng --home khác cho kho này."
            raise SettingInvalid(detail="another vault's home", name="KHO_VAULT", problem=remedy) from None


def require_engine(house: House) -> None:
    """Makes sure that every program the work needs is there, before anything is taken.

    Raises:
        EngineMissing: names it.
    """
    house.engine.require()


def prepare_catalog(settings: Settings) -> None:
    """Brings the catalog's tables up to date.

    Raises:
        SettingInvalid: names ``KHO_CATALOG_URL``.
    """
    try:
        upgrade(settings.catalog_place)
    except SettingInvalid as wrong:
        shown = str(wrong.facts.get("value", ""))
        raise SettingInvalid(detail=wrong.detail, name="KHO_CATALOG_URL", problem=shown) from wrong


def open_store(settings: Settings) -> ObjectStore:
    """The object store of the vault: a folder, or a bucket for ``s3://bucket[/prefix]``."""
    place = settings.vault_place
    if not place.startswith("s3://"):
        return FolderStore(Path(place))
    from storage.s3 import S3Store  # noqa: PLC0415  # see the module's docstring

    parts = urlsplit(place)
    return S3Store(
        endpoint=settings.s3_endpoint,
        bucket=parts.netloc,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        secure=settings.s3_secure,
        region=settings.s3_region,
        prefix=parts.path.strip("/"),
    )


def open_inbox(settings: Settings) -> InboxFolder:
    """The inbox that is set.

    Raises:
        SettingInvalid: it is not there; an inbox that is not mounted must not be replaced by an empty folder.
    """
    if not settings.inbox.is_dir():
        place = str(settings.inbox.absolute())
        raise SettingInvalid(detail="no such folder", name="KHO_INBOX", problem=f"{place}: không có thư mục này.")
    return InboxFolder(settings.inbox.absolute())
