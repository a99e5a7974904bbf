"""Help with consent. The officer and the operator are asked here without a seat at a desk; what a
seat opens is in `tests/sellers/test_helping.py`.
"""

ASSIST = "guest in | officer operator {} | else 403"
CALL = "guest in | operator administrator {} | else 403"
SELLER = "/can-bo/don-vi/{slug}"
HELP = "/ban-hang/ho-tro"

ROWS = {
    # The officer's desk.
    "GET /can-bo": ASSIST.format(200),
    "POST /can-bo/thoi": ASSIST.format(303),
    "GET /can-bo/ho-moi": ASSIST.format(200),
    "POST /can-bo/ho-moi": ASSIST.format(422),
    f"GET {SELLER}": ASSIST.format(200),
    f"POST {SELLER}/dong-y": ASSIST.format(422),
    f"POST {SELLER}/bat-dau": "guest in | officer 303 | else 403",  # consent names the officer
    f"POST {SELLER}/dong-y/{{code}}/rut": "guest in | officer 303 | operator 422 | else 403",
    f"GET {SELLER}/dong-y/{{code}}/giay.jpg": ASSIST.format(200),
    f"POST {SELLER}/dong-y/{{code}}/ma": "guest in | officer 422 | operator 404 | else 403",
    # The seller's own.
    f"GET {HELP}": "guest in | owner staff rival 200 | else 404",
    f"POST {HELP}": "guest in | owner rival 422 | staff 403 | else 404",
    f"POST {HELP}/{{code}}/tra-loi": "guest in | owner 303 | staff 403 | else 404",
    f"POST {HELP}/{{code}}/rut": "guest in | owner staff 303 | else 404",
    f"GET {HELP}/{{code}}/giay.jpg": "guest in | owner staff 200 | else 404",
    f"GET {HELP}/nhat-ky": "guest in | owner staff rival 200 | else 404",
    # The call list.
    "GET /dieu-hanh/goi-dien": CALL.format(200),
    "GET /dieu-hanh/goi-dien/{slug}": CALL.format(200),
    "POST /dieu-hanh/goi-dien/{slug}": CALL.format(422),
    "POST /dieu-hanh/goi-dien/{slug}/nhac": CALL.format(303),
}
