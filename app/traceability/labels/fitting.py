"""Whether a run's symbol can be read on its stock: refused before anything is printed."""

from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.core.symbol_runs import form_of
from app.core.symbols import QUIET
from app.traceability.labels.sheets import SMALLEST_MODULE, Sheet
from app.traceability.rules import units
from app.traceability.rules.digital_link import printed_payload


def check_fit(sheet: Sheet, base: str, gtin: str | None, lot_number: str, *, unit: bool) -> None:
    """Raises Invalid for modules under 0.35 mm, with what the label would have to measure."""
    modules = form_of(_longest(base, gtin, lot_number, unit=unit)).side + 2 * QUIET
    if sheet.module(modules) >= SMALLEST_MODULE:
        return
    said = gettext(mark("Tem này nhỏ quá: mã cần ô vuông cạnh ít nhất {side} mm để máy quét đọc."))
    side = f"{modules * SMALLEST_MODULE + 1:.1f}".replace(".", ",")
    raise Invalid(fields={"template": said.format(side=side)})


def _longest(base: str, gtin: str | None, lot_number: str, *, unit: bool) -> str:
    if not unit:
        return printed_payload(base, "0" * 10, gtin, lot_number)
    by_code = units.unit_payload(base, "0" * units.CODE_LENGTH)
    if gtin is None:
        return by_code
    return max(by_code, units.unit_link(base, gtin, lot_number, 0), key=len)
