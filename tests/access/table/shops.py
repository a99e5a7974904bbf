"""A seller's shop, its papers, its account and its people: some of it is for owners alone."""

DESK = "guest in | owner staff rival 200 | else 404"
WRITE = "guest in | owner staff rival {} | else 404"
OWNERS = "guest in | owner rival {} | staff 403 | else 404"
OWN = "guest in | owner staff {} | else 404"
LEAD = "guest in | owner 303 | staff 403 | else 404"  # the form names the staff
READ = "guest in | shopper owner staff rival officer 403 | else 200"
DECIDE = "guest in | operator administrator {} | else 403"

ROWS = {
    # What shoppers read.
    "GET /ban-hang/gian-hang": DESK,
    "GET /ban-hang/gian-hang/gioi-thieu": DESK,
    "POST /ban-hang/gian-hang/gioi-thieu": WRITE.format(422),
    "POST /ban-hang/gian-hang/anh/{slot}": WRITE.format(422),
    "POST /ban-hang/gian-hang/anh/{slot}/bo": WRITE.format(303),
    "GET /ban-hang/gian-hang/gio-mo-cua": DESK,
    "POST /ban-hang/gian-hang/gio-mo-cua": WRITE.format(303),  # every day off, as before
    "GET /ban-hang/gian-hang/nghi-ban": DESK,
    "POST /ban-hang/gian-hang/nghi-ban": WRITE.format(422),
    "POST /ban-hang/gian-hang/nghi-ban/ket-thuc": WRITE.format(303),
    # Owners alone.
    "GET /ban-hang/tai-khoan-nhan-tien": OWNERS.format(200),
    "POST /ban-hang/tai-khoan-nhan-tien": OWNERS.format(422),
    "GET /ban-hang/nhan-su": OWNERS.format(200),
    "POST /ban-hang/nhan-su": OWNERS.format(422),
    "POST /ban-hang/nhan-su/vai-tro": LEAD,
    "POST /ban-hang/nhan-su/thoi": LEAD,
    "POST /ban-hang/nhan-su/roi": OWN.format(303),
    # Which shop, of several.
    "GET /ban-hang/doi-gian-hang": DESK,
    "POST /ban-hang/doi-gian-hang": OWN.format(303),
    # Member households.
    "GET /ban-hang/ho-thanh-vien": DESK,
    "GET /ban-hang/ho-thanh-vien/moi": DESK,
    "POST /ban-hang/ho-thanh-vien": WRITE.format(422),
    "GET /ban-hang/ho-thanh-vien/{code}": OWN.format(200),
    "POST /ban-hang/ho-thanh-vien/{code}": OWN.format(422),
    "POST /ban-hang/ho-thanh-vien/{code}/roi": OWN.format(422),
    "POST /ban-hang/ho-thanh-vien/{code}/tro-lai": OWN.format(303),
    # Private papers.
    "GET /ban-hang/giay-to": DESK,
    "GET /ban-hang/giay-to/moi": DESK,
    "POST /ban-hang/giay-to": WRITE.format(422),
    "GET /ban-hang/giay-to/{code}": OWN.format(200),
    "GET /ban-hang/giay-to/{code}/tep": OWN.format(410),  # this one has lost its file
    "GET /dieu-hanh/giay-to": READ,
    "GET /dieu-hanh/giay-to/{code}": DECIDE.format(200),
    "GET /dieu-hanh/giay-to/{code}/tep": DECIDE.format(410),
    "POST /dieu-hanh/giay-to/{code}/nhan": DECIDE.format(409),  # nobody has opened it
    "POST /dieu-hanh/giay-to/{code}/tu-choi": DECIDE.format(422),
    "GET /dieu-hanh/chung-nhan": READ,
}
