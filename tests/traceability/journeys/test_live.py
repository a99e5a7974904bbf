"""Many at once, and processes that die in the middle: the book stays right, by SQL alone."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, create_engine, select

from app import wiring
from app.core.errors import Invalid
from app.traceability.models import GrowingArea, JourneyEvent, Lot, LotStatus, Material, Recall
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.rules.recording import read
from app.traceability.service import RecallIn, RunIn, print_labels, recalls
from app.traceability.service.journeys import booking, corrections
from tests.conftest import TEMPLATE, database_url, recreate
from tests.traceability.journeys.workshop import Workshop, disagreements, when

pytestmark = pytest.mark.live
KILLED = 9
STEP = 3
"""A process dies at every third statement: all of them would take a minute."""


@pytest.fixture(scope="module")
def engine_here(server: str, worker_id: str) -> Iterator[Engine]:
    """One database for all tests here, with real commits."""
    name = f"ng_book_{worker_id}"
    recreate(server, name, TEMPLATE)
    engine = create_engine(database_url(server, name), pool_size=8, max_overflow=0)
    wiring.connect()  # what news defers dies with its transaction too
    yield engine
    engine.dispose()
    recreate(server, name, TEMPLATE)


@pytest.fixture
def workshop(engine_here: Engine) -> Iterator[Workshop]:
    with Session(engine_here, expire_on_commit=False) as session:
        yield Workshop(session)


def test_two_hundred_at_once_never_use_more_than_there_is(
    workshop: Workshop, engine_here: Engine
) -> None:
    leaf = workshop.pick(100_000)
    workshop.session.commit()
    told = [
        {
            "client_id": uuid4(),
            "inputs": [{"material": leaf.code, "grams": 900}],
            "outputs": [{"grams": 180}],
            **when(3, "09:00"),
        }
        for _ in range(200)
    ]

    def take(facts: dict[str, object]) -> bool:
        with Session(engine_here) as session:
            try:
                booking.record(session, workshop.seller.id, read(EventKind.PROCESS, facts))
            except Invalid:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, told))
    workshop.session.refresh(leaf)
    assert (sum(taken), leaf.left) == (111, 100)
    assert disagreements(workshop.session) == []


def test_two_who_confirm_at_once_confirm_once(workshop: Workshop, engine_here: Engine) -> None:
    leaf = workshop.pick(100_000)
    tea = workshop.dry((leaf, 90_000), grams=18_000)
    lot = workshop.pack((tea, 10_000), packs=100)
    lot.status = LotStatus.PUBLISHED
    reason = RecallIn(reason="Mép túi hàn không kín.")
    asked, _ = recalls.ask(workshop.session, workshop.area, reason, UUID(int=1))
    workshop.session.commit()

    def confirm(number: int) -> bool:
        with Session(engine_here) as session:
            recall = session.get_one(Recall, asked.id)
            done = recalls.confirm(session, recall, UUID(int=number))
            session.commit()
            return done

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(confirm, range(2, 6))) == 1
    workshop.session.refresh(lot)
    assert lot.status is LotStatus.RECALLED
    assert disagreements(workshop.session) == []


Act = Callable[[Session, Workshop], object]


def _process(session: Session, workshop: Workshop) -> object:
    leaf = session.exec(select(Material).where(Material.seller_id == workshop.seller.id)).first()
    assert leaf is not None
    inputs = [{"material": leaf.code, "grams": 1_000}]
    told = {"client_id": uuid4(), "inputs": inputs, "outputs": [{"grams": 200}], **when(3, "10:00")}
    return booking.record(session, workshop.seller.id, read(EventKind.PROCESS, told))


def _correct(session: Session, workshop: Workshop) -> object:
    first = select(JourneyEvent).where(
        JourneyEvent.seller_id == workshop.seller.id, JourneyEvent.kind == EventKind.HARVEST
    )
    told = session.exec(first).first()
    assert told is not None
    reason, facts = ErrorReason.INCORRECT_DATA, told.facts | {"grams": 50_000}
    return corrections.correct(session, told, reason, "Cân nhầm.", None, facts=facts)


def _print(session: Session, workshop: Workshop) -> object:
    run = RunIn(template="a4-65", labels=65, number=1)
    return print_labels(session, _lot(session, workshop), run)


def _ask(session: Session, workshop: Workshop) -> object:
    reason = RecallIn(reason="Mép túi hàn không kín.")
    area = session.get_one(GrowingArea, workshop.area.id)
    return recalls.ask(session, area, reason, UUID(int=1))


def _recall(session: Session, workshop: Workshop) -> object:
    recall = session.exec(select(Recall).where(Recall.seller_id == workshop.seller.id)).one()
    return recalls.confirm(session, recall, UUID(int=2))


def _lot(session: Session, workshop: Workshop) -> Lot:
    return session.exec(select(Lot).where(Lot.seller_id == workshop.seller.id)).one()


@pytest.mark.parametrize("act", [_process, _correct, _print, _ask, _recall])
def test_a_process_that_dies_leaves_all_or_nothing(
    workshop: Workshop, engine_here: Engine, act: Act
) -> None:
    session = workshop.session
    leaf = workshop.pick(100_000)
    tea = workshop.dry((leaf, 90_000), grams=18_000)
    lot = workshop.pack((tea, 10_000), packs=100)
    lot.status = LotStatus.DRAFT if act in {_process, _correct} else LotStatus.PUBLISHED
    if act is _recall:
        _ask(session, workshop)
    session.commit()
    before = _seen(session)
    last = 1
    while _dies_at(last, engine_here, workshop, act):
        assert disagreements(session) == []
        assert _seen(session) == before
        last += STEP
    assert last > STEP, "it never died"
    assert disagreements(session) == []
    assert _seen(session) != before


def _seen(session: Session) -> list[object]:
    """What a process could have left half-done."""
    session.rollback()
    tables = ("journey_event", "material_flow", "error_declaration", "label_run", "audit_entry",
              "recall", "recall_item", "procrastinate_jobs")  # fmt: skip
    counts = [f"(SELECT count(*) FROM {table})" for table in tables]  # noqa: S608  # names of ours
    recalled = "(SELECT count(*) FROM lot WHERE recalled_at IS NOT NULL)"
    held = "(SELECT count(*) FROM material WHERE held_reason <> '')"
    weights = "(SELECT sum(grams * 7 + used_grams) FROM material)"
    statement = f"SELECT {', '.join([*counts, recalled, held, weights])}"  # names of ours
    return list(session.connection().exec_driver_sql(statement).one())


def _dies_at(statement: int, engine: Engine, workshop: Workshop, act: Act) -> bool:
    """Whether a process that is killed before its `statement`-th statement was killed at all."""
    url = engine.url
    child = os.fork()
    if child == 0:  # its connections are its own, and it leaves without a word
        try:
            _run(create_engine(url), statement, workshop, act)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, KILLED}, "it failed before it was killed"
    return code == KILLED


def _run(engine: Engine, statement: int, workshop: Workshop, act: Act) -> None:
    left = iter(range(statement - 1, -1, -1))

    def die(*_: object) -> None:
        if next(left, None) == 0:
            os._exit(KILLED)

    event.listen(engine, "before_cursor_execute", die)
    event.listen(engine, "commit", die)
    with Session(engine, expire_on_commit=False) as session:
        act(session, workshop)
        session.commit()
    os._exit(0)
