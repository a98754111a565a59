"""One thing that `kho doctor` has looked at."""

from schemas.base import Frozen


class Finding(Frozen):
    """One thing looked at: well, or with what to do about it. Well and with a remedy: it works, but not at its best."""

    name: str
    ok: bool
    version: str
    remedy: str

    @property
    def sign(self) -> str:
        """A mark for people."""
        if not self.ok:
            return "[red]✘[/red]"
        return "[yellow]![/yellow]" if self.remedy else "[green]✔[/green]"
