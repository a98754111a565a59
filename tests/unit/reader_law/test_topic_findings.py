"""What a document is about, whom it is for, what activity it serves."""

import pytest

from pipeline.stages.reader.citing.citations import citations
from pipeline.stages.reader.subjects.topics import activity, audiences, subjects, topics
from schemas.laws import law_register
from schemas.page import Page
from schemas.topics import Layer, activity_list, audience_list, topic_list
from tests.fakes.pages import centre, page_from_text

FILLER = ["Mọi người cùng đọc và làm theo những điều ghi dưới đây trong đời sống hằng ngày."] * 6


def codes(*pages: Page) -> list[str]:
    return [finding.code for finding in topics(pages, citations(pages))]


def test_the_lists_are_whole() -> None:
    listed = topic_list()
    assert sorted(listed.topics) == list(range(1, 46))
    assert len({topic.guid for topic in listed.topics.values()}) == 45
    assert all(topic.topic in listed.topics for topic in listed.popular)
    families = {law.family for law in law_register().laws}
    assert [family for topic in listed.popular for family in topic.families if family not in families] == []
    assert len({entry.id for entry in (*audience_list(), *activity_list())}) == len(audience_list()) + len(
        activity_list()
    )


def test_no_law_family_speaks_of_two_popular_topics() -> None:
    named = [family for topic in topic_list().popular for family in topic.families]
    assert len(named) == len(set(named))


def test_cited_laws_speak_first() -> None:
    page = page_from_text(*FILLER, "(Điều 5 Luật Đất đai năm 2024)")
    assert codes(page) == []  # one mention alone is little
    more = page_from_text("(khoản 1, 2 và 3 Điều 9 Luật Đất đai năm 2024)", *FILLER, number=2)
    assert codes(page, more) == ["11", "dat-dai"]


def test_a_title_alone_tells_the_subject() -> None:
    page = page_from_text(centre("PHÒNG, CHỐNG BẠO LỰC GIA ĐÌNH", size=48), *FILLER)
    found = topics([page], [])
    assert [finding.code for finding in found] == ["8", "bao-luc-gia-dinh"]
    assert (found[0].page, found[0].raw, found[0].why[0]) == (1, "PHÒNG, CHỐNG BẠO LỰC GIA ĐÌNH", "title")


def test_a_heading_of_bo_phap_dien_as_title_is_its_own_chu_de() -> None:
    told = 0
    for topic in topic_list().topics.values():
        for heading in topic.headings:
            words = f"TÌM HIỂU PHÁP LUẬT VỀ {heading.upper()}".split()
            title = [centre(" ".join(words[i : i + 7]), size=40) for i in range(0, len(words), 7)]
            found = codes(page_from_text(*title, *FILLER))
            told += bool(found)
            assert found[:1] in ([], [str(topic.id)]), heading
    assert told > 220


def test_the_name_of_an_agency_is_no_subject() -> None:
    page = page_from_text("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT", *FILLER)
    assert codes(page) == []


def test_words_of_the_text_alone_are_no_subject() -> None:
    assert codes(page_from_text(*["chăn nuôi, thú y và trồng trọt ở địa phương chúng ta"] * 30)) == []


def test_a_law_that_a_plan_only_rests_on_hardly_counts() -> None:
    page = page_from_text(
        centre("KẾ HOẠCH"),
        centre("Phổ biến, giáo dục pháp luật năm 2025"),
        "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015;",
        "Căn cứ Luật Đất đai năm 2024;",
        *FILLER,
    )
    assert codes(page) == ["44", "pho-bien-giao-duc-phap-luat"]


def test_a_subject_after_v_v() -> None:
    page = page_from_text(
        "V/v tăng cường công tác phòng cháy, chữa cháy", "trong mùa khô", "Kính gửi: các đơn vị", *FILLER
    )
    assert codes(page) == ["39", "phong-chay"]


def test_two_subjects_in_one_title() -> None:
    page = page_from_text(centre("AN TOÀN GIAO THÔNG VÀ AN NINH MẠNG", size=48), *FILLER)
    assert set(codes(page)[:2]) == {"14", "1"}


def test_an_act_of_no_popular_family_counts_for_its_chu_de() -> None:
    page = page_from_text(centre("Nghị định số 100/2019/NĐ-CP và an toàn giao thông", size=48), *FILLER)
    assert codes(page)[0] == "14"


def test_nothing_in_nothing() -> None:
    assert subjects([], []) == ()
    assert topics([page_from_text("Xin chào")], []) == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("TÀI LIỆU DÀNH CHO PHỤ NỮ", "phu-nu"),
        ("Tài liệu này dành cho hòa giải viên ở thôn", "hoa-giai-vien"),
        ("HỎI ĐÁP PHÁP LUẬT CHO NÔNG DÂN", "nong-dan"),
    ],
)
def test_audiences(line: str, code: str) -> None:
    assert [finding.code for finding in audiences([page_from_text(line, *FILLER)])] == [code]


def test_the_people_s_committee_is_no_audience() -> None:
    assert audiences([page_from_text("ỦY BAN NHÂN DÂN", "HỘI NÔNG DÂN TỈNH", "phụ nữ và trẻ em", *FILLER)]) == ()


def test_activities() -> None:
    assert [f.code for f in activity([page_from_text("SỔ TAY HÒA GIẢI VIÊN Ở CƠ SỞ", *FILLER)])] == ["hoa-giai-co-so"]
    thrice = page_from_text(*["người được trợ giúp pháp lý có quyền"] * 3, *FILLER)
    (found,) = activity([thrice])
    assert (found.layer, found.code, found.why) == (Layer.ACTIVITY, "tro-giup-phap-ly", ("words:3",))
    assert activity([page_from_text("người được trợ giúp pháp lý", *FILLER)]) == ()


def test_all_in_one_walk() -> None:
    page = page_from_text(centre("TRỢ GIÚP PHÁP LÝ CHO PHỤ NỮ", size=48), *FILLER)
    found = subjects([page], citations([page]))
    assert {finding.layer for finding in found} == set(Layer)
    assert (*topics([page], ()), *audiences([page]), *activity([page])) == found
