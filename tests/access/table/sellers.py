"""The seller's desk: who works for no seller finds nothing; who works for another finds its own."""

DESK = "guest in | owner staff rival 200 | else 404"
OWN = "guest in | owner staff {} | else 404"
ROW = OWN.format(200)

ROWS = {
    "GET /ban-hang": DESK,
    # Products.
    "GET /ban-hang/san-pham": DESK,
    "GET /ban-hang/san-pham/moi": DESK,
    "POST /ban-hang/san-pham": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/san-pham/{slug}": ROW,
    "POST /ban-hang/san-pham/{slug}/gui-duyet": OWN.format(409),
    "POST /ban-hang/san-pham/{slug}/tam-dung": OWN.format(303),
    "POST /ban-hang/san-pham/{slug}/ban-tiep": OWN.format(303),
    "POST /ban-hang/san-pham/{slug}/cat-di": OWN.format(303),
    "POST /ban-hang/san-pham/{slug}/rut-sua-doi": OWN.format(303),
    "GET /ban-hang/san-pham/{slug}/noi-dung": ROW,
    "POST /ban-hang/san-pham/{slug}/noi-dung": OWN.format(422),
    "POST /ban-hang/san-pham/{slug}/noi-dung/bo-nhap": OWN.format(303),
    "GET /ban-hang/san-pham/gia-va-ton": DESK,
    "POST /ban-hang/san-pham/gia-va-ton": "guest in | owner staff rival 303 | else 404",
    "GET /ban-hang/san-pham/{slug}/quy-cach/moi": ROW,
    "POST /ban-hang/san-pham/{slug}/quy-cach": OWN.format(422),
    "GET /ban-hang/san-pham/{slug}/quy-cach/{sku}": ROW,
    "POST /ban-hang/san-pham/{slug}/quy-cach/{sku}": OWN.format(422),
    "POST /ban-hang/san-pham/{slug}/quy-cach/{sku}/gia-va-ton": OWN.format(422),
    "GET /ban-hang/san-pham/{slug}/anh": OWN.format(303),  # nothing is in progress
    "POST /ban-hang/san-pham/{slug}/anh": OWN.format(422),
    "POST /ban-hang/san-pham/{slug}/anh/{content_hash}/lam-lai": OWN.format(303),
    "POST /ban-hang/san-pham/{slug}/anh/{content_hash}/bo": OWN.format(303),
    "POST /ban-hang/san-pham/{slug}/anh/{content_hash}/anh-bia": OWN.format(303),
    # Growing areas, lots, labels.
    "GET /ban-hang/vung-trong": DESK,
    "POST /ban-hang/vung-trong": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/lo": DESK,
    "GET /ban-hang/lo/moi": DESK,
    "POST /ban-hang/lo": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/lo/{code}": ROW,
    "POST /ban-hang/lo/{code}/cong-doan": OWN.format(422),
    "GET /ban-hang/lo/{code}/cong-doan/{place}": ROW,
    "POST /ban-hang/lo/{code}/cong-doan/{place}": OWN.format(422),
    "GET /ban-hang/lo/{code}/sua": ROW,
    "POST /ban-hang/lo/{code}/sua": OWN.format(422),
    "POST /ban-hang/lo/{code}/cong-bo": OWN.format(409),  # papers are missing
    # Orders.
    "GET /ban-hang/don-hang": DESK,
    "GET /ban-hang/don-hang/{code}": ROW,
    "POST /ban-hang/don-hang/{code}/{step}": OWN.format(303),
    # Spreadsheets. An officer is asked without a seat: see `tests/imports/test_desks.py`.
    "GET /ban-hang/nhap": DESK,
    "POST /ban-hang/nhap": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/nhap/mau.xlsx": DESK,
    "GET /ban-hang/nhap/{run_id}": ROW,
    "POST /ban-hang/nhap/{run_id}/xac-nhan": OWN.format(303),  # was done
    "POST /ban-hang/nhap/{run_id}/huy": OWN.format(409),
    "GET /ban-hang/nhap/{run_id}/loi.csv": ROW,
    "GET /ban-hang/nhap/{run_id}/loi.xlsx": ROW,
    "GET /ban-hang/xuat": DESK,
    "POST /ban-hang/xuat": "guest in | owner staff rival 422 | else 404",
    "GET /ban-hang/xuat/{export_id}": ROW,
    "GET /ban-hang/xuat/{export_id}/tep": ROW,
}
