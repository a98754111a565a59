"""Writes the JSON Schemas of what leaves this house: ``python -m schemas.export``. A test compares them."""

import json
from pathlib import Path

from schemas.base import Frozen
from schemas.contents import Contents
from schemas.drop import Drop
from schemas.record import Receipt, Record

FOLDER = Path(__file__).parent / "json"
EXPORTED: dict[str, type[Frozen]] = {"record": Record, "drop": Drop, "receipt": Receipt, "contents": Contents}


def schema(name: str) -> str:
    """The JSON Schema (2020-12) of one exported type, as text."""
    body = EXPORTED[name].model_json_schema(mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:kho-pbgdpl:schema:{name}:1"}
    return json.dumps({**head, **body}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Writes all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name in EXPORTED:
        (FOLDER / f"{name}.schema.json").write_text(schema(name), encoding="utf-8")


if __name__ == "__main__":
    main()
