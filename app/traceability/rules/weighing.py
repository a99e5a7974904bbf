"""Mass balance between records: R1, R2, R3, R5, R7 and R9 of the design, in whole grams.

Each function looks at one record and yields what it finds; none of them knows a database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.i18n import mark
from app.traceability.rules import balance
from app.traceability.rules.balance import Balance, RatioBounds
from app.traceability.rules.findings import Finding, Level

SCALE_PERMILLE = 5
"""0.5 %: what two honest scales may differ by (R3)."""
FRESH_FOR = timedelta(hours=24)
"""Leaf that waited longer has begun to turn (R7)."""
BLEND_LOSS_PERCENT = 5
"""Mixing loses dust and no more; a larger loss is asked about."""
ROUND_GRAMS = 10_000
"""A scale seldom shows so round a number again and again (R9)."""


@dataclass(frozen=True)
class Taken:
    """What a record takes out of one material: grams, of what is left of it, and since when."""

    name: str
    grams: int
    left: int
    since: datetime
    held: bool = False


def kilograms(grams: int) -> str:
    """
    >>> kilograms(6_200), kilograms(1_250_000), kilograms(5)
    ('6,2', '1.250', '0,005')
    """
    whole, rest = divmod(grams, 1000)
    text = f"{whole:,}".replace(",", ".")
    return f"{text},{rest:03}".rstrip("0") if rest else text


def remaining(taken: Sequence[Taken]) -> Iterator[Finding]:
    """R1: nothing is taken that is not there, and nothing of what is on hold."""
    for item in taken:
        if item.held:
            said = mark("{name} đang tạm giữ, chưa dùng được.")
            yield Finding("R1", Level.BLOCK, said, "inputs", {"name": item.name})
        elif item.grams > item.left:
            said = mark("{name} chỉ còn {left} kg, không đủ {grams} kg.")
            gaps = {
                "name": item.name,
                "left": kilograms(item.left),
                "grams": kilograms(item.grams),
            }
            yield Finding("R1", Level.BLOCK, said, "inputs", gaps)


def within_tolerance(grams: int) -> int:
    """`grams` and what a scale may add.

    >>> within_tolerance(10_000)
    10050
    """
    return grams * (1000 + SCALE_PERMILLE) // 1000


def received(picked: int, came: int, rejected: int, used: int) -> Iterator[Finding]:
    """R1 at the workshop's scale: no more comes in than was picked, nor is less left than used."""
    if came > within_tolerance(picked):
        said = mark("Xưởng cân {came} kg mà vườn chỉ hái {picked} kg.")
        gaps = {"came": kilograms(came), "picked": kilograms(picked)}
        yield Finding("R1", Level.BLOCK, said, "came_grams", gaps)
    if rejected > came:
        said = mark("Lá loại ra không thể nhiều hơn lá đã nhận.")
        yield Finding("R1", Level.BLOCK, said, "rejected_grams")
    elif came - rejected < used:
        said = mark("Lô lá này đã dùng {used} kg, nhiều hơn số còn lại sau khi loại.")
        yield Finding("R1", Level.BLOCK, said, "rejected_grams", {"used": kilograms(used)})


def made(
    taken: int, made_grams: int, waste: int, bounds: RatioBounds | None, note: str
) -> Iterator[Finding]:
    """R2 for a batch: no more comes out than went in, and leaf shrinks as leaf does.

    `bounds` are those of the picking standard, None where no fresh leaf went in.
    """
    if made_grams + waste > taken:
        said = mark("Ra {out} kg mà vào chỉ có {taken} kg.")
        gaps = {"out": kilograms(made_grams + waste), "taken": kilograms(taken)}
        yield Finding("R2", Level.BLOCK, said, "outputs", gaps)
        return
    if bounds is None or not made_grams:
        return
    found = balance.weigh(taken, made_grams, bounds)
    ratio = {"ratio": f"{balance.ratio(taken, made_grams) / 100:.1f}".replace(".", ",")}
    if found is Balance.IMPOSSIBLE:
        said = mark("{ratio} kg tươi ra 1 kg khô là quá xa mức của loại búp này.")
        yield Finding("R2", Level.REVIEW, said, "outputs", ratio)
    elif found is Balance.UNUSUAL and not note:
        said = mark("{ratio} kg tươi ra 1 kg khô khác thường: mời ghi rõ vì sao.")
        yield Finding("R2", Level.BLOCK, said, "note", ratio)
    elif found is Balance.UNUSUAL:
        said = mark("{ratio} kg tươi ra 1 kg khô, khác thường.")
        yield Finding("R2", Level.WARN, said, "note", ratio)


def blended(taken: int, made_grams: int) -> Iterator[Finding]:
    """R2 for a blend: what comes out is what went in, less a little dust."""
    if made_grams > taken:
        said = mark("Ra {out} kg mà vào chỉ có {taken} kg.")
        gaps = {"out": kilograms(made_grams), "taken": kilograms(taken)}
        yield Finding("R2", Level.BLOCK, said, "made_grams", gaps)
    elif (taken - made_grams) * 100 > taken * BLEND_LOSS_PERCENT:
        said = mark("Phối trộn hao {lost} kg, nhiều hơn mức thường thấy.")
        yield Finding("R2", Level.WARN, said, "made_grams", {"lost": kilograms(taken - made_grams)})


def packed(taken: int, packs: int, net_grams: int) -> Iterator[Finding]:
    """R3: the packets weigh no more than the tea that went into them, 0.5 % aside."""
    if packs > balance.packs_from(taken, net_grams):
        said = mark("Số hộp nhân khối lượng tịnh vượt số thành phẩm đã cân.")
        yield Finding("R3", Level.BLOCK, said, "packs")


def season(picked: int, more: int, hectares: float, grams_per_hectare: int) -> Iterator[Finding]:
    """R5: a garden gives what its size can give; `picked` is what it gave this year so far.

    A garden whose size nobody measured has no limit that could be checked: a reviewer sees it.
    """
    limit = round(hectares * grams_per_hectare)
    total = picked + more
    gaps = {"total": kilograms(total), "limit": kilograms(limit)}
    if not limit:
        said = mark("Vùng trồng chưa khai diện tích nên chưa ghi thu hái được.")
        yield Finding("R5", Level.BLOCK, said, "growing_area_id")
    elif total * 100 > limit * 130:
        said = mark("Vùng này đã hái {total} kg trong năm, vượt xa sức của vườn ({limit} kg).")
        yield Finding("R5", Level.REVIEW, said, "grams", gaps)
    elif total > limit:
        said = mark("Vùng này đã hái {total} kg trong năm, quá mức thường thấy ({limit} kg).")
        yield Finding("R5", Level.WARN, said, "grams", gaps)


def in_time(at: datetime, now: datetime, since: Sequence[datetime]) -> Iterator[Finding]:
    """R7: what comes of something is later than it, and nothing has happened tomorrow."""
    if at > now + balance.CLOCK_TOLERANCE:
        said = mark("Giờ ghi chưa tới. Mời xem lại đồng hồ.")
        yield Finding("R7", Level.BLOCK, said, "day")
    if since and at < max(since):
        said = mark("Việc này không thể xảy ra trước khi có nguyên liệu của nó.")
        yield Finding("R7", Level.BLOCK, said, "day")


def not_long_past(at: datetime, now: datetime, days: int) -> Iterator[Finding]:
    """R7: late reports are legal and show both times; very late ones are looked at first."""
    if now - at > timedelta(days=days):
        said = mark("Ghi sau hơn {days} ngày: sàn xem lại trước khi nhận.")
        yield Finding("R7", Level.REVIEW, said, "day", {"days": days})


def waited(at: datetime, since: Sequence[datetime]) -> Iterator[Finding]:
    """R7: fresh leaf should be in the pan within a day."""
    if since and at - min(since) > FRESH_FOR:
        said = mark("Lá tươi để quá 24 giờ mới chế biến.")
        yield Finding("R7", Level.WARN, said, "day")


def kept_away(day: date, until: date | None, product: str) -> Iterator[Finding]:
    """R7: nobody picks before the pre-harvest interval of what was sprayed is over."""
    if until is not None and day <= until:
        said = mark("Còn trong thời gian cách ly của {product}, đến hết ngày {until}.")
        gaps = {"product": product, "until": f"{until:%d-%m-%Y}"}
        yield Finding("R7", Level.BLOCK, said, "day", gaps)


def picked_too_soon(*, picked: bool) -> Iterator[Finding]:
    """R7 the other way round: work that is told after leaf was picked within its waiting time."""
    if picked:
        said = mark("Đã hái lá trong thời gian cách ly này: sàn xem lại trước khi ghi.")
        yield Finding("R7", Level.REVIEW, said, "waiting_days")


def too_even(grams: Sequence[int], least: int = 6) -> Iterator[Finding]:
    """R9: many weights in a row that are all round were hardly weighed.

    >>> [finding.rule for finding in too_even([20_000, 30_000, 50_000, 10_000, 40_000, 20_000])]
    ['R9']
    """
    if len(grams) >= least and all(weight % ROUND_GRAMS == 0 for weight in grams):
        said = mark("{count} lần cân gần đây đều tròn chục ký.")
        yield Finding("R9", Level.WARN, said, "grams", {"count": len(grams)})


def concentrated(share_percent: int, farmer: str, limit: int) -> Iterator[Finding]:
    """R9: nearly all leaf of a workshop with many households comes from one of them."""
    if share_percent > limit:
        said = mark("{share} % lá của xưởng trong tháng là của {farmer}.")
        yield Finding("R9", Level.WARN, said, "farmer", {"share": share_percent, "farmer": farmer})
