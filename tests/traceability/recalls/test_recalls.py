"""What a recall reaches, who decides it, and what it holds."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, select

from app.core import days, events
from app.core.errors import Invalid
from app.identity.models import AuditEntry
from app.traceability.models import GrowingArea, Lot, LotStatus, Material, Recall, RecallItem
from app.traceability.queries import recalls as reads
from app.traceability.rules import Stage
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.rules.recalls import RECALLING, Branch, RecallState
from app.traceability.service import RecallIn, RunIn, print_labels, publish_lot, recalls
from app.traceability.service.journeys import corrections
from app.traceability.service.journeys.corrections import SecondPersonNeeded
from app.traceability.service.labels import NothingToLabel
from app.traceability.service.news import LotRecalled
from app.traceability.service.publication import OnHold
from app.traceability.service.recalls import (
    AlreadyAnswered,
    AlreadyRecalled,
    NotTheirs,
    RecallConfirmed,
)
from tests.factories import make_area, make_event, make_lot, make_variant
from tests.traceability.journeys.workshop import Workshop, disagreements

WHY = RecallIn(reason="Lá có dư lượng quá mức.", reason_en="Residues above the limit.")
FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


class Season:
    """Leaf of two gardens; the tea of the first is blended twice, and packed at every level."""

    def __init__(self, workshop: Workshop) -> None:
        session = workshop.session
        self.bad = workshop.area
        self.good = make_area(session, workshop.seller, hectares=2)
        self.leaf = workshop.pick(50_000)
        self.early = workshop.pick(10_000, days_ago=9)
        other = workshop.pick(50_000, growing_area_id=self.good.id)
        self.tea = workshop.dry((self.leaf, 50_000), grams=10_000)
        self.clean = workshop.dry((other, 50_000), grams=10_000)
        self.blend = workshop.blend((self.tea, 2_000), (self.clean, 2_000), grams=4_000)
        self.again = workshop.blend((self.blend, 1_000), (self.clean, 1_000), grams=2_000)
        self.lots = [
            workshop.pack((tea, 1_000), packs=10) for tea in (self.tea, self.blend, self.again)
        ]
        self.safe = workshop.pack((self.clean, 1_000), packs=10)
        for lot in (*self.lots[:2], self.safe):
            lot.status = LotStatus.PUBLISHED
        session.flush()

    @property
    def reached(self) -> list[Material]:
        return [self.leaf, self.tea, self.blend, self.again]


@pytest.fixture
def season(workshop: Workshop) -> Season:
    return Season(workshop)


def ask(session: Session, subject: object, **days_: object) -> Recall:
    recall, new = recalls.ask(session, subject, WHY, FIRST, **days_)  # type: ignore[arg-type]
    assert new
    return recall


def held(session: Session) -> tuple[set[UUID], set[UUID]]:
    materials = session.exec(select(Material.id).where(Material.held_reason != "")).all()
    lots = session.exec(select(Lot.id).where(Lot.held_reason != "")).all()
    return set(materials), set(lots)


def ids(*rows: Material | Lot) -> set[UUID]:
    return {row.id for row in rows}


def test_asking_holds_all_that_came_of_a_garden_through_every_blend(
    session: Session, season: Season
) -> None:
    recall = ask(session, season.bad)
    assert held(session) == (ids(*season.reached, season.early), ids(*season.lots))
    found = reads.reach(session, recall)
    assert ids(*found.lots) == ids(*season.lots)
    assert {lot.status for lot in season.lots} == {LotStatus.PUBLISHED, LotStatus.DRAFT}


def test_days_bound_what_was_picked_both_ends_included(session: Session, season: Season) -> None:
    day = days.today() - timedelta(days=9)
    ask(session, season.bad, since=day, until=day)
    assert held(session) == (ids(season.early), set())
    with pytest.raises(Invalid) as refused:
        recalls.draft(season.bad, day, day - timedelta(days=1))
    assert set(refused.value.fields) == {"picked_until"}


def test_an_input_is_followed_forwards_and_a_lot_stands_alone(
    session: Session, season: Season
) -> None:
    recall = ask(session, season.blend)
    assert held(session) == (ids(season.blend, season.again), ids(*season.lots[1:]))
    recalls.withdraw(session, recall, FIRST)
    assert held(session) == (set(), set())
    ask(session, season.safe)
    assert held(session) == (set(), ids(season.safe))


def test_a_lot_that_was_declared_in_one_form_belongs_to_its_garden(
    session: Session, season: Season
) -> None:
    variant = make_variant(session)
    lot = make_lot(session, variant, seller_id=season.bad.seller_id, growing_area_id=season.bad.id)
    make_event(session, lot, Stage.HARVEST)
    recall = ask(session, season.bad, until=lot.harvested_on)
    assert held(session) == (set(), ids(lot))
    recalls.refuse(session, recall, SECOND, "Đã kiểm lại, lá sạch.")
    assert held(session) == (set(), set()), "it is older than the book, and sound"


def test_what_is_on_hold_is_not_used_labelled_shipped_published_or_next(
    session: Session, workshop: Workshop, season: Season
) -> None:
    ask(session, season.bad)
    with pytest.raises(Invalid):
        workshop.blend((season.tea, 100), (season.clean, 100), grams=200)
    public, draft = season.lots[0], season.lots[2]
    with pytest.raises(NothingToLabel):
        print_labels(session, public, RunIn(template="a4-65", labels=1, number=1))
    with pytest.raises(Invalid):
        workshop.write(EventKind.SHIP, lot=public.code, packs=1, to="Cửa hàng")
    with pytest.raises(OnHold):
        publish_lot(session, draft)


def test_leaf_of_those_days_that_is_written_down_later_is_held_too(
    session: Session, workshop: Workshop, season: Season
) -> None:
    ask(session, season.bad)
    assert workshop.pick(1_000).held_reason == RECALLING
    assert not workshop.pick(1_000, growing_area_id=season.good.id).held_reason


def test_confirming_recalls_what_is_public_and_keeps_what_it_reached(
    session: Session, season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[object] = []
    handlers = {
        kind: [lambda _, news: heard.append(news)] for kind in (LotRecalled, RecallConfirmed)
    }
    monkeypatch.setattr(events, "_handlers", handlers)
    recall = ask(session, season.bad)
    assert recalls.confirm(session, recall, SECOND, "Phiếu 1187 đúng.")
    assert not recalls.confirm(session, recall, SECOND)
    public = season.lots[:2]
    assert [lot.status for lot in season.lots] == ["recalled", "recalled", "draft"]
    assert public[0].recall_reason_en == "Residues above the limit."
    items = session.exec(select(RecallItem).where(RecallItem.recall_id == recall.id)).all()
    assert {i.lot_id for i in items if i.lot_id} == ids(*season.lots)
    assert {i.material_id for i in items if i.material_id} == ids(*season.reached, season.early)
    told = [news for news in heard if isinstance(news, LotRecalled)]
    reached = {(lot.id, recall.id) for lot in public}
    assert {(news.lot_id, news.recall_id) for news in told} == reached
    assert heard[len(told) :] == [RecallConfirmed(recall.id, tuple(news.lot_id for news in told))]
    with pytest.raises(OnHold):
        publish_lot(session, season.lots[2])


def test_what_was_packed_between_asking_and_confirming_is_caught(
    session: Session, workshop: Workshop, season: Season
) -> None:
    """Nothing can be packed of what is held; a lot may still have been told of that garden."""
    recall = ask(session, season.bad)
    late = make_lot(
        session,
        make_variant(session),
        seller_id=workshop.seller.id,
        growing_area_id=season.bad.id,
    )
    recalls.confirm(session, recall, SECOND)
    assert late.status is LotStatus.RECALLED
    assert late.id in held(session)[1]


def test_what_a_confirmed_recall_reached_stays_held_whatever_is_corrected(
    session: Session, workshop: Workshop, season: Season
) -> None:
    recall = ask(session, season.tea)
    recalls.confirm(session, recall, SECOND)
    blended = workshop.event_of(season.blend)
    gone = corrections.correct(session, blended, ErrorReason.DID_NOT_OCCUR, "Ghi nhầm.", FIRST)
    corrections.approve(session, gone, SECOND)
    assert held(session)[0] >= ids(season.tea, season.blend, season.again)
    assert season.lots[2].held_reason
    assert disagreements(session) == []


def test_nobody_confirms_or_refuses_what_they_asked(session: Session, season: Season) -> None:
    recall = ask(session, season.safe)
    with pytest.raises(SecondPersonNeeded):
        recalls.confirm(session, recall, FIRST)
    with pytest.raises(SecondPersonNeeded):
        recalls.refuse(session, recall, FIRST, "Thôi.")
    with pytest.raises(NotTheirs):
        recalls.withdraw(session, recall, SECOND)
    assert (recall.state, season.safe.status) == (RecallState.ASKED, LotStatus.PUBLISHED)


def test_an_answer_is_given_once(session: Session, season: Season) -> None:
    recall = ask(session, season.safe)
    again, new = recalls.ask(session, season.safe, WHY, SECOND)
    assert (again.id, new) == (recall.id, False)
    for _ in range(2):
        recalls.withdraw(session, recall, FIRST)
    with pytest.raises(AlreadyAnswered):
        recalls.confirm(session, recall, SECOND)
    with pytest.raises(AlreadyAnswered):
        recalls.refuse(session, recall, SECOND, "Không có gì.")
    second = ask(session, season.safe)
    recalls.confirm(session, second, SECOND)
    with pytest.raises(AlreadyAnswered):
        recalls.withdraw(session, second, FIRST)
    with pytest.raises(AlreadyRecalled):
        recalls.ask(session, season.safe, WHY, FIRST)
    actions = session.exec(
        select(AuditEntry.action)
        .where(col(AuditEntry.action).startswith("recall."))
        .order_by(col(AuditEntry.at), col(AuditEntry.id))
    ).all()
    assert actions == ["recall.ask", "recall.withdraw", "recall.ask", "recall.confirm"]


def test_releasing_one_recall_leaves_what_another_holds(session: Session, season: Season) -> None:
    wide, narrow = ask(session, season.bad), ask(session, season.blend)
    recalls.refuse(session, wide, SECOND, "Chỉ mẻ trộn có lỗi.")
    assert held(session) == (ids(season.blend, season.again), ids(*season.lots[1:]))
    recalls.withdraw(session, narrow, FIRST)
    assert held(session) == (set(), set())


def test_another_sellers_goods_stay_as_they_are(session: Session, season: Season) -> None:
    stranger = Season(Workshop(session))
    recall = ask(session, season.bad)
    recalls.confirm(session, recall, SECOND)
    theirs = held(session)[0] & ids(*stranger.reached)
    assert (theirs, stranger.lots[0].status) == (set(), LotStatus.PUBLISHED)


def test_the_tree_tells_each_thing_once_in_full(session: Session, season: Season) -> None:
    recall = recalls.draft(season.bad)
    found = reads.reach(session, recall)
    branches = reads.tree_of(session, found)
    seen: list[tuple[UUID, bool]] = []

    def walk(nodes: list[Branch], depth: int) -> int:
        seen.extend((node.id, node.again) for node in nodes)
        return max([depth, *(walk(node.children, depth + 1) for node in nodes)])

    assert walk(branches, 0) == 5, "leaf, tea, blend, blend of the blend, lot"
    assert {node for node, _ in seen} == set(found.ids)
    whole = [node for node, again in seen if not again]
    assert len(whole) == len(set(whole))


def test_reach_takes_as_many_statements_for_many_things_as_for_few(
    session: Session, season: Season, queries: list[str]
) -> None:
    session.flush()
    queries.clear()
    reads.tree_of(session, reads.reach(session, recalls.draft(season.bad)))
    assert len(queries) <= 8


def test_a_garden_without_anything_reaches_nothing(session: Session, workshop: Workshop) -> None:
    empty: GrowingArea = make_area(session, workshop.seller, name=f"Đồi {uuid4().hex[:6]}")
    recall = ask(session, empty)
    assert reads.reach(session, recall).ids == []
    recalls.confirm(session, recall, SECOND)
    assert recall.state is RecallState.CONFIRMED
