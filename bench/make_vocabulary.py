"""Builds the closed vocabularies of the OCR repair from folders of facts.

    python bench/make_vocabulary.py CORPORA TARGET [--date YYYY-MM-DD]

CORPORA holds lists (law names with numbers, administrative units before and after July 2025, topics of the Pháp điển)
and full texts of legal acts as ``*.jsonl.gz``. TARGET is ``pipeline/engines/ocr/data/vocabulary.txt``: sections in
brackets, an entry a line. Only facts are taken over, no text: an entry must be a name, an abbreviation, a number of a
law, or a phrase of at least three syllables found in many documents and never written otherwise.
"""

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.stages.ocr.lookalike import shape
from pipeline.stages.reader.fields.vocabulary import FIELDS_OF_WORK, ISSUER_NOTATIONS, PROVINCES
from pipeline.stages.syllable import is_bare_syllable
from schemas.text import fold, nfc, place_tones
from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES

PROVINCE = "38"  # Thanh Hóa: its old units stand on the paper that is scanned
MOST_TERMS = 3500
LEAST_DOCUMENTS = 60
_DROPPED = (
    "giởi",
    "được sửa đổi",
    "nhân dân số",
    "chống, chống",
    "hội đại biểu",
    "Luật Luật",
    "thầu Luật",
    "toà án",
    "Luật Chuyển đổi$",
)
"""Slips and fragments among the mined names of laws."""
_WORD = re.compile(r"[^\W\d_]+")
_LAW = re.compile(r"^(?:Bộ luật|Luật|Pháp lệnh) [A-ZĐÁÀẢẠÂĂÊÔƠƯÍÝỨỦỬ]")
_BAD_NAME = re.compile(r"[_;()\d]|Căn cứ|Nghị quyết|Nghị định|hiệu lực|, Luật|, Bộ luật| và Luật|^Luật [sS]ửa|^Luật số")
_FUNCTION = frozenset((
    "của", "và", "các", "được", "cho", "tại", "theo", "này", "là", "có", "trong", "để", "khi", "đến", "từ", "với", "về",
    "do", "hoặc", "phải", "không", "đó", "như", "ra", "vào", "bị", "thì", "mà", "trên", "những", "một", "việc", "nếu",
    "sau", "đã", "bằng", "cũng", "đang", "sẽ", "trường", "hợp", "điều", "khoản", "điểm", "ngày", "tháng", "năm", "số",
))  # fmt: skip
"""Words that begin or end no term."""
FORMULAS = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Đảng Cộng sản Việt Nam", "Nơi nhận",
    "Kính gửi", "Lưu: VT", "Như trên", "Chịu trách nhiệm thi hành", "Tài liệu không bán",
    "Lưu hành nội bộ", "phổ biến, giáo dục pháp luật", "Hội đồng phối hợp phổ biến, giáo dục pháp luật",
    "trợ giúp pháp lý", "hòa giải ở cơ sở", "hòa giải viên", "báo cáo viên pháp luật", "tuyên truyền viên pháp luật",
    "Chịu trách nhiệm xuất bản", "Chịu trách nhiệm nội dung", "Giấy phép xuất bản", "In xong và nộp lưu chiểu",
    "Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam", "Theo đề nghị của", "Xét đề nghị của",
    "có hiệu lực kể từ ngày ký", "chịu trách nhiệm thi hành Quyết định này", "Cổng Thông tin điện tử",
)  # fmt: skip
ABBREVIATIONS = (
    "NGƯT", "ĐHTĐ", "ĐHQG", "GDĐT", "GD&ĐT", "LĐTBXH", "HĐPH", "ĐKXB", "QĐXB", "HĐTĐ", "BGDĐT",
)  # fmt: skip
MORE_TYPES = ("TTLT", "NQLT", "CTr", "TTr", "L", "PL", "QH", "QCPH", "HDLN", "HDLT")
SOURCES = (
    "Names and numbers of laws, administrative units, topics of the Pháp điển, frequent phrases of published acts."
)
ISSUERS = (
    "STP", "SNV", "STC", "SYT", "SXD", "SCT", "SGDĐT", "SLĐTBXH", "STNMT", "SNNPTNT", "SKHĐT", "SKHCN", "SVHTTDL",
    "STTTT", "SGTVT", "HĐPH", "HĐPB", "VP", "CAT", "MTTQ", "ĐTN", "LHPN", "LĐLĐ", "VKSTC", "TLĐ", "BHXH", "TCTHADS",
    "BTTUBTW", "UBTW", "MTTW", "CTHADS", "VPUB", "BCĐ", "BCH", "ĐHTĐ", "SVHTT", "SNNMT", "BTGTW", "BTCTW", "UBKTTW",
    "BTGTU", "VPTU", "BTCTU", "HĐTP", "UBTVQH", "GDTX", "TCCB", "BGDĐT",
)  # fmt: skip


def main() -> None:
    """Reads the folders, writes the file, says how many entries each section has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--date", default="undated")
    given = parser.parse_args()
    texts = list(_texts(given.corpora))
    counts = _counted(texts)
    phrases = {
        "laws": sorted(_laws(given.corpora)),
        "agencies": sorted(_agencies()),
        "formulas": sorted(FORMULAS),
        "units": sorted(_units(given.corpora)),
        "terms": sorted(_terms(texts)),
    }
    sections = {
        **phrases,
        "types": sorted({*DOCUMENT_TYPES, *LEGAL_ACT_TYPES, *MORE_TYPES}),
        "issuers": sorted(_issuers(counts)),
        "abbreviations": sorted(_abbreviations(counts)),
        "acts": sorted(_acts(given.corpora)),
    }
    lines = [f"# Closed vocabularies for OCR repair; made by bench/make_vocabulary.py, {given.date}. {SOURCES}"]
    for kind, entries in sections.items():
        lines += [f"[{kind}]", *entries]
    given.target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print({kind: len(entries) for kind, entries in sections.items()}, given.target.stat().st_size, "bytes")


def _texts(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield nfc(json.loads(line)["text"])


def _counted(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each abbreviation in capitals stands, and (with "-" before it) each issuer in a number."""
    parts: Counter[str] = Counter()
    for text in texts:
        parts.update(set(re.findall(r"(?<![\w/-])(?=[^\s]*[A-ZĐ]{2})[A-ZĐƯ][A-ZĐƯa-z&]{1,9}(?![\w])", text)))
        parts.update({f"-{p}" for p in re.findall(r"\d{4}/(?:[A-ZĐ]{2,4}-)([A-ZĐƯ][A-ZĐƯTg&]{1,9})\b", text)})
    return parts


def _laws(folder: Path) -> set[str]:
    """Names of laws, each once under its most usual spelling."""
    seen: Counter[str] = Counter()
    for file in ("law_names_numbers.tsv", "law_names_dates.tsv"):
        for row in _rows(folder / file):
            name = " ".join(nfc(row["name"]).split())
            if _LAW.match(name) and not _BAD_NAME.search(name) and 3 <= len(name.split()) <= 14:
                seen[name] += int(row["count"])
    for row in _rows(folder / "phapdien_chude_demuc.tsv"):
        name = f"Luật {nfc(row['de_muc'])}"
        if _LAW.match(name) and not _BAD_NAME.search(name) and 3 <= len(name.split()) <= 9:
            seen[name] += 1
    for name in [name for name in seen if re.search("|".join(_DROPPED), name) and name != "Pháp lệnh Dân số"]:
        del seen[name]
    best: dict[str, str] = {}
    for name, _ in seen.most_common():
        best.setdefault(shape("".join(_WORD.findall(place_tones(name)))), name)
    return set(best.values()) | {
        "Bộ luật Hình sự",
        "Bộ luật Dân sự",
        "Bộ luật Tố tụng hình sự",
        "Bộ luật Tố tụng dân sự",
    }


def _agencies() -> set[str]:
    bodies = ("Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc Việt Nam")
    levels = (
        "thành phố",
        "thị xã",
        "thị trấn",
        "các cấp",
        "cấp tỉnh",
        "cấp huyện",
        "cấp xã",
    )  # "quận" may be "quan tâm"
    names = {name for name in ISSUER_NOTATIONS.values() if len(name.split()) > 2}
    names |= {f"Sở {work}" for work in FIELDS_OF_WORK[:19]} | {f"Bộ {work}" for work in FIELDS_OF_WORK[:17]}
    names |= {f"{body} {level}" for body in bodies[:2] for level in levels} | set(bodies)
    names |= {f"{body} tỉnh {place}" for body in bodies[:2] for place in PROVINCES}
    names |= {f"{kind} {place}" for kind in ("tỉnh", "thành phố") for place in PROVINCES}
    names |= {
        "Hội đồng phối hợp phổ biến, giáo dục pháp luật", "Thủ tướng Chính phủ", "Văn phòng Ủy ban nhân dân",
        "Chủ tịch Ủy ban nhân dân", "Phó Chủ tịch Ủy ban nhân dân", "Bộ trưởng Bộ Tư pháp", "Giám đốc Sở Tư pháp",
        "Hội Liên hiệp Phụ nữ", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Hội Cựu chiến binh", "Liên đoàn Lao động",
        "Trung tâm Trợ giúp pháp lý nhà nước", "Cục Phổ biến, giáo dục pháp luật", "Bộ Chỉ huy Quân sự",
        "Hội Nông dân", "Hội Luật gia", "Đoàn Luật sư", "Tòa án nhân dân", "Viện kiểm sát nhân dân", "Kho bạc Nhà nước",
    }  # fmt: skip
    return {name for name in names if len(name.split()) > 2}


def _units(folder: Path) -> set[str]:
    """The province's units whose name is written in one way only in the whole country, before and after July 2025."""
    after = list(_rows(folder / "admin_units_after_2025-07.tsv"))
    before = list(_rows(folder / "admin_units_before_2025-07.tsv"))
    units = [
        (row["province_code"], row[field])
        for row in (*after, *before)
        for field in ("ward", "district")
        if row.get(field)
    ]
    ways: defaultdict[str, set[str]] = defaultdict(set)
    for _, unit in units:
        ways[shape(_own_name(unit))].add(place_tones(_own_name(unit)).lower())
    own = {
        nfc(unit).strip() for province, unit in units if province == PROVINCE and len(ways[shape(_own_name(unit))]) == 1
    }
    return {f"{unit[:1].lower()}{unit[1:]}" for unit in own if len(_own_name(unit).split()) > 1 and _plain(unit)}


def _plain(unit: str) -> bool:
    return not re.search(r"[\d'’-]", unit) and all(map(is_bare_syllable, fold(unit).split()))


def _own_name(unit: str) -> str:
    return re.sub(r"^(?:Phường|Xã|Thị trấn|Thị xã|Đặc khu|Quận|Huyện|Thành phố) ", "", nfc(unit).strip())


def _terms(texts: list[str]) -> set[str]:
    """Vietnamese phrases of three to five syllables that many documents hold and that are never written otherwise."""
    documents: Counter[str] = Counter()
    for text in texts:
        documents.update({" ".join(words) for words in _windows(text) if not {words[0], words[-1]} & _FUNCTION})
    usual = {term: n for term, n in documents.items() if n >= LEAST_DOCUMENTS and _vietnamese(term)}
    alike: dict[str, Counter[str]] = {shape(term): Counter() for term in usual}
    for text in texts:
        for words in _windows(text):
            term = " ".join(words)
            if (key := shape(term)) in alike:
                alike[key][term] += 1
    sure = [(n, term) for term, n in usual.items() if alike[shape(term)][term] >= 0.9995 * alike[shape(term)].total()]
    sure.sort(reverse=True)
    return {term for _, term in sure[:MOST_TERMS]}


def _windows(text: str) -> Iterator[tuple[str, ...]]:
    for run in re.split(r"[^\w\s]|\n\s*\n|\d", text.lower()):
        words = [place_tones(word) for word in run.split()]
        for size in (3, 4, 5):
            for at in range(len(words) - size + 1):
                yield tuple(words[at : at + size])


def _vietnamese(term: str) -> bool:
    """Whether at least two words have marks: phrases of other languages have none, and one mark proves little."""
    words = term.split()
    return all(map(_WORD.fullmatch, words)) and sum(fold(word) != word for word in words) >= 2


def _issuers(parts: Counter[str]) -> set[str]:
    mined = {part[1:] for part, n in parts.items() if part.startswith("-") and n >= 8} - {"BLDTBXH"}
    return mined | set(ISSUER_NOTATIONS) | set(ISSUERS)


def _abbreviations(parts: Counter[str]) -> set[str]:
    """Abbreviations with a letter that has marks, never found without: TNHH has none, HĐND is never HDND."""
    capitals = {part: n for part, n in parts.items() if part.isupper() and not part.startswith("-") and len(part) > 2}
    bare: Counter[str] = Counter()
    for part, n in capitals.items():
        bare[fold(part)] += n
    marked = {part for part, n in capitals.items() if n >= 5 and fold(part).upper() != part}
    sure = {part for part in marked if capitals[part] >= 0.97 * bare[fold(part)] and len(part) > 3} | set(ABBREVIATIONS)
    return {part for part in sure if fold(part).upper() != part} - {"CHƯA", "ĐANG"}


def _acts(folder: Path) -> set[str]:
    """Numbers of laws of the National Assembly: 31/2024/QH15."""
    numbers = {row["number"].strip() for row in _rows(folder / "law_names_numbers.tsv")}
    return {number for number in numbers if re.fullmatch(r"\d{2,3}/\d{4}/(?:UBTV)?QH\d{1,2}", number)}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


if __name__ == "__main__":
    main()
