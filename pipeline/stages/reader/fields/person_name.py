"""The letters of a person's name: family names, and the syllables that middle and given names are made of.

The rim of a seal takes or gives a mark, and a language model that has read laws prefers "Tổng" to Tống and "Khác" to
Khắc. What is no family name, and by its marks nearest to exactly one, can only be that one; of the other syllables only
words that nobody is called are mended.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.stages.reader.fields.vocabulary import SURNAMES
from schemas.base import Frozen
from schemas.text import fold, place_tones

_SYLLABLES = """
    Ái An Anh Ánh Ân Ấn Âu Ba Bá Bắc Bách Bạch Bản Bang Bàng Bảo Báu Bằng Bé Bền Bích Biên Bình Bính Bội Bông
    Bồng Bộ Bửu Ca Cả Cam Cảnh Canh Cao Cát Căn Cần Cẩn Cầm Cẩm Chấn Chất Châm Châu Chi Chí Chiêu Chiến Chinh
    Chính Chỉnh Chuẩn Chung Chúc Chức Chương Chuyên Cơ Côn Công Cúc Cung Cương Cường Cử Cự Cừ Cửu Danh Dân Dần
    Dậu Diễm Diễn Diệp Diệu Dinh Doanh Doãn Dung Dũng Duy Duyên Duyệt Dư Dự Dực Dược Dương Dưỡng Đa Đài Đại Đàm
    Đan Đán Đào Đảo Đạo Đạt Đắc Đăng Đằng Đậu Đệ Điềm Điền Điển Điện Điệp Điều Đình Đính Đỉnh Định Đoan Đoài
    Đoàn Đô Độ Đông Đồng Động Đức Đường Được Gấm Gia Giác Giang Giáp Giao Giới Hà Hạ Hải Hàm Hán Hàn Hạnh Hào
    Hảo Hạo Hân Hằng Hậu Hiên Hiền Hiển Hiến Hiện Hiệp Hiếu Hiệu Hinh Hoa Hóa Hòa Hoài Hoan Hoàn Hoàng Hoành
    Hoạt Hồ Hồi Hội Hồng Hợi Hợp Huân Huấn Huê Huế Huệ Hùng Huy Huyên Huyền Huỳnh Hưng Hương Hường Hướng Hưởng
    Hữu Hy Hỷ Ích Kế Kha Khả Khai Khải Khang Khanh Khánh Khắc Khiêm Khiết Khoa Khoan Khoát Khôi Khởi Khuê Khuyên
    Khuyến Khương Kiếm Kiệm Kiên Kiện Kiệt Kiều Kim Kính Kỳ Kỷ La Lạc Lai Lài Lam Lan Lành Lâm Lân Lập Lê Lệ Lễ
    Lịch Liêm Liên Liễu Linh Lĩnh Loan Lộc Lợi Long Luân Luận Luật Lục Lũy Luyến Luyện Lực Lữ Lương Lượng Lưu Ly
    Lý Mai Mạnh Mão Mẫn Mận Mậu Mây Mến Mi Miên Minh Mơ Mùi Mỹ My Mười Nam Năm Năng Nga Ngà Ngân Nghi Nghị Nghĩa
    Nghiêm Nghiệp Ngọ Ngoan Ngoãn Ngọc Ngôn Nguyên Nguyện Nguyệt Ngữ Nhã Nhàn Nhạn Nhân Nhẫn Nhất Nhật Nhi Nhiên
    Nhiệm Nho Nhu Nhuận Nhung Như Nhượng Ninh Nương Nữ Oanh Phác Phát Phi Phó Phong Phòng Phú Phúc Phụng Phùng
    Phước Phương Phượng Quán Quang Quảng Quân Quế Quốc Quy Quý Quyên Quyền Quyến Quyết Quỳnh Sa San Sang Sáng
    Sanh Sao Sáu Sâm Sen Sinh Soạn Song Sơn Sĩ Sỹ Sử Sự Sửu Sương Tài Tám Tạo Tâm Tân Tấn Tần Tập Tất Tế Tề
    Thạch Thái Tham Thanh Thành Thảnh Thao Thảo Thạo Thăng Thắng Thắm Thân Thập Thật Thêm Thế Thể Thi Thị Thiên
    Thiện Thiệp Thiết Thiều Thiệu Thìn Thịnh Thọ Thoa Thoại Thông Thống Thơ Thơm Thời Thới Thu Thủ Thuần Thuận
    Thuật Thục Thùy Thủy Thúy Thuyên Thuyết Thư Thứ Thừa Thức Thực Thước Thương Thường Thưởng Thượng Thy Tích
    Tiên Tiến Tiệp Tín Tình Tính Tỉnh Tịnh Toan Toàn Toán Toản Tố Tôn Tốt Tơ Trà Trác Trai Trạch Trang Tráng
    Tranh Trâm Trân Trấn Trầm Tri Trí Trị Triển Triết Triều Triệu Trinh Trình Trọng Trụ Trúc Trung Trực Trưng
    Trường Trưởng Trương Truyền Tú Tụ Tuân Tuấn Tuất Tuệ Tùng Tuy Tuyên Tuyến Tuyển Tuyền Tuyết Tư Từ Tứ Tự
    Tường Tưởng Tước Tý Tỵ Uy Uyên Uyển Út Vàng Văn Vân Vấn Vạn Vi Vĩ Viên Viễn Viện Việt Vinh Vịnh Vĩnh Võ Vọng
    Vũ Vui Vương Vượng Vy Vỹ Xinh Xoan Xuân Xuyên Xuyến Xứng Ý Yên Yến
"""
GIVEN = frozenset(_SYLLABLES.split())
"""Syllables of middle and given names, as people and registers spell them; not all there are."""

_NOBODY = frozenset(("Khác", "Tháng"))
"""Words that nobody is called and that a reader of laws prefers to a name one mark away."""

_VOWEL_MARKS = frozenset("\u0302\u0306\u031b")
"""Circumflex, breve, horn: they make another vowel. The other marks are tones."""


class PersonName(Frozen):
    """A name, read."""

    text: str
    known: bool
    """Whether every syllable was read as a name's."""


def person_name(syllables: Sequence[str]) -> PersonName | None:
    """The name that these syllables are, in its own letters; None if the first can be no one family name."""
    family = _family(syllables[0])
    if family is None:
        return None
    others = [_given(syllable) for syllable in syllables[1:]]
    known = family == syllables[0] and all(_is_given(syllable) for syllable in syllables[1:])
    return PersonName(text=" ".join((family, *others)), known=known)


# -------------------------------------------------------------------------------------------------------------------


def _family(syllable: str) -> str | None:
    """The family name that it is, or can only be; without any marks it is no Vietnamese name's spelling."""
    if syllable in SURNAMES or syllable.isascii():
        return syllable if syllable in SURNAMES else None
    return _nearest(syllable, SURNAMES, most=4)


def _given(syllable: str) -> str:
    """The syllable as read, or the name that a word no one is called was read for: there are more names than listed."""
    return (_nearest(syllable, GIVEN, most=1) or syllable) if syllable in _NOBODY else syllable


def _is_given(syllable: str) -> bool:
    return place_tones(syllable) in GIVEN or syllable in SURNAMES


def _nearest(syllable: str, names: Iterable[str], *, most: int) -> str | None:
    """The name with the same bare letters that the fewest marks part from it, if there is one alone."""
    alike = [name for name in names if fold(name) == fold(syllable) and name[0] == syllable[0]]
    ranked = sorted((_marks_apart(syllable, name), name) for name in alike)
    if not ranked or ranked[0][0] > most or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return ranked[0][1]


def _marks_apart(one: str, other: str) -> int:
    """In how many vowels' marks and tones two spellings of the same letters differ."""
    pairs = zip(map(_marks, one), map(_marks, other), strict=True)
    return sum((a[0] != b[0]) + (a[1] != b[1]) for a, b in pairs)


def _marks(letter: str) -> tuple[frozenset[str], frozenset[str]]:
    """The marks that make its vowel, and its tone."""
    marks = frozenset(unicodedata.normalize("NFD", letter)[1:])
    return marks & _VOWEL_MARKS, marks - _VOWEL_MARKS
