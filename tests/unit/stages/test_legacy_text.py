"""Legacy Vietnamese encodings: what was typed is had again; what is sound is left alone."""

import pytest

from pipeline.stages.legacy_text import Encoding, recovered, to_legacy, to_unicode

TEXT = (
    "Quyết định về việc phổ biến, giáo dục pháp luật cho nhân dân; xã hội hóa công tác hòa giải ở cơ sở. "
    "Ủy ban nhân dân các cấp bảo đảm kinh phí, hướng dẫn, kiểm tra và thực hiện chế độ thông tin, báo cáo."
)


@pytest.mark.parametrize(
    ("legacy", "encoding", "text"),
    [
        ("QuyÕt ®Þnh", Encoding.TCVN3, "Quyết định"),
        ("Uû ban nh©n d©n", Encoding.TCVN3, "Uỷ ban nhân dân"),
        ("§éc lËp - Tù do - H¹nh phóc", Encoding.TCVN3, "Độc lập - Tự do - Hạnh phúc"),
        ("TỈNH".replace("Ỉ", "Ø"), Encoding.TCVN3, "TỈNH"),
        ("Quyeát ñònh", Encoding.VNI, "Quyết định"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA", Encoding.VNI, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", Encoding.VNI, "Độc lập - Tự do - Hạnh phúc"),
        ("ngöôøi daân", Encoding.VNI, "người dân"),
        ("giỏo dục phỏp luật", Encoding.TWICE, "giáo dục pháp luật"),
        ("xó hội hữu ớch", Encoding.TWICE, "xã hội hữu ích"),
        ("khụng cú vụ nào", Encoding.TWICE, "không có vụ nào"),
        ("Số 5, hỏi và nhỏ", Encoding.TWICE, "Số 5, hỏi và nhỏ"),
        ("kốm theo, nờu rừ", Encoding.TWICE, "kèm theo, nêu rõ"),
    ],
)
def test_what_was_typed_is_had_again(legacy: str, encoding: Encoding, text: str) -> None:
    assert to_unicode(legacy, encoding) == text


@pytest.mark.parametrize("encoding", list(Encoding))
def test_the_encoding_is_recognised_and_the_raw_text_kept(encoding: Encoding) -> None:
    raw = to_legacy(TEXT, encoding)

    found = recovered(raw)

    assert found is not None
    assert (found.encoding, found.raw) == (encoding, raw)
    assert found.text.lower() == TEXT.lower()
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        "Điều 1.",
        "The quick brown fox jumps over the lazy dog, again and again.",
        "Ã¡ Ã¢ Ã£ Ã¤ Ã¥ Ã¦ Ã§ Ã¨ Ã© Ãª Ã« Ã¬",
    ],
)
def test_sound_text_and_nonsense_are_left_alone(text: str) -> None:
    assert recovered(text) is None
