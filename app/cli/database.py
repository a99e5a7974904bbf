"""Tables and sample data."""

import json
from typing import Any

from alembic import command
from alembic.config import Config
from sqlmodel import select

from app.core.config import ROOT, settings
from app.core.db import unit_of_work
from app.sellers.models import Seller


def migrate(revision: str = "head") -> None:
    command.upgrade(Config(ROOT / "alembic.ini"), revision)


def prepare(scale: str) -> None:
    migrate()
    load_sample(scale)
    summary = {"base_url": settings.base_url} | sample_summary()
    draft = settings.var_dir / "demo.json.new"
    draft.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    draft.replace(settings.var_dir / "demo.json")


def load_sample(scale: str) -> None:
    """Fills an empty database; leaves one that holds sellers alone."""
    with unit_of_work() as session:
        if session.exec(select(Seller.id).limit(1)).first() is not None:
            return
    # Here the import of the sample workbook is called.


def sample_summary() -> dict[str, Any]:
    return {"accounts": [], "codes": {}, "digital_link": ""}
