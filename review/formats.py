"""How moments, sizes and shares are written for people in Vietnam (UTC+7, comma for decimals)."""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh: no summer time since 1975, so no time zone database is needed."""
_UNITS = ("B", "kB", "MB", "GB", "TB")


def local(moment: datetime) -> datetime:
    """The moment on a clock in Vietnam; a moment without a zone counts as UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(VIETNAM)


def when(moment: datetime | None) -> str:
    """``22/11/2026 17:05``, or nothing."""
    return "" if moment is None else f"{local(moment):%d/%m/%Y %H:%M}"


def day(moment: datetime | date | None) -> str:
    """``22/11/2026``, or nothing."""
    if moment is None:
        return ""
    return f"{local(moment) if isinstance(moment, datetime) else moment:%d/%m/%Y}"


def size(count: int) -> str:
    """``1,4 MB``: bytes in steps of a thousand, a decimal below ten."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    text = f"{amount:.1f}" if unit and amount < 10 else f"{amount:.0f}"
    return f"{text.replace('.', ',')} {_UNITS[unit]}"


def percent(share: float | None) -> str:
    """``87 %``; an en dash for what is not known. Never 100 % for less than everything."""
    if share is None:
        return "–"
    return f"{min(round(share * 100), 99) if share < 1 else 100} %"
