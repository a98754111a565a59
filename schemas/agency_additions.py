"""What an archivist adds to the authority file: put in, and checked; every id named must be there, every day be one.

What is wrong is said in Vietnamese, for the archivist.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

Rows = Iterable[Mapping[str, object]]
Content = dict[str, list[dict[str, object]]]
_LISTS = ("units", "organs", "agencies")


class Known(Protocol):
    """The authority file with the additions in it."""

    def unit(self, unit_id: str, /) -> object | None:
        """The administrative unit with this id."""

    def organ(self, organ_id: str, /) -> object | None:
        """The organ with this id."""

    def get(self, agency_id: str, /) -> object | None:
        """The agency with this id."""


def merged(content: Content, extra: object) -> Content:
    """The authority file's lists with the additions; an entry with a known id replaces that entry.

    Raises:
        ValueError: ``extra`` is not of the form, or an entry has no id or name.
    """
    if not isinstance(extra, dict) or not all(isinstance(extra.get(name, []), list) for name in _LISTS):
        raise ValueError("không phải tệp danh sách cơ quan")
    for name in _LISTS:
        added = extra.get(name, [])
        if not all(isinstance(row, dict) and row.get("id") and row.get("name") for row in added):
            raise ValueError("có mục thiếu «id» hoặc «name»")
        content[name] = list({str(row["id"]): row for row in (*content[name], *added)}.values())
    return content


def check_links(extra: Mapping[str, Rows], known: Known) -> None:
    """Refuses additions that speak of what is not there.

    Takes: the added rows by list (``units``, ``organs``, ``agencies``); the authority file with them.

    Raises:
        ValueError: with a Vietnamese sentence that names the entry, the key and the value.
    """
    for row in extra.get("units", ()):
        _check(row, ("in", "was"), known.unit)
    for row in extra.get("organs", ()):
        _check(row, ("under", "was"), known.organ)
    for row in extra.get("agencies", ()):
        _check(row, ("under", "was"), known.get)


# ---------------------------------------------------------------------------------------------------------------------


def _check(row: Mapping[str, object], keys: Iterable[str], find: Callable[[str], object | None]) -> None:
    for key in keys:
        value = row.get(key)
        if value is not None and not isinstance(value, str | list):
            raise ValueError(f"mục «{row.get('id')}»: «{key}» phải là chữ hoặc danh sách")
        for one in [value] if isinstance(value, str) else value or ():
            if find(str(one)) is None:
                raise ValueError(f"mục «{row.get('id')}»: «{key}» nhắc tới «{one}», không có trong danh sách cơ quan")
    for key in ("from", "to"):
        if row.get(key) is not None and not _is_day(str(row[key])):
            raise ValueError(
                f"mục «{row.get('id')}»: «{key}» phải là ngày dạng năm-tháng-ngày, không phải «{row[key]}»"
            )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
