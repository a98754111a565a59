"""A small disk of its own for one worker, which can be filled: a tmpfs mounted on its home. Root only."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PIECE = b"\0" * (1 << 16)


class NoDisk(RuntimeError):
    """File systems cannot be mounted here; says why."""


@dataclass(frozen=True, kw_only=True)
class SmallDisk:
    """A disk of a few megabytes."""

    folder: Path

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leaves no byte free."""
        with self._ballast.open("ab", buffering=0) as file:
            while True:
                try:
                    file.write(_PIECE)
                except OSError as full:
                    if full.errno != errno.ENOSPC:
                        raise
                    return

    def free(self) -> None:
        """Gives it all back."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[SmallDisk]:
    """A disk mounted on ``folder``; unmounted at the end.

    Raises:
        NoDisk: not root, or a machine that does not let us.
    """
    if os.geteuid() != 0:
        raise NoDisk("only root may mount")
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode=0700"
    command = ["mount", "-t", "tmpfs", "-o", options, "kho-small-disk", str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise NoDisk(f"mount: {ended.stderr.strip()}")
    try:
        yield SmallDisk(folder=folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
