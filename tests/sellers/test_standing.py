"""From a draft to a shop and back: random walks stay within the table, and leave a record."""

from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.core.errors import Conflict, Invalid
from app.identity.models import AuditEntry
from app.notifications.models import Message
from app.notifications.service import rendered
from app.sellers import queries, service
from app.sellers.models import Seller, SellerKind, SellerStatus
from app.sellers.rules import Decider, may_become
from tests.factories import make_operator, make_seller
from tests.sellers.applicants import make_applicant, make_sent, make_whole
from tests.sellers.test_service import cooperative

REASON = "Tên đăng ký chưa khớp với giấy"

Command = Callable[[Session, UUID, Seller], object]
COMMANDS: dict[str, tuple[SellerStatus, Decider, Command]] = {
    "submit": (
        SellerStatus.SUBMITTED,
        Decider.OWNER,
        lambda s, who, it: service.submit_application(s, who, it, declared=True),
    ),
    "give up": (SellerStatus.CLOSED, Decider.OWNER, service.give_up_application),
    "approve": (SellerStatus.APPROVED, Decider.OPERATOR, service.approve_seller),
    "ask": (
        SellerStatus.NEEDS_CHANGES,
        Decider.OPERATOR,
        lambda s, who, it: service.ask_changes(s, who, it, REASON),
    ),
    "suspend": (
        SellerStatus.SUSPENDED,
        Decider.OPERATOR,
        lambda s, who, it: service.suspend_seller(s, who, it, REASON),
    ),
    "close": (
        SellerStatus.CLOSED,
        Decider.OPERATOR,
        lambda s, who, it: service.close_seller(s, who, it, REASON),
    ),
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(COMMANDS)), min_size=4, max_size=12))
def test_any_walk_stays_within_the_table_and_each_step_is_recorded_once(
    session: Session, walk: list[str]
) -> None:
    user, operator = make_applicant(session), make_operator(session)
    seller = make_whole(session, user)
    before_walk = _moves(session, seller)
    steps = 0
    for name in walk:
        to, who, command = COMMANDS[name]
        before, again = seller.status, seller.status is to
        actor = user if who is Decider.OWNER else operator
        if may_become(before, to, who):
            assert command(session, actor.id, seller)
            steps += 1
            assert seller.status is to
        elif again:
            assert not command(session, actor.id, seller)
        else:
            with pytest.raises(Conflict):
                command(session, actor.id, seller)
            assert seller.status is before
    session.flush()
    assert _moves(session, seller) - before_walk == steps
    assert (seller.decision_reason == "") == (
        seller.status in {SellerStatus.DRAFT, SellerStatus.SUBMITTED, SellerStatus.APPROVED}
        or _closed_by_owner(session, seller)
    )


def _entries(session: Session, seller: Seller) -> list[AuditEntry]:
    statement = select(AuditEntry).where(AuditEntry.subject_id == seller.id)
    return [entry for entry in session.exec(statement) if "status" in (entry.after or {})]


def _moves(session: Session, seller: Seller) -> int:
    session.flush()
    return len(_entries(session, seller))


def _closed_by_owner(session: Session, seller: Seller) -> bool:
    return any(entry.action == "seller.give_up" for entry in _entries(session, seller))


def test_an_application_is_sent_whole_and_with_a_declaration(session: Session) -> None:
    user = make_applicant(session)
    seller = make_whole(session, user)
    with pytest.raises(Invalid, match="cam đoan"):
        service.submit_application(session, user.id, seller, declared=False)
    seller.street = ""
    with pytest.raises(service.Incomplete, match="thôn xóm"):
        service.submit_application(session, user.id, seller, declared=True)
    assert seller.status is SellerStatus.DRAFT
    seller.street = "Xóm Hồng Thái 2"
    assert service.submit_application(session, user.id, seller, declared=True)
    declared = select(AuditEntry.after).where(AuditEntry.action == "seller.declare")
    said = session.exec(declared).one()
    assert said is not None
    assert "số định danh cá nhân" in said["declared"]


def test_a_no_without_a_reason_is_refused(session: Session) -> None:
    seller = make_sent(session, make_applicant(session))
    operator = make_operator(session)
    for command in (service.ask_changes, service.close_seller):
        with pytest.raises(Invalid):
            command(session, operator.id, seller, "  ")
    assert seller.status is SellerStatus.SUBMITTED


def test_an_application_sent_again_is_not_decided_by_its_older_reading(session: Session) -> None:
    user, operator = make_applicant(session), make_operator(session)
    seller = make_sent(session, user)
    read = queries.edition(seller)
    service.ask_changes(session, operator.id, seller, REASON, edition=read)
    service.submit_application(session, user.id, seller, declared=True)
    with pytest.raises(service.Stale):
        service.approve_seller(session, operator.id, seller, edition=read)
    for command in (service.ask_changes, service.close_seller):
        with pytest.raises(service.Stale):
            command(session, operator.id, seller, REASON, edition=read)
    assert service.approve_seller(session, operator.id, seller, edition=queries.edition(seller))


def test_two_applications_with_one_tax_code_are_not_both_taken(session: Session) -> None:
    """A draft keeps nobody from a number; of two that are sent the second is refused."""
    first, second = make_applicant(session), make_applicant(session)
    kind = SellerKind.COOPERATIVE
    one, other = make_whole(session, first, kind), make_whole(session, second, kind)
    assert one.tax_code == other.tax_code
    service.submit_application(session, first.id, one, declared=True)
    with pytest.raises(Invalid) as refused:
        service.submit_application(session, second.id, other, declared=True)
    assert one.name not in str(refused.value) or one.name == other.name
    assert "gọi người điều hành" in refused.value.fields["tax_code"]
    session.refresh(other)
    assert other.status is SellerStatus.DRAFT


@pytest.mark.parametrize("email", ["", "htx@example.vn"])
def test_every_decision_is_told_to_the_seller_once(session: Session, email: str) -> None:
    user, operator = make_applicant(session), make_operator(session)
    seller = make_sent(session, user)
    seller.email = email
    for _ in range(2):
        service.ask_changes(session, operator.id, seller, REASON)
    service.submit_application(session, user.id, seller, declared=True)
    service.approve_seller(session, operator.id, seller)
    service.suspend_seller(session, operator.id, seller, REASON)
    service.approve_seller(session, operator.id, seller)
    service.close_seller(session, operator.id, seller, REASON)
    messages = session.exec(select(Message)).all()
    told = [message.context["decision"] for message in messages]
    assert sorted(told) == ["approved", "closed", "needs_changes", "reopened", "suspended"]
    assert {message.recipient for message in messages} == {email or seller.phone}
    for message in messages:
        letter = rendered(message)
        assert "ho-so" in letter.text
        if message.context["reason"]:
            assert "khop voi giay" in letter.text or REASON in letter.text


def test_an_import_vouches_for_no_application(session: Session) -> None:
    """Whoever drafts with a cooperative's number must not become that cooperative."""
    user = make_applicant(session)
    seller = make_whole(session, user)
    seller.tax_code = "4600100003"
    session.flush()
    with pytest.raises(Conflict, match="đang nộp hồ sơ"):
        service.save_seller(session, cooperative())
    make_seller(session, tax_code="4600100003")
    found, _ = service.save_seller(session, cooperative())
    assert found.id != seller.id


def test_who_closed_may_begin_again_with_the_same_numbers(session: Session) -> None:
    user, operator = make_applicant(session), make_operator(session)
    seller = make_sent(session, user)
    service.close_seller(session, operator.id, seller, REASON)
    assert queries.membership(session, user.id) is None
    closed = queries.last_closed(session, user.id)
    assert closed is not None
    assert closed.decision_reason == REASON
    again = make_sent(session, user)
    assert again.id != seller.id
    (twin,) = queries.twins(session, again)
    assert (twin.slug, set(twin.alike)) == (
        seller.slug,
        {"personal_number", "phone", "legal_name"},
    )
