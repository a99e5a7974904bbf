"""The operator's desk: whose role grants no place there is told so."""

READ = "guest in | shopper owner staff rival officer 403 | else 200"
MODERATE = "guest in | moderator operator administrator {} | else 403"
DECIDE = "guest in | operator administrator {} | else 403"
MANAGE = "guest in | administrator {} | else 403"
AUDIT = "guest in | auditor administrator {} | else 403"

ROWS = {
    "GET /dieu-hanh": READ,
    # Products: moderators decide too.
    "GET /dieu-hanh/san-pham": READ,
    "GET /dieu-hanh/san-pham/{slug}": READ,
    "POST /dieu-hanh/san-pham/{slug}/duyet": MODERATE.format(409),
    "POST /dieu-hanh/san-pham/{slug}/tu-choi": MODERATE.format(409),
    "POST /dieu-hanh/san-pham/{slug}/go": MODERATE.format(422),
    "POST /dieu-hanh/san-pham/duyet-nhieu": MODERATE.format(200),  # none was chosen
    # Forbidden words, and sentences of reasons.
    "GET /dieu-hanh/tu-cam": READ,
    "POST /dieu-hanh/tu-cam": DECIDE.format(422),
    "POST /dieu-hanh/tu-cam/{rule_id}/bo": DECIDE.format(303),
    "GET /dieu-hanh/loi-tren-san": READ,
    "POST /dieu-hanh/loi-tren-san/{finding_id}/xem": MODERATE.format(303),
    "GET /dieu-hanh/mau-ly-do": READ,
    "POST /dieu-hanh/mau-ly-do": DECIDE.format(422),
    "POST /dieu-hanh/mau-ly-do/{template_id}/bo": DECIDE.format(303),
    # Lots.
    "GET /dieu-hanh/lo": READ,
    "GET /dieu-hanh/lo/{code}": READ,
    "POST /dieu-hanh/lo/{code}/thu-hoi": DECIDE.format(422),
    # Sellers.
    "GET /dieu-hanh/don-vi": READ,
    "GET /dieu-hanh/don-vi/{slug}": READ,
    "POST /dieu-hanh/don-vi/{slug}/thanh-vien": DECIDE.format(422),
    "POST /dieu-hanh/don-vi/{slug}/thanh-vien/mat-khau": DECIDE.format(404),  # no member named
    "POST /dieu-hanh/don-vi/{slug}/thanh-vien/bo": DECIDE.format(404),
    "POST /dieu-hanh/don-vi/{slug}/tam-ngung": DECIDE.format(422),
    "POST /dieu-hanh/don-vi/{slug}/mo-lai": DECIDE.format(303),  # it sells already
    # Imports.
    "GET /dieu-hanh/nhap": DECIDE.format(200),
    "POST /dieu-hanh/nhap": DECIDE.format(422),
    "GET /dieu-hanh/nhap/mau.xlsx": DECIDE.format(200),
    "GET /dieu-hanh/nhap/{run_id}": DECIDE.format(200),
    "POST /dieu-hanh/nhap/{run_id}/xac-nhan": DECIDE.format(303),  # was done
    "POST /dieu-hanh/nhap/{run_id}/huy": DECIDE.format(409),  # was done
    "GET /dieu-hanh/nhap/{run_id}/loi.csv": DECIDE.format(200),
    "GET /dieu-hanh/nhap/{run_id}/loi.xlsx": DECIDE.format(200),
    # Exports: each one's own.
    "GET /dieu-hanh/xuat": DECIDE.format(200),
    "POST /dieu-hanh/xuat": DECIDE.format(422),
    "GET /dieu-hanh/xuat/{export_id}": "guest in | operator 200 | administrator 404 | else 403",
    "GET /dieu-hanh/xuat/{export_id}/tep": "guest in | operator 200 | administrator 404 | else 403",
    # Accounts and the log; anybody's account here is the operator's.
    "GET /dieu-hanh/quyen": READ,
    "GET /dieu-hanh/tai-khoan": MANAGE.format(200),
    "POST /dieu-hanh/tai-khoan": MANAGE.format(422),
    "GET /dieu-hanh/tai-khoan/{code}": MANAGE.format(200),
    "POST /dieu-hanh/tai-khoan/{code}/vai-tro": MANAGE.format(422),
    "POST /dieu-hanh/tai-khoan/{code}/khoa": MANAGE.format(422),
    "POST /dieu-hanh/tai-khoan/{code}/mo-khoa": MANAGE.format(422),
    "POST /dieu-hanh/tai-khoan/{code}/xac-thuc": MANAGE.format(422),
    "POST /dieu-hanh/tai-khoan/{code}/mat-khau": MANAGE.format(200),
    "GET /dieu-hanh/nhat-ky": AUDIT.format(200),
    "GET /dieu-hanh/nhat-ky/{entry_id}": AUDIT.format(404),  # there is none of this name
    "POST /dieu-hanh/nhat-ky/xuat": AUDIT.format(200),
}
