"""Consent: asked for by an officer, given by the seller, and taken back whenever it likes."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark
from app.core.ids import new_code
from app.identity.models import User
from app.identity.service import audit
from app.sellers.models import CONSENT_DAYS, Consent, Seller
from app.sellers.rules.assistance import TEXT_VERSION, ConsentState, ConsentWay, Scope
from app.sellers.service import consent_letters as letters


class QuestionOver(Conflict):
    """Answered, taken back or too old."""

    title = mark("Lời nhờ này không còn chờ trả lời")


def ask(session: Session, officer: User, seller: Seller, scopes: Collection[Scope]) -> Consent:
    """A question that the seller answers at its own desk. Asking the same again changes nothing."""
    _hold(session, seller)
    for question in unanswered(session, seller, officer):
        if question.way is ConsentWay.TAP and question.scopes == sorted(scopes):
            return question
    question = new_question(session, officer, seller, scopes, ConsentWay.TAP)
    letters.consent_asked(session, seller, officer, question)
    return question


def answer(
    session: Session, user: User, seller: Seller, question: Consent, scopes: Collection[Scope]
) -> None:
    """The seller's own tap; it may agree to less than was asked, not to more.

    Raises QuestionOver, and Invalid when nothing is ticked. A second tap changes nothing.
    """
    if question.state(utc_now()) is ConsentState.GIVEN:
        return
    if question.way is not ConsentWay.TAP:
        raise QuestionOver
    agreed = set(scopes) & set(question.scopes)
    if not agreed:
        raise nothing_ticked()
    question.scopes = sorted(agreed)
    give(session, user, seller, question)


def offer(
    session: Session, user: User, seller: Seller, officer: User, scopes: Collection[Scope]
) -> Consent:
    """The seller turns to an officer by itself."""
    consent = new_question(session, officer, seller, scopes, ConsentWay.TAP)
    give(session, user, seller, consent)
    return consent


def new_question(  # noqa: PLR0913, PLR0917  # a consent has its facts
    session: Session,
    officer: User,
    seller: Seller,
    scopes: Collection[Scope],
    way: ConsentWay,
    paper: str = "",
) -> Consent:
    """Instead of whatever the officer asked before. Raises Invalid when nothing is ticked."""
    if not scopes:
        raise nothing_ticked()
    _hold(session, seller)
    _end(officer, unanswered(session, seller, officer))
    question = Consent(
        code=new_code(10),
        seller_id=seller.id,
        officer_id=officer.id,
        scopes=sorted(scopes),
        way=way,
        text_version=TEXT_VERSION,
        paper=paper,
    )
    session.add(question)
    session.flush()  # the record refers to it
    audit(session, officer.id, "consent.ask", question, after=_said(question, seller))
    return question


def give(session: Session, by: User, seller: Seller, question: Consent) -> None:
    """In force from now on, instead of what was in force between the two. Raises QuestionOver."""
    _hold(session, seller)
    now = utc_now()
    if question.state(now) is not ConsentState.ASKED:
        raise QuestionOver
    _end(by, in_force(session, seller, question.officer_id))
    session.flush()  # one in force at most: held by an index
    until = now + timedelta(days=CONSENT_DAYS.get(session))
    question.given_at, question.given_by, question.valid_until = now, by.id, until
    audit(session, by.id, "consent.give", question, after=_said(question, seller))
    officer = session.get_one(User, question.officer_id)
    letters.consent_given(session, seller, officer, question)


def withdraw(
    session: Session, by: User, seller: Seller, consent: Consent, reason: str = ""
) -> None:
    """Ends a consent, or refuses a question; effective at once. Again changes nothing."""
    if consent.withdrawn_at is not None:
        return
    _end(by, [consent])
    action = "consent.withdraw" if consent.given_at else "consent.decline"
    audit(session, by.id, action, consent, before=_said(consent, seller), reason=reason)


def in_force(session: Session, seller: Seller, officer_id: object) -> Sequence[Consent]:
    """What was given and not withdrawn, be it expired: one at most."""
    given = (col(Consent.given_at).is_not(None), col(Consent.officer_id) == officer_id)
    return _not_withdrawn(session, seller, *given)


def unanswered(session: Session, seller: Seller, officer: User) -> Sequence[Consent]:
    asked = (col(Consent.given_at).is_(None), col(Consent.officer_id) == officer.id)
    return _not_withdrawn(session, seller, *asked)


def _not_withdrawn(
    session: Session, seller: Seller, *which: ColumnElement[bool]
) -> Sequence[Consent]:
    own = (Consent.seller_id == seller.id, col(Consent.withdrawn_at).is_(None))
    return session.exec(select(Consent).where(*own, *which)).all()


def _hold(session: Session, seller: Seller) -> None:
    """One change of a seller's consents at a time."""
    session.exec(select(Seller.id).where(Seller.id == seller.id).with_for_update()).one()


def _end(by: User, consents: Sequence[Consent]) -> None:
    for consent in consents:
        consent.withdrawn_at, consent.withdrawn_by = utc_now(), by.id


def nothing_ticked() -> Invalid:
    said = gettext(mark("Mời đánh dấu ít nhất một phần việc."))
    return Invalid(said, {"scopes": said})


def _said(consent: Consent, seller: Seller) -> dict[str, object]:
    until = consent.valid_until
    return {
        "code": consent.code,
        "seller": seller.slug,
        "officer": str(consent.officer_id),
        "scopes": consent.scopes,
        "way": consent.way,
        "text": consent.text_version,
        "valid_until": until.isoformat() if until else None,
    }
