"""A draft is a code that was never issued, by whatever door one tries."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import Session

from app.core.ids import new_code
from app.traceability.models import Lot, LotStatus
from tests.conftest import Client
from tests.factories import make_product, make_seller, make_variant
from tests.traceability.conftest import make_told_lot

DOORS = {
    "/Q/{}": 404,
    "/en/Q/{}": 404,
    "/Q/{}.json": 404,
    "/Q/{}/passport.json": 404,
    "/Q/{}/proof.json": 404,
    "/Q/{}/qr.png": 404,
    "/Q/{}/qr.svg": 404,
    "/Q/{}?linkType=linkset": 404,
    "/api/v1/lots/{}": 404,
    "/epcis/events?MATCH_anyEPCClass=http%3A%2F%2F127.0.0.1%3A8000%2Fq%2F{}": 200,  # no events
    "/Q/{}/bao-su-co": 200,  # for codes that are not ours most of all
}
"""Each with what a code gets there that was never issued."""


def drafted(session: Session) -> Lot:
    return make_told_lot(session, status=LotStatus.DRAFT, published_at=None)


def unapproved(session: Session) -> Lot:
    """Public, of a seller whom nobody has approved."""
    seller = make_seller(session, approved_at=None)
    variant = make_variant(session, make_product(session, seller))
    lot = make_told_lot(session)
    lot.seller_id, lot.variant_id, lot.product_id = seller.id, variant.id, variant.product_id
    return lot


@pytest.mark.parametrize("make", [drafted, unapproved])
@pytest.mark.parametrize("door", DOORS)
def test_it_answers_as_to_a_code_that_was_never_issued(
    client: Client, session: Session, door: str, make: Callable[[Session], Lot]
) -> None:
    code, never = make(session).code, new_code(10)
    answers = [client.get(door.format(each)) for each in (code, never)]
    assert [answer.status_code for answer in answers] == [DOORS[door]] * 2
    bodies = [told(answer.text, each) for answer, each in zip(answers, (code, never), strict=True)]
    assert bodies[0] == bodies[1]
    kept = [{k: v for k, v in answer.headers.items() if k in SEEN} for answer in answers]
    assert kept[0] == kept[1]


MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
NEW = re.compile("form_key|request")
SEEN = {"content-type", "cache-control", "location", "x-page-until"}


def told(body: str, code: str) -> str:
    """What is the same for every code: without the code itself, and what is new each time."""
    printed = f"{code[:5]}-{code[5:]}"
    for own in (code, printed, code.lower()):
        body = body.replace(own, "CODE")
    lines = (line for line in MOMENT.sub("", body).splitlines() if not NEW.search(line))
    return "\n".join(lines)


def test_no_list_names_it(client: Client, session: Session) -> None:
    lot = drafted(session)
    doors = ["/sitemap.xml", "/sitemap/trang.xml", "/", "/tim?q=che", f"/ma?code={lot.code}"]
    for door in doors:
        page = client.get(door)
        assert lot.lot_number not in page.text, door
        assert f"/Q/{lot.code}/" not in page.text, door
