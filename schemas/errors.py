"""What can go wrong, as classes: who can fix it decides the branch, a stable code names it.

``Refused``: the clerk can fix it. ``Permanent``: trying again cannot help. ``Transient``: it can.
The sentences people read are in :mod:`schemas.messages`, by code.
"""

from enum import StrEnum


class Code(StrEnum):
    """Stable error codes; in JSON output, refusal notes and the ledger."""

    EMPTY = "empty"
    TRUNCATED = "truncated"
    NOT_A_DOCUMENT = "not-a-document"
    UNSUPPORTED = "unsupported"
    ENCRYPTED = "encrypted"
    XFA_FORM = "xfa-form"
    ACTIVE_CONTENT = "active-content"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    PIXEL_BOMB = "pixel-bomb"
    ZIP_BOMB = "zip-bomb"
    UNSAFE_PATH = "unsafe-path"
    NESTED_ARCHIVE = "nested-archive"
    RESOLUTION_TOO_LOW = "resolution-too-low"
    DAMAGED = "damaged"
    SIDECAR_INVALID = "sidecar-invalid"
    SIDECAR_ORPHAN = "sidecar-orphan"
    NOT_A_FILE = "not-a-file"
    SECRET_MARK = "secret-mark"  # noqa: S105  # not a password
    NOT_FOUND = "not-found"
    ENGINE_FAILED = "engine-failed"
    ENGINE_MISSING = "engine-missing"
    OUT_OF_MEMORY = "out-of-memory"
    TIMEOUT = "timeout"
    FILE_CHANGED = "file-changed"
    LEASE_LOST = "lease-lost"
    STORE_UNREACHABLE = "store-unreachable"
    BROKER_UNREACHABLE = "broker-unreachable"
    DATABASE_UNREACHABLE = "database-unreachable"
    DISK_FULL = "disk-full"
    DISK_SHORT = "disk-short"
    BACKLOG = "backlog"
    MISMATCH = "mismatch"
    UNREADABLE = "unreadable"
    KEY_TAKEN = "key-taken"
    INDEXER_AT_WORK = "indexer-at-work"
    SETTING_INVALID = "setting-invalid"
    NOT_YOUR_OWN = "not-your-own"
    GATE_CLOSED = "gate-closed"
    NO_SUCH_WORD = "no-such-word"
    BAD_VALUE = "bad-value"
    REASON_MISSING = "reason-missing"
    NOT_PUBLISHED = "not-published"
    ON_ANOTHER_DESK = "on-another-desk"
    LOGIN_TAKEN = "login-taken"
    LOGIN_INVALID = "login-invalid"
    PASSWORD_WEAK = "password-weak"  # noqa: S105  # not a password
    LAST_ADMINISTRATOR = "last-administrator"
    NOT_ALLOWED = "not-allowed"
    IDENTITY_UNPROVEN = "identity-unproven"
    PROVIDER_UNREACHABLE = "provider-unreachable"
    UNEXPECTED = "unexpected"


class KhoError(Exception):
    """Base of every error of this house.

    Args:
        code: what went wrong.
        detail: for engineers, in English; never document text or personal data.
        facts: values for the placeholders of the sentence in :mod:`schemas.messages`.
    """

    default_code = Code.UNEXPECTED

    def __init__(self, code: Code | None = None, *, detail: str = "", **facts: object) -> None:
        self.code = code or self.default_code
        self.detail = detail
        self.facts = facts
        super().__init__(f"{self.code}: {detail}" if detail else str(self.code))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.detail, self.facts))


def _rebuild(kind: type[KhoError], code: Code, detail: str, facts: dict[str, object]) -> KhoError:
    return kind(code, detail=detail, **facts)


class Refused(KhoError):
    """The dropped file cannot be archived as it is; the clerk is told why and what to do."""


class Permanent(KhoError):
    """Trying again would fail the same way (a poison file, a wrong setting)."""


class Transient(KhoError):
    """Trying again can help; never the file's fault (a store, broker or database that is down, a full disk)."""


class EngineFailed(Permanent):
    """An OCR or PDF program crashed or gave nonsense."""

    default_code = Code.ENGINE_FAILED


class EngineTimeout(EngineFailed):
    """A program did not end in its time and was killed with its whole process group."""

    default_code = Code.TIMEOUT


class EngineOutOfMemory(EngineFailed):
    """A program reached its memory bound or was killed by the kernel."""

    default_code = Code.OUT_OF_MEMORY


class EngineMissing(Permanent):
    """A program or language pack is not installed."""

    default_code = Code.ENGINE_MISSING


class KeyTaken(Permanent):
    """A create-only put found the key taken; the first writer has won."""

    default_code = Code.KEY_TAKEN


class ObjectMissing(Permanent):
    """There is no object with this key."""

    default_code = Code.NOT_FOUND


class RecordMissing(Permanent):
    """There is no record with this id."""

    default_code = Code.NOT_FOUND


class Mismatch(Permanent):
    """Bytes read back differ from what their digest says: damage. (Not being able to read is `Unreadable`.)"""

    default_code = Code.MISMATCH


class Unreadable(Transient):
    """Bytes could not be read; says nothing about whether they are right."""

    default_code = Code.UNREADABLE


class StoreUnreachable(Transient):
    """The object store does not answer, or refuses for a passing reason."""

    default_code = Code.STORE_UNREACHABLE


class DiskFull(Transient):
    """No space left (or quota reached) where we write."""

    default_code = Code.DISK_FULL


class Pressed(Transient):
    """Nothing more is taken in for now: the backlog is long (BACKLOG) or the disk nearly full (DISK_SHORT)."""

    default_code = Code.BACKLOG


class BrokerUnreachable(Transient):
    """Redis does not answer."""

    default_code = Code.BROKER_UNREACHABLE


class DatabaseUnreachable(Transient):
    """The catalog's database does not answer, or is locked for too long."""

    default_code = Code.DATABASE_UNREACHABLE


class LeaseLost(Transient):
    """Another worker has taken this item over; ours must not write any more."""

    default_code = Code.LEASE_LOST


class FileChanged(Transient):
    """The dropped file changed while it was being read; it will be looked at again."""

    default_code = Code.FILE_CHANGED


class SettingInvalid(Permanent):
    """A setting is wrong; the message names the environment variable."""

    default_code = Code.SETTING_INVALID


class PersonMissing(Permanent):
    """There is no such person."""

    default_code = Code.NOT_FOUND


class LoginTaken(Refused):
    """Somebody has, or once had, this login or e-mail."""

    default_code = Code.LOGIN_TAKEN


class LoginInvalid(Refused):
    """This cannot be a login."""

    default_code = Code.LOGIN_INVALID


class PasswordWeak(Refused):
    """The password is too easy to guess; the fact ``problem`` says why."""

    default_code = Code.PASSWORD_WEAK


class LastAdministrator(Refused):
    """It would leave nobody who manages everybody."""

    default_code = Code.LAST_ADMINISTRATOR


class NotAllowed(Refused):
    """Whoever wants this may not."""

    default_code = Code.NOT_ALLOWED


class IdentityUnproven(Refused):
    """What the identity provider, or somebody in its name, has answered proves nobody's identity."""

    default_code = Code.IDENTITY_UNPROVEN


class ProviderUnreachable(Transient):
    """The identity provider does not answer."""

    default_code = Code.PROVIDER_UNREACHABLE
