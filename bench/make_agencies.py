"""Fills in the administrative units of ``schemas/vocabulary/agencies.json``; the rest of that file is written by hand.

``python -m bench.make_agencies BEFORE.tsv AFTER.tsv CONVERTER.json``: the units before and after July 2025 with their
codes (General Statistics Office), and which became which. Provinces and districts of the whole country, communes of
Thanh Hóa. A commune that kept its name and its whole area stays one unit.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from schemas.text import fold, nfc, place_tones

FILE = Path(__file__).parents[1] / "schemas" / "vocabulary" / "agencies.json"
REFORM = "2025-07-01"
"""Resolutions 202/2025/QH15 (provinces) and 203/2025/QH15 (districts end); 1686/NQ-UBTVQH15 (communes of Thanh Hóa)."""
HOME = "Tỉnh Thanh Hóa"
EARLIER: tuple[dict[str, object], ...] = (
    {"id": "thanh-hoa.huyen-dong-son", "name": "Huyện Đông Sơn", "in": "thanh-hoa", "to": "2025-01-01"},
    {"id": "thanh-hoa.huyen-tinh-gia", "name": "Huyện Tĩnh Gia", "in": "thanh-hoa", "to": "2020-06-01"},
    {"id": "thanh-hoa.thi-xa-sam-son", "name": "Thị xã Sầm Sơn", "in": "thanh-hoa", "to": "2017-05-15"},
)
"""Districts of Thanh Hóa that ended before the list begins (Resolutions 1238/NQ-UBTVQH15, 933 and 368/NQ-UBTVQH14)."""
_BECAME = {
    "thanh-hoa.thanh-pho-thanh-hoa": ["thanh-hoa.huyen-dong-son"],
    "thanh-hoa.thi-xa-nghi-son": ["thanh-hoa.huyen-tinh-gia"],
    "thanh-hoa.thanh-pho-sam-son": ["thanh-hoa.thi-xa-sam-son"],
}
_PROVINCE_KINDS = ("tinh ", "thanh pho ")
Unit = dict[str, object]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.make_agencies", description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("converter", type=Path)
    options = parser.parse_args()
    table = json.loads(options.converter.read_text(encoding="utf-8"))
    units = units_of(_rows(options.before), _rows(options.after), table)
    known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    FILE.write_text(written({**known, "units": units}), encoding="utf-8")
    print(f"{len(units)} units")


def units_of(
    before: list[dict[str, str]], after: list[dict[str, str]], table: dict[str, dict[str, object]]
) -> list[Unit]:
    """All units, provinces first; ``was`` lists the predecessors, ``from`` and ``to`` the days they begin and end."""
    return [
        *_provinces(before, after, table["DICT_PROVINCE"]),
        *EARLIER,
        *_districts(before),
        *_communes(_told_apart(before), after, table),
    ]


def _told_apart(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Communes whose ids would be one get their code into it."""
    ids = [_district_id(row) + "." + _slug(row["ward"]) for row in rows]
    twice = {one for one, times in Counter(ids).items() if times > 1}
    return [row | {"mark": f"-{row['ward_code']}" if one in twice else ""} for one, row in zip(ids, rows, strict=True)]


def written(content: dict[str, object]) -> str:
    """The file's text: one entry a line, so that a change is a line."""
    parts = []
    for key, value in content.items():
        if isinstance(value, list):
            rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f" {json.dumps(key)}: [\n  {rows}\n ]")
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


# -------------------------------------------------------------------------------------------------------------------


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {key: place_tones(nfc(value)) for key, value in row.items()} for row in csv.DictReader(file, delimiter="\t")
        ]


def _provinces(before: list[dict[str, str]], after: list[dict[str, str]], became: dict[str, object]) -> list[Unit]:
    old = {row["province"]: row["province_code"] for row in before}
    new = {row["province"]: row["province_code"] for row in after}
    keys = {_key(name): name for name in (*old, *new)}
    units: list[Unit] = []
    for name in dict.fromkeys((*new, *old)):
        unit: Unit = {"id": _province_id(name), "name": name, "code": new.get(name) or old[name]}
        parts = became.get(_key(name), [])
        was = [_province_id(keys[part]) for part in _strings(parts) if keys.get(part, name) != name]
        units.append(unit | ({"was": was} if was else {}) | ({} if name in new else {"to": REFORM}))
    seen: dict[object, Unit] = {}
    for unit in units:  # "Tỉnh Thừa Thiên Huế" and "Thành phố Huế" are two units of one place
        seen.setdefault(unit["id"], unit)
    return list(seen.values())


def _districts(before: list[dict[str, str]]) -> list[Unit]:
    found = {(row["province"], row["district"]): row["district_code"] for row in before}
    units: list[Unit] = []
    for (province, name), code in found.items():
        home = _province_id(province)
        unit: Unit = {"id": f"{home}.{_slug(name)}", "name": name, "code": code, "in": home, "to": REFORM}
        was = _BECAME.get(str(unit["id"]))
        units.append(unit | ({"was": was} if was else {}))
    return units


def _communes(
    before: list[dict[str, str]], after: list[dict[str, str]], table: dict[str, dict[str, object]]
) -> list[Unit]:
    home = _province_id(HOME)
    old = _by_key([row for row in before if row["province"] == HOME and row["ward"]])
    became = _predecessors(table, old)
    units: list[Unit] = []
    kept: set[str] = set()
    for row in (row for row in after if row["province"] == HOME):
        was = became.get(_key(row["ward"]), [])
        unit: Unit = {"id": f"{home}.{_slug(row['ward'])}", "name": row["ward"], "code": row["ward_code"], "in": home}
        if len(was) == 1 and old[was[0]]["ward"] == row["ward"]:
            kept.add(was[0])
        else:
            unit |= {"from": REFORM, "was": [_commune_id(old[key]) for key in was]}
        units.append(unit)
    gone = [row for key, row in old.items() if key not in kept]
    ended: list[Unit] = [
        {"id": _commune_id(row), "name": row["ward"], "code": row["ward_code"], "in": _district_id(row), "to": REFORM}
        for row in gone
    ]
    return [*units, *ended]


def _by_key(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """The converter writes marks only where two names differ by nothing else: Hoằng Phú and Hoằng Phụ."""
    keys = [f"{_key(row['district'])}_{_key(row['ward'])}" for row in rows]
    marked = [f"{_key(row['district'])}_{''.join(row['ward'].lower().split())}" for row in rows]
    return {mark if keys.count(key) > 1 else key: row for key, mark, row in zip(keys, marked, rows, strict=True)}


def _predecessors(table: dict[str, dict[str, object]], old: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """New commune → keys of the old ones that went into it, whole or in part."""
    province = _key(HOME)
    whole, parted = table["DICT_PROVINCE_WARD_NO_DIVIDED"][province], table["DICT_PROVINCE_WARD_DIVIDED"][province]
    found: dict[str, list[str]] = {}
    for new, parts in _mapping(whole).items():
        found.setdefault(new, []).extend(_strings(parts))
    for one, places in _mapping(parted).items():
        for place in places if isinstance(places, list) else []:
            found.setdefault(str(place["newWardKey"]), []).append(one)
    short = {new: [nfc(key).removeprefix(f"{province}_") for key in parts] for new, parts in found.items()}
    lost = sorted({key for parts in short.values() for key in parts if key not in old})
    if lost:
        print(f"{len(lost)} of the converter's old communes are not on the list: {', '.join(lost)}")
    return {new: list(dict.fromkeys(key for key in parts if key in old)) for new, parts in short.items()}


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _strings(value: object) -> list[str]:
    if not isinstance(value, Iterable):
        raise TypeError(value)
    return [str(part) for part in value]


def _key(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum())


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


def _province_id(name: str) -> str:
    said = fold(name)
    kind = next(kind for kind in _PROVINCE_KINDS if said.startswith(kind))
    return _slug(name[len(kind) :])


def _district_id(row: dict[str, str]) -> str:
    return f"{_province_id(row['province'])}.{_slug(row['district'])}"


def _commune_id(row: dict[str, str]) -> str:
    return f"{_district_id(row)}.{_slug(row['ward'])}{row.get('mark', '')}"


if __name__ == "__main__":
    main()
