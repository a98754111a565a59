"""The verdict on an installation that has come to rest: is everything that was dropped in one place, and whole?"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Protocol

REFUSED = "_tu-choi"
"""Folder of an agency's inbox where refused files go."""


class Judged(Protocol):
    """An installation that can be asked."""

    inbox: Path

    def kho(self, *arguments: str) -> CompletedProcess[str]:
        """Runs ``kho …`` on it to its end."""
        ...


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """What was dropped, by content."""

    files: int
    documents: frozenset[str]
    """SHA-256 of each different file that can be archived."""
    refused: int
    """Files that must be refused."""

    @property
    def doubles(self) -> int:
        """Files that must end as duplicates."""
        return self.files - self.refused - len(self.documents)


def count_drop(files: Iterable[Path], *, bad: Iterable[Path]) -> Dropped:
    """What dropping these files must come to; ``bad`` are those that must be refused."""
    good = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    wrong = len(list(bad))
    return Dropped(files=len(good) + wrong, documents=frozenset(good), refused=wrong)


def verdict(judged: Judged, dropped: Dropped, balance: dict[str, Any]) -> list[str]:
    """Every loss, double and damage found; nothing if all is well. Rebuilds the catalog on the way."""
    found = _account(dropped, balance)
    left = [str(p.relative_to(judged.inbox)) for p in in_inbox(judged.inbox)]
    found += [f"still in the inbox: {left[:5]}"] if left else []
    found += _verified(judged)
    cards = _cards(judged)
    rebuilt = judged.kho("rebuild-catalog")
    if rebuilt.returncode != 0:
        return [*found, f"the catalog cannot be rebuilt: {rebuilt.stderr[-300:]}"]
    again = _cards(judged)
    found += ["the catalog is not what its rebuild is"] if cards != again else []
    rows = [json.loads(line) for line in again.splitlines()]
    return found + _compared(dropped, rows)


def in_inbox(inbox: Path) -> list[Path]:
    """The files that lie in the inbox and are not refused: waiting, or their documents in progress."""
    return [p for p in inbox.rglob("*") if REFUSED not in p.parts and p.is_file()]


def _account(dropped: Dropped, balance: dict[str, Any]) -> list[str]:
    must = {
        "dropped": dropped.files,
        "archived": len(dropped.documents),
        "duplicate": dropped.doubles,
        "refused": dropped.refused,
        "in_progress": 0,
        "balanced": True,
    }
    return [f"{name} is {balance[name]}, must be {value}" for name, value in must.items() if balance[name] != value]


def _verified(judged: Judged) -> list[str]:
    rows = [json.loads(line) for line in judged.kho("verify", "--json").stdout.splitlines()]
    return [f"damaged: {row['record']} {row['faults'][:2]}" for row in rows if not row["ok"]]


def _cards(judged: Judged) -> str:
    return judged.kho("list", "--json").stdout


def _compared(dropped: Dropped, rows: list[dict[str, Any]]) -> list[str]:
    archived = Counter(str(row["digest"]) for row in rows)
    lost = dropped.documents - archived.keys()
    strange = archived.keys() - dropped.documents
    twice = [digest for digest, count in archived.items() if count > 1]
    versions = [str(row["record"]) for row in rows if row["versions"] != 1]
    doubles = sum(int(row["duplicates"]) for row in rows)
    return [
        *([f"lost: {len(lost)} {sorted(lost)[:3]}"] if lost else []),
        *([f"nobody dropped: {sorted(strange)[:3]}"] if strange else []),
        *([f"archived twice: {twice[:3]}"] if twice else []),
        *([f"more than one version: {versions[:3]}"] if versions else []),
        *([f"receipts of duplicates: {doubles}, must be {dropped.doubles}"] if doubles != dropped.doubles else []),
    ]
