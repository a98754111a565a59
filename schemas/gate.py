"""Gates: what on a page forbids publishing a document, or even working on it."""

from enum import StrEnum

from pydantic import Field

from schemas.base import Frozen
from schemas.page import Box


class GateKind(StrEnum):
    """Why a document is held back."""

    SECRET = "secret"  # noqa: S105  # a mark of state secrecy: MẬT, TỐI MẬT, TUYỆT MẬT
    INTERNAL = "internal"  # LƯU HÀNH NỘI BỘ
    DRAFT = "draft"  # DỰ THẢO
    RETURN = "return"  # XEM XONG TRẢ LẠI
    EMBARGO = "embargo"  # the answers of a contest
    PERSONAL = "personal"  # personal data


class Gate(Frozen):
    """One reason to hold a document back, with its place."""

    kind: GateKind
    mark: str = Field(description="the mark in its usual spelling; of personal data the kind, never the value")
    page: int = Field(ge=1)
    box: Box
    confidence: float = Field(ge=0, le=1)
    rule: str = Field(description="id and version of the rule: `secret-mark@1`")
    blocks_publication: bool = Field(default=True, description="a person has to release it first")
    stops_processing: bool = Field(default=False, description="stop, keep nothing that was read, isolate")


class PersonalKind(StrEnum):
    """Kinds of personal data that are looked for."""

    CITIZEN_ID = "cccd"
    OLD_ID = "cmnd"
    PHONE = "phone"
    EMAIL = "email"
    BANK_ACCOUNT = "bank_account"
    PASSPORT = "passport"
    SOCIAL_INSURANCE = "bhxh"
    HEALTH_INSURANCE = "bhyt"
    ADDRESS = "address"


class PersonalFinding(Frozen):
    """Personal data on a page: which kind, and where. The value itself is in no record and no log."""

    kind: PersonalKind
    page: int = Field(ge=1)
    boxes: tuple[Box, ...] = Field(min_length=1, description="what to cover: a box for each line it stands on")
    confidence: float = Field(ge=0, le=1)
    rule: str
