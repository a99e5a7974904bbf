"""Between the desk's forms and models: repeated rows, values to show again, what was refused."""

from typing import Any

from starlette.datastructures import FormData

from app.core import forms
from app.core.days import VIETNAM
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.forms import Form
from app.core.i18n import gettext
from app.traceability.models import Lot, TrackingEvent
from app.traceability.queries import desk as queries
from app.traceability.rules.forms import MOST_STEPS, StepRow

ROW = ("stage", "day", "clock", "note", "responsible")


def refuse(form: Form[Any], wrong: Invalid, **names: str) -> None:
    """Puts what a command refused beside its fields; `names` are the form's own, by the model's."""
    for name, said in wrong.fields.items():
        form.errors[names.get(name, name)] = gettext(said)


def step_rows(form: Form[Any], data: FormData) -> list[StepRow]:
    """The rows of `step-0-stage`, `step-0-day`… that are not empty; faults go to the form.

    A row counts as soon as it has a stage or a note, so that nothing typed is lost unseen.
    """
    found = []
    for place in range(MOST_STEPS):
        typed = {name: str(data.get(f"step-{place}-{name}") or "").strip() for name in ROW}
        if not (typed["stage"] or typed["note"]):
            continue
        row = forms.read(StepRow, typed)
        form.errors |= {f"step-{place}-{name}": said for name, said in row.errors.items()}
        if row.model is not None:
            found.append(row.model)
    return found


def step_at(session: SessionDep, lot: Lot, place: int) -> TrackingEvent:
    """The lot's step at `place` (from 1) of its journey. Raises NotFound."""
    journey = queries.journey(session, lot.id)
    if not 0 < place <= len(journey):
        raise NotFound
    return journey[place - 1]


def step_values(event: TrackingEvent) -> dict[str, str]:
    local = event.event_time.astimezone(VIETNAM)
    return {
        "day": f"{local:%Y-%m-%d}",
        "clock": f"{local:%H:%M}",
        "note": event.note,
        "responsible": event.responsible,
    }


def lot_values(lot: Lot) -> dict[str, str]:
    """As the form shows them: kilograms with a comma."""
    shown = {name: getattr(lot, name) for name in ("packs", "maker", "standards", "balance_note")}
    return {name: str(value) for name, value in shown.items()} | {
        "variant_id": str(lot.variant_id),
        "growing_area_id": str(lot.growing_area_id or ""),
        "expires_on": lot.expires_on.isoformat(),
        "picking_standard": lot.picking_standard,
        "fresh_grams": kilograms(lot.fresh_grams),
        "bulk_grams": kilograms(lot.bulk_grams),
    }


def kilograms(grams: int) -> str:
    """
    >>> kilograms(6200), kilograms(93000), kilograms(0)
    ('6,2', '93', '0')
    """
    return f"{grams / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ",")
