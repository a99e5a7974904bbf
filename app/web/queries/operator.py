"""Who runs this market, as the law wants it shown (Decree 248/2026 on e-commerce): by option."""

from typing import Any

from sqlalchemy import Connection, select

from app.core.options import Option
from app.orders.models import OPERATOR_PHONE

OPTIONS = {
    "name": Option("operator.name", ""),
    "address": Option("operator.address", ""),
    "tax_code": Option("operator.tax_code", ""),
    "phone": OPERATOR_PHONE,
    "email": Option("operator.email", ""),
    "registration": Option("operator.registration", ""),
}


def operator(reader: Connection) -> dict[str, Any]:
    """Empty texts for what nobody has set; the registration stays hidden until it is issued."""
    columns = [option.column().label(name) for name, option in OPTIONS.items()]
    found = reader.execute(select(*columns)).mappings().one()
    return {name: option.or_default(found[name]) for name, option in OPTIONS.items()}
