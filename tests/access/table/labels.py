"""Labels at the seller's desk, and what anybody may ask about a printed one."""

from tests.access.table.sellers import DESK, OWN, ROW

OF_LOT = "/ban-hang/lo/{code}/tem"
OF_RUN = OF_LOT + "/{number}"

ROWS = {
    f"GET {OF_LOT}": ROW,
    f"POST {OF_LOT}": OWN.format(422),
    f"POST {OF_LOT}/huy-thua": OWN.format(303),
    f"GET {OF_LOT}/thu.pdf": OWN.format("200/422"),
    f"GET {OF_LOT}/xem": ROW,
    f"GET {OF_LOT}/xem.svg": ROW,
    f"GET {OF_LOT}/thuoc.svg": ROW,
    f"GET {OF_RUN}": ROW,
    f"GET {OF_RUN}.pdf": ROW,
    f"GET {OF_RUN}/to-khai.json": "guest in | else 404",  # printed before there were manifests
    f"POST {OF_RUN}/huy": OWN.format(422),
    f"POST {OF_RUN}/tep": OWN.format(303),
    f"GET {OF_RUN}/tep/{{file_id}}": ROW,
    f"GET {OF_RUN}/tep/{{file_id}}/tep": ROW,
    "GET /ban-hang/giay-tem": DESK,
    "POST /ban-hang/giay-tem": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/giay-tem/may-in": DESK,
    "POST /ban-hang/giay-tem/may-in": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/giay-tem/can-chinh.pdf": DESK,
    # For whoever holds a packet, or a manifest.
    "GET /U/{code}": "else 200",
    "HEAD /U/{code}": "else 200",
    "POST /U/{code}": "else 404",  # without a scratch field
    "GET /u/{rest:path}": "else 301",
    "HEAD /u/{rest:path}": "else 301",
    "GET /xac-minh-tem": "else 200",
    "POST /xac-minh-tem": "else 422",
    "GET /.well-known/label-keys.json": "else 200",
}
