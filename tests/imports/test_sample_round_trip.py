"""The sample province, exported and imported again."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col

from app.core.config import settings
from app.core.db import utc_now
from app.imports.rules.reports import Outcome
from app.imports.rules.wanted import FileKind
from app.sellers.models import Seller, SellerStatus
from tests.imports.exports import KINDS, brought, taken
from tests.imports.test_round_trips import nothing_changed


@pytest.fixture(scope="module")
def engine(sample_engine: Engine) -> Engine:
    return sample_engine


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_province_comes_back_as_it_went(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: FileKind
) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    # Applications that wait for an answer are no import's business.
    waiting = col(Seller.status) == SellerStatus.SUBMITTED
    decided = {"status": SellerStatus.APPROVED, "approved_at": utc_now()}
    session.execute(update(Seller).where(waiting).values(**decided))
    report = brought(session, *taken(session, kind=kind))
    nothing_changed(report)
    rows = sum(sum(found.values()) for found in report.counts.values())
    assert rows > 500
    assert report.total(Outcome.UNCHANGED) == rows
