"""What is wrong in the book is put right beside it, by two people where one is not enough."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core.db import utc_now
from app.traceability.models import BalanceReview, Correction, JourneyEvent, Material
from app.traceability.models.materials import Asked
from app.traceability.service.journeys import corrections
from tests.conftest import Client
from tests.traceability.journeys.workshop import Workshop, disagreements
from tests.traceability.pages.conftest import BOOK, picked, send, write

DOUBTS = "/dieu-hanh/can-doi"


def corrected(owner: Client, workshop: Workshop, leaf: Material, **changed: str) -> str:
    """Where "Đính chính" leads, after the prefilled form was sent with changes."""
    event = workshop.event_of(leaf)
    page = f"{BOOK}/muc/{event.code}/dinh-chinh"
    shown = owner.get(page).text
    assert 'value="100"' in shown  # the weight as it was, in kilograms
    typed = {
        "day": str(event.facts["day"]),
        "clock": "06:00",
        "growing_area_id": str(workshop.area.id),
        "picking_standard": "bup",
        "grams": "90",
        "correction_note": "Đọc nhầm cân.",
        "client_id": str(event.client_id),
    }
    answer = send(owner, page, page, typed | changed)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_new_record_is_put_right_at_once_with_before_and_after(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    leaf = workshop.pick()
    old = workshop.event_of(leaf)
    page = owner.get(corrected(owner, workshop, leaf)).text
    assert "Đã đính chính, sổ cân lại xong." in page
    session.refresh(leaf)
    assert leaf.grams == 90_000
    before_and_after = owner.get(f"{BOOK}/muc/{old.code}").text
    assert "<del>100 kg</del>" in before_and_after
    assert "<ins>90 kg</ins>" in before_and_after
    assert "Đọc nhầm cân." in before_and_after
    assert "Đã đính chính: ghi sai" in owner.get(BOOK).text
    assert disagreements(session) == []


def test_a_correction_without_a_reason_is_asked_for_one(owner: Client, workshop: Workshop) -> None:
    event = workshop.event_of(workshop.pick())
    page = f"{BOOK}/muc/{event.code}"
    answer = send(owner, page, page + "/khong-xay-ra", {"strike_note": " "})
    assert answer.status_code == 422
    assert "Mời viết vì sao" in answer.text


def test_what_never_happened_leaves_the_balance(
    owner: Client, workshop: Workshop, session: Session
) -> None:
    leaf = workshop.pick()
    page = f"{BOOK}/muc/{workshop.event_of(leaf).code}"
    assert send(owner, page, page + "/khong-xay-ra", {"strike_note": "Ghi hai lần."}).is_redirect
    session.refresh(leaf)
    assert leaf.grams == 0
    again = send(owner, page, page + "/khong-xay-ra", {"strike_note": "Ghi hai lần."})
    assert again.status_code == 422
    assert "đã đính chính rồi" in again.text


def waiting(
    owner: Client, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, Material]:
    """A correction of a record of yesterday, asked for by the owner."""
    leaf = workshop.pick()
    later = utc_now() + timedelta(hours=25)
    monkeypatch.setattr(corrections, "utc_now", lambda: later)
    return corrected(owner, workshop, leaf), leaf


def test_an_old_record_waits_for_a_second_person_of_the_shop(
    owner: Client,
    colleague: Client,
    stranger: Client,
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, leaf = waiting(owner, workshop, monkeypatch)
    session = workshop.session
    assert "Người xin không tự duyệt được" in owner.get(path).text
    assert send(owner, path, path + "/dong-y", {}).status_code == 403
    assert stranger.get(path).status_code == 404
    assert path in colleague.get(BOOK).text
    assert send(colleague, path, path + "/dong-y", {}).is_redirect
    session.refresh(leaf)
    assert leaf.grams == 90_000
    assert send(colleague, path, path + "/dong-y", {}).is_redirect  # a second click


def test_whoever_asked_may_take_it_back(
    owner: Client, workshop: Workshop, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, leaf = waiting(owner, workshop, monkeypatch)
    assert send(owner, path, path + "/tu-choi", {}).is_redirect
    assert session.exec(select(Correction.state)).one() is Asked.REJECTED
    session.refresh(leaf)
    assert leaf.grams == 100_000


def test_an_operator_may_be_the_second_person(
    owner: Client,
    operator: Client,
    workshop: Workshop,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, leaf = waiting(owner, workshop, monkeypatch)
    own = f"{DOUBTS}/dinh-chinh/{path.rpartition('/')[2]}"
    assert own in operator.get(DOUBTS).text
    assert send(operator, own, own + "/duyet", {}).status_code == 422
    answered = send(operator, own, own + "/duyet", {"answer": "Đã gọi xưởng, cân đúng 90 kg."})
    assert answered.is_redirect
    session.refresh(leaf)
    assert leaf.grams == 90_000


def doubted(owner: Client, workshop: Workshop, session: Session) -> BalanceReview:
    typed = picked(workshop, grams="90000") | {"reason": "Vườn đo lại 9 ha."}
    assert send(owner, f"{BOOK}/ghi/hai", f"{BOOK}/ghi/hai/xem-lai", typed).is_redirect
    return session.exec(select(BalanceReview)).one()


def test_an_operator_sees_the_season_and_takes_a_doubted_record(
    owner: Client, operator: Client, workshop: Workshop, session: Session
) -> None:
    workshop.pick(30_000)
    review = doubted(owner, workshop, session)
    page = f"{DOUBTS}/{review.code}"
    shown = operator.get(page).text
    for said in ("Vườn đo lại 9 ha.", "vượt xa sức của vườn", "28.000 kg", "30 kg"):
        assert said in shown
    assert send(operator, page, page + "/duyet", {"answer": "Đã xem giấy đo đạc."}).is_redirect
    event = session.exec(select(JourneyEvent).where(JourneyEvent.review_id == review.id)).one()
    assert event.facts["grams"] == 90_000_000
    assert "Đã xem giấy đo đạc." in owner.get(f"{BOOK}/xem-lai/{review.code}").text


def test_a_doubted_record_that_is_sent_back_is_not_kept(
    owner: Client, operator: Client, workshop: Workshop, session: Session
) -> None:
    review = doubted(owner, workshop, session)
    page = f"{DOUBTS}/{review.code}"
    assert send(operator, page, page + "/tu-choi", {"answer": "Vượt xa sức vườn."}).is_redirect
    assert session.exec(select(JourneyEvent)).all() == []
    assert "Vượt xa sức vườn." in owner.get(f"{BOOK}/xem-lai/{review.code}").text
    assert "Không có số cân nào chờ xem." in operator.get(DOUBTS).text


def test_the_form_of_every_kind_of_record_fills_itself_again(
    owner: Client, workshop: Workshop
) -> None:
    leaf = workshop.pick()
    tea = workshop.dry((leaf, 100_000), grams=20_000)
    event = workshop.event_of(tea)
    page = owner.get(f"{BOOK}/muc/{event.code}/dinh-chinh").text
    assert f'name="in-{leaf.code}" value="100"' in page
    assert 'name="out-0-grams" required value="20"' in page.replace('type="text" ', "")
    assert write(owner, "hai", picked(workshop)).is_redirect
