"""Makes `app/places/data/vn_admin.json` and `vn_admin_legacy.json` from a published data set.

    python tools/places.py path/to/vietnamadminunits/data

The folder is the one inside the wheel of `vietnamadminunits` 1.0.4 (MIT): `dataset.db` has the
units before and after 1 July 2025, `converter_2025.json` says which became which. Both results are
committed, so that nothing of that package is needed at run time.
"""

import json
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "app" / "places" / "data"
PROVINCES, UNITS = 34, 3321
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TYPES = ("Thành phố ", "Tỉnh ", "Xã ", "Phường ", "Đặc khu ")
Row = dict[str, Any]


def main(source: Path) -> None:
    now, before = rows(source, "admin_units"), rows(source, "admin_units_legacy")
    converter = json.loads((source / "converter_2025.json").read_text())
    current, former = provinces(now, before, converter["DICT_PROVINCE"]), successors(now, converter)
    assert len(current) == PROVINCES
    assert sum(len(province["wards"]) for province in current) == UNITS
    write("vn_admin.json", {"valid_from": "2025-07-01", "provinces": current})
    write("vn_admin_legacy.json", {"valid_to": "2025-06-30", "units": legacy(before, former)})


def rows(source: Path, table: str) -> list[Row]:
    with sqlite3.connect(source / "dataset.db") as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f"SELECT * FROM {table}")]  # noqa: S608


def provinces(now: list[Row], before: list[Row], merged: dict[str, list[str]]) -> list[Row]:
    """Provinces in the order of the Vietnamese alphabet, each with its wards in that order.

    Four units carry a wrong type in the source (10543, 11848, 31213, 31299), so that the type is
    read from the name's first word everywhere.
    """
    wards: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in now:
        key = (row["provinceCode"].zfill(2), tidy(row["province"]), row["provinceKey"])
        wards[key].append((row["wardCode"].zfill(5), tidy(row["ward"])))
    short = {row["provinceKey"]: tidy(row["provinceShort"]) for row in before}
    return [
        {
            "code": code,
            "name": name,
            "merged": sorted({short[old] for old in merged[key]} - {bare(name)}, key=alphabetical),
            "wards": sorted(units, key=lambda unit: alphabetical(unit[1])),
        }
        for (code, name, key), units in sorted(wards.items(), key=lambda p: alphabetical(p[0][1]))
    ]


def successors(now: list[Row], converter: dict[str, Any]) -> dict[str, list[str]]:
    """New ward codes by old unit's key; the usual successor of a divided unit comes first."""
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"].zfill(5) for row in now}
    found: dict[str, list[str]] = {}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        found |= {old: [codes[province, new]] for new, olds in wards.items() for old in olds}
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            usual_first = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            found[old] = [codes[province, part["newWardKey"]] for part in usual_first]
    return found


def legacy(before: list[Row], successor: dict[str, list[str]]) -> Row:
    """{province: {district: [[old unit, code, further codes…]]}}; "" where a district had none."""
    units: dict[str, dict[str, list[list[str]]]] = defaultdict(lambda: defaultdict(list))
    for row in before:
        old = "_".join(row[part] or "" for part in ("provinceKey", "districtKey", "wardKey"))
        unit = [tidy(row["ward"] or ""), *successor[old]]
        units[tidy(row["province"])][tidy(row["district"])].append(unit)
    return {province: dict(districts) for province, districts in units.items()}


def tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def bare(name: str) -> str:
    return next((name.removeprefix(kind) for kind in TYPES if name.startswith(kind)), name)


def alphabetical(name: str) -> tuple[list[list[int]], str]:
    """Sorts as a Vietnamese dictionary does: by letters word for word, then by tone marks."""
    folded = unicodedata.normalize("NFC", bare(name).lower())
    words = ["".join(untoned(char) for char in word) for word in folded.split()]
    return [[LETTERS.find(char) for char in word] for word in words], folded


def untoned(char: str) -> str:
    """The letter without its tone, which is not a mark of the letter itself: ấ is â."""
    parts = unicodedata.normalize("NFD", char)
    kept = "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", kept)


def write(name: str, content: Row) -> None:
    """One province a line, so that a change can be read."""
    (key, value), (last, items) = content.items()
    texts = (
        [compact(item) for item in items]
        if isinstance(items, list)
        else [f"{compact(name)}:{compact(item)}" for name, item in items.items()]
    )
    opening, closing = "[]" if isinstance(items, list) else "{}"
    head = f'{{"{key}":{compact(value)},"{last}":{opening}\n'
    text = head + ",\n".join(texts) + f"\n{closing}}}\n"
    json.loads(text)
    (DATA / name).write_text(text)
    print(f"{name}: {len(text.encode()):,} bytes")


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
