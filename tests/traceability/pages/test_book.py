"""A cooperative writes its book from leaf to packet, one screen a record."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, func, select

from app.core import days
from app.core.ids import new_id
from app.traceability.models import BalanceReview, JourneyEvent, Lot, Material
from app.traceability.rules.materials import EventKind, MaterialKind
from app.traceability.rules.screens import SCREENS
from tests.conftest import Client, Queries
from tests.traceability.journeys.workshop import Workshop, disagreements, when
from tests.traceability.pages.conftest import BOOK, picked, send, write


def new(**fields: Any) -> dict[str, Any]:
    return {"client_id": str(new_id())} | when(0) | fields


def only(session: Session, kind: MaterialKind) -> Material:
    return session.exec(select(Material).where(Material.kind == kind)).one()


def test_leaf_becomes_packets_screen_by_screen(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    answer = write(owner, "hai", picked(workshop, **when(1, "06:00")))
    assert answer.status_code == 303, answer.text
    assert "Đã ghi vào sổ." in owner.get(answer.headers["location"]).text
    leaf = only(session, MaterialKind.LEAF)
    came = new(material=leaf.code, came_grams="52", rejected_grams="2", **when(1, "08:00"))
    assert write(owner, "nhan-la", came).status_code == 303
    batch = new(**{
        f"in-{leaf.code}": "50", "out-0-grams": "8", "out-0-grade": "Chè búp", "out-2-grams": "2",
        "step-0-stage": "fix", "step-0-minutes": "12", "step-0-celsius": "220",
        **when(1, "09:00"),
    })  # fmt: skip
    assert write(owner, "che-bien", batch).status_code == 303
    session.refresh(leaf)
    assert leaf.left == 0
    tea = session.exec(select(Material).where(Material.grade == "Chè búp")).one()
    packed = new(**{
        f"in-{tea.code}": "8", "variant_id": str(workshop.variant_id), "packs": "80",
        "lot_number": "tc-2611-01", "expires_on": str(days.today() + timedelta(days=300)),
    })  # fmt: skip
    assert write(owner, "dong-goi", packed).status_code == 303
    lot = session.exec(select(Lot)).one()
    assert (lot.packs, lot.fresh_grams, lot.claims) == (80, 40_000, ["gi:Tân Cương"])
    sent = new(lot=lot.code, packs="30", to="Cửa hàng Chè Xanh")
    assert write(owner, "xuat-hang", sent).status_code == 303
    page = owner.get(BOOK).text
    for said in ("Thu hái", "Mẻ chế biến", "Đóng gói", "2 kg", "Cửa hàng Chè Xanh"):
        assert said in page
    assert disagreements(session) == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.slug)
def test_every_screen_opens_before_anything_was_written(owner: Client, screen: Any) -> None:
    answer = owner.get(f"{BOOK}/ghi/{screen.slug}")
    assert answer.status_code == 200
    assert screen.label in answer.text


def test_what_was_typed_stays_and_faults_stand_beside_their_fields(
    owner: Client, workshop: Workshop
) -> None:
    leaf = workshop.pick(10_000, days_ago=0)
    typed = new(**{f"in-{leaf.code}": "11", "out-0-grams": "ba ký", "out-0-grade": "Chè đinh"})
    answer = write(owner, "che-bien", typed)
    assert answer.status_code == 422
    assert 'id="e-out-0-grams"' in answer.text
    assert 'value="Chè đinh"' in answer.text
    answer = write(owner, "che-bien", typed | {"out-0-grams": "2"})
    assert answer.status_code == 422
    assert "chỉ còn 10 kg, không đủ 11 kg" in answer.text
    assert "Mời ghi số kg ở ít nhất một dòng." in write(owner, "che-bien", new()).text


def test_the_same_form_again_leads_to_the_same_record(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    typed = picked(workshop)
    first, again = (write(owner, "hai", typed).headers["location"] for _ in range(2))
    assert first == again
    assert session.exec(select(func.count()).select_from(JourneyEvent)).one() == 1
    answer = write(owner, "hai", typed | {"grams": "60"})
    assert answer.status_code == 422
    assert "đã ghi với nội dung khác" in answer.text


def test_the_queue_of_a_phone_is_answered_in_json(owner: Client, workshop: Workshop) -> None:
    asked = {"accept": "application/json"}
    typed = picked(workshop)
    kept = write(owner, "hai", typed, **asked)
    assert kept.json()["at"].startswith(f"{BOOK}/muc/")
    assert write(owner, "hai", typed, **asked).json() == kept.json()
    wrong = write(owner, "hai", picked(workshop, grams="0"), **asked)
    assert (wrong.status_code, wrong.json()["why"]) == (422, "invalid")
    much = write(owner, "hai", picked(workshop, grams="90000"), **asked)
    assert (much.status_code, much.json()["why"]) == (409, "review")


def test_a_doubt_is_put_before_the_exchange_with_a_reason(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    typed = picked(workshop, grams="90000")
    answer = write(owner, "hai", typed)
    assert answer.status_code == 409
    assert "vượt xa sức của vườn" in answer.text
    path = f"{BOOK}/ghi/hai/xem-lai"
    assert send(owner, BOOK + "/ghi/hai", path, typed).status_code == 409
    asked = send(owner, BOOK + "/ghi/hai", path, typed | {"reason": "Đo lại vườn, 9 ha."})
    review = session.exec(select(BalanceReview)).one()
    assert asked.headers["location"] == f"{BOOK}/xem-lai/{review.code}"
    page = owner.get(asked.headers["location"]).text
    assert "Đo lại vườn, 9 ha." in page
    assert "Sàn đang xem" in owner.get(BOOK).text


def test_a_late_record_shows_both_times(owner: Client, workshop: Workshop) -> None:
    answer = write(owner, "hai", picked(workshop, **when(4, "06:00")))
    page = owner.get(answer.headers["location"]).text
    assert "Ghi sau hơn hai ngày" in page
    assert "Ghi muộn" in owner.get(BOOK).text


def test_older_records_are_on_older_pages(owner: Client, workshop: Workshop) -> None:
    for place in range(22):
        workshop.pick(1000 + place, days_ago=1)
    first = owner.get(BOOK).text
    older = first.split("?truoc=")[1].split('"')[0]
    second = owner.get(f"{BOOK}?truoc={older}").text
    assert first.count('class="entry"') == 20
    assert second.count('class="entry"') == 2


def test_a_page_of_the_book_asks_the_same_few_statements_however_long_it_is(
    owner: Client, workshop: Workshop, queries: Queries
) -> None:
    asked = []
    for picks in (1, 12):
        for _ in range(picks):
            leaf = workshop.pick(days_ago=1)
        queries.clear()
        owner.get(BOOK)
        asked.append(len(queries))
        queries.clear()
        owner.get(f"{BOOK}/nguyen-lieu/{leaf.code}")
        asked.append(len(queries))
    assert asked == [*asked[:2]] * 2
    assert asked[0] <= 9


@pytest.mark.parametrize("kind", [EventKind.HARVEST, EventKind.PROCESS, EventKind.PACK])
def test_anothers_records_do_not_exist(
    stranger: Client, owner: Client, workshop: Workshop, kind: EventKind
) -> None:
    leaf = workshop.pick()
    tea = workshop.dry((leaf, 100_000), grams=20_000)
    lot = workshop.pack((tea, 1_000), packs=10)
    rows = [f"nguyen-lieu/{leaf.code}", f"nguyen-lieu/{tea.code}", f"lo/{lot.code}"]
    rows.append(f"muc/{workshop.event_of(leaf).code}")
    for row in rows:
        assert owner.get(f"{BOOK}/{row}").status_code == 200, row
        assert stranger.get(f"{BOOK}/{row}").status_code == 404, row
    assert kind


def test_anothers_leaf_and_garden_cannot_be_used(
    stranger: Client, workshop: Workshop, session: Session
) -> None:
    leaf = workshop.pick()
    answer = write(stranger, "che-bien", new(**{f"in-{leaf.code}": "5", "out-0-grams": "1"}))
    assert answer.status_code == 422
    assert write(stranger, "hai", picked(workshop)).status_code == 422
    assert session.exec(select(func.count()).select_from(JourneyEvent)).one() == 1


def test_the_next_harvest_remembers_garden_and_standard(owner: Client, workshop: Workshop) -> None:
    workshop.pick(farmer="Bà Nhài")
    page = owner.get(f"{BOOK}/ghi/hai").text
    assert f'value="{workshop.area.id}" checked' in page
    assert 'value="bup" checked' in page
    found = page.split('name="client_id" value="')[1].split('"')[0]
    assert UUID(found).version == 7
