"""How soon a published correction is found, and how fast an index is built anew from the archive, by the real command.

``python -m bench.found --records 300 --corrections 20``: an archive of so many published leaflets in a folder; its
index is built by ``kho index --rebuild``, then ``kho index --follow`` runs while published titles are corrected. Told
is the time from when the new version was published until a search of another process finds its new words.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas.change import Change, FieldChange
from schemas.claim import FieldName
from schemas.ids import RecordId
from tests.search.stack import Stack, open_stack

_ROOT = Path(__file__).parents[1]
_LINES = ("Quyền và nghĩa vụ của người sử dụng đất.", "Người dân cần biết những gì?", "Hỏi cán bộ tư pháp xã.") * 8


def main() -> None:
    """Measures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=300)
    asked.add_argument("--corrections", type=int, default=20)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        stack = open_stack(Path(home))
        stack.clock.moment = datetime.now(UTC) - timedelta(days=1)  # the indexer's clock is the machine's
        for number in range(given.records):
            stack.paper(f"TỜ GẤP SỐ {number} VỀ ĐẤT ĐAI", *_LINES)
        took = _rebuilt(home)
        speed = given.records / took
        print(f"built anew from the archive: {given.records} records in {took:.1f} s, {speed:.0f} a second")
        found = _corrected(stack, home, given.corrections)
        told = f"median {statistics.median(found):.2f} s, most {max(found):.2f} s (n={len(found)})"
        print(f"corrections found after: {told}")


def _rebuilt(home: str) -> float:
    start = time.perf_counter()
    subprocess.run(_command("--rebuild", home), cwd=_ROOT, env=_environment(), check=True)
    return time.perf_counter() - start


def _corrected(stack: Stack, home: str, corrections: int) -> list[float]:
    records = [record for record, _ in zip(stack.vault.records(), range(corrections), strict=False)]
    with subprocess.Popen(_command("--follow", home), cwd=_ROOT, env=_environment()) as indexer:
        time.sleep(5)  # it follows
        found = [_after(stack, record, f"chuyện{number}mới") for number, record in enumerate(records)]
        indexer.send_signal(signal.SIGTERM)
    return found


def _after(stack: Stack, record: RecordId, word: str) -> float:
    titled = FieldChange(field=FieldName.TITLE, value=f"Tờ gấp {word}")
    stack.change(record, Change(fields=(titled,)), by="nguoi-sua")
    stack.publish(record)
    start = time.perf_counter()
    while not stack.finder.find(word, count=False).total:
        time.sleep(0.01)
    return time.perf_counter() - start


def _command(how: str, home: str) -> list[str]:
    return [sys.executable, "-m", "cli.main", "index", how, "--home", home]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_ROOT)}


if __name__ == "__main__":
    main()
