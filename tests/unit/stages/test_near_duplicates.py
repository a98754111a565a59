"""Copies of one leaflet are proposed as one work, editions as editions, other leaflets not at all."""

import random
from dataclasses import dataclass

import pytest

from pipeline.stages.near_duplicates import picture_distance, proposals
from pipeline.stages.reader.fingerprint import fingerprint, wording_of
from pipeline.stages.wording_change import change
from schemas.fingerprint import Fingerprint, Likeness, PageHash, Proposal, Wording
from tests.unit.stages_ocr_repair.paper import line, typed

SYLLABLES = [
    a + b
    for a in ["b", "c", "d", "g", "h", "k", "l", "m", "n", "ng", "nh", "ph", "t", "th", "tr", "v", "x"]
    for b in ["a", "an", "ang", "e", "i", "o", "on", "ong", "u", "ung"]
]


def text(seed: int, words: int = 240) -> list[str]:
    """A leaflet's words: every twelfth a number, as in laws."""
    rng = random.Random(seed)
    return [str(rng.randint(2, 2025)) if n % 12 == 0 else rng.choice(SYLLABLES) for n in range(words)]


def copy(words: list[str], seed: int, *, spoilt: float = 0.06) -> Wording:
    """The words as another scan gives them: some misread, and known to be unsure."""
    rng = random.Random(seed)
    tokens, sure = [], []
    for word in words:
        bad = rng.random() < spoilt
        tokens.append(_misread(word, rng) if bad else word)
        sure.append(not bad)
    return Wording(tokens=tuple(tokens), sure=tuple(sure))


def _misread(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word))
    return word[:place] + rng.choice("0123456789" if word.isdigit() else "aeioulnt") + word[place + 1 :]


@dataclass
class Shelf:
    """Records and their wordings."""

    fingerprints: list[Fingerprint]
    wordings: dict[str, Wording]


def shelf(**wordings: Wording) -> Shelf:
    return Shelf([fingerprint(name, wording) for name, wording in wordings.items()], wordings)


def proposed(shelf: Shelf) -> tuple[Proposal, ...]:
    return proposals(shelf.fingerprints, shelf.wordings)


def test_copies_are_one_work_and_others_are_not_proposed() -> None:
    words = text(1)
    (found,) = proposed(shelf(a=copy(words, 1), other=copy(text(2), 5), b=copy(words, 2)))

    assert (found.one, found.other, found.kind) == ("a", "b", Likeness.SAME_WORK)
    assert found.score > 0.8


@pytest.mark.parametrize("spoilt", [0.0, 0.03, 0.1])
def test_twenty_communes_copies_are_all_found(spoilt: float) -> None:
    words = text(3)
    found = proposed(shelf(**{f"c{n:02}": copy(words, n, spoilt=spoilt) for n in range(20)}))

    assert len(found) == 190
    assert {one.kind for one in found} == {Likeness.SAME_WORK}


def test_a_changed_number_makes_an_edition() -> None:
    words = text(4)
    changed = [*words]
    changed[24] = "99999"

    (found,) = proposed(shelf(a=copy(words, 1, spoilt=0.02), b=copy(changed, 1, spoilt=0.02)))

    assert (found.kind, found.numbers_changed) == (Likeness.EDITION, 1)


def test_a_changed_clause_makes_an_edition() -> None:
    words = text(5)
    clause = ("nguoi", "vi", "pham", "bi", "phat", "tien", "tu", "muoi", "trieu", "dong", "den", "hai", "muoi", "trieu")
    changed = [*words[:100], *clause, *words[110:]]

    (found,) = proposed(shelf(a=copy(words, 1), b=copy(changed, 2)))

    assert found.kind is Likeness.EDITION
    assert found.passages_changed == 1


def test_a_clause_left_out_makes_an_edition() -> None:
    words = text(6)

    (found,) = proposed(shelf(a=copy(words, 1, spoilt=0), b=copy(words[:100] + words[120:], 2, spoilt=0)))

    assert (found.kind, found.passages_changed) == (Likeness.EDITION, 1)


def test_panels_read_in_another_order_are_still_the_same_work() -> None:
    words = text(7)

    (found,) = proposed(
        shelf(a=copy(words, 1, spoilt=0), b=copy(words[80:160] + words[:80] + words[160:], 2, spoilt=0))
    )

    assert found.kind is Likeness.SAME_WORK


def test_a_number_changed_in_a_moved_panel_is_seen() -> None:
    words = text(7)
    moved = words[80:160] + words[:80] + words[160:]
    moved[moved.index(words[96])] = "77777"

    (found,) = proposed(shelf(a=copy(words, 1, spoilt=0), b=copy(moved, 2, spoilt=0)))

    assert found.kind is Likeness.EDITION


def test_other_words_surely_read_make_an_edition() -> None:
    words = text(8)
    changed = [*words]
    for place in (15, 45, 75):
        changed[place] = "quxyz"

    assert change(copy(words, 1, spoilt=0), copy(changed, 1, spoilt=0)).is_edition
    changed[45], changed[75] = words[45], words[75]
    assert not change(copy(words, 1, spoilt=0), copy(changed, 1, spoilt=0)).is_edition


def test_parted_digits_are_the_same_number() -> None:
    one = Wording(tokens=("phat", "tu", "500000", "dong"), sure=(True,) * 4)
    other = Wording(tokens=("phat", "tu", "500", "000", "dong"), sure=(True,) * 5)

    assert change(one, other).numbers == 0


def test_a_digit_read_unsurely_is_no_change() -> None:
    one = Wording(tokens=("phat", "tu", "500", "dong"), sure=(True,) * 4)
    other = Wording(tokens=("phat", "tu", "800", "dong"), sure=(True, True, False, True))

    assert change(one, other).numbers == 0
    assert change(one, other.model_copy(update={"sure": (True,) * 4})).numbers == 1


def test_empty_wordings_agree_in_nothing() -> None:
    assert change(Wording(), Wording()).agree == 0


def picture(bits: int) -> PageHash:
    return PageHash(turns=(bits, bits ^ (1 << 200), bits ^ (3 << 100), bits ^ (7 << 50)))


def test_posters_are_told_by_their_pictures() -> None:
    rng = random.Random(1)
    bits = rng.getrandbits(256)
    near = bits ^ (1 << 3) ^ (1 << 77)
    words = Wording(tokens=("dung",), sure=(True,))
    fingerprints = [
        fingerprint("a", words, [picture(bits)]),
        fingerprint("b", words, [picture(near)]),
        fingerprint("c", words, [picture(rng.getrandbits(256))]),
        fingerprint("d", words, [picture(bits), picture(bits)]),
    ]

    (found,) = proposals(fingerprints, dict.fromkeys("abcd", words))

    assert (found.one, found.other, found.kind, found.rule) == ("a", "b", Likeness.SAME_WORK, "picture@1")


AGENCY = "hội liên hiệp phụ nữ tỉnh thanh hóa"
SLOGAN = "đội mũ bảo hiểm cho trẻ em trên mọi hành trình vì sự an toàn của con bạn"
OTHER_SLOGAN = "sống và làm việc theo hiến pháp và pháp luật hưởng ứng ngày pháp luật việt nam"


def posters(one: str, other: str, *, bits_apart: int, read: bool = True) -> tuple[Proposal, ...]:
    """What is proposed of two posters with these words whose pictures differ in so many bits; ``read``: the second
    was read surely."""
    bits = random.Random(1).getrandbits(256)
    said = {
        "a": Wording(tokens=tuple(one.split()), sure=(True,) * len(one.split())),
        "b": Wording(tokens=tuple(other.split()), sure=(read,) * len(other.split())),
    }
    pictures = {"a": bits, "b": bits ^ ((1 << bits_apart) - 1)}
    return proposals([fingerprint(name, said[name], [picture(pictures[name])]) for name in "ab"], said)


def test_posters_of_one_design_with_other_slogans_are_two_works() -> None:
    assert posters(f"{AGENCY} {SLOGAN}", f"{AGENCY} {OTHER_SLOGAN}", bits_apart=4) == ()


@pytest.mark.parametrize(("bits_apart", "same"), [(4, True), (30, False)])
def test_of_a_poster_hardly_read_the_picture_alone_decides(bits_apart: int, *, same: bool) -> None:
    """Another one of the same design differs in more of it than another scan does."""
    found = posters(f"{AGENCY} {SLOGAN}", "hội liên h cav", bits_apart=bits_apart, read=False)

    assert [one.kind for one in found] == [Likeness.SAME_WORK] * same


def test_posters_without_words_may_look_less_alike() -> None:
    assert len(posters("", "", bits_apart=30)) == 1


def test_a_poster_beside_a_text_is_not_proposed() -> None:
    bits = random.Random(1).getrandbits(256)
    few, many = Wording(tokens=("dung",), sure=(True,)), copy(text(1), 1)
    fingerprints = [fingerprint("a", few, [picture(bits)]), fingerprint("b", many, [picture(bits)])]

    assert proposals(fingerprints, {"a": few, "b": many}) == ()


def test_a_page_may_lie_otherwise() -> None:
    one = PageHash(turns=(0b1111, 0b1, 0b10, 0b100))
    other = PageHash(turns=(0b1 << 9, 0b1111, 0, 0))

    assert picture_distance(one, other) == 0


def test_hand_and_doubtful_words_are_no_wording() -> None:
    page = typed("Điều 5. Cấp xã")
    words = page.lines[0].words
    odd = words[0].model_copy(update={"hand": True}), words[1].model_copy(update={"confidence": 0.2}), *words[2:]
    made = page.model_copy(update={"lines": (page.lines[0].model_copy(update={"words": odd}), line("2O2l l0"))})

    assert wording_of([made]).tokens == ("cap", "xa", "2021", "10")


def test_few_words_have_no_sketch() -> None:
    assert fingerprint("a", Wording(tokens=("mot",), sure=(True,))).sketch == ()


def test_a_crowd_of_copies_costs_no_square() -> None:
    words = copy(text(9), 1, spoilt=0)
    names = [f"c{n:03}" for n in range(60)]

    found = proposals([fingerprint(name, words) for name in names], dict.fromkeys(names, words))

    assert len(found) == 59
    assert {one.kind for one in found} == {Likeness.SAME_WORK}
