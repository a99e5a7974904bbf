"""Reports of a packet: anybody may send one; its desks are its seller's and the exchange's."""

from tests.access.table.operators import DECIDE, READ

OWN = "guest in | owner staff {} | else 404"

ROWS = {
    "GET /Q/{code}/bao-su-co": "else 200",
    "POST /Q/{code}/bao-su-co": "else 422",
    "GET /su-co": "else 200",
    "GET /su-co/{code}": "else 200",
    "GET /ban-hang/su-co": "guest in | owner staff rival 200 | else 404",
    "GET /ban-hang/su-co/{code}": OWN.format(200),
    "GET /ban-hang/su-co/{code}/anh": OWN.format(200),
    "POST /ban-hang/su-co/{code}/tra-loi": OWN.format(422),
    "GET /dieu-hanh/su-co": READ,
    "GET /dieu-hanh/su-co/{code}": READ,
    "GET /dieu-hanh/su-co/{code}/anh": DECIDE.format(200),
    "POST /dieu-hanh/su-co/{code}/tra-loi": DECIDE.format(422),
    "POST /dieu-hanh/su-co/{code}/dong": DECIDE.format(422),
}
