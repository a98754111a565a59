"""The portal's own small container: the archive to look at, the index to search, and the time. Nothing to write with.

It opens no catalog, no queue, no engine, and makes nothing: the folder or bucket and the index must be there.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.ports import Clock
from search.finder import Finder
from storage.folder import FolderStore
from storage.showcase import ReadableStore, Showcase
from wiring.clock import SystemClock
from wiring.settings import Settings

if TYPE_CHECKING:
    from storage.s3 import S3Store


@dataclass(frozen=True, kw_only=True)
class Window:
    """What the portal is given."""

    showcase: Showcase
    finder: Finder
    clock: Clock
    name: str
    """What the portal calls itself."""
    naan: str
    """The archive's number in ARK links."""
    public_url: str | None
    """Its address outside; None: the one it was asked at."""
    rate: int = 0
    """Requests a minute from one address; 0: no bound."""
    bucket: "S3Store | None" = None
    """Where files may be fetched by signed addresses; None: through the portal."""


def open_window(settings: Settings) -> Window:
    """Opens the window: reads settings, connects to nothing yet.

    Raises:
        SettingInvalid: a wrong S3 endpoint or key.
    """
    bucket = _bucket(settings) if settings.vault_place.startswith("s3://") else None
    store: ReadableStore = bucket or FolderStore(Path(settings.vault_place))
    return Window(
        showcase=Showcase(store),
        finder=Finder(settings.search_place),
        clock=SystemClock(),
        name=settings.portal_name,
        naan=settings.naan,
        public_url=settings.public_url,
        rate=settings.portal_rate,
        bucket=bucket if settings.portal_presigned else None,
    )


def _bucket(settings: Settings) -> "S3Store":
    from storage.s3 import S3Store  # noqa: PLC0415  # a folder needs no client for S3

    place, own = urlsplit(settings.vault_place), settings.portal_s3_access_key
    secret = settings.portal_s3_secret_key if own else settings.s3_secret_key
    return S3Store(
        endpoint=settings.s3_endpoint,
        bucket=place.netloc,
        access_key=own or settings.s3_access_key,
        secret_key=secret.get_secret_value(),
        secure=settings.s3_secure,
        region=settings.s3_region,
        prefix=place.path.strip("/"),
    )
