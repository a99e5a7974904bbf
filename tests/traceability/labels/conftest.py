"""A packed lot of sixty-two boxes, and runs of its labels."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session

from app.catalog.models import Variant
from app.core.config import settings
from app.traceability.models import LabelRun, Lot, RunKind
from app.traceability.service.labels import RunIn, print_labels
from tests.factories import make_lot

Printing = Callable[..., LabelRun]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys and files of a test are its own."""
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    return tmp_path


@pytest.fixture
def packed(session: Session, variant: Variant) -> Lot:
    return make_lot(session, variant, lot_number="TC-2610-07")


@pytest.fixture
def printing(session: Session, packed: Lot) -> Printing:
    """`printing(5, scratch=True)`: the next run of unit labels of the lot."""
    count = 0

    def run(labels: int, kind: RunKind = RunKind.UNIT, **given: object) -> LabelRun:
        nonlocal count
        count += 1
        fields = {"template": "a4-65", "reason": "thử in"} | given
        asked = RunIn(labels=labels, kind=kind, number=count, **fields)
        return print_labels(session, packed, asked)[0]

    return run
