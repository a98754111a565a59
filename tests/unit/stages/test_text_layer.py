"""A text layer is believed unless there is evidence against it."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.legacy_fonts import from_tcvn3, from_twice_converted, from_vni
from pipeline.stages.syllable import is_bare_syllable, is_syllable
from pipeline.stages.text_layer import EMPTY, GARBAGE, LEGACY_FONT, MARKS_LOST, TOO_LITTLE, judge

DECISION = """ỦY BAN NHÂN DÂN TỈNH AN BÌNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 179/KH-UBND
KẾ HOẠCH
Phổ biến, giáo dục pháp luật năm 2025
Thực hiện Luật Phổ biến, giáo dục pháp luật ngày 20 tháng 6 năm 2012, Ủy ban nhân dân tỉnh ban hành Kế hoạch phổ biến,
giáo dục pháp luật trên địa bàn tỉnh với các nội dung cụ thể như sau: nâng cao ý thức chấp hành pháp luật của cán bộ,
công chức và nhân dân; lựa chọn hình thức hữu ích, thiết thực; quyết định khuyến khích xã hội hóa; kịp thời gìn giữ
quyền lợi hợp pháp của người yếu thế; thuở trước khúc khuỷu, nay khuya khoắt vẫn giếng nước trong."""
ENGLISH = """DECREE on the dissemination of and education about law. Pursuant to the Law on Organization of the
Government; the Government promulgates this Decree detailing a number of articles of the Law. Article 1. Scope
of regulation and subjects of application. This Decree applies to state agencies and individuals within Vietnam."""
FRENCH = """Le présent décret définit les modalités d'éducation juridique où chaque élève, après la leçon, reçoit
un résumé français des règles générales; l'État protège la liberté et l'égalité de tous les citoyens dans le pays."""
HMONG = """Txhua tus neeg yug los muaj kev ywj pheej thiab sib npaug zos hauv lub meej mom thiab txoj cai. Lawv muaj
lub laj thawj thiab lub siab thiab yuav tsum coj rau ib leeg dhau ib leeg ntawm tus ntsuj plig kwv tij."""
EDE = """Hdĭp mda ênuk mâo klei hluê ngă klei bhiăn čar kdrưh čiăng brei buôn sang bi mguôp, anak mnuih jih jang mâo
klei bi kluôm, êngŭm klei thâo săng hŏng klei bhiăn, êlâo hĭn ăt msĕ snăn mơh hŏng phung mnuih đưm mâo leh."""
RUSSIAN = "Закон о правовом просвещении граждан принят парламентом и действует на всей территории республики " * 3
TABLE = "\n".join(f"{n}. 1{n}.350.000 2{n}.5 % 12/0{n % 9}/2024 107°22’16,5” A{n}" for n in range(30))

LOWER = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
TCVN3_BYTES = (
    "b5 b8 b6 b7 b9 a8 bb be bc bd c6 a9 c7 ca c8 c9 cb cc d0 ce cf d1 aa d2 d5 d3 d4 d6 d7 dd d8 dc de "
    "df e3 e1 e2 e4 ab e5 e8 e6 e7 e9 ac ea ed eb ec ee ef f3 f1 f2 f4 ad f5 f8 f6 f7 f9 fa fd fb fc fe ae"
)
TO_TCVN3 = dict(zip(LOWER, bytes.fromhex(TCVN3_BYTES).decode("latin-1"), strict=True))
VNI_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "": ""}
VNI_HATS = {
    "\u0302": dict(zip(VNI_TONES, "àáåãäâ", strict=True)),
    "\u0306": dict(zip(VNI_TONES, "èéúüëê", strict=True)),
}
VNI_WHOLE = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def to_tcvn3(text: str) -> str:
    """As a .VnTime font needs it; capitals have the codes of small letters, in a font of capitals."""
    return "".join(TO_TCVN3.get(c.lower(), c) for c in unicodedata.normalize("NFC", text))


def to_vni(text: str) -> str:
    """As a VNI font needs it."""
    return "".join(_vni(c) for c in unicodedata.normalize("NFC", text))


def _vni(char: str) -> str:
    small = char.lower()
    letter, *marks = unicodedata.normalize("NFD", small)
    tone = next((m for m in marks if m in VNI_TONES), "")
    shape = next((m for m in marks if m not in VNI_TONES), "")
    if small in VNI_WHOLE:
        made = VNI_WHOLE[small]
    elif small not in LOWER:
        return char
    elif shape == "\u031b":
        made = {"o": "ô", "u": "ö"}[letter] + VNI_TONES[tone]
    else:
        made = letter + (VNI_HATS[shape][tone] if shape else VNI_TONES[tone])
    return made.upper() if char.isupper() else made


def twice(text: str) -> str:
    """A sound text put through a TCVN3 converter that it did not need."""
    back = {code: letter for letter, code in TO_TCVN3.items()}
    return "".join(back.get(c, c) for c in unicodedata.normalize("NFC", text))


def without_marks(text: str) -> str:
    """Letters without any mark, as a scanner's English reader gives them."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def shuffled(text: str) -> str:
    """The same characters in another order."""
    letters = list(text)
    random.Random(4).shuffle(letters)
    return "".join(letters)


@pytest.mark.parametrize("text", [DECISION, DECISION.upper(), ENGLISH, FRENCH, HMONG, EDE, RUSSIAN, TABLE])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_sound_text_is_good_in_any_language(text: str, form: str) -> None:
    verdict = judge(unicodedata.normalize(form, text))
    assert verdict.good, verdict
    assert verdict.reason is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", EMPTY),
        (" \n\f\t", EMPTY),
        ("- 12 -", TOO_LITTLE),
        ("Scanned by CamScanner\nScanned with a thing that scans", TOO_LITTLE),
        ("Ký bởi: Sở Tư pháp tỉnh\nThời gian ký: 05.01.2025 16:31:30 +07:00\nEmail: a@example.vn", TOO_LITTLE),
        (to_tcvn3(DECISION), LEGACY_FONT),
        (to_vni(DECISION), LEGACY_FONT),
        (twice(DECISION), LEGACY_FONT),
        ("QuyÕt ®Þnh vÒ viÖc ban hµnh quy chÕ", LEGACY_FONT),
        ("Quyeát ñònh veà vieäc ban haønh quy cheá", LEGACY_FONT),
        ("giỏo dục phỏp luật cho nhõn dõn, xó hội hữu ớch", LEGACY_FONT),
        (without_marks(DECISION), MARKS_LOST),
        ("".join(f"(cid:{n})" for n in range(3, 60)), GARBAGE),
        ("\ue001\ue002\ue003\ue004 abc" * 20, GARBAGE),
        ("\ufffd\ufffd\ufffd abc def" * 20, GARBAGE),
        ("".join(chr(ord(c) - 29) if 60 < ord(c) < 127 else c for c in DECISION), GARBAGE),
        (shuffled(DECISION), GARBAGE),
        (" ".join(DECISION.replace(" ", "")), GARBAGE),
        ("xqzvt WxKpl qRtsd bNmKj " * 20, GARBAGE),
        (DECISION.replace("á", "ạc").replace("à", "ọt").replace("ộ", "ủp").replace("h", "hđ"), GARBAGE),
    ],
)
def test_bad_text_is_known_and_named(text: str, reason: str) -> None:
    assert judge(text).reason == reason
    assert not judge(text).good


def test_bullets_of_a_symbol_font_condemn_nothing() -> None:
    assert judge("\n".join(f"\uf0b7 {line}" for line in DECISION.splitlines())).good


def test_a_list_of_places_in_an_english_text_has_lost_no_marks() -> None:
    places = "Kim Boi, Ky Son, Luong Son, Lac Thuy, Tan Lac and Yen Thuy districts of Hoa Binh, "
    assert judge(places * 4).good


def test_misread_marks_on_most_words_condemn() -> None:
    assert (
        judge("quyềt định hạnh phùc tữ do độc lẫp cữc học phàt hởp khằc nạn lảt mệt tằp hờp cấp tĩch " * 4).reason
        == GARBAGE
    )


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_a_verdict_has_a_reason_exactly_when_it_is_bad(text: str) -> None:
    verdict = judge(text)
    assert verdict.good == (verdict.reason is None)


@given(st.permutations(DECISION.split()))
@settings(deadline=None, max_examples=40)
def test_legacy_encodings_are_known_from_any_words(words: list[str]) -> None:
    text = " ".join(words[:50])
    assert judge(text).good
    assert judge(to_tcvn3(text)).reason == LEGACY_FONT
    assert judge(to_vni(text)).reason == LEGACY_FONT


@given(st.text(LOWER + "abc", max_size=30))
def test_the_decoders_undo_the_encodings(text: str) -> None:
    assert from_tcvn3(to_tcvn3(text)) == text
    assert from_twice_converted("giỏo phỏp ớch") == "giáo pháp ích"


@pytest.mark.parametrize("word", DECISION.split())
def test_vni_comes_back_as_it_was(word: str) -> None:
    assert from_vni(to_vni(word)) == word.lower()


@pytest.mark.parametrize(
    "word",
    [
        "quyết",
        "định",
        "nghiêng",
        "gì",
        "gìn",
        "giếng",
        "giết",
        "già",
        "quốc",
        "quỳnh",
        "khuỷu",
        "thuở",
        "huệ",
        "khuya",
        "hòa",
        "hoà",
        "thúy",
        "thuý",
        "uỷ",
        "ủy",
        "Đắk",
        "Lắk",
        "ngoằn",
        "xoong",
        "yêu",
        "yên",
        "ý",
        "kỹ",
        "lý",
        "nghệ",
        "ghế",
        "cá",
        "kẻ",
        "ƯỚC",
        "Phường",
        "ngoại",
        "quýt",
    ],
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word",
    [
        "cac",
        "phỏp",
        "giỏo",
        "the",
        "strength",
        "ngi",
        "gha",
        "nghà",
        "cê",
        "ơi",
        "ơ",
        "abc",
        "đđ",
        "ñy",
        "w",
        "f",
        "QuyÕt",
        "®Þnh",
        "chuyờn",
    ],
)
def test_what_cannot_be_written_is_none(word: str) -> None:
    assert is_syllable(word) is (word in ("the", "ơi", "ơ"))


def test_a_syllable_without_its_marks_is_known_too() -> None:
    assert is_bare_syllable("quyet")
    assert is_bare_syllable("DINH")
    assert not is_bare_syllable("strength")
