"""The machine's clock, behind the port."""

from datetime import UTC, datetime


class SystemClock:
    """The present moment in UTC."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)
