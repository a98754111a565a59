"""Several people change one version at the very same time, over a folder store and SQLite: just one of them wins."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.revise.revise import revise
from schemas.change import Change, FieldChange, Revision, WordChange
from schemas.claim import FieldName
from schemas.redescription import Outcome
from tests.fakes.pages import page_from_text
from tests.fakes.revisable import archive_scan
from wiring.house import open_house
from wiring.settings import load

PAGE = page_from_text("Căn cứ Luật Thử nghiệm", "Huế là nơi ban hành.", height=200)
PEOPLE = ("An", "Bình", "Chi")


def test_of_people_at_once_one_wins_and_the_others_look_again(tmp_path: Path) -> None:
    house = open_house(load(home=tmp_path / "home", vault=None))
    record = archive_scan(house.ports, (PAGE,), tmp_path / "scan").id
    start = threading.Barrier(len(PEOPLE))
    first = PAGE.words[0]

    def correct(by: str) -> Revision:
        change = Change(
            fields=(FieldChange(field=FieldName.PLACE, value=f"Nơi của {by}"),),
            words=(WordChange(page=1, box=first.box, old=first.text, new=by),),
        )
        start.wait(timeout=60)
        return revise(house.ports, record, change, by=by, base=1)

    with ThreadPoolExecutor(len(PEOPLE)) as people:
        ends = dict(zip(PEOPLE, people.map(correct, PEOPLE), strict=True))

    (winner,) = [by for by, made in ends.items() if made.outcome is Outcome.CHANGED]
    assert {made.outcome for by, made in ends.items() if by != winner} == {Outcome.MOVED_ON}
    versions = house.vault.versions(record)
    assert [version.user for version in versions] == ["kho", winner]
    now = house.vault.record(record)
    assert (now.fields[FieldName.PLACE].value, now.corrected_by) == (f"Nơi của {winner}", (winner,))
    text = house.store.read(house.vault.paths(record)[now.files.text]).decode()
    assert text.split()[0] == winner
    house.vault.recover()
    assert list(house.vault.verify(record)) == []
    (card,) = house.index.cards()
    assert (card["versions"], card["place"]) == (2, f"Nơi của {winner}")
    assert [item.key for item in house.store.list("staging/")] == []
