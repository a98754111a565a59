"""Pieces of text that show why something was found, in the original spelling."""

from hypothesis import given
from hypothesis import strategies as st

from search.folding import surface
from search.found import Snippet
from search.letters import spaced
from search.query import parse
from search.snippets import WIDTH, marked, snippets
from search.spots import Needles, needles
from search.strictness import IDLE

FILLER = "Người dân có quyền được thông tin về mọi việc chung của thôn xóm và góp ý kiến. " * 12


def _needles(typed: str) -> Needles:
    query = parse(typed)
    return needles(query, tuple((word,) for word in query.words), IDLE)


def _found(text: str, typed: str) -> tuple[Snippet, ...]:
    clean = surface(text)
    return snippets(clean, spaced(clean), _needles(typed))


def _marked(snippet: Snippet) -> list[str]:
    return [snippet.text[span.start : span.end] for span in snippet.spans]


def test_the_place_is_shown_in_its_own_spelling() -> None:
    (snippet,) = _found(f"{FILLER}Việc HOÀ GIẢI\nở cơ sở do tổ hòa giải tiến hành. {FILLER}", "hoa giai o co so")

    assert "HOÀ GIẢI ở cơ sở" in _marked(snippet)
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")


def test_typed_marks_are_what_is_marked() -> None:
    (snippet,) = _found("Bán đất cho bạn, bàn bạc với bản làng.", "bán")

    assert _marked(snippet) == ["Bán"]


def test_other_marks_are_marked_where_the_typed_ones_stand_nowhere() -> None:
    (snippet,) = _found("Máy đọc nhầm thành hòa giái.", "hòa giải")

    assert _marked(snippet) == ["hòa"]


def test_words_are_marked_whole_only() -> None:
    (snippet,) = _found("Đất đai thuộc sở hữu toàn dân; đạt chuẩn.", "dat")

    assert _marked(snippet) == ["Đất", "đạt"]


def test_the_full_name_is_marked_for_its_abbreviation() -> None:
    (snippet,) = _found(f"{FILLER}Công tác phổ biến, giáo dục pháp luật năm 2024.", "PBGDPL")

    assert "phổ biến" in _marked(snippet)[0]


def test_pages_are_told() -> None:
    (snippet,) = _found(f"{FILLER}\f{FILLER}\fDi chúc miệng phải có hai người làm chứng.\f{FILLER}", "di chúc miệng")

    assert snippet.page == 3
    assert "\f" not in snippet.text


def test_without_a_match_the_beginning_is_shown() -> None:
    (snippet,) = _found(FILLER, "karaoke")

    assert snippet.spans == ()
    assert snippet.text.startswith("Người dân có quyền")
    assert _found("", "karaoke") == ()


def test_two_places_far_apart_are_two_pieces() -> None:
    found = _found(f"Tảo hôn là gì. {FILLER}Phạt tiền người tổ chức tảo hôn.", "tảo hôn")

    assert [_marked(one) for one in found] == [["Tảo hôn"], ["tảo hôn"]]


def test_a_phrase_deep_in_a_book_is_found() -> None:
    text = "Thừa và thiếu. Kế và hoạch. " * 4000 + "Hàng thừa kế thứ nhất gồm vợ, chồng. " + "Thừa thãi. " * 2000

    best = _found(text, "hàng thừa kế thứ nhất")

    assert any("Hàng thừa kế thứ nhất" in _marked(one) for one in best)


def test_titles_are_marked_in_place() -> None:
    title = "Hỏi đáp về Luật Đất đai"

    assert [title[span.start : span.end] for span in marked(title, _needles("luat dat dai"))] == ["Luật Đất đai"]


@given(
    st.lists(st.sampled_from(["đất", "Đai", "luật", "thuế\n", "\f", "…", "a", "12/KH-UBND", "  "]), max_size=120),
    st.sampled_from(["đất đai", "luat", "thuế đất luật", "12/kh-ubnd", '"đất đai"', "a"]),
)
def test_spans_lie_in_the_piece_and_follow_each_other(words: list[str], typed: str) -> None:
    for snippet in _found(" ".join(words), typed):
        ends = [0, *(end for span in snippet.spans for end in (span.start, span.end)), len(snippet.text)]
        assert ends == sorted(ends)
        assert len(snippet.text) <= WIDTH + 60
        assert all(snippet.text[span.start : span.end].strip() for span in snippet.spans)
