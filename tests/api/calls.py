"""One call of every operation that succeeds for the owner of what it names, written by hand."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.core import days
from tests.pictures import photograph

DAY = days.today() - timedelta(days=40)


@dataclass(frozen=True)
class Call:
    """`path` is formatted with the rows of a world; `strange` is what another seller is told."""

    method: str
    path: str
    status: int = 200
    body: dict[str, Any] | None = None
    strange: int = 404
    files: dict[str, Any] = field(default_factory=dict)


CONTENT = {
    "category": "che-cao-cap",
    "name": "Chè đinh gọi bằng máy",
    "summary": "Búp đinh hái tay.",
    "tea_type": "dinh",
}
VARIANT = {
    "sku": "MAY-100",
    "name": "Hộp 100 g",
    "net_grams": 100,
    "gross_grams": 160,
    "price": 350_000,
}
WEIGHTS = {
    "expires_on": (DAY + timedelta(days=700)).isoformat(),
    "picking_standard": "bup",
    "fresh_grams": 31_000,
    "bulk_grams": 6_200,
    "packs": 62,
}
LOT = WEIGHTS | {
    "lot_number": "MAY-01",
    "harvested_on": DAY.isoformat(),
    "packed_on": (DAY + timedelta(days=3)).isoformat(),
    "steps": [{"stage": "wither", "day": DAY.isoformat(), "clock": "09:30"}],
}
PRODUCT = "/seller/products/{slug}"
ORDER = "/seller/orders/{order}"
DRAFT_LOT = "/seller/lots/{draft_lot}"

CALLS = {
    "listProducts": Call("GET", "/products", strange=200),
    "getProduct": Call("GET", "/products/{slug}", strange=200),
    "listSellers": Call("GET", "/sellers", strange=200),
    "getSeller": Call("GET", "/sellers/{seller}", strange=200),
    "listCategories": Call("GET", "/categories", strange=200),
    "listOcopCertificates": Call("GET", "/ocop-certificates", strange=200),
    "getLot": Call("GET", "/lots/{lot}", strange=200),
    "getOwnProfile": Call("GET", "/seller", strange=200),
    "listOwnProducts": Call("GET", "/seller/products", strange=200),
    "createProduct": Call("POST", "/seller/products", 201, CONTENT, strange=201),
    "getOwnProduct": Call("GET", PRODUCT),
    "replaceProductContent": Call("PUT", PRODUCT, body=CONTENT),
    "changeProductContent": Call("PATCH", PRODUCT, body={"summary": "Câu mới."}),
    "archiveProduct": Call("DELETE", PRODUCT),
    "getProductChecklist": Call("GET", PRODUCT + "/checklist"),
    "submitProduct": Call("POST", "/seller/products/{draft}/submission", 409),  # much is missing
    "withdrawRevision": Call("DELETE", PRODUCT + "/revision"),
    "pauseProduct": Call("PUT", PRODUCT + "/pause"),
    "resumeProduct": Call("DELETE", PRODUCT + "/pause"),
    "listVariants": Call("GET", PRODUCT + "/variants"),
    "addVariant": Call("POST", PRODUCT + "/variants", 201, VARIANT),
    "getVariant": Call("GET", PRODUCT + "/variants/{sku}"),
    "replaceVariant": Call("PUT", PRODUCT + "/variants/{sku}", body=VARIANT),
    "changeStock": Call("PATCH", PRODUCT + "/variants/{sku}", body={"price": 340_000}),
    "listPhotos": Call("GET", PRODUCT + "/photos"),
    "addPhoto": Call("POST", PRODUCT + "/photos", files={"photo": ("a.jpg", photograph())}),
    "orderPhotos": Call("PUT", PRODUCT + "/photos", body={"order": ["a" * 64]}),
    "removePhoto": Call("DELETE", PRODUCT + "/photos/{content_hash}"),
    "listOrders": Call("GET", "/seller/orders", strange=200),
    "getOrder": Call("GET", ORDER),
    "confirmOrder": Call("POST", ORDER + "/confirmation"),
    "packOrder": Call("POST", ORDER + "/packing", 409),  # not confirmed yet
    "shipOrder": Call("POST", ORDER + "/shipment", 409, {}),
    "deliverOrder": Call("POST", ORDER + "/delivery", 409),
    "failDelivery": Call("POST", ORDER + "/failed-delivery", 409, {"reason": "Nhà đi vắng"}),
    "tryDeliveryAgain": Call("POST", ORDER + "/second-attempt", 409),
    "turnOrderBack": Call("POST", ORDER + "/turning-back", 409),
    "takeOrderBack": Call("POST", ORDER + "/return", 409, {"sellable": True}),
    "cancelOrder": Call("POST", ORDER + "/cancellation", body={"reason": "Hết hàng rồi"}),
    "listOwnLots": Call("GET", "/seller/lots", strange=200),
    "createLot": Call("POST", "/seller/lots", 201, LOT, strange=422),  # the SKU is not theirs
    "getOwnLot": Call("GET", "/seller/lots/{lot}"),
    "weighLotAgain": Call("PUT", DRAFT_LOT + "/weights", body=WEIGHTS),
    "addLotStep": Call("POST", DRAFT_LOT + "/steps", 201, {"stage": "dry", "day": DAY.isoformat()}),
    "publishLot": Call("POST", DRAFT_LOT + "/publication"),
    "listJourneyEvents": Call("GET", "/seller/journey-events", strange=200),
    "recordJourneyEvent": Call(
        "POST",
        "/seller/journey-events",
        201,
        {
            "kind": "harvest",
            "client_id": "01a21d17-96eb-70fc-a7c7-d892fe09f608",
            "day": days.today().isoformat(),
            "clock": "00:01",
            "growing_area": "Đồi Sương",
            "grams": 52_500,
            "picking_standard": "bup",
        },
        strange=422,  # the garden is not theirs
    ),
    "listMaterials": Call("GET", "/seller/materials", strange=200),
    "listGrowingAreas": Call("GET", "/seller/growing-areas", strange=200),
    "saveGrowingArea": Call(
        "POST",
        "/seller/growing-areas",
        body={"name": "Đồi Mới", "ward_code": "05503"},
        strange=200,
    ),
}
"""By `operationId`."""
NEEDS_SKU = {"createLot", "weighLotAgain"}
NEEDS_AREA = {"recordJourneyEvent"}
