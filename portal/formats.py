"""How days, sizes and numbers are written for citizens (Vietnam, UTC+7; Decree 30/2020 for dates)."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from schemas.citation import vietnamese_date

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh: no summer time since 1975, so no time zone database is needed."""

_MONTH = re.compile(r"(\d{4})-(\d\d)")


def day(moment: datetime | date | str | None) -> str:
    """``05/8/2024``, ``tháng 11/2025``; nothing for None; a text that is neither in ISO 8601 as it is."""
    if moment is None or moment == "":
        return ""
    if isinstance(moment, str):
        if month := _MONTH.fullmatch(moment):
            return f"tháng {int(month[2])}/{month[1]}"
        try:
            moment = date.fromisoformat(moment)
        except ValueError:
            return str(moment)
    if isinstance(moment, datetime):
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(VIETNAM).date()
    return vietnamese_date(moment)


def moment_day(text: str) -> str:
    """The day in Vietnam of a moment in ISO 8601."""
    return day(datetime.fromisoformat(text))


def size(count: int) -> str:
    """``1,4 MB``: bytes in steps of a thousand, a decimal below ten."""
    amount, unit = float(count), 0
    units = ("B", "kB", "MB", "GB")
    while amount >= 1000 and unit < len(units) - 1:
        amount, unit = amount / 1000, unit + 1
    text = f"{amount:.1f}" if unit and amount < 10 else f"{amount:.0f}"
    return f"{text.replace('.', ',')} {units[unit]}"


def count(number: int) -> str:
    """``12.345``: thousands parted by points."""
    return f"{number:,}".replace(",", ".")


def http_date(moment: datetime) -> str:
    """As HTTP headers have it (RFC 9110, section 5.6.7)."""
    at = moment.astimezone(UTC)
    days, months = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "JanFebMarAprMayJunJulAugSepOctNovDec"
    month = months[at.month * 3 - 3 : at.month * 3]
    return f"{days[at.weekday()]}, {at.day:02} {month} {at.year:04} {at:%H:%M:%S} GMT"
