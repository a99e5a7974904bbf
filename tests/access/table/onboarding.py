"""Registering, applying to sell, and what an operator decides of it."""

BEGUN = "else 303"  # who was not on the first page is led there
OWN = "guest in | owner rival {} | staff 403 | else 404"
DECIDE = "guest in | operator administrator {} | else 403"

ROWS = {
    "GET /dang-ky": "guest 200 | else 303",  # who is in goes on to their account
    "POST /dang-ky": "else 422",
    "GET /dang-ky/ma": BEGUN,
    "POST /dang-ky/ma": BEGUN,
    "POST /dang-ky/ma/gui-lai": BEGUN,
    "GET /quen-mat-khau": "else 200",
    "POST /quen-mat-khau": "else 422",
    "GET /quen-mat-khau/ma": BEGUN,
    "POST /quen-mat-khau/ma": BEGUN,
    "POST /quen-mat-khau/ma/gui-lai": BEGUN,
    # Officers of the platform do not sell; who owns a seller is there already.
    "GET /mo-gian-hang": "guest in | shopper staff 200 | owner rival 303 | else 403",
    "POST /mo-gian-hang": "guest in | shopper owner staff rival 422 | else 403",
    # One's own application; the staff read it.
    "GET /ban-hang/ho-so": "guest in | owner staff rival 200 | else 404",
    "GET /ban-hang/ho-so/{part}": OWN.format(200),
    "POST /ban-hang/ho-so/{part}": OWN.format(422),
    "POST /ban-hang/ho-so/gui-duyet": OWN.format(422),  # without the declaration
    "POST /ban-hang/ho-so/bo": OWN.format(409),  # it sells
    "POST /ban-hang/ho-so/thay-doi/rut": OWN.format(303),
    "GET /ban-hang/ho-so/dien-thoai": OWN.format(200),
    "POST /ban-hang/ho-so/dien-thoai": OWN.format(422),
    "GET /ban-hang/ho-so/dien-thoai/ma": OWN.format(404),  # no number was typed
    "POST /ban-hang/ho-so/dien-thoai/ma": OWN.format(404),
    # Decisions.
    "POST /dieu-hanh/don-vi/{slug}/duyet": DECIDE.format(303),  # it sells already
    "POST /dieu-hanh/don-vi/{slug}/bo-sung": DECIDE.format(422),
    "POST /dieu-hanh/don-vi/{slug}/dong": DECIDE.format(422),
    "POST /dieu-hanh/don-vi/{slug}/thay-doi/duyet": DECIDE.format(409),  # nothing waits
    "POST /dieu-hanh/don-vi/{slug}/thay-doi/tu-choi": DECIDE.format(422),
    "POST /dieu-hanh/don-vi/{slug}/so-dinh-danh": DECIDE.format(404),  # none is kept
}
