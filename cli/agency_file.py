"""The archivist's own agencies: the file that ``KHO_AGENCIES`` names, and how approved suggestions get into it."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from schemas.agencies import Agencies, agencies, key
from schemas.errors import SettingInvalid
from schemas.suggestion import Suggestion
from wiring.house import House


def known_agencies(opened: House) -> Agencies:
    """The authority file with what has been approved; a file that is yet to be written holds nothing.

    Raises:
        SettingInvalid: what is there is no such file.
    """
    place = opened.settings.agencies
    return (opened.agencies if place is not None and place.exists() else None) or agencies()


def approve(place: Path, approved: Sequence[Suggestion]) -> None:
    """Adds the suggestions to the file, whole or not at all; what stands there stays, but for more names.

    Raises:
        SettingInvalid: the file is none of agencies, or cannot be written.
    """
    try:
        content = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
        rows = {str(row["id"]): row for row in content.get("agencies", [])}
        for one in approved:
            rows[one.id] = _merged(rows.get(one.id, {}), one)
        text = json.dumps({**content, "agencies": list(rows.values())}, ensure_ascii=False, indent=1) + "\n"
        agencies(text)
        _replace(place, text)
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as wrong:
        raise SettingInvalid(detail="agencies", name="KHO_AGENCIES", problem=f"{place}: {wrong}") from wrong


def _merged(row: dict[str, object], one: Suggestion) -> dict[str, object]:
    older = row.get("also", [])
    names = [*(older if isinstance(older, list) else []), *one.entry.get("also", ()), *one.aliases]
    also = {key(str(name)): name for name in reversed(names)}
    return {**one.entry, **row, **({"also": list(also.values())[::-1]} if also else {})}


def _replace(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
