"""The one base of every record: frozen, keyword-only, refusing unknown fields."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A record that never changes; a change is a copy (``model_copy(update=…)``)."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64")
