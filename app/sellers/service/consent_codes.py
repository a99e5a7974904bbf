"""Consent by a one-time code: sent to the seller's own phone, and read out to the officer."""

from collections.abc import Collection, Iterable

from sqlmodel import Session

from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import gettext, mark, speaking
from app.identity.models import User
from app.identity.rules import CodePurpose
from app.identity.service import check_code, is_about, issue_code
from app.sellers.models import Consent, Seller
from app.sellers.rules.assistance import ConsentState, ConsentWay, Scope
from app.sellers.service.consents import QuestionOver, give, new_question, unanswered

CONSENT = CodePurpose.CONSENT


def ask_by_code(
    session: Session, officer: User, seller: Seller, scopes: Collection[Scope], *, address: str
) -> Consent:
    """The question that the code says yes to; asked again within a minute it is the same.

    Raises Invalid by field, also while another code to this phone is fresh; TooManyRequests.
    """
    question = _same(unanswered(session, seller, officer), scopes)
    if question is None:
        question = new_question(session, officer, seller, scopes, ConsentWay.CODE)
        question.phone = seller.phone
    send_code(session, seller.phone, CONSENT, question.code, officer, scopes, address=address)
    return question


def _same(questions: Iterable[Consent], scopes: Collection[Scope]) -> Consent | None:
    found = (one for one in questions if one.way is ConsentWay.CODE)
    return next((one for one in found if one.scopes == sorted(scopes)), None)


def send_code(  # noqa: PLR0913, PLR0917  # a code has its facts
    session: Session,
    phone: str,
    purpose: CodePurpose,
    about: str,
    officer: User,
    scopes: Collection[Scope],
    *,
    address: str,
) -> None:
    """The words say who asks and for what. Raises Invalid while a code about something else is
    fresh: it would be read out for the wrong thing.
    """
    said = {"officer": officer.name, "scopes": sorted(scopes)}
    with speaking("vi"):  # whatever the officer reads, the farmer reads Vietnamese
        sent = issue_code(
            session, phone, purpose,
            address=address, message="consent_code", about=about, said=said,
        )  # fmt: skip
    if not sent and not is_about(session, phone, purpose, about):
        wait = gettext(mark("Vừa gửi một mã khác tới số này. Mời đợi một phút rồi gửi lại."))
        raise Invalid(wait, {"way": wait})


def give_by_code(
    session: Session, officer: User, seller: Seller, question: Consent, typed: str
) -> None:
    """What the seller read out. Raises Invalid with words for `code`, QuestionOver."""
    if question.state(utc_now()) is ConsentState.GIVEN:
        return
    if question.way is not ConsentWay.CODE or question.phone != seller.phone:
        raise QuestionOver
    check_code(session, question.phone, CONSENT, typed, about=question.code)
    give(session, officer, seller, question)
