"""A draft meets a newer version: what collides, and the draft carried over."""

from review.record.difference import difference, word_rows
from review.record.merge import Choice, carried, meet, pages_wanted
from review.record.typed import Typed, TypedField, TypedWord
from schemas.claim import FieldName, Source
from schemas.page import Box, Line, Page, PageStatus, Word
from schemas.record import AccessLevel, Record, Settled
from tests.fakes.records import make_record

F = FieldName


def record_of(**values: str) -> Record:
    fields = {
        F(name): Settled(
            value=value, raw=value, source=Source.MACHINE.value, confidence=0.9, page=1, box=(1, 2, 30, 40), rule="x@1"
        )
        for name, value in values.items()
    }
    return make_record().model_copy(update={"fields": fields})


def page_of(*texts: str, number: int = 1) -> Page:
    """Words of 40 pixels side by side, ten apart, in one line."""
    words = tuple(
        Word(text=text, box=Box(x0=50 * n, y0=0, x1=50 * n + 40, y1=20), confidence=0.9) for n, text in enumerate(texts)
    )
    return Page(
        number=number,
        width=1000,
        height=1000,
        dpi=300,
        status=PageStatus.READ,
        engine="test",
        lines=(Line(words=words),),
    )


def typed_word(old: str | None, new: str | None, at: int = 1, until: int | None = None) -> TypedWord:
    return TypedWord(page=1, box=(50 * at, 0, 50 * (until or at) + 40, 20), old=old, new=new)


BASE = record_of(place="Thanh Hóa", subject="V/v họp", signer_name="A")


def test_a_field_collides_only_if_both_sides_say_something_else() -> None:
    typed = Typed(
        fields={
            F.PLACE: TypedField(text="Huế"),
            F.SUBJECT: TypedField(text="V/v họp báo"),
            F.SIGNER_NAME: TypedField(text="B"),
        }
    )
    theirs = record_of(place="Hà Nội", subject="V/v họp", signer_name="B")
    meeting = meet(typed, BASE, theirs, {})
    assert [(one.name, one.collides, one.same) for one in meeting.fields] == [
        (F.PLACE, True, False), (F.SUBJECT, False, False), (F.SIGNER_NAME, False, True),
    ]  # fmt: skip
    assert meeting.collisions == 1
    assert (meeting.fields[0].base, meeting.fields[0].theirs) == ("Thanh Hóa", "Hà Nội")


def test_what_is_not_chosen_is_theirs_where_it_collides_and_mine_elsewhere() -> None:
    typed = Typed(fields={F.PLACE: TypedField(text="Huế"), F.SUBJECT: TypedField(text="V/v họp báo")}, why="vì")
    meeting = meet(typed, BASE, record_of(place="Hà Nội", subject="V/v họp"), {})
    assert set(carried(typed, meeting, {}).fields) == {F.SUBJECT}
    assert set(carried(typed, meeting, {"f.place": Choice.MINE, "f.subject": Choice.THEIRS}).fields) == {F.PLACE}
    assert carried(typed, meeting, {}).why == "vì"


def test_a_field_they_have_blanked_collides_too() -> None:
    typed = Typed(fields={F.PLACE: TypedField(text="Huế")})
    (one,) = meet(typed, BASE, record_of(), {}).fields
    assert (one.theirs, one.collides) == ("", True)


def test_a_word_that_stands_where_it_stood_does_not_collide() -> None:
    typed = Typed(words=(typed_word("hai", "Hai"), typed_word("hai ba", "haiba", 1, 2), typed_word(None, "mới", 9)))
    meeting = meet(typed, BASE, BASE, {1: page_of("một", "hai", "ba")})
    assert [one.collides for one in meeting.words] == [False, False, False]
    assert carried(typed, meeting, {}).words == typed.words
    assert pages_wanted(typed) == {1}


def test_a_word_they_have_changed_collides_and_mine_is_carried_onto_theirs() -> None:
    typed = Typed(words=(typed_word("hai", "Hai"),))
    meeting = meet(typed, BASE, BASE, {1: page_of("một", "hài", "ba")})
    (one,) = meeting.words
    assert (one.collides, one.now, one.same) == (True, "hài", False)
    assert carried(typed, meeting, {}).words == ()
    (mine,) = carried(typed, meeting, {"w.0": Choice.MINE}).words
    assert (mine.old, mine.new, mine.box) == ("hài", "Hai", (50, 0, 90, 20))


def test_a_word_they_have_made_the_same_of_is_done() -> None:
    typed = Typed(words=(typed_word("hai", "hài"), typed_word("ba", None, 2)))
    meeting = meet(typed, BASE, BASE, {1: page_of("một", "hài")})
    assert [one.same for one in meeting.words] == [True, True]
    assert meeting.collisions == 0
    assert carried(typed, meeting, {"w.0": Choice.MINE, "w.1": Choice.MINE}).words == ()


def test_a_word_they_have_removed_is_added_again_if_mine_is_chosen() -> None:
    typed = Typed(words=(typed_word("hai", "Hai"),))
    meeting = meet(typed, BASE, BASE, {1: page_of("một")})
    (mine,) = carried(typed, meeting, {"w.0": Choice.MINE}).words
    assert (mine.old, mine.new) == (None, "Hai")


def test_words_of_a_page_that_is_gone_collide_and_are_left_out() -> None:
    typed = Typed(words=(typed_word("hai", None),))
    meeting = meet(typed, BASE, BASE, {})
    assert [one.collides for one in meeting.words] == [True]
    assert carried(typed, meeting, {"w.0": Choice.MINE}).words == ()


def test_the_words_that_differ_are_told_with_their_neighbours_and_their_place() -> None:
    (row,) = word_rows(page_of("một", "hai", "ba"), page_of("một", "hài", "ba"))
    assert (row.before, row.after, row.left, row.right) == ("hai", "hài", "một", "ba")
    assert row.box == Box(x0=50, y0=0, x1=90, y1=20)


def test_added_and_removed_words_have_one_side_only() -> None:
    (added,) = word_rows(page_of("một"), page_of("một", "hai"))
    (removed,) = word_rows(page_of("một", "hai"), page_of("một"))
    assert (added.before, added.after) == ("", "hai")
    assert (removed.before, removed.after) == ("hai", "")


def test_two_versions_differ_in_fields_words_and_facts_or_not_at_all() -> None:
    after = record_of(place="Huế", subject="V/v họp", signer_name="A").model_copy(update={"access": AccessLevel.PUBLIC})
    found = difference(BASE, after, [(page_of("hai"), page_of("hài"))])
    (row,) = found.fields
    assert (row.name, row.before.text, row.after.text, row.after.box) == (
        F.PLACE, "Thanh Hóa", "Huế", Box(x0=1, y0=2, x1=30, y1=40),
    )  # fmt: skip
    assert found.facts == (("access", "internal", "public"),)
    assert len(found.words) == 1
    assert not found.same
    assert difference(BASE, BASE, []).same
    (gone,) = difference(BASE, record_of(subject="V/v họp", signer_name="A"), []).fields
    assert (gone.after.text, gone.after.settled, gone.after.box) == ("", None, None)
