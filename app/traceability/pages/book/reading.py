"""Between a screen of the book and its record: rows of a form, and a record as a form again.

What goes in is typed as kilograms beside each material, `in-{code}`; what comes out and the steps
are numbered rows, `out-0-grams`, `step-0-stage`. Rows that are left empty do not count.
"""

from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.core.forms import Form, sentence
from app.core.i18n import gettext, mark
from app.core.text import plain
from app.traceability.pages.fields import kilograms
from app.traceability.rules.materials import EventKind
from app.traceability.rules.recording import FORMS, RecordIn
from app.traceability.rules.screens import OUTPUT_ROWS, STEP_ROWS

INPUT = "in-"
ROWS = {
    "outputs": ("out", OUTPUT_ROWS, ("grade", "grams", "number")),
    "steps": ("step", STEP_ROWS, ("stage", "clock", "minutes", "celsius", "note")),
}
NO_INPUTS = mark("Mời ghi số kg ở ít nhất một dòng.")
KILOGRAMS = ("grams", "came_grams", "rejected_grams", "waste_grams", "made_grams")

Names = dict[tuple[str, int], str]


def read_record(kind: EventKind, data: FormData) -> Form[RecordIn]:
    """The screen's record, or what is wrong with it by the form's own names."""
    model = FORMS[kind]
    form: Form[RecordIn] = Form({k: plain(v) for k, v in data.items() if isinstance(v, str)})
    typed: dict[str, Any] = {name: value for name, value in form.values.items() if value}
    names: Names = {}
    if "inputs" in model.model_fields:
        typed["inputs"] = _inputs(form, names)
    for name in ROWS.keys() & model.model_fields.keys():
        typed[name] = _rows(form, name, names)
    if "claims" in model.model_fields:
        typed["claims"] = [str(claim) for claim in data.getlist("claim")] or None
    try:
        form.model = model.model_validate(typed)
    except ValidationError as error:
        for fault in error.errors():
            form.errors.setdefault(_name(fault["loc"], names), sentence(fault))
    if typed.get("inputs") == []:
        form.errors["inputs"] = gettext(NO_INPUTS)
    return form


def _inputs(form: Form[RecordIn], names: Names) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for name, value in form.values.items():
        if name.startswith(INPUT) and value:
            names["inputs", len(rows)] = name
            rows.append({"material": name.removeprefix(INPUT), "grams": value})
    return rows


def _rows(form: Form[RecordIn], name: str, names: Names) -> list[dict[str, str]]:
    """A row counts as soon as anything is typed into it; a step without a clock began with all."""
    start, most, parts = ROWS[name]
    rows: list[dict[str, str]] = []
    for place in range(most):
        row = {part: form.value(f"{start}-{place}-{part}") for part in parts}
        typed = {part: value for part, value in row.items() if value}
        if not typed:
            continue
        names[name, len(rows)] = f"{start}-{place}"
        if name == "steps" and "clock" not in typed and form.value("clock"):
            typed["clock"] = form.value("clock")
        rows.append(typed)
    return rows


def _name(where: tuple[int | str, ...], names: Names) -> str:
    """The form's own name of what pydantic calls `("outputs", 0, "grams")`."""
    match where:
        case (str(field), int(place), *rest) if (field, place) in names:
            row = names[field, place]
            return row if field == "inputs" or not rest else f"{row}-{rest[0]}"
        case (field, *_):
            return str(field)
    return ""


def typed_again(facts: dict[str, Any]) -> dict[str, str]:
    """A record's facts as its screen shows them: the opposite of `read_record`."""
    shown = {name: _text(name, value) for name, value in facts.items() if _is_plain(value)}
    for row in facts.get("inputs", ()):
        shown[INPUT + row["material"]] = kilograms(row["grams"])
    for name, (start, _, parts) in ROWS.items():
        for place, row in enumerate(facts.get(name, ())):
            told = {part: row[part] for part in parts if row.get(part) not in (None, "")}
            shown |= {f"{start}-{place}-{part}": _text(part, told[part]) for part in told}
    return shown


def _is_plain(value: Any) -> bool:
    return value is not None and not isinstance(value, list | dict)


def _text(name: str, value: Any) -> str:
    if name in KILOGRAMS:
        return kilograms(value) if value else ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)[:5] if name == "clock" else str(value)
