"""The order in which every ledger gives what is due: nobody's backlog stands before another's leaflet."""

from schemas.drop import Due, Item
from tests.fakes.ledger_acts import AnyLedger, divided, dropped, leased, names
from tests.fakes.ledger_items import NOON, later, make_item


def of(agency: str, number: int, *, dropped_at: float = 0, **changes: object) -> Item:
    """The agency's document of that number, dropped so many seconds after noon and due at noon."""
    content = hash((agency, number)) % 2**60
    return make_item(content, id=f"{agency}{number}", agency=agency, dropped_at=later(dropped_at), **changes)


def test_the_first_of_every_agency_then_the_second_of_every_agency(ledger: AnyLedger) -> None:
    dropped(ledger, *(of("a", n, dropped_at=n) for n in range(1, 6)), of("b", 1, dropped_at=60))
    dropped(ledger, of("c", 1, dropped_at=50), of("c", 2, dropped_at=55))
    assert names(ledger) == ["a1", "c1", "b1", "a2", "c2", "a3", "a4", "a5"]
    assert names(ledger, limit=4) == ["a1", "c1", "b1", "a2"]
    assert names(ledger, limit=2) == ["a1", "c1"]
    assert names(ledger, limit=0) == []


def test_the_last_turn_is_in_the_right_order_however_short_it_is_cut(ledger: AnyLedger) -> None:
    for number in range(1, 4):
        dropped(ledger, *(of(agency, number, dropped_at=number - ord(agency)) for agency in "abcde"))
    whole = [f"{agency}{number}" for number in (1, 2, 3) for agency in "edcba"]
    for limit in range(1, 16):
        assert names(ledger, limit=limit) == whole[:limit]


def test_an_agencys_own_by_time_dropped_then_item_then_part(ledger: AnyLedger) -> None:
    late, book, same_moment = of("a", 3, dropped_at=9), of("a", 1), of("a", 2)
    dropped(ledger, late, same_moment, book)
    divided(ledger, book, *((n, n) for n in range(1, 12)))
    assert names(ledger) == [*(f"a1/{n}" for n in range(1, 12)), "a2", "a3"]


def test_parts_and_whole_documents_take_turns_alike(ledger: AnyLedger) -> None:
    book, behind, leaflet, other_book = of("a", 1), of("a", 2), of("b", 1, dropped_at=5), of("c", 1, dropped_at=1)
    dropped(ledger, book, behind, leaflet, other_book)
    divided(ledger, book, (1, 2), (3, 4), (5, 6))
    divided(ledger, other_book, (1, 2), (3, 4), at=later(1))
    turns = ["a1/1", "c1/1", "b1", "a1/2", "c1/2", "a1/3", "a2"]
    for limit in range(1, 8):
        assert names(ledger, at=later(1), limit=limit) == turns[:limit]


def test_what_is_urgent_goes_before_all_turns_and_takes_none(ledger: AnyLedger) -> None:
    dropped(ledger, of("a", 1), of("a", 2, dropped_at=1, urgent=True), of("a", 3, dropped_at=2, urgent=True))
    dropped(ledger, of("b", 1, dropped_at=3), of("b", 2, dropped_at=4, urgent=True), of("a", 4, dropped_at=5))
    for limit in range(1, 7):
        assert names(ledger, limit=limit) == ["a2", "a3", "b2", "a1", "b1", "a4"][:limit]


def test_what_is_not_due_takes_no_turn(ledger: AnyLedger) -> None:
    working, delayed, twin, first = of("a", 1), of("a", 2, due_at=later(60)), of("a", 3), of("b", 1)
    twin = twin.model_copy(update={"record": first.record, "dropped_at": later(1)})
    dropped(ledger, working, delayed, first, twin, of("a", 4, dropped_at=4), of("b", 2, dropped_at=5))
    leased(ledger, working)
    assert names(ledger) == ["b1", "a4", "b2"]


def test_agencies_by_any_name(ledger: AnyLedger) -> None:
    agencies = ["", "A", "Sở Tư pháp", "Uỷ ban", "sở tư pháp", "Đ", "đ", "Ấ", "~", "10", "9"]
    dropped(ledger, *(of(name, 1, dropped_at=n) for n, name in enumerate(agencies)))
    assert [one.agency for one in ledger.due(now=NOON, limit=99)] == agencies


def test_each_says_what_it_is(ledger: AnyLedger) -> None:
    leaflet, book = of("a", 1, pages_total=2), of("b", 1, pages_total=30, urgent=True)
    dropped(ledger, leaflet, book)
    divided(ledger, book, (1, 12), (13, 30))
    first = Due(item=book.id, part=1, agency="b", pages=12, urgent=True, dropped_at=NOON)
    second = first.model_copy(update={"part": 2, "pages": 18})
    whole = Due(item=leaflet.id, agency="a", pages=2, urgent=False, dropped_at=NOON)
    assert ledger.due(now=NOON, limit=9) == [first, second, whole]
