"""Tables and sample data."""

import json
from typing import Any

from alembic import command
from alembic.config import Config
from sqlmodel import select

from app import wiring
from app.cli.errors import Refused
from app.core import grants
from app.core.config import ROOT, settings
from app.core.db import unit_of_work
from app.imports import service as imports
from app.sellers.models import Seller

NOTHING = "none"
"""The scale of a shop that begins empty."""


def migrate(revision: str = "head") -> None:
    command.upgrade(Config(ROOT / "alembic.ini"), revision)


def grant(role: str) -> None:
    try:
        with unit_of_work() as session:
            kept = grants.grant_to(session, role)
    except grants.NoRole as wrong:
        raise Refused(str(wrong)) from wrong
    print(f"{role} may run the shop, and only add to: {', '.join(kept)}.")


def prepare(scale: str) -> None:
    migrate()
    if scale != NOTHING:
        print(f"The database is ready; data of scale {scale} are loaded unless they are there …")
        load_sample(scale)
    summary = {"base_url": settings.base_url} | sample_summary()
    draft = settings.var_dir / "demo.json.new"
    draft.write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    draft.replace(settings.var_dir / "demo.json")


def load_sample(scale: str) -> None:
    """Fills an empty database; leaves one that holds sellers alone, but for what `scale` adds."""
    if scale not in {NOTHING, "sample", *imports.SIZES}:
        raise Refused(f"SCALE is none, sample, {' or '.join(imports.SIZES)}; not {scale}.")
    if scale == NOTHING:
        return
    wiring.connect()
    with unit_of_work() as session:
        if session.exec(select(Seller.id).limit(1)).first() is None:
            imports.load_sample(session)
            imports.load_waiting(session)
    with unit_of_work() as session:
        imports.grow(session, scale, said=print)


def sample_summary() -> dict[str, Any]:
    with unit_of_work() as session:
        return imports.summary(session)
