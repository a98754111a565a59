"""All settings: environment variables ``KHO_…``, typed and frozen, read once.

Every one has a default that works on one machine with no other service.
"""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import SettingInvalid
from schemas.limits import Limits

SECRETS = "/run/secrets"
"""Where Docker and Kubernetes mount secrets as files."""


class Settings(BaseSettings):
    """What can be set; the variable is the field's name in capitals after ``KHO_``."""

    model_config = SettingsConfigDict(env_prefix="KHO_", env_nested_delimiter="__", frozen=True, extra="forbid")

    home: Path = Field(default=Path(".kho"), description="folder of this machine's state: catalog, broker, work, logs")
    vault: str | None = Field(default=None, description="folder or s3://bucket[/prefix]; by default HOME/vault")
    inbox: Path = Field(default=Path("scan_inbox"), description="the inbox that `kho up` watches")
    catalog_url: str | None = Field(default=None, description="SQLAlchemy URL; by default SQLite in HOME/catalog.db")
    broker_url: str | None = Field(default=None, description="Redis URL; by default an own redis-server as a child")
    s3_endpoint: str = Field(default="127.0.0.1:9000", description="host:port of the S3 server, for s3:// vaults")
    s3_access_key: str = Field(default="", description="access key of the S3 server")
    s3_secret_key: SecretStr = Field(default=SecretStr(""), description="secret key of the S3 server")
    s3_secure: bool = Field(default=False, description="TLS to the S3 server")
    s3_region: str = Field(default="us-east-1", description="region to sign for")
    language: str = Field(default="vie", pattern=r"^[a-zA-Z_]+(\+[a-zA-Z_]+)*$", description="tesseract language(s)")
    readers: str = Field(
        default="net+tesseract", pattern=r"^(net|tesseract|tesseract-program)(\+(net|tesseract|tesseract-program))*$",
        description="who recognises letters: `net`, `tesseract` (a library), `tesseract-program`, joined with `+`",
    )  # fmt: skip
    jobs: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=64, description="documents read at once")
    queues: str = Field(
        default="urgent,ocr,default", pattern=r"^(urgent|ocr|default)(,(urgent|ocr|default))*$",
        description="what a worker takes: `urgent`, `ocr` (reading), `default` (everything else), the first first",
    )  # fmt: skip
    lang: Literal["vi", "en"] = Field(default="vi", description="language of messages")
    quiet_seconds: float = Field(default=2.0, ge=0, description="a file must lie unchanged so long before it is opened")
    folder_quiet_seconds: float = Field(default=5.0, ge=0, description="the same for a folder of pages")
    incomplete_seconds: float = Field(
        default=30.0, ge=0, description="an empty or cut-off file may lie unchanged so long before it is refused"
    )
    rescan_seconds: float = Field(default=10.0, gt=0, description="the inbox is looked through so often at least")
    lease_seconds: float = Field(default=20.0, ge=3, description="a worker that is silent so long has lost its item")
    retry_seconds: float = Field(default=5.0, ge=0, description="pause before a failed item is tried again")
    max_attempts: int = Field(default=3, ge=1, description="tries before a file that breaks its reader is refused")
    max_silent: int = Field(
        default=10, ge=1, description="tries that end without a word (killed workers) before a file is refused"
    )
    part_pages: int = Field(
        default=12, ge=1, description="a longer document is read in parts of at most so many pages, by several workers"
    )
    max_waiting: int = Field(
        default=20_000, ge=1, description="documents in progress from which on the watcher takes in no more"
    )
    min_free_mb: int = Field(
        default=500,
        ge=0,
        description="free space (home, vault in a folder) below which it takes in no more",
    )
    agencies: Path | None = Field(
        default=None, description="file of agencies that an archivist has added to ours, as `kho suggest` writes it"
    )
    search: Path | None = Field(default=None, description="folder of the search index; by default HOME/search")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="of HOME/logs")
    review_root_path: str = Field(
        default="", pattern=r"^(/[\w.~-]+)*$",
        description="folder below which a proxy shows the reading room, as /phong-doc",
    )  # fmt: skip
    review_https: bool = Field(default=False, description="the reading room is reached by HTTPS (through a proxy)")
    review_proxies: str = Field(
        default="", description="addresses of proxies whose X-Forwarded-For and -Proto are believed, joined with commas"
    )
    oidc_issuer: str | None = Field(
        default=None, pattern=r"^(https://[^\s?#]+|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^\s?#]*)?)$",
        description="identity provider (OpenID Connect) at which people of the reading room may sign in",
    )  # fmt: skip
    oidc_client_id: str = Field(default="kho", description="as which the reading room is registered there")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="its secret there")
    oidc_name: str = Field(default="", description="what the button to sign in there says")
    public_url: str | None = Field(
        default=None, pattern=r"^https?://[^/\s]+$",
        description="the portal's address for links that leave it (feeds, QR codes); by default the one asked at",
    )  # fmt: skip
    naan: str = Field(
        default="99999", pattern=r"^[0-9bcdfghjkmnpqrstvwxz]{5,9}$",
        description="number of the archive in ARK links; 99999 is the one for trials: ask arks.org for an own one",
    )  # fmt: skip
    portal_name: str = Field(
        default="Kho tài liệu phổ biến, giáo dục pháp luật", description="what the portal calls itself"
    )
    portal_rate: int = Field(default=0, ge=0, description="requests a minute from one address; 0: no bound of our own")
    portal_s3_access_key: str = Field(default="", description="read-only key for the portal; by default that above")
    portal_s3_secret_key: SecretStr = Field(default=SecretStr(""), description="its secret")
    portal_presigned: bool = Field(
        default=False, description="files of an s3:// vault are fetched from the S3 server itself, by signed addresses"
    )
    limits: Limits = Field(default_factory=Limits, description="bounds on one document, e.g. KHO_LIMITS__MAX_PAGES")

    @property
    def state(self) -> Path:
        """The home folder as an absolute path."""
        return self.home.absolute()

    @property
    def vault_place(self) -> str:
        """Where the vault is: ``s3://…`` or an absolute folder."""
        if self.vault is None:
            return str(self.state / "vault")
        return self.vault if self.vault.startswith("s3://") else str(Path(self.vault).absolute())

    @property
    def search_place(self) -> Path:
        """The folder of this machine's search index."""
        return (self.search or self.state / "search").absolute()

    @property
    def catalog_place(self) -> str:
        """The catalog's SQLAlchemy URL."""
        return self.catalog_url or f"sqlite:///{self.state / 'catalog.db'}"


def load(**given: object) -> Settings:
    """The settings: what is given here, then the environment, then files named like the variables, then the defaults.

    The files (``kho_s3_secret_key``, ``kho_catalog_url`` …) lie in `SECRETS`, or where ``KHO_SECRETS_DIR`` says.

    Raises:
        SettingInvalid: names the environment variable and what is wrong with it.
    """
    secrets = os.environ.get("KHO_SECRETS_DIR", SECRETS)
    folder = secrets if Path(secrets).is_dir() else None
    known = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(_secrets_dir=folder, **known)  # type: ignore[arg-type]
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = "KHO_" + "__".join(str(part) for part in first["loc"]).upper()
        raise SettingInvalid(detail=name, name=name, problem=first["msg"]) from wrong


def as_environment(settings: Settings) -> dict[str, str]:
    """The environment variables that make a child process load these very settings."""
    out: dict[str, str] = {}
    for name, value in settings.model_dump().items():
        if name == "limits":
            out.update({f"KHO_LIMITS__{k.upper()}": str(v) for k, v in value.items()})
        elif name == "home":
            out["KHO_HOME"] = str(settings.state)
        elif name == "vault":
            out["KHO_VAULT"] = settings.vault_place
        elif name == "inbox":
            out["KHO_INBOX"] = str(settings.inbox.absolute())
        elif isinstance(value, Path):
            out[f"KHO_{name.upper()}"] = str(value.absolute())
        elif isinstance(value, SecretStr):
            out[f"KHO_{name.upper()}"] = value.get_secret_value()
        elif value is not None:
            out[f"KHO_{name.upper()}"] = str(value)
    return out


def reference() -> str:
    """The table of `docs/settings.md`: every variable, its default and what it is for."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        if name == "limits":
            continue
        default = "number of cores" if name == "jobs" else _shown(field.get_default())
        rows.append(f"| `KHO_{name.upper()}` | {default} | {field.description} |")
    for name, field in Limits.model_fields.items():
        rows.append(f"| `KHO_LIMITS__{name.upper()}` | {_shown(field.get_default())} | {field.description} |")
    return "\n".join(rows)


def _shown(default: object) -> str:
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    return f"`{default}`" if default not in (None, "") else "–"
