"""A file on its way: watched, cancelled, forgotten; and what its report is worth."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.catalog.models import Product, Variant
from app.core.config import settings
from app.identity.models import User
from app.imports import tasks
from app.imports.models import ImportProgress, ImportRun, ImportStatus
from app.imports.rules.progress import Stage, Stopped
from app.imports.rules.reports import Outcome
from app.imports.service import runs, try_workbook, write_workbook
from app.imports.service.pictures import SentAlong
from app.imports.service.runs import NotReady
from app.imports.workbook.reading import read_upload
from app.imports.workbook.sheets import SHEETS
from app.imports.workbook.writing import write_workbook as made_of
from tests.conftest import Queries
from tests.factories import make_operator
from tests.imports.books import TAX_CODE, Book, book


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.fixture
def operator(session: Session) -> User:
    return make_operator(session)


def market(products: int) -> Book:
    """One seller with so many products, three packings each."""
    named = [f"SP-{n}" for n in range(products)]
    return {
        "Đơn vị": book()["Đơn vị"],
        "Sản phẩm": [
            {
                "seller": TAX_CODE,
                "sku": f"{name}-0",
                "name": f"Chè thử {name}",
                "category": "Chè búp cao cấp",
                "approved": True,
            }
            for name in named
        ],
        "Quy cách": [
            {
                "seller": TAX_CODE,
                "product": f"{name}-0",
                "sku": f"{name}-{size}",
                "name": f"Hộp {size}",
                "net_grams": 100,
                "price": 200_000,
            }
            for name in named
            for size in range(3)
        ],
    }


def large(session: Session, operator: User, products: int = 80) -> ImportRun:
    """A run that waits for its job."""
    run = runs.receive(session, operator.id, "a.xlsx", made_of(market(products)))
    assert run.status is ImportStatus.CHECKING
    return run


def number(session: Session, table: str) -> int:
    counted = session.connection().execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608  # our own names
    return int(counted.scalar_one())


TABLES = {"Đơn vị": "seller", "Sản phẩm": "product", "Quy cách": "variant"}


def test_the_report_equals_what_was_written(session: Session, operator: User) -> None:
    run = large(session, operator)
    runs.check(session, run.id)
    tried = run.report["counts"]
    assert {sheet: number(session, table) for sheet, table in TABLES.items()} == {
        "Đơn vị": 0,
        "Sản phẩm": 0,
        "Quy cách": 0,
    }
    runs.confirm(session, operator.id, run.id)
    runs.write(session, operator.id, run.id)
    assert run.report["counts"] == tried
    there = {sheet: number(session, table) for sheet, table in TABLES.items()}
    assert {sheet: found["new"] for sheet, found in tried.items()} == there
    assert there == {"Đơn vị": 1, "Sản phẩm": 80, "Quy cách": 240}
    assert session.exec(select(Product.listed, Product.price)).first() == (True, 200_000)


def test_a_changed_cell_is_the_one_change_that_is_reported(
    session: Session, operator: User
) -> None:
    upload = read_upload("a.xlsx", made_of(market(20)))
    write_workbook(session, upload, SentAlong(), actor_id=operator.id)
    made = market(20)
    made["Quy cách"][7]["price"] = 210_000
    again = read_upload("a.xlsx", made_of(made))
    report = write_workbook(session, again, SentAlong(), actor_id=operator.id)
    assert report.counts["Quy cách"] == Counter({Outcome.UNCHANGED: 59, Outcome.CHANGED: 1})
    assert report.changes == 1
    assert session.exec(select(Variant.sku).where(Variant.price == 210_000)).all() == ["SP-2-1"]


def test_how_far_the_job_is_can_be_read_while_it_runs(session: Session) -> None:
    told: list[tuple[str, str, int, int]] = []

    def note(stage: Stage, sheet: str = "", done: int = 0, total: int = 0) -> None:
        told.append((stage, sheet, done, total))

    upload = read_upload("a.xlsx", made_of(market(80)))
    try_workbook(session, upload, SentAlong(), progress=note)
    assert told == [
        ("reading", "", 0, 0),
        ("checking", "", 0, 0),
        ("rows", "Đơn vị", 0, 1),
        ("rows", "Sản phẩm", 0, 80),
        ("rows", "Quy cách", 0, 240),
        ("rows", "Quy cách", 100, 240),
        ("rows", "Quy cách", 200, 240),
        ("finishing", "", 0, 0),
    ]


def test_a_job_that_was_cancelled_stops_and_writes_nothing(
    session: Session, operator: User
) -> None:
    run = large(session, operator)
    session.get_one(ImportProgress, run.id).stop = True
    session.flush()
    runs.check(session, run.id)
    assert (run.status, run.content, number(session, "product")) == (ImportStatus.CANCELLED, b"", 0)


def test_a_file_is_given_up_before_it_is_confirmed_and_not_after(
    session: Session, operator: User
) -> None:
    run = runs.receive(session, operator.id, "a.xlsx", made_of(book()))
    runs.cancel(session, operator.id, run.id)
    runs.cancel(session, operator.id, run.id)
    assert (run.status, run.content) == (ImportStatus.CANCELLED, b"")
    with pytest.raises(NotReady):
        runs.confirm(session, operator.id, run.id)
    other = runs.receive(session, operator.id, "a.xlsx", made_of(book()))
    runs.confirm(session, operator.id, other.id)
    with pytest.raises(NotReady):
        runs.cancel(session, operator.id, other.id)
    assert other.status is ImportStatus.DONE


def test_a_writing_job_does_not_heed_a_late_stop(session: Session, operator: User) -> None:
    run = large(session, operator)
    runs.check(session, run.id)
    runs.confirm(session, operator.id, run.id)
    session.get_one(ImportProgress, run.id).stop = True
    session.flush()
    runs.write(session, operator.id, run.id)
    assert (run.status, number(session, "product")) == (ImportStatus.DONE, 80)


def test_a_stopped_import_leaves_the_session_as_it_was(session: Session) -> None:
    def stop(stage: Stage, sheet: str = "", done: int = 0, total: int = 0) -> None:
        if done == 200:
            raise Stopped

    upload = read_upload("a.xlsx", made_of(market(80)))
    with pytest.raises(Stopped):
        write_workbook(session, upload, SentAlong(), progress=stop)
    assert number(session, "variant") == 0
    assert "catalog.held" not in session.info


def test_what_nobody_confirms_is_emptied_after_a_week_and_forgotten_after_three_months(
    session: Session, operator: User
) -> None:
    ready = runs.receive(session, operator.id, "a.xlsx", made_of(book()))
    wrong = runs.receive(session, operator.id, "b.xlsx", made_of(book(quy_cách={"price": -1})))
    done = runs.receive(session, operator.id, "c.xlsx", made_of(book()))
    runs.confirm(session, operator.id, done.id)
    tasks.forget_old()
    session.expire_all()
    assert (ready.status, wrong.content != b"") == (ImportStatus.READY, True)
    age(session, 8)
    assert (ready.status, ready.content) == (ImportStatus.EXPIRED, b"")
    assert (wrong.status, wrong.content) == (ImportStatus.REFUSED, b"")
    age(session, 91)
    assert session.exec(select(ImportRun.id)).all() == [done.id]


def age(session: Session, days: int) -> None:
    session.flush()
    session.connection().execute(
        text("UPDATE import_run SET created_at = now() - make_interval(days => :days)"),
        {"days": days},
    )
    tasks.forget_old()
    session.expire_all()


def test_who_takes_a_code_meanwhile_refuses_the_file_with_a_word(
    session: Session, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import IntegrityError  # noqa: PLC0415

    run = runs.receive(session, operator.id, "a.xlsx", made_of(book()))

    def refuse(*_: object, **__: object) -> None:
        raise IntegrityError("", {}, Exception())

    monkeypatch.setattr(runs, "write_workbook", refuse)
    runs.confirm(session, operator.id, run.id)
    assert run.status is ImportStatus.REFUSED
    assert run.report["faults"][0]["row"] == 0


def test_statements_grow_far_slower_than_rows(session: Session, queries: Queries) -> None:
    def asked(products: int) -> int:
        upload = read_upload("a.xlsx", made_of(market(products)))
        queries.clear()
        assert try_workbook(session, upload, SentAlong()).faults == []
        return len(queries)

    few, many = asked(10), asked(60)
    assert (many - few) / 50 <= 4, "statements for a new product and its three packings"
    upload = read_upload("a.xlsx", made_of(market(60)))
    write_workbook(session, upload, SentAlong())
    queries.clear()
    write_workbook(session, upload, SentAlong())
    assert len(queries) < 30, "a file of what is there already asks once for each table"
    assert len(SHEETS) == 8
