"""What somebody typed is understood, and never refused."""

from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST, MOST_WORDS, Field, parse

TYPED = st.text(
    alphabet=st.one_of(st.sampled_from('ađấ "-:/số: năm: cơ quan: 179KH\n\x00“”()'), st.characters()), max_size=600
)


def _folded(typed: str) -> list[str]:
    return [word.folded for word in parse(typed).words]


@given(TYPED)
def test_anything_can_be_typed(typed: str) -> None:
    query = parse(typed)

    assert len(query.words) <= MOST_WORDS
    assert all(place < len(query.words) for place in query.number_words)


@given(st.lists(st.sampled_from(["số:", "năm:2019", '-"a b"', "-x", '"', "179/kh-ubnd", "-", "cơ quan:", "đất"])))
def test_operators_in_any_order_can_be_typed(pieces: list[str]) -> None:
    parse(" ".join(pieces))


def test_only_the_beginning_of_something_endless_is_read() -> None:
    assert len("".join(_folded("a" * 10_000))) == LONGEST


def test_words_keep_their_order_and_their_marks() -> None:
    query = parse("Hoà giải ở cơ sở")

    assert [word.exact for word in query.words] == ["hòa", "giải", "ở", "cơ", "sở"]
    assert query.marked


def test_who_types_without_marks_is_not_held_to_them() -> None:
    assert not parse("hoa giai").marked


def test_phrases_and_exclusions_are_taken_out_of_the_words() -> None:
    query = parse('đất "quyền sử dụng" -thuế -"sổ đỏ"')

    assert [word.exact for word in query.words] == ["đất"]
    assert [[word.exact for word in phrase] for phrase in query.phrases] == [["quyền", "sử", "dụng"]]
    assert [[word.exact for word in words] for words in query.without] == [["sổ", "đỏ"], ["thuế"]]


def test_a_phrase_need_not_be_closed() -> None:
    assert [[word.folded for word in phrase] for phrase in parse('"hòa giải').phrases] == [["hoa", "giai"]]


def test_fields_are_known_with_and_without_marks_and_spaces() -> None:
    for typed in ('cơ quan:"sở tư pháp"', 'co quan: "sở tư pháp"', 'coquan:"sở tư pháp"'):
        (asked,) = parse(typed).fields
        assert (asked.field, asked.raw, asked.without) == (Field.AGENCY, "sở tư pháp", False)


def test_a_field_can_be_excluded() -> None:
    (asked,) = parse("đất -năm:2019").fields

    assert asked.without
    assert asked.field is Field.YEAR


def test_a_number_in_any_spacing_is_one() -> None:
    for typed in ("179/KH-UBND", "179 /KH - UBND", "số: 179 / kh-ubnd"):
        query = parse(typed)
        assert query.numbers == ("179/kh-ubnd",)
        assert [word.folded for n, word in enumerate(query.words) if n in query.number_words] == ["179", "kh", "ubnd"]


def test_a_dash_in_a_number_excludes_nothing() -> None:
    assert parse("179/KH -UBND").without == ()


def test_words_may_mean_a_number() -> None:
    assert parse("211 kh ubnd").guesses[0] == "211/kh-ubnd"


def test_nothing_asks_for_nothing() -> None:
    assert all(parse(typed).empty for typed in ("", "  ", '""', "-x", "?!"))
    assert not parse("năm:2019").empty
