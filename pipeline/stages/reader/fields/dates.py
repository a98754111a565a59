"""Dates as printed → ISO 8601 and EDTF: ngày 5 tháng 3 năm 2020, 05/3/2020, 11-10-2019, tháng 10/2019, Quý IV năm 2019.

On folded text (:func:`schemas.text.fold`). A quarter is an interval of months: ``2019-10/2019-12`` (EDTF level 0).
"""

import re
from datetime import date

YEAR = r"(?:19[4-9]\d|20\d\d)"
DAY = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?: ?(?P<s>[/.\-]) ?(?P<m>\d{{1,2}}) ?(?P=s) ?(?P<y>{YEAR})"
    rf"| thang (?P<m2>\d{{1,2}}) nam (?P<y2>{YEAR}))(?!\d)"
)
"""A full date."""
_MONTH = re.compile(rf"thang (?P<m>\d{{1,2}})(?: ?[/.\-] ?|,? nam )(?P<y>{YEAR})(?!\d)")
_QUARTER = re.compile(rf"quy (?P<q>i{{1,3}}|iv|[1-4])(?: ?[/.\-] ?|,? nam )(?P<y>{YEAR})(?!\d)")
_YEAR = re.compile(rf"(?:nam )?(?P<y>{YEAR})(?!\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def day_at(folded: str, start: int) -> tuple[str, int] | None:
    """The full date that begins exactly at ``start``, and where it ends; None if there is none, or no such day."""
    found = DAY.match(folded, start)
    if found is None:
        return None
    value = _iso(found["y"] or found["y2"], found["m"] or found["m2"], found["d"])
    return (value, found.end()) if value else None


def moment_at(folded: str, start: int) -> tuple[str, int] | None:
    """The date, month, quarter or year that begins exactly at ``start`` ("ngay " before a day may stand there)."""
    start += 5 if folded.startswith("ngay ", start) else 0
    if full := day_at(folded, start):
        return full
    if found := _MONTH.match(folded, start):
        month = int(found["m"])
        return (f"{found['y']}-{month:02}", found.end()) if 1 <= month <= 12 else None
    if found := _QUARTER.match(folded, start):
        last = 3 * _QUARTERS[found["q"]]
        return f"{found['y']}-{last - 2:02}/{found['y']}-{last:02}", found.end()
    if found := _YEAR.match(folded, start):
        return found["y"], found.end()
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
