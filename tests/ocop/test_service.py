"""The register of certificates."""

from datetime import date

import pytest
from pydantic import ValidationError
from sqlmodel import Session

from app.identity import queries as identity
from app.ocop import queries, service
from app.ocop.service import CertificateIn
from tests.factories import make_product, make_user


def given(session: Session, **fields: object) -> CertificateIn:
    said = {
        "decision_no": "512/QĐ-UBND",
        "issuer": "UBND tỉnh Thái Nguyên",
        "stars": 4,
        "issued_on": date(2025, 12, 12),
    }
    if "product_id" not in fields:
        fields["product_id"] = make_product(session).id
    return CertificateIn.model_validate(said | fields)


def test_a_certificate_lasts_thirty_six_months_unless_it_says_otherwise(session: Session) -> None:
    plain, _ = service.save_certificate(session, given(session))
    told, _ = service.save_certificate(session, given(session, expires_on=date(2026, 6, 30)))
    assert (plain.expires_on, told.expires_on) == (date(2028, 12, 12), date(2026, 6, 30))


@pytest.mark.parametrize(
    "wrong", [{"stars": 2}, {"stars": 6}, {"expires_on": date(2020, 1, 1)}], ids=str
)
def test_a_certificate_that_cannot_be_is_refused(
    session: Session, wrong: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        given(session, **wrong)


def test_the_latest_that_was_not_revoked_counts(session: Session) -> None:
    first = given(session)
    old, _ = service.save_certificate(session, first)
    new, _ = service.save_certificate(
        session,
        first.model_copy(update={"decision_no": "9/QĐ", "issued_on": date(2026, 5, 1), "stars": 5}),
    )
    assert queries.latest_certificate(session, first.product_id) == new
    operator = make_user(session)
    for _ in range(2):
        service.revoke_certificate(
            session, operator.id, new, on=date(2026, 6, 1), reason="Cấp nhầm"
        )
    assert queries.latest_certificate(session, first.product_id) == old
    assert list(queries.certificates(session, first.product_id)) == [new, old]
    reasons = [entry.reason for entry in identity.audit_trail(session, new.id)]
    assert reasons == ["Cấp nhầm", ""]


def test_a_record_holds_what_a_certificate_said_before(session: Session) -> None:
    first = given(session)
    certificate, _ = service.save_certificate(session, first)
    actor_id = make_user(session).id
    better = first.model_copy(update={"stars": 5})
    service.save_certificate(session, better, actor_id=actor_id)
    service.revoke_certificate(
        session, actor_id, certificate, on=date(2026, 6, 1), reason="Cấp nhầm"
    )
    revoked, changed, made = identity.audit_trail(session, certificate.id)
    assert made.before is None
    assert made.after is not None
    assert made.after["decision_no"] == "512/QĐ-UBND"
    assert (changed.before, changed.after) == ({"stars": 4}, {"stars": 5})
    assert revoked.before == {"revoked_on": None}
    assert revoked.after == {"revoked_on": "2026-06-01"}
