"""The workshop's book at the seller's desk, and the operator's desk of its balance."""

DESK = "guest in | owner staff rival 200 | else 404"
OWN = "guest in | owner staff {} | else 404"
ROW = OWN.format(200)
READ = "guest in | moderator operator administrator auditor 200 | else 403"
WEIGHED = "guest in | operator administrator {} | else 403"

ROWS = {
    "GET /ban-hang/so": DESK,
    "GET /ban-hang/so/phien.json": DESK,
    "GET /ban-hang/so/sw.js": "else 200",  # our own program, whoever asks
    "GET /ban-hang/so/ghi/{slug}": DESK,
    "POST /ban-hang/so/ghi/{slug}": "guest in | owner staff rival 422 | else 404",
    "POST /ban-hang/so/ghi/{slug}/xem-lai": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/so/dan-bang": DESK,
    "POST /ban-hang/so/dan-bang": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/so/nguyen-lieu": DESK,
    "GET /ban-hang/so/nguyen-lieu/{code}": ROW,
    "GET /ban-hang/so/lo/{code}": ROW,
    "GET /ban-hang/so/muc/{code}": ROW,
    "POST /ban-hang/so/muc/{code}/anh": OWN.format(422),
    "GET /ban-hang/so/muc/{code}/phieu/tep": OWN.format(404),  # a harvest has no paper
    "GET /ban-hang/so/muc/{code}/dinh-chinh": ROW,
    "POST /ban-hang/so/muc/{code}/dinh-chinh": OWN.format(422),
    "POST /ban-hang/so/muc/{code}/khong-xay-ra": OWN.format(422),
    "GET /ban-hang/so/dinh-chinh/{code}": ROW,
    "POST /ban-hang/so/dinh-chinh/{code}/dong-y": OWN.format(303),
    "POST /ban-hang/so/dinh-chinh/{code}/tu-choi": OWN.format(303),
    "GET /ban-hang/so/xem-lai/{code}": ROW,
    # Growing areas.
    "GET /ban-hang/vung-trong/{area_id}": ROW,
    "POST /ban-hang/vung-trong/{area_id}": OWN.format(422),
    # The operator's desk.
    "GET /dieu-hanh/can-doi": READ,
    "GET /dieu-hanh/can-doi/{code}": READ,
    "POST /dieu-hanh/can-doi/{code}/duyet": WEIGHED.format(422),
    "POST /dieu-hanh/can-doi/{code}/tu-choi": WEIGHED.format(422),
    "GET /dieu-hanh/can-doi/dinh-chinh/{code}": READ,
    "POST /dieu-hanh/can-doi/dinh-chinh/{code}/duyet": WEIGHED.format(422),
    "POST /dieu-hanh/can-doi/dinh-chinh/{code}/tu-choi": WEIGHED.format(422),
    "GET /dieu-hanh/can-doi/phieu/{code}/tep": WEIGHED.format(410),  # its file was never kept
    # A seller's own system.
    "GET /api/v1/seller/journey-events": "else 401",
    "POST /api/v1/seller/journey-events": "else 401",
    "GET /api/v1/seller/materials": "else 401",
}
