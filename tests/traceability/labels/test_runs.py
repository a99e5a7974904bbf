"""Runs of labels: what R4 allows, what is voided, and that nothing is half done."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, func, select

from app.core import days
from app.core.errors import Invalid, NotFound
from app.identity.models import AuditEntry
from app.sellers.models import Seller
from app.traceability.models import LabelManifest, LabelRun, LabelVoid, Lot, RunKind, UnitCode
from app.traceability.queries.labels import active_of, serials_of
from app.traceability.rules.label_stock import StockIn
from app.traceability.rules.units import serial_text
from app.traceability.service import labels
from app.traceability.service.label_files import sheet_of
from app.traceability.service.label_stock import add_stock
from app.traceability.service.labels import NothingToLabel, RunIn, VoidIn, void_labels
from tests.traceability.labels.conftest import Printing

WHY = "rách khi dán"


def place_count(session: Session, run: LabelRun) -> int:
    return session.exec(select(func.count()).where(UnitCode.run_id == run.id)).one()


def test_each_label_of_a_unit_run_has_a_serial_of_its_own(
    session: Session, printing: Printing
) -> None:
    run = printing(62)
    codes = list(serials_of(session, run.id))
    assert [place for place, _ in codes] == list(range(1, 63))
    assert len({serial for _, serial in codes}) == 62
    assert sheet_of(run).key == "a4-65"


def test_a_run_sent_twice_is_one_run_with_one_set_of_codes(
    session: Session, packed: Lot, printing: Printing
) -> None:
    run = printing(5)
    again = RunIn(template="a4-65", labels=5, kind=RunKind.UNIT, number=1)
    same, fresh = labels.print_labels(session, packed, again)
    assert (same.id, fresh) == (run.id, False)
    assert place_count(session, run) == 5


def test_unit_labels_and_lot_labels_count_together(
    session: Session, packed: Lot, printing: Printing
) -> None:
    printing(40)
    with pytest.raises(Invalid) as refused:
        printing(25, RunKind.BATCH)
    assert refused.value.fields == {"labels": "Chỉ còn in được 24 tem."}
    assert labels.labels_left(session, packed) == 24


def test_no_label_is_printed_before_the_lot_is_packed(
    session: Session, packed: Lot, printing: Printing
) -> None:
    packed.packed_on = days.today() + timedelta(days=1)
    session.flush()
    with pytest.raises(NothingToLabel):
        printing(1)


def test_a_serial_cannot_be_given_up_by_number_alone(printing: Printing) -> None:
    printing(64)
    with pytest.raises(Invalid) as refused:
        printing(2, given_up=2)
    assert set(refused.value.fields) == {"given_up"}


@pytest.mark.parametrize(
    ("places", "voided"), [((None, None), 10), ((3, 5), 3), ((7, None), 1), ((1, 10), 10)]
)
def test_a_range_of_a_run_is_voided_once(
    session: Session,
    packed: Lot,
    printing: Printing,
    places: tuple[int | None, int | None],
    voided: int,
) -> None:
    run = printing(10)
    given = VoidIn(first=places[0], last=places[1], whole=places[0] is None, reason=WHY)
    assert void_labels(session, packed, 1, given) == voided
    assert void_labels(session, packed, 1, given) == 0
    assert active_of(session, packed.id) == 10 - voided
    assert len(list(serials_of(session, run.id))) == 10 - voided


def test_ranges_that_overlap_void_each_label_once(
    session: Session, packed: Lot, printing: Printing
) -> None:
    printing(10)
    assert void_labels(session, packed, 1, VoidIn(first=2, last=4, reason=WHY)) == 3
    assert void_labels(session, packed, 1, VoidIn(first=3, last=7, reason=WHY)) == 3
    assert void_labels(session, packed, 1, VoidIn(whole=True, reason=WHY)) == 4
    assert active_of(session, packed.id) == 0
    assert session.exec(select(func.count(col(LabelVoid.id)))).one() == 4


def test_one_label_is_voided_by_the_serial_on_it(
    session: Session, packed: Lot, printing: Printing
) -> None:
    run = printing(3)
    serial = dict(serials_of(session, run.id))[2]
    typed = serial_text(serial).lower()
    assert void_labels(session, packed, 1, VoidIn(serial=typed, reason=WHY)) == 1
    assert [place for place, _ in serials_of(session, run.id)] == [1, 3]
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "label_run.void")).one()
    assert (entry.after, entry.reason) == ({"first": 2, "last": 2}, WHY)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "first"),
        ({"last": 3}, "first"),
        ({"first": 4, "last": 11}, "last"),
        ({"first": 5, "last": 4}, "last"),
        ({"serial": "0000000000"}, "serial"),
        ({"serial": "không phải"}, "serial"),
    ],
)
def test_labels_that_the_run_does_not_have_are_not_voided(
    session: Session, packed: Lot, printing: Printing, given: dict[str, str], field: str
) -> None:
    printing(10)
    with pytest.raises(Invalid) as refused:
        void_labels(session, packed, 1, VoidIn.model_validate(given | {"reason": WHY}))
    assert set(refused.value.fields) == {field}
    with pytest.raises(NotFound):
        void_labels(session, packed, 2, VoidIn(whole=True, reason=WHY))


def test_voided_labels_may_be_printed_again_and_no_more(
    session: Session, packed: Lot, printing: Printing
) -> None:
    printing(64)
    void_labels(session, packed, 1, VoidIn(first=1, last=4, reason=WHY))
    with pytest.raises(Invalid):
        labels.print_labels(
            session, packed, RunIn(template="a4-65", labels=5, number=2, reason=WHY)
        )
    printing(4)
    assert active_of(session, packed.id) == 64


def test_excess_labels_are_voided_from_the_last_one_back(
    session: Session, packed: Lot, printing: Printing
) -> None:
    printing(40)
    printing(24)
    packed.packs = 40
    session.flush()
    assert labels.excess(session, packed) == 22
    assert labels.void_excess(session, packed, WHY) == 22
    assert labels.void_excess(session, packed, WHY) == 0
    assert active_of(session, packed.id) == 42
    void = session.exec(select(LabelVoid)).one()
    assert (void.first, void.last) == (3, 24)


@pytest.mark.parametrize("table", ["label_run", "label_void", "label_manifest", "unit_code"])
def test_what_was_printed_and_voided_is_never_edited(
    session: Session, packed: Lot, printing: Printing, table: str
) -> None:
    printing(2)
    void_labels(session, packed, 1, VoidIn(first=1, reason=WHY))
    column = "id" if table == "label_run" else "run_id"
    for edit in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):  # noqa: S608  # ours
        with pytest.raises(DBAPIError, match="add a correction"), session.begin_nested():
            session.execute(text(edit))


def test_a_fault_in_the_middle_of_a_run_leaves_nothing_of_it(
    session: Session, packed: Lot, printing: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(labels, "sign_run", fail)
        with pytest.raises(OSError, match="power"), session.begin_nested():
            printing(20, scratch=True)
    assert active_of(session, packed.id) == 0
    for table in ("label_run", "unit_code", "label_pins", "label_manifest"):
        assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0  # noqa: S608  # ours
    assert labels.labels_left(session, packed) == 64


def test_a_used_sheet_is_begun_where_it_is_free_and_own_stock_stays_as_it_measured(
    session: Session, packed: Lot, printing: Printing
) -> None:
    seller = session.get_one(Seller, packed.seller_id)
    stock = StockIn(
        title="A4 của mình", page_width=21_000, page_height=29_700, columns=2, rows=4,
        label_width=9_000, label_height=6_000, dpi=300,
    )  # fmt: skip
    own = add_stock(session, seller, stock)
    run = printing(3, template=own.key, start=7)
    assert run.skip == 6
    add_stock(session, seller, stock.model_copy(update={"label_width": 5_000}))
    assert sheet_of(run).label == (90.0, 60.0)
    assert session.get_one(LabelManifest, run.id).document["manifest"]["template"] == own.key


def test_another_sellers_stock_is_none_of_ours(packed: Lot, printing: Printing) -> None:
    with pytest.raises(Invalid) as refused:
        printing(3, template="rieng-000000000000")
    assert set(refused.value.fields) == {"template"}
