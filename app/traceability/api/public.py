"""What everybody may read of a lot: the facts of its page, for a machine."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Response
from pydantic import Field

from app.core.config import settings
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import mark
from app.core.ids import is_code, normalise_code
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Moment, Out, answer, example
from app.places import queries as places
from app.tokens.deps import visitor
from app.traceability.api.own import steps
from app.traceability.api.schemas import STEP, StepOut
from app.traceability.queries.origin import Origin, judgement_of, origin
from app.traceability.rules import Verdict, claims, records
from app.traceability.rules.verdicts import Doubt

router = api_router("public")
FACTS = (
    "code lot_number gtin harvested_on packed_on expires_on picking_standard fresh_grams"
    " bulk_grams packs net_grams maker standards held_reason"
    " recalled_at recall_reason recall_reason_en"
)


class Producer(Out):
    slug: str
    name: str
    legal_name: str
    address: str


class Goods(Out):
    slug: str
    name: str
    name_en: str
    variant: str


class Place(Out):
    name: str
    ward_code: str
    ward: str


class PublicLot(Out):
    """`fingerprint` is that of `record` at `/Q/{code}.json`; of `claims` every gram holds, of what
    is in `percent` only that part does; one with a `held_reason` may not be sold for now.
    """

    model_config = Out.model_config | example(
        {
            "code": "K7Q4M9MXDT",
            "url": "http://127.0.0.1:8000/Q/K7Q4M9MXDT",
            "verdict": "valid",
            "doubts": [],
            "lot_number": "TC-2610-07",
            "gtin": None,
            "harvested_on": "2026-10-12",
            "packed_on": "2026-10-15",
            "expires_on": "2028-10-15",
            "picking_standard": "bup",
            "fresh_grams": 31_000,
            "bulk_grams": 6_200,
            "packs": 62,
            "net_grams": 100,
            "maker": "Trần Thị Nhài",
            "standards": "TCVN 12829",
            "held_reason": "",
            "recalled_at": None,
            "recall_reason": "",
            "recall_reason_en": "",
            "product": {
                "slug": "che-dinh-tan-cuong",
                "name": "Chè đinh Tân Cương",
                "name_en": "Tân Cương đinh tea",
                "variant": "Hộp 100 g",
            },
            "producer": {
                "slug": "htx-che-tan-cuong",
                "name": "HTX chè Tân Cương",
                "legal_name": "Hợp tác xã chè Tân Cương",
                "address": "Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên",
            },
            "growing_area": {
                "name": "Đồi Hồng Thái",
                "ward_code": "05503",
                "ward": "xã Tân Cương",
            },
            "claims": ["gi:Tân Cương"],
            "percent": {"scheme:VietGAP": 62},
            "steps": [STEP],
            "certificates": [],
            "reports": [],
            "ocop": None,
            "fingerprint": "9f2c7ab10d4341ae77" + "0" * 46,
        }
    )

    code: str
    url: str
    verdict: Verdict
    doubts: list[Doubt]
    lot_number: str
    gtin: str | None
    harvested_on: date
    packed_on: date
    expires_on: date
    picking_standard: str
    fresh_grams: int
    bulk_grams: int
    packs: int
    net_grams: int
    maker: str
    standards: str
    held_reason: str
    recalled_at: Moment | None
    recall_reason: str
    recall_reason_en: str
    product: Goods
    producer: Producer
    growing_area: Place | None
    claims: list[str]
    percent: dict[str, int]
    steps: list[StepOut]
    certificates: list[dict[str, Any]]
    reports: list[dict[str, Any]]
    ocop: dict[str, Any] | None
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@router.get(
    "/lots/{code}",
    operation_id="getLot",
    summary=mark("Phần công khai của một lô; mã gõ hoa hay thường đều được"),
    response_model=PublicLot,
    dependencies=[Depends(visitor)],
)
def get_lot(code: Annotated[str, Path(max_length=20)], reader: ReaderDep) -> Response:
    wanted = normalise_code(code)
    found = origin(reader, wanted) if is_code(wanted, 10) else None
    if found is None:
        raise NotFound
    return answer(_shown(found))


def _shown(found: Origin) -> PublicLot:
    lot, judgement = found.lot, judgement_of(found.lot)
    told = claims.told(lot.claims, lot.shares, lot.bulk_grams)
    return PublicLot(
        **{name: getattr(lot, name) for name in FACTS.split()},
        url=f"{settings.code_url}/Q/{lot.code}",
        verdict=judgement.verdict,
        doubts=list(judgement.doubts),
        product=Goods(
            slug=lot.product_slug,
            name=lot.product_name,
            name_en=lot.product_name_en,
            variant=lot.variant_name,
        ),
        producer=Producer(
            slug=lot.seller_slug,
            name=lot.seller_name,
            legal_name=lot.seller_legal_name,
            address=places.address_line(lot.seller_street, lot.seller_ward_code),
        ),
        growing_area=_place(lot),
        claims=[str(claim) for claim in told.kept],
        percent={str(claim): part for claim, part in told.parts},
        steps=steps(found.journey),
        certificates=lot.certificates,
        reports=lot.reports,
        ocop=lot.ocop,
        fingerprint=records.fingerprint(records.record(lot, found.journey)),
    )


def _place(lot: Any) -> Place | None:
    """The commune; the position of a field stays with its seller."""
    if lot.area_name is None:
        return None
    ward = places.ward(lot.area_ward_code)
    return Place(name=lot.area_name, ward_code=ward.code, ward=ward.name)
