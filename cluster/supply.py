"""What a chaos drops, a little at a time: good files, some of them twice, and bad ones, over the agencies' folders."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random

from cluster.judge import Dropped, count_drop, in_inbox

_AGENCIES = ("so-tu-phap", "ubnd-xa-nga-son", "hoi-dong-pbgdpl", "cong-an-tinh")
_EVERY_DOUBLE = 20


class Supply:
    """The files that are still to be dropped, in an order drawn by chance, and what was dropped so far."""

    def __init__(self, good: Sequence[Path], bad: Sequence[Path], chance: Random) -> None:
        self._left = [(file, file.name) for file in (*good, *bad)]
        self._left += [(file, f"lan-hai-{file.name}") for file in good[::_EVERY_DOUBLE]]
        chance.shuffle(self._left)
        self._bad = frozenset(bad)
        self._dropped: list[Path] = []

    def top_up(self, inbox: Path, level: int) -> int:
        """Drops as many as it takes, or as there are, to have ``level`` files in flight; how many are then."""
        in_flight = len(in_inbox(inbox))
        while in_flight < level and self._left:
            source, name = self._left.pop()
            target = inbox / _AGENCIES[len(self._dropped) % len(_AGENCIES)]
            target.mkdir(exist_ok=True)
            shutil.copyfile(source, target / name)
            self._dropped.append(source)
            in_flight += 1
        return in_flight

    def dropped(self) -> Dropped:
        """What the account must come to."""
        good = [file for file in self._dropped if file not in self._bad]
        return count_drop(good, bad=[file for file in self._dropped if file in self._bad])
