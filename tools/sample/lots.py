"""Rows of lots and of the steps of their journeys, with weights that balance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.imports.workbook.words import STAGES
from app.traceability.rules import PickingStandard, Stage

from . import texts
from .dates import after, at
from .goods import process_of, shelf_life
from .journeys import GRADE_RATIOS, JOURNEYS, RATIOS, Step
from .source import products, seller, seller_key, table

Row = dict[str, Any]
LAST = datetime(2026, 11, 22, 17, 0)  # noqa: DTZ001 - compared with clocks in Vietnam
LABORATORY = "Phòng Kiểm nghiệm Nông sản Bắc Sông Cầu (dữ liệu mẫu)"
HEATS = (
    ("Tôn quay, 250 độ, gần 3 phút.", "Drum at 250 degrees, nearly 3 minutes."),
    ("Chảo gang đốt củi.", "Cast-iron pan over wood."),
    ("Tôn quay, 240 độ, 6 phút.", "Drum at 240 degrees, 6 minutes."),
)
WITNESSES = (
    ("Cán bộ {ward} chứng kiến.", "Witnessed by an officer of {ward}."),
    ("", ""),
    ("", ""),
)


@dataclass(frozen=True)
class Lot:
    """A lot of the sources, weighed."""

    product: Row
    number: str
    sku: str
    harvested: date
    packs: int
    maker: str
    more: Row
    fresh: float
    bulk: float
    steps: tuple[Step, ...]

    @property
    def seller(self) -> Row:
        return seller(self.product["seller"])

    @property
    def packed(self) -> date:
        return self.harvested + timedelta(days=next(s.day for s in self.steps if s.stage == "pack"))


def lots() -> Iterator[Lot]:
    for product in products():
        for number, sku, harvested, packs, maker, *rest in product.get("lots", ()):
            yield _weighed(
                product,
                number,
                sku,
                date.fromisoformat(harvested),
                packs,
                maker,
                rest[0] if rest else {},
            )


def _weighed(
    product: Row, number: str, sku: str, harvested: date, packs: int, maker: str, more: Row
) -> Lot:
    net = next(variant[3] for variant in product["variants"] if variant[0] == sku)
    journey = more.get("journey", "")
    process = journey if journey in JOURNEYS else process_of(product)
    bulk = packs * net / 1000
    fresh = more.get("fresh") or round(
        bulk * _ratio(product, process, Random(number)), 1 if bulk < 100 else 0
    )
    return Lot(
        product, number, sku, harvested, packs, maker, more, fresh, bulk, _steps(process, number)
    )


def _ratio(product: Row, process: str, random: Random) -> float:
    if process == "gop":
        return 0
    plain = product.get("ratio") or (
        GRADE_RATIOS[product["tea"]] if process == "che-xanh" else RATIOS[process] or 1.12
    )
    return plain * random.uniform(0.97, 1.04)


def _steps(process: str, number: str) -> tuple[Step, ...]:
    """From day 0 on, without what had not happened when the sample was drawn."""
    found = JOURNEYS["che-xanh" if process == "tc-2610-07" else process]
    first = min(step.day for step in found)
    return tuple(step._replace(day=step.day - first) for step in found)


def lot_rows() -> Iterator[Row]:
    for lot in lots():
        green = process_of(lot.product) == "che-xanh" and lot.fresh
        recalled = lot.more.get("recalled")
        yield {
            "seller": seller_key(lot.seller),
            "sku": lot.sku,
            "lot_number": lot.number,
            "area": lot.product.get("area") if lot.fresh else None,
            "harvested_on": lot.harvested,
            "packed_on": lot.packed,
            "expires_on": after(lot.harvested, shelf_life(lot.product)),
            "picking_standard": PickingStandard(lot.product["tea"]) if green else None,
            "fresh_grams": round(lot.fresh * 1000),
            "bulk_grams": round(lot.bulk * 1000),
            "packs": lot.packs,
            "maker": lot.maker,
            "standards": texts.STANDARDS.get(process_of(lot.product), texts.STANDARDS[""]),
            "published": True,
            "labels": lot.packs,
            "recalled_on": date.fromisoformat(recalled) if recalled else None,
            "recall_reason": lot.more.get("reason"),
            "recall_reason_en": lot.more.get("reason_en"),
        }


def step_rows() -> Iterator[Row]:
    for lot in lots():
        random = Random(f"steps {lot.number}")
        if lot.more.get("journey") == "tc-2610-07":
            yield from _prototype(lot)
            continue
        gaps = _gaps(lot, random)
        for index, step in enumerate(lot.steps):
            start = at(lot.harvested + timedelta(days=step.day), step.start)
            if start.replace(tzinfo=None) <= LAST:
                yield _row(lot, step, index, gaps, random)


def _gaps(lot: Lot, random: Random) -> Row:
    tea = lot.product.get("tea", "bup")
    pick, pick_en = texts.PICKS.get(tea, texts.PICKS["bup"])
    heat, heat_en = random.choice(HEATS)
    witness, witness_en = (
        text.format(ward=_short(lot.seller["ward"])) for text in random.choice(WITNESSES)
    )
    flower = lot.product.get("flower", "")
    return {
        "pick": pick, "pick_en": pick_en, "heat": heat, "heat_en": heat_en, "witness": witness, "witness_en": witness_en,
        "fresh": _kilos(lot.fresh * 0.55 if flower else lot.fresh), "bulk": _kilos(lot.bulk), "packs": lot.packs, "part": max(1, round(lot.packs * random.uniform(0.3, 0.65))),
        "pack": next(v[2] for v in lot.product["variants"] if v[0] == lot.sku), "people": max(2, round(lot.fresh / 4)) if lot.fresh < 120 else random.randint(9, 26),
        "who": lot.maker, "who_en": _named(lot.maker), "area": lot.product.get("area", lot.seller["street"]), "flower": flower, "flower_en": texts.FLOWERS.get(flower, "flowers"),
    }  # fmt: skip


def _kilos(weight: float) -> str:
    """
    >>> _kilos(93.0), _kilos(6.2)
    ('93', '6,2')
    """
    return f"{weight:.1f}".removesuffix(".0").replace(".", ",")


def _named(maker: str) -> str:
    """Without the form of address, which English does not have."""
    title, _, name = maker.partition(" ")
    return {"Bà": "Mrs ", "Chị": "Ms ", "Ông": "Mr ", "Anh": "Mr "}.get(title, "") + name


def _short(ward: str) -> str:
    return ward[0].lower() + ward[1:]


def _row(lot: Lot, step: Step, index: int, gaps: Row, random: Random) -> Row:
    day = lot.harvested + timedelta(days=step.day)
    english = gaps | {name: str(gaps[name]).replace(",", ".") for name in ("fresh", "bulk")}
    place, code = _place(lot, step.where)
    return (
        {
            "seller": seller_key(lot.seller),
            "lot_number": lot.number,
            "stage": Stage(step.stage),
            "event_time": at(day, step.start),
            "event_end": at(day, step.end) if step.end else None,
            "title": step.title.format(**gaps),
            "title_en": step.title_en.format(**english),
            "note": step.note.format(**gaps).strip(),
            "note_en": step.note_en.format(**english).strip(),
            "place": place,
            "location_code": code,
            "trace_code": _trace_code(lot, step),
            "responsible": lot.maker if step.where in {"area", "shop"} else lot.seller["name"],
        }
        | _weights(lot, step, index)
        | _tested(step, day, random)
    )


def _place(lot: Lot, where: str) -> tuple[str, str]:
    """The name and the code of a place: a growing-area code, else one of the seller's own."""
    known = lot.seller
    serial = f"NG-{known['serial']:03d}"
    if where == "area" and "area" in lot.product:
        area = next(
            a
            for a in table("areas")["areas"]
            if a[0] == known["key"] and a[1] == lot.product["area"]
        )
        return f"{area[1]}, {_short(area[3])}", area[2] or f"{serial}-V1"
    if where == "lab":
        return LABORATORY, "NG-LAB-01"
    name = "Kho" if where == "store" else "Xưởng"
    return (
        f"{name} {known['name']}, {_short(known['ward'])}",
        f"{serial}-{'K' if where == 'store' else 'X'}1",
    )


def _trace_code(lot: Lot, step: Step) -> str:
    """The material changes its code when leaf becomes tea, and when tea becomes packets."""
    if step.stage in {"pack", "store", "ship"}:
        return lot.number
    return f"{lot.number}-{'N' if step.stage in {'harvest', 'receipt', 'wither'} else 'B'}"


def _weights(lot: Lot, step: Step, index: int) -> Row:
    if index == 0 and lot.fresh:
        return {"grams_out": round(lot.fresh * 1000)}
    if step.stage == "pack":
        return {"grams_in": round(lot.bulk * 1000)}
    return {}


def _tested(step: Step, day: date, random: Random) -> Row:
    if step.stage != "test":
        return {}
    return {
        "report_number": f"M{random.randint(1000, 4999)}",
        "laboratory": LABORATORY,
        "result": "Không phát hiện chất vượt giới hạn cho phép.",
        "result_en": "Nothing found above the limits.",
        "passed": True,
    }


def _prototype(lot: Lot) -> Iterator[Row]:
    """Lot TC-2610-07 as the design tells it."""
    for index, (stage, start, end, words, where, weights, tested) in enumerate(_TC_2610_07):
        place, code = _place(lot, where)
        title, title_en, note, note_en = words
        step = Step(stage, 0, "", "", title, title_en, note, note_en, where)
        yield {
            "seller": seller_key(lot.seller), "lot_number": lot.number, "stage": Stage(stage),
            "event_time": _moment(start), "event_end": _moment(end) if end else None,
            "title": title, "title_en": title_en, "note": note, "note_en": note_en, "place": place, "location_code": code,
            "trace_code": _trace_code(lot, step), "responsible": lot.maker if index in {2, 3} else lot.seller["name"],
        } | weights | tested  # fmt: skip


def _moment(text: str) -> datetime:
    day, clock = text.split()
    return at(date.fromisoformat(f"2026-10-{day}"), clock)


_TC_2610_07: tuple[tuple[str, str, str, tuple[str, str, str, str], str, Row, Row], ...] = (
    ("harvest", "12 05:10", "12 08:40", ("Hái một tôm", "Picking single buds", "24 người hái, 93 kg búp tươi. Đồi Hồng Thái 2, còn sương.", "24 pickers, 93 kg of fresh buds. Hồng Thái 2 hill, in the dew."), "area", {"grams_out": 93_000}, {}),
    ("wither", "12 09:30", "12 11:50", ("Làm héo mát trên nong tre", "Withering on bamboo trays", "2 giờ 20 phút, mái lá, không quạt.", "2 hours 20 minutes under thatch, no fan."), "shop", {}, {}),
    ("fix", "12 12:05", "12 15:10", ("Diệt men, vò tay", "Fixing, rolling by hand", "Chảo gang đốt củi.", "Cast-iron pan over wood."), "shop", {}, {}),
    ("dry", "12 15:30", "12 19:20", ("Sao suốt, lấy hương", "Firing and finishing", "Bà Trần Thị Nhài đứng chảo đến 19:20, được 6,2 kg chè khô.", "Mrs Trần Thị Nhài at the pan until 19:20: 6.2 kg of dry tea."), "shop", {"grams_out": 6_200}, {}),
    ("test", "14 15:00", "", ("Kiểm nghiệm dư lượng", "Residue test", "Soi 420 hoạt chất bảo vệ thực vật: không phát hiện.", "420 active substances screened: none found."), "lab", {}, {"report_number": "1187", "laboratory": LABORATORY, "result": "Soi 420 hoạt chất bảo vệ thực vật: không phát hiện.", "result_en": "420 active substances screened: none found.", "passed": True}),
    ("pack", "15 08:00", "15 10:00", ("Đóng hộp, dán tem", "Tinning and labelling", "62 hộp, 62 tem. Cán bộ xã Tân Cương chứng kiến.", "62 tins, 62 labels. Witnessed by an officer of xã Tân Cương."), "shop", {"grams_in": 6_200}, {}),
    ("ship", "23 10:40", "", ("Rời kho hợp tác xã", "Leaves the cooperative's store", "Bưu điện Thái Nguyên nhận 39 hộp.", "Thái Nguyên post takes 39 tins."), "store", {}, {}),
)  # fmt: skip
assert set(STAGES.values()) >= {Stage(step.stage) for steps in JOURNEYS.values() for step in steps}
