"""Whatever seller, officers and time do, in whatever order: an officer gets in when the latest
consent that names them holds, and only then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.core.errors import DomainError
from app.identity.models import User
from app.sellers.models import Consent, Seller
from app.sellers.rules.assistance import Scope
from app.sellers.service import consents
from app.sellers.service.helping import NoConsent, start_helping
from tests.factories import make_member, make_officer, make_seller

ACTS = ("ask", "answer", "offer", "withdraw", "decline", "expire", "wait", "move_away", "move_back")
UNHURRIED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), max_size=14)


@dataclass
class World:
    """The rows, and beside them what ought to be true of them."""

    session: Session
    seller: Seller
    owner: User
    officers: list[User]
    holds: list[bool] = field(default_factory=lambda: [False, False])
    asked: list[bool] = field(default_factory=lambda: [False, False])

    def latest(self, who: int, *, given: bool) -> Consent | None:
        statement = select(Consent).where(
            Consent.officer_id == self.officers[who].id,
            col(Consent.withdrawn_at).is_(None),
            col(Consent.given_at).is_not(None) if given else col(Consent.given_at).is_(None),
        )
        return self.session.exec(statement).first()

    def ask(self, who: int) -> None:
        consents.ask(self.session, self.officers[who], self.seller, [Scope.LOTS])
        self.asked[who] = True

    def answer(self, who: int) -> None:
        question = self.latest(who, given=False)
        if question is not None:
            try:
                consents.answer(self.session, self.owner, self.seller, question, [Scope.LOTS])
            except consents.QuestionOver:
                assert not self.asked[who]
                return
            assert self.asked[who]
            self.asked[who], self.holds[who] = False, True

    def offer(self, who: int) -> None:
        officer = self.officers[who]
        consents.offer(self.session, self.owner, self.seller, officer, [Scope.ORDERS])
        self.asked[who], self.holds[who] = False, True

    def withdraw(self, who: int) -> None:
        consent = self.latest(who, given=True)
        if consent is not None:
            consents.withdraw(self.session, self.owner, self.seller, consent)
        self.holds[who] = False

    def decline(self, who: int) -> None:
        question = self.latest(who, given=False)
        if question is not None:
            consents.withdraw(self.session, self.owner, self.seller, question)
        self.asked[who] = False

    def expire(self, who: int) -> None:
        consent = self.latest(who, given=True)
        if consent is not None:
            consent.valid_until = utc_now() - timedelta(seconds=1)
        self.holds[who] = False

    def wait(self, who: int) -> None:
        """A week goes by without an answer."""
        question = self.latest(who, given=False)
        if question is not None:
            question.asked_at -= timedelta(days=7)
        self.asked[who] = False

    def move_away(self, who: int) -> None:
        self.officers[who].ward_code = "05500"

    def move_back(self, who: int) -> None:
        self.officers[who].ward_code = self.seller.ward_code

    def check(self) -> None:
        for who, officer in enumerate(self.officers):
            near = officer.ward_code == self.seller.ward_code
            assert self.gets_in(officer) == (self.holds[who] and near)

    def gets_in(self, officer: User) -> bool:
        try:
            start_helping(self.session, officer, self.seller, f"browser of {officer.id}")
        except NoConsent:
            return False
        return True


@pytest.fixture
def world(session: Session) -> Callable[[], World]:
    def make() -> World:
        seller = make_seller(session)
        officers = [make_officer(session), make_officer(session)]
        return World(session, seller, make_member(session, seller), officers)

    return make


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_an_officer_gets_in_exactly_while_consent_holds(
    world: Callable[[], World], happened: list[tuple[str, int]]
) -> None:
    here = world()
    for act, who in happened:
        try:
            getattr(here, act)(who)
        except DomainError as error:  # none of these acts may be refused
            raise AssertionError(act) from error
        here.session.flush()
        here.check()
